package report

import (
	"context"
	"math"
	"sort"
	"strings"
	"sync"
	"time"

	"relato/conversation"
	"relato/internal/turns"
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
	replaced int          // how often its facts were replaced by others, which may say something else at the same revision
	facts

	answers *answers
	offered offered
	turns   turns.Turns // of reports being counted

	growing chan struct{} // closed when the columns under way have been laid anew; nil = none are

	loads             int64 // how often it followed a change, and how long that took
	loading, lastLoad time.Duration
	told              int64 // conversations that it was told of so far
}

// NewIndex makes an index that loads everything before its first report.
func NewIndex(source Source, now func() time.Time) *Index {
	return &Index{source: source, now: now, revision: -1, facts: newFacts(), answers: newAnswers(), turns: turns.New()}
}

// edition is the time between two compactions, in which conversations keep their numbers.
type edition struct {
	last *facts // as they were at its end; nil while it lasts. Only exports under way still hold it
}

// facts are all there is to report. Conversations keep their number for good until a compaction.
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

	people people // the contacts

	tagSets, ctagSets, agentSets *sets

	columns
	papers     shelf[paper, *paper]
	onBusiness *businessLengths
	words      []uint16 // the marks of all conversations
	waste      int      // words that no conversation has any more
	byThread   lookup
	waiting    map[threadNumber]struct{} // the conversations that wait: few, and their names outlive a compaction
	order      []uint32                  // conversations by start, then id; nil = all there are, by number
	removed    map[uint32]bool           // conversations that are no more, whose numbers nobody has until a compaction
	starts     []span                    // by block: when its first conversation started, and its last
	ends       []uint32                  // likewise, when something last happened in it
	digests    []digest                  // by block; nil = its marks have to be read
	selections *selections               // of the filters asked for last
	edition    *edition                  // of the numbers that conversations have
}

func newFacts() facts {
	f := facts{
		agents: newNames(), channels: newNames(), tags: newNames(), ctags: newNames(), people: newPeople(),
		tagSets: newSets(), ctagSets: newSets(), agentSets: newSets(),
		agent: make([]conversation.Agent, 1), channel: make([]conversation.Channel, 1),
		words:      []uint16{0}, // no marks, for who has none yet
		onBusiness: &businessLengths{}, byThread: newLookup(0), waiting: map[threadNumber]struct{}{}, zone: time.UTC,
		selections: newSelections(), edition: &edition{},
	}
	return f
}

// view follows the source and then runs a function while nothing changes.
func (x *Index) view(ctx context.Context, do func() error) error {
	reached, err := x.follow(ctx)
	x.mu.RLock()
	for err == nil && x.revision < reached { // its facts were replaced meanwhile
		x.mu.RUnlock()
		reached, err = x.follow(ctx)
		x.mu.RLock()
	}
	whole := false
	defer func() {
		x.mu.RUnlock()
		if !whole {
			x.distrust()
		}
	}()
	if err == nil {
		err = do()
	}
	whole = true
	return err
}

// distrust forgets all that reports have made of the columns and keep: one of them has panicked, and may have made half of
// something.
func (x *Index) distrust() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.selections, x.onBusiness = newSelections(), &businessLengths{}
	x.answers.forget(math.MinInt64)
	x.offered.forget()
}

// viewInTurn is view for what counts conversations: no more reports do so at a time than there are processors, each of which
// has a part of every report.
func (x *Index) viewInTurn(ctx context.Context, do func() error) error {
	return x.turns.Take(ctx, func() error { return x.view(ctx, do) })
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
		Now: x.now(), Revision: x.revision, Replaced: x.replaced, Waiting: len(x.waiting), Empty: x.size() == 0,
	}
}

// firstDay is the day on which the first conversation that matches started; the zero date when none does.
func (x *Index) firstDay(m *matcher) conversation.Date {
	for place := range x.size() {
		if n := x.at(place); m == nil || m.match(n) {
			return conversation.DateOf(unix(x.start[n], x.zone))
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
	if len(f.Only) > 0 || f.Within != nil {
		seen := Filter{Only: f.Only, Within: f.Within}
		m := x.matcher(seen)
		a.Waiting, a.First = 0, x.firstDay(m)
		if !f.ByClose {
			a.Everything = x.countSelected(x.selecting(seen, p), lo, hi)
		}
		for key := range x.waiting {
			n, known := x.numberOf(key)
			a.Waiting += int(bit(known && m.match(n)))
		}
	}
	return a
}

// Reached is the revision that the index has reached, -1 before it has loaded anything, and how many conversations it has
// been told of so far, each as often as it changed. It does not follow the source.
func (x *Index) Reached() (revision, told int64) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.revision, x.told
}

// AgentsWithEmail are the ids of the agents with an e-mail address, case apart: several where a person is known to several
// sources; none if nobody has it.
func (x *Index) AgentsWithEmail(ctx context.Context, email string) (ids []string, err error) {
	err = x.view(ctx, func() error {
		for _, a := range x.agent[1:] {
			if a.Email != "" && strings.EqualFold(a.Email, email) {
				ids = append(ids, a.ID)
			}
		}
		return nil
	})
	return ids, err
}

// size is how many conversations there are.
func (f *facts) size() int {
	if f.order != nil {
		return len(f.order)
	}
	return len(f.start)
}

// at is the conversation at a place in the order.
func (f *facts) at(place int) uint32 {
	if f.order != nil {
		return f.order[place]
	}
	return uint32(place)
}

// between are the places in order of the conversations that started in [from, to), Unix seconds.
func (f *facts) between(from, to int64) (lo, hi int) { return f.place(from), f.place(to) }

// place is the first place in order of a conversation that started at a time or after it.
func (f *facts) place(t int64) int {
	return sort.Search(f.size(), func(i int) bool { return int64(f.start[f.at(i)]) >= t })
}
