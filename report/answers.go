package report

import (
	"fmt"
	"math"
	"sync"
)

// answers are the reports that were asked for last, so that what is asked again, or by many at once, is counted once. An
// answer lasts until something changes that started before its period ended: what comes in today leaves last month alone.
// They are looked at while the index does not change, and nobody writes to what they share.
type answers struct {
	mu   sync.Mutex
	most int // rows that may be kept
	rows int // that are kept
	asks int // so far
	made map[string]*answer
}

// answer is a report that is made, or being made.
type answer struct {
	done   chan struct{} // closed when it is made
	report any           // a *Overview, *Agents, *Tags or *Details, or an earlier one; nil = making it failed
	until  int64         // end of its period
	rows   int
	asked  int // the last ask for it
}

// RowsRemembered is how many rows of earlier answers an index keeps unless it is told otherwise: some 10 MB.
const RowsRemembered = 20_000

// answerRows is what an answer counts for besides its rows.
const answerRows = 30

func newAnswers() *answers { return &answers{most: RowsRemembered, made: map[string]*answer{}} }

// RememberRows sets how many rows of earlier answers are kept at most; with 0 every question is counted anew.
func (x *Index) RememberRows(most int) {
	x.answers.mu.Lock()
	defer x.answers.mu.Unlock()
	x.answers.most = most
	x.answers.evict()
}

// recall is a report that was made before, or is made now: T without Account and Filter, which are the caller's. It is
// called while the index does not change.
func recall[T any](a *answers, f Filter, until int64, count func() *T, rows func(*T) int) T {
	key := keyOf[T](f)
	a.mu.Lock()
	if a.most == 0 {
		a.mu.Unlock()
		return *count()
	}
	a.asks++
	known, asked := a.made[key], a.asks
	if known != nil {
		known.asked = asked
		a.mu.Unlock()
		<-known.done
		if report, ok := known.report.(*T); ok {
			return *report
		}
		return *count()
	}
	made := &answer{done: make(chan struct{}), until: until, asked: asked}
	a.made[key] = made
	a.mu.Unlock()
	defer a.keep(key, made)
	report := count()
	made.report, made.rows = report, answerRows+rows(report)
	return *report
}

// keyOf names a question.
func keyOf[T any](f Filter) string { return fmt.Sprintf("%T", *new(T)) + f.name() }

// keep ends the making of an answer. One that failed is not kept.
func (a *answers) keep(key string, made *answer) {
	close(made.done)
	a.mu.Lock()
	defer a.mu.Unlock()
	if made.report == nil {
		delete(a.made, key)
		return
	}
	a.rows += made.rows
	a.evict()
}

// evict drops what was not asked for the longest, until there is room.
func (a *answers) evict() {
	for a.rows > a.most {
		oldest := ""
		for key, made := range a.made {
			if made.rows > 0 && (oldest == "" || made.asked < a.made[oldest].asked) {
				oldest = key
			}
		}
		a.drop(oldest)
	}
}

func (a *answers) drop(key string) {
	a.rows -= a.made[key].rows
	delete(a.made, key)
}

// forget drops the answers whose period ended after an instant. No report is being made meanwhile.
func (a *answers) forget(since int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for key, made := range a.made {
		if made.until > since {
			a.drop(key)
		}
	}
}

// forgetDetails drops the pages of Details. No report is being made meanwhile.
func (a *answers) forgetDetails() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for key, made := range a.made {
		if _, is := made.report.(*Details); is {
			a.drop(key)
		}
	}
}

// stir is since when conversations may be others after a change, and whether contacts or channels have other names, which
// Details alone shows.
type stir struct {
	since   int64
	renamed bool
}

// nothingStirred is before anything has changed.
var nothingStirred = stir{since: math.MaxInt64}

// everything says that all reports may be others.
func (s *stir) everything() { s.since = math.MinInt64 }

// conversation says that one is another that starts, or started, at a time: nothing in it is earlier.
func (s *stir) conversation(start int64) { s.since = min(s.since, start) }
