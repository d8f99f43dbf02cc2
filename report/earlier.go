package report

import "context"

// earlier is a report as far as a page compares it with its own.
type earlier[T any] struct{ report T }

// EarlierAgents is the second report as far as its page compares it with that of another period: conversations alone, in the
// rows of agents who have some and in the total. It has no Account, and its rows have an id but no name.
func (x *Index) EarlierAgents(ctx context.Context, f Filter) (*Agents, error) {
	a := &Agents{Filter: f}
	err := x.viewInTurn(ctx, func() error {
		p := periodOf(f, x.zone)
		counted := recall(x.answers, f, p.to, func() *earlier[Agents] {
			bySet, _ := x.volumes(x.selecting(f, p), p, &x.agentSet, len(x.agentSets.members))
			byAgent, total := x.agentSets.share(bySet, len(x.agent))
			e := &earlier[Agents]{Agents{Total: AgentRow{Conversations: total}}}
			for n, conversations := range byAgent {
				if conversations > 0 {
					e.report.Rows = append(e.report.Rows, AgentRow{ID: x.agentKey(n), Conversations: conversations})
				}
			}
			return e
		}, func(e *earlier[Agents]) int { return len(e.report.Rows) })
		a.Total, a.Rows = counted.report.Total, counted.report.Rows
		return nil
	})
	return a, err
}

// EarlierTags is the third report as far as its page compares it with that of another period: conversations alone, in the
// rows of tags that have some and in the total, which has their origins too. It has no Account.
func (x *Index) EarlierTags(ctx context.Context, f Filter) (*Tags, error) {
	t := &Tags{Filter: f}
	err := x.viewInTurn(ctx, func() error {
		p := periodOf(f, x.zone)
		counted := recall(x.answers, f, p.to, func() *earlier[Tags] {
			bySet, origins := x.volumes(x.selecting(f, p), p, &x.tagSet, len(x.tagSets.members))
			byTag, total := x.tagSets.share(bySet, len(x.tags.all))
			e := &earlier[Tags]{Tags{Total: TagRow{Conversations: total, Of: total, Origins: origins}}}
			for n, conversations := range byTag {
				if conversations > 0 {
					e.report.Rows = append(e.report.Rows, TagRow{Tag: x.tagKey(n), Conversations: conversations, Of: total})
				}
			}
			return e
		}, func(e *earlier[Tags]) int { return len(e.report.Rows) })
		t.Total, t.Rows = counted.report.Total, counted.report.Rows
		return nil
	})
	return t, err
}

// volumes counts the cohort by a column of sets, of which there are so many, and by origin.
func (x *Index) volumes(s *selection, p period, column *setNumbers, sets int) (bySet []uint32, origins Origins) {
	type counts struct {
		bySet   []uint32
		origins Origins
	}
	tallies := inParallel(parts(x.between(p.from, p.to)), func(part part) *counts {
		t := &counts{bySet: make([]uint32, sets)}
		x.selected(part, s, func(batch []uint32) {
			for _, n := range batch {
				t.bySet[column.at(n)]++
				t.origins[x.traits[n].place()]++
			}
		})
		return t
	})
	bySet = make([]uint32, sets)
	for _, t := range tallies {
		for set, n := range t.bySet {
			bySet[set] += n
		}
		for place, n := range t.origins {
			origins[place] += n
		}
	}
	return bySet, origins
}

// share shares out what was counted by set among so many members, each of whom gets all of it, and sums it up once.
func (s *sets) share(bySet []uint32, members int) (byMember []int, total int) {
	byMember = make([]int, members)
	for set, n := range bySet {
		for _, m := range s.orNobody(uint32(set)) {
			byMember[m] += int(n)
		}
		total += int(n)
	}
	return byMember, total
}
