package report

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"

	"relato/conversation"
)

// rest is what is saved last: the small things, which have texts and lists.
type rest struct {
	Settings                           conversation.Settings
	Agents                             []conversation.Agent   // by number
	Channels                           []conversation.Channel // likewise
	Tags, ContactTags                  []string
	TagSets, ContactTagSets, AgentSets [][]uint32
}

// saveRest puts on a tape which of the first conversations are no more, the order of the others, and the small things.
func (f *facts) saveRest(t *tape, conversations int) {
	var removed []uint32
	for n := range f.removed {
		if int(n) < conversations {
			removed = append(removed, n)
		}
	}
	order := make([]uint32, 0, len(f.order)) // none = that of the numbers
	for _, n := range f.order {
		if int(n) < conversations {
			order = append(order, n)
		}
	}
	pass(t, removed[:t.size(len(removed), 4)])
	pass(t, order[:t.size(len(order), 4)])
	var b bytes.Buffer
	t.fail(gob.NewEncoder(&b).Encode(rest{
		Settings: f.settings, Agents: f.agent, Channels: f.channel, Tags: f.tags.all, ContactTags: f.ctags.all,
		TagSets: f.tagSets.members, ContactTagSets: f.ctagSets.members, AgentSets: f.agentSets.members,
	}))
	pass(t, b.Bytes()[:t.size(b.Len(), 1)])
}

// loadRest takes from a tape what saveRest put there.
func (f *facts) loadRest(t *tape) {
	removed := make([]uint32, t.size(0, 4))
	pass(t, removed)
	if len(removed) > 0 {
		f.removed = make(map[uint32]bool, len(removed))
	}
	for _, n := range removed {
		f.removed[n] = true
	}
	if size := t.size(0, 4); size > 0 || len(removed) > 0 {
		f.order = spacious[uint32](size)
		pass(t, f.order)
	}
	var r rest
	b := t.room(t.size(0, 1))
	if t.err == nil {
		t.fail(gob.NewDecoder(bytes.NewReader(b)).Decode(&r))
	}
	if t.err == nil {
		t.fail(f.take(&r))
	}
}

// take takes the small things as they were saved.
func (f *facts) take(r *rest) (err error) {
	if f.zone, err = r.Settings.Zone(); err != nil {
		return fmt.Errorf("time zone %q: %w", r.Settings.Timezone, err)
	}
	f.settings, f.agent, f.channel = r.Settings, r.Agents, r.Channels
	f.agents, f.channels = newNames(), newNames()
	for _, a := range r.Agents {
		f.agents.number(a.ID)
	}
	for _, c := range r.Channels {
		f.channels.number(c.ID)
	}
	f.tags, f.ctags = namesOf(r.Tags), namesOf(r.ContactTags)
	f.tagSets, f.ctagSets, f.agentSets = setsOf(r.TagSets), setsOf(r.ContactTagSets), setsOf(r.AgentSets)
	for _, same := range [][2]int{
		{len(f.agents.all), len(r.Agents)}, {len(f.channels.all), len(r.Channels)},
		{len(f.tags.all), len(r.Tags)}, {len(f.ctags.all), len(r.ContactTags)},
		{len(f.tagSets.members), len(r.TagSets)}, {len(f.ctagSets.members), len(r.ContactTagSets)},
		{len(f.agentSets.members), len(r.AgentSets)},
	} {
		if same[0] != same[1] {
			return errors.New("a name or a set is there twice")
		}
	}
	return nil
}

func namesOf(all []string) *names {
	n := newNames()
	for _, name := range all {
		n.number(name)
	}
	return n
}

func setsOf(members [][]uint32) *sets {
	s := newSets()
	for _, set := range members {
		s.number(set)
	}
	return s
}
