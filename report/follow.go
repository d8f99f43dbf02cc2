package report

import (
	"context"
	"fmt"
	"slices"
	"time"

	"relato/conversation"
)

// rebuildShare is the part of all conversations that must have changed for the columns to be laid anew in order.
const rebuildShare = 4

// follow brings the index to the source's revision.
func (x *Index) follow(ctx context.Context) error {
	revision, err := x.source.Revision(ctx)
	if err != nil {
		return err
	}
	x.mu.RLock()
	current := x.revision == revision
	x.mu.RUnlock()
	if current {
		return nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.revision == revision {
		return nil
	}
	began := time.Now()
	f := following{facts: &x.facts, before: len(x.rows)}
	revision, err = x.source.Changes(ctx, x.revision, &f)
	if err == nil {
		err = f.finish()
	}
	if err != nil {
		// Half of a change may be in the columns: begin again with everything.
		layout := x.layout + 1
		x.facts, x.revision = newFacts(), -1
		x.layout = layout
		return fmt.Errorf("load what changed: %w", err)
	}
	x.revision = revision
	x.loads, x.lastLoad = x.loads+1, time.Since(began)
	x.loading += x.lastLoad
	return nil
}

// following is one change of the columns under way.
type following struct {
	*facts
	before int // conversations at the start

	touched     []uint32 // conversations that were written
	changed     []uint32 // conversations to be placed in order: new ones, and those whose start moved
	gone        map[uint32]bool
	overwritten int
	firstsMoved bool // a contact's first conversation may be another one
	retimed     bool // the time zone or the working hours changed
	replies     []conversation.Reply
	scratch     []uint32
}

// Settings takes the account's settings.
func (f *following) Settings(s conversation.Settings) error {
	zone, err := s.Zone()
	if err != nil {
		return fmt.Errorf("time zone %q: %w", s.Timezone, err)
	}
	f.settings, f.zone, f.retimed = s, zone, true
	return nil
}

// Agent takes what is known of an agent.
func (f *following) Agent(a conversation.Agent) error {
	n, err := f.agentNumber(a.ID)
	if err == nil {
		f.agent[n] = a
	}
	return err
}

// Channel takes what is known of a channel.
func (f *following) Channel(c conversation.Channel) error {
	n, err := f.channelNumber(c.ID)
	if err == nil {
		f.channel[n] = c
	}
	return err
}

// Contact takes what is known of a contact.
func (f *following) Contact(c conversation.Contact) error {
	n := int(f.contactNumber(c.ID))
	f.contactName.set(n, c.Name)
	f.contactPhone.set(n, c.Phone)
	f.contactTags[n] = f.ctagSets.number(f.tagNumbers(f.ctags, c.Tags))
	return nil
}

// Removed takes a conversation away.
func (f *following) Removed(thread int64, number int) error {
	key := numbered(thread, number)
	n, known := f.byThread[key]
	if !known {
		return nil
	}
	delete(f.byThread, key)
	delete(f.waiting, key)
	f.unplace(n)
	return nil
}

// unplace takes a conversation out of the order.
func (f *following) unplace(n uint32) {
	if f.gone == nil {
		f.gone = map[uint32]bool{}
	}
	f.gone[n] = true
	f.firstsMoved = true
}

// Conversation takes a conversation as it is now.
func (f *following) Conversation(c *conversation.Record) error {
	key := numbered(c.Thread, c.Number)
	n, known := f.byThread[key]
	if !known {
		n = f.addRow(key, c.ID)
		f.changed = append(f.changed, n)
	} else {
		f.overwritten++
		old := f.rows[n]
		if old.start != uint32(c.StartedAt) {
			f.unplace(n)
			f.changed = append(f.changed, n)
		}
		f.firstsMoved = f.firstsMoved || f.contacts.all[old.contact] != c.Contact
	}
	return f.write(n, c)
}

// noteWaiting keeps count of who waits.
func (f *facts) noteWaiting(n uint32) {
	if f.rows[n].flags&isWaiting != 0 {
		f.waiting[f.thread[n]] = struct{}{}
	} else {
		delete(f.waiting, f.thread[n])
	}
}

// finish puts what changed in order.
func (f *following) finish() error {
	if f.retimed {
		f.schedule = nil
		f.touched = f.touched[:0]
		for n := range f.rows {
			f.touched = append(f.touched, uint32(n))
		}
	}
	f.time(f.touched)
	if f.gone != nil {
		f.order = slices.DeleteFunc(f.order, func(n uint32) bool { return f.gone[n] })
	}
	if len(f.changed)+f.overwritten > len(f.rows)/rebuildShare || f.waste > len(f.marksAt)/2 {
		f.order = append(f.order, f.changed...)
		slices.SortFunc(f.order, f.byStart)
		f.compact()
		f.firstsMoved = true
	} else {
		f.insert()
	}
	f.findFirsts()
	return nil
}
