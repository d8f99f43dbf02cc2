package report

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"relato/conversation"
)

// rebuildShare is the part of all conversations that must have changed for the columns to be laid anew in order.
const rebuildShare = 4

// follow brings the index to the source's revision at least, which it returns.
func (x *Index) follow(ctx context.Context) (revision int64, err error) {
	revision, err = x.source.Revision(ctx)
	if err != nil {
		return 0, err
	}
	x.mu.RLock()
	current := x.revision == revision
	x.mu.RUnlock()
	if current {
		return revision, nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.revision == revision {
		return revision, nil
	}
	began := time.Now()
	f := following{facts: &x.facts, before: len(x.start), fresh: x.revision < 0, contacts: x.people.cards.reader(), stirred: nothingStirred}
	whole := false
	defer func() {
		if !whole { // half of a change may be in the columns: begin again with everything
			x.replace(newFacts(), -1)
		}
	}()
	if !f.fresh {
		ctx = context.WithoutCancel(ctx) // half of a change costs all that is loaded, whoever does not want to wait for it
	}
	revision, err = x.source.Changes(ctx, x.revision, &f)
	if err == nil {
		err = f.finish()
	}
	if err != nil {
		return 0, fmt.Errorf("load what changed: %w", err)
	}
	whole = true
	x.answers.forget(f.stirred.since)
	if f.stirred.renamed {
		x.answers.forgetDetails()
	}
	x.selections.forgetSince(f.stirred.since)
	x.revision = revision
	x.told += int64(len(f.written) + len(f.gone))
	x.loads, x.lastLoad = x.loads+1, time.Since(began)
	x.loading += x.lastLoad
	x.growIfNeeded()
	return revision, nil
}

// following is one change of the columns under way.
type following struct {
	*facts
	before   int         // conversations at the start, by number
	fresh    bool        // everything is loaded: what comes is not there yet
	contacts *cardReader // of the contacts

	written     []uint32 // conversations that were written
	changed     []uint32 // conversations to be placed in order: new ones, and those whose start moved
	gone        map[uint32]bool
	overwritten int
	bereft      map[uint32]bool // contacts whose first conversation may be another one
	given       []uint32        // conversations that have another contact
	retimed     bool            // the time zone or the working hours changed
	stirred     stir
	replies     []conversation.Reply
	packed      []uint16 // a conversation's marks
	scratch     []uint32
}

// Settings takes the account's settings.
func (f *following) Settings(s conversation.Settings) error {
	zone, err := s.Zone()
	if err != nil {
		return fmt.Errorf("time zone %q: %w", s.Timezone, err)
	}
	f.settings, f.zone, f.retimed = s, zone, true
	f.stirred.everything()
	return nil
}

// Agent takes what is known of an agent.
func (f *following) Agent(a conversation.Agent) error {
	n, err := f.agentNumber(a.ID)
	if err == nil && f.agent[n] != a {
		f.agent[n] = a
		f.stirred.everything()
	}
	return err
}

// Channel takes what is known of a channel.
func (f *following) Channel(c conversation.Channel) error {
	n, err := f.channelNumber(c.ID)
	if err == nil && f.channel[n] != c {
		f.channel[n] = c
		f.stirred.renamed = true
	}
	return err
}

// Contact takes what is known of a contact.
func (f *following) Contact(c conversation.Contact) error {
	before := f.people.size()
	n := f.people.number(f.contacts, c.ID)
	known := int(n) < before // who is not has no conversations yet
	if f.people.rename(f.contacts, n, c) && known {
		f.stirred.renamed = true
	}
	tags := f.ctagSets.number(f.tagNumbers(f.ctags, c.Tags))
	if known && f.people.tags.at(n) != tags {
		f.stirred.everything()
		f.selections.forgetContacts()
	}
	f.ctagSets.change(f.people.tags.at(n), tags)
	f.people.tags.set(n, tags)
	return nil
}

// Removed takes a conversation away.
func (f *following) Removed(thread int64, number int) error {
	key, err := numbered(thread, number)
	if err != nil {
		return err
	}
	n, known := f.numberOf(key)
	if !known {
		return nil
	}
	f.byThread.remove(key.hash(), n)
	delete(f.waiting, key)
	f.stirred.conversation(int64(f.start[n]))
	f.tagSets.change(f.tagSet.at(n), 0)
	f.selections.repeats.note(f.contact[n])
	f.unplace(n)
	if f.removed == nil {
		f.removed = map[uint32]bool{}
	}
	f.removed[n] = true
	return nil
}

// unplace takes a conversation out of the order.
func (f *following) unplace(n uint32) {
	if f.gone == nil {
		f.gone = map[uint32]bool{}
	}
	f.gone[n] = true
	f.bereave(n)
}

// bereave notes that a conversation may not be its contact's first any more.
func (f *following) bereave(n uint32) {
	if f.traits[n]&isFirst == 0 {
		return
	}
	if f.bereft == nil {
		f.bereft = map[uint32]bool{}
	}
	f.bereft[f.contact[n]] = true
}

// Conversation takes a conversation as it is now.
func (f *following) Conversation(c *conversation.Record) error {
	key, err := numbered(c.Thread, c.Number)
	if err != nil {
		return err
	}
	contact := f.people.number(f.contacts, c.Contact)
	n, known := uint32(0), false
	if !f.fresh {
		n, known = f.numberOf(key)
	}
	if !known {
		n = f.addRow(key.thread, uint8(min(key.number, longNumber)))
		f.papers.set(n, paper{id: []byte(c.ID), survey: absent})
		if !f.fresh {
			f.byThread.add(n, f.threadHash)
		}
		f.changed = append(f.changed, n)
		f.selections.repeats.note(contact)
	} else {
		f.overwritten++
		f.stirred.conversation(int64(f.start[n]))
		if f.start[n] != uint32(c.StartedAt) {
			f.unplace(n)
			f.changed = append(f.changed, n)
			f.selections.repeats.note(contact)
		}
		if f.contact[n] != contact {
			f.selections.repeats.note(contact)
			f.selections.repeats.note(f.contact[n])
			f.bereave(n)
			f.given = append(f.given, n)
		}
	}
	f.stirred.conversation(c.StartedAt)
	f.contact[n] = contact
	if err := f.write(n, c); err != nil {
		return err
	}
	f.noteWaiting(key, n)
	if f.fresh && len(f.papers.fresh) >= 2*freshCards { // all at once would be many pointers
		f.papers.settle()
	}
	return nil
}

// noteWaiting keeps count of who waits.
func (f *facts) noteWaiting(key threadNumber, n uint32) {
	if f.traits[n]&isWaiting != 0 {
		f.waiting[key] = struct{}{}
	} else {
		delete(f.waiting, key)
	}
}

// finish puts what changed in order.
func (f *following) finish() error {
	if f.retimed {
		f.schedule, f.selections = nil, newSelections()
		f.onBusiness = &businessLengths{}
		all := make([]uint32, len(f.start))
		for n := range all {
			all[n] = uint32(n)
		}
		f.time(all)
	} else {
		f.time(f.written)
	}
	rebuild := len(f.changed)+f.overwritten > len(f.start)/rebuildShare || f.waste > len(f.words)/2
	if f.order == nil && (rebuild || f.gone != nil) {
		f.listOrder()
	}
	if f.gone != nil {
		gone := bitsetOf(f.gone, len(f.start))
		f.order = slices.DeleteFunc(f.order, gone.has)
	}
	if rebuild {
		f.order = append(f.order, f.changed...)
		slices.SortFunc(f.order, f.startOrder())
		f.compact()
		f.findAllFirsts()
	} else {
		f.insert()
		f.digestAnew(f.written, slices.Collect(maps.Keys(f.gone)))
		f.papers.settle()
		f.people.cards.settle()
		f.findFirsts()
	}
	return nil
}
