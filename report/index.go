package report

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"relato/conversation"
)

// Source is where an index learns what there is and what changed.
type Source interface {
	// Revision is the number of the last change.
	Revision(ctx context.Context) (int64, error)
	// Changes feeds all that changed after a revision (-1: everything) and returns the revision that was reached.
	Changes(ctx context.Context, since int64, feed conversation.Feed) (int64, error)
}

// Index is the reports' memory: the account's conversations in columns. It follows its source before every report, so
// it is never stale; it holds nothing that cannot be loaded again. It is safe for concurrent use.
type Index struct {
	source Source
	now    func() time.Time

	mu       sync.RWMutex // held to write only while following
	revision int64        // -1: nothing is loaded
	facts

	loads             int64 // how often it followed a change, and how long that took
	loading, lastLoad time.Duration
}

// NewIndex makes an index that loads everything before its first report.
func NewIndex(source Source, now func() time.Time) *Index {
	return &Index{source: source, now: now, revision: -1, facts: newFacts()}
}

// facts are all columns. Conversations keep their number for good until a compaction; order has them by start.
type facts struct {
	settings conversation.Settings
	zone     *time.Location
	schedule *conversation.Schedule // nil = there are no working hours

	agents   *names
	agent    []conversation.Agent // by number; [nobody] means nothing
	channels *names
	channel  []conversation.Channel
	tags     *names // conversation tags
	ctags    *names // contact tags

	contacts     *names
	contactName  texts
	contactPhone texts
	contactTags  []uint32 // number of the set of contact tags
	contactFirst []uint32 // number of the contact's first conversation ever; absent = none

	tagSets, ctagSets, agentSets *sets

	rows     []row
	calendar []spans
	business []spans // nil without a schedule
	volumes  []volume
	survey   []uint32
	closedBy []uint16
	ids      texts
	urls     texts
	comments texts
	thread   []threadNumber
	marksAt  []uint32 // time of every mark of all conversations
	marksBy  []uint16
	marks    []stretch // where a conversation's marks are
	waste    int       // marks that no conversation has any more
	byThread map[threadNumber]uint32
	waiting  map[threadNumber]struct{} // the conversations that wait: few, and their names outlive a compaction
	order    []uint32                  // numbers of the conversations there are, by start, then id
	layout   int                       // grows when conversations get new numbers
}

// threadNumber names a conversation by the number of its thread and its own number in it.
type threadNumber uint64

func numbered(thread int64, number int) threadNumber {
	return threadNumber(uint64(thread)<<24 | uint64(number))
}

// stretch is a part of the marks.
type stretch struct{ from, to uint32 }

func newFacts() facts {
	f := facts{
		agents: newNames(), channels: newNames(), tags: newNames(), ctags: newNames(), contacts: newNames(),
		tagSets: newSets(), ctagSets: newSets(), agentSets: newSets(),
		agent: make([]conversation.Agent, 1), channel: make([]conversation.Channel, 1),
		contactTags: make([]uint32, 1), contactFirst: []uint32{absent},
		byThread: map[threadNumber]uint32{}, waiting: map[threadNumber]struct{}{}, zone: time.UTC,
	}
	f.contactName.add("")
	f.contactPhone.add("")
	return f
}

// view follows the source and then runs a function while nothing changes.
func (x *Index) view(ctx context.Context, do func() error) error {
	if err := x.follow(ctx); err != nil {
		return err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	return do()
}

// Account is what reports know of the account now.
func (x *Index) Account(ctx context.Context) (a Account, err error) {
	err = x.view(ctx, func() error {
		a = x.account()
		return nil
	})
	return a, err
}

func (x *Index) account() Account {
	return Account{
		Company: x.settings.Company, Zone: x.zone, Language: x.settings.Language, Schedule: x.settings.Hours.Exist(), Hours: x.settings.Hours,
		Holidays: x.settings.Holidays, Inactivity: time.Duration(x.settings.InactivityHours) * time.Hour,
		Now: x.now(), Revision: x.revision, Waiting: len(x.waiting), Empty: len(x.byThread) == 0,
	}
}

// firstDay is the day on which the first conversation that matches started; the zero date when none does.
func (x *Index) firstDay(m *matcher) conversation.Date {
	for _, n := range x.order {
		if m == nil || m.match(n, &x.rows[n]) {
			return conversation.DateOf(time.Unix(int64(x.rows[n].start), 0).In(x.zone))
		}
	}
	return conversation.Date{}
}

// accountIn is the account with what it has in a period of what may be seen.
func (x *Index) accountIn(p period, f Filter) Account {
	a := x.account()
	lo, hi := x.between(p.from, p.to)
	a.Everything, a.First = hi-lo, x.firstDay(nil)
	if f.ByClose {
		a.Everything = len(x.find(Filter{Only: f.Only, Within: f.Within, Drill: Drill{ByClose: true}}, p))
	}
	if f.Only != "" || f.Within != nil {
		m := x.matcher(Filter{Only: f.Only, Within: f.Within})
		a.Waiting, a.First = 0, x.firstDay(m)
		if !f.ByClose {
			a.Everything = 0
			x.selected(part{lo, hi}, m, func(uint32, *row) { a.Everything++ })
		}
		for key := range x.waiting {
			n := x.byThread[key]
			a.Waiting += int(bit(m.match(n, &x.rows[n])))
		}
	}
	return a
}

// AgentWithEmail is the id of the agent with an e-mail address, case apart; empty if there is none.
func (x *Index) AgentWithEmail(ctx context.Context, email string) (id string, err error) {
	err = x.view(ctx, func() error {
		for _, a := range x.agent[1:] {
			if a.Email != "" && strings.EqualFold(a.Email, email) {
				id = a.ID
			}
		}
		return nil
	})
	return id, err
}

// between are the places in order of the conversations that started in [from, to), Unix seconds.
func (f *facts) between(from, to int64) (lo, hi int) { return f.place(from), f.place(to) }

// place is the first place in order of a conversation that started at a time or after it.
func (f *facts) place(t int64) int {
	i, _ := slices.BinarySearchFunc(f.order, t, func(n uint32, t int64) int {
		if int64(f.rows[n].start) < t {
			return -1
		}
		return 1
	})
	return i
}

// spans are the lengths on the clock that a filter asks for.
func (f *facts) spans(filter Filter) []spans {
	if filter.Business() {
		return f.business
	}
	return f.calendar
}
