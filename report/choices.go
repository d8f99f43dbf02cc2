package report

import (
	"context"
	"fmt"
	"slices"
	"sync"
)

// Choices are what filters can name in this account, by their labels: all agents and channels, and the tags that any
// conversation or contact has. only, if not empty, are the agents whose conversations alone may be seen: then it is what these
// have, since names and tags tell of the others too.
//
// They are kept until anything changes: every page asks. Nobody may write to them.
func (x *Index) Choices(ctx context.Context, only []string) (c Choices, err error) {
	err = x.view(ctx, func() error {
		c = x.offered.of(x.revision, only, func() Choices { return x.choices(only) })
		return nil
	})
	return c, err
}

// offered are the choices that were asked for as of a revision.
type offered struct {
	sync.Mutex
	revision int64
	made     map[string]Choices // by who may see only their own
}

// forget forgets them.
func (o *offered) forget() {
	o.Lock()
	defer o.Unlock()
	o.made = nil
}

// of are choices, which are made if needed.
func (o *offered) of(revision int64, only []string, choices func() Choices) Choices {
	o.Lock()
	defer o.Unlock()
	if o.revision != revision || o.made == nil {
		o.revision, o.made = revision, map[string]Choices{}
	}
	key := fmt.Sprintf("%q", only)
	c, known := o.made[key]
	if !known {
		c = choices()
		o.made[key] = c
	}
	return c
}

func (f *facts) choices(only []string) (c Choices) {
	seen := f.named(only)
	for n, a := range f.agent {
		if seen.agents[n] {
			c.Agents = append(c.Agents, Choice{a.ID, a.Name})
		}
	}
	for n, ch := range f.channel {
		if seen.channels[n] {
			c.Channels = append(c.Channels, Choice{ch.ID, ch.Name})
		}
	}
	c.Tags, c.ContactTags = tagChoices(f.tags, seen.tags), tagChoices(f.ctags, seen.ctags)
	for _, list := range [][]Choice{c.Agents, c.Channels, c.Tags, c.ContactTags} {
		slices.SortFunc(list, func(a, b Choice) int { return collate(a.label(), b.label()) })
	}
	return c
}

func tagChoices(tags *names, seen []bool) (list []Choice) {
	for n, tag := range tags.all {
		if seen[n] {
			list = append(list, Choice{Value: tag})
		}
	}
	return list
}

func (c Choice) label() string {
	if c.Name != "" {
		return c.Name
	}
	return c.Value
}

// named tells of every agent, channel and tag, by number, whether a filter can name it.
type named struct{ agents, channels, tags, ctags []bool }

// named is what filters can name in all conversations, or in those of some agents.
func (f *facts) named(only []string) named {
	seen := named{agents: make([]bool, len(f.agents.all)), channels: make([]bool, len(f.channels.all))}
	if len(only) == 0 {
		for _, list := range [][]bool{seen.agents, seen.channels} {
			for n := range list {
				list[n] = n > 0 // 0 stands for none
			}
		}
		seen.tags, seen.ctags = f.tagSets.used(len(f.tags.all)), f.ctagSets.used(len(f.ctags.all))
		return seen
	}
	seen.tags, seen.ctags = make([]bool, len(f.tags.all)), make([]bool, len(f.ctags.all))
	agents, tags, ctags := make([]bool, len(f.agentSets.members)), make([]bool, len(f.tagSets.members)), make([]bool, len(f.ctagSets.members))
	f.selected(part{0, f.size()}, f.selecting(Filter{Only: only}, always), func(batch []uint32) {
		for _, n := range batch {
			seen.channels[f.via.at(n)] = true
			agents[f.agentSet.at(n)], tags[f.tagSet.at(n)], ctags[f.people.tags.at(f.contact[n])] = true, true, true
		}
	})
	f.agentSets.mark(agents, seen.agents)
	f.tagSets.mark(tags, seen.tags)
	f.ctagSets.mark(ctags, seen.ctags)
	seen.channels[0] = false
	return seen
}

// mark marks the members of some sets.
func (s *sets) mark(some, members []bool) {
	for n, is := range some {
		if is {
			for _, m := range s.members[n] {
				members[m] = m > 0
			}
		}
	}
}
