package report

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"relato/conversation"
)

// script is a source whose revisions are what functions feed.
type script []func(*feeder)

func (s *script) Revision(context.Context) (int64, error) { return int64(len(*s)), nil }

func (s *script) Changes(_ context.Context, since int64, feed conversation.Feed) (int64, error) {
	to := &feeder{Feed: feed}
	for _, step := range (*s)[max(0, since):] {
		step(to)
	}
	return int64(len(*s)), to.err
}

// feeder keeps the first error of a feed.
type feeder struct {
	conversation.Feed
	err error
}

func (f *feeder) take(err error) {
	if f.err == nil {
		f.err = err
	}
}

// spoken is a conversation of a contact with a message of an agent, started so many days after the 1st of March 2026.
func spoken(thread int64, day int, contact, agent string) *conversation.Record {
	c := &conversation.Record{Thread: thread, ID: fmt.Sprint("c", thread), Contact: contact}
	c.Number, c.Origin, c.SurveyAt, c.ClosedAt, c.Channel = 1, conversation.Inbox, conversation.None, conversation.None, "w1"
	c.StartedAt = time.Date(2026, 3, 1+day, 0, 0, 0, 0, time.UTC).Unix()
	c.Agents, c.Owner = []string{agent}, agent
	c.Marks = []conversation.Mark{{At: c.StartedAt, Kind: conversation.AgentMark}}
	return c
}

// TestAnswersLastUntilTheyMayBeOthers asks for the first days of March, changes something, and looks whether the answers
// are kept; what is asked afterwards is as a new index has it.
func TestAnswersLastUntilTheyMayBeOthers(t *testing.T) {
	t.Parallel()
	ana := conversation.Agent{ID: "a1", Name: "Ana", Active: true}
	vip := conversation.Contact{ID: "p1", Name: "Pia", Tags: []string{"vip"}}
	sales := conversation.Channel{ID: "w1", Name: "Sales"}
	first := func(f *feeder) {
		f.take(f.Settings(conversation.Settings{Timezone: "UTC"}))
		f.take(f.Agent(ana))
		f.take(f.Contact(vip))
		f.take(f.Channel(sales))
		f.take(f.Conversation(spoken(1, 2, "p1", "a1")))
		f.take(f.Conversation(spoken(2, 20, "p2", "a1")))
	}
	say := func(c *conversation.Record) func(*feeder) {
		return func(f *feeder) { f.take(f.Conversation(c)) }
	}
	const all, butDetails = 4, 3
	for _, tt := range []struct {
		what string
		step func(*feeder)
		kept int // answers
	}{
		{"a conversation after the period", say(spoken(3, 10, "p3", "a1")), all},
		{"a conversation on its last day", say(spoken(3, 9, "p3", "a1")), 0},
		{"a conversation before the period", say(spoken(3, -9, "p1", "a1")), 0},
		{"a conversation that moves to after it", say(spoken(1, 20, "p1", "a1")), 0},
		{"a conversation that moves into it", say(spoken(2, 3, "p2", "a1")), 0},
		{"a conversation of an agent who was not known", say(spoken(3, 20, "p3", "a2")), 0},
		{"a conversation that is removed", func(f *feeder) { f.take(f.Removed(1, 1)) }, 0},
		{"a later conversation that is removed", func(f *feeder) { f.take(f.Removed(2, 1)) }, all},
		{"a conversation that never was", func(f *feeder) { f.take(f.Removed(9, 1)) }, all},
		{"another name of an agent", func(f *feeder) { f.take(f.Agent(conversation.Agent{ID: "a1", Name: "Bia", Active: true})) }, 0},
		{"the same agent again", func(f *feeder) { f.take(f.Agent(ana)) }, all},
		{"other tags of a contact", func(f *feeder) { f.take(f.Contact(conversation.Contact{ID: "p1", Name: "Pia"})) }, 0},
		{"another name of a contact", func(f *feeder) { f.take(f.Contact(conversation.Contact{ID: "p1", Name: "Bia", Tags: vip.Tags})) }, butDetails},
		{"another phone of a contact", func(f *feeder) {
			f.take(f.Contact(conversation.Contact{ID: "p1", Name: "Pia", Phone: "+55 11", Tags: vip.Tags}))
		}, butDetails},
		{"the same contact again", func(f *feeder) { f.take(f.Contact(vip)) }, all},
		{"another name of a channel", func(f *feeder) { f.take(f.Channel(conversation.Channel{ID: "w1", Name: "Vendas"})) }, butDetails},
		{"the same channel again", func(f *feeder) { f.take(f.Channel(sales)) }, all},
		{"a new contact with tags", func(f *feeder) { f.take(f.Contact(conversation.Contact{ID: "p9", Tags: vip.Tags})) }, all},
		{"another time zone", func(f *feeder) { f.take(f.Settings(conversation.Settings{Timezone: "Asia/Tokyo"})) }, 0},
		{"a conversation that cannot be", say(spoken(1<<40, 20, "p1", "a1")), 0},
	} {
		source := &script{first}
		x := NewIndex(source, time.Now)
		march := conversation.Date{Year: 2026, Month: 3, Day: 1}
		f := Filter{From: march, To: march.Add(9), Clock: "calendar", Group: "day", Page: 1, ContactTags: []string{"vip"}, ContactTagMode: Any}
		reports(t, x, f)
		if len(x.answers.made) != all {
			t.Fatalf("%d answers are kept", len(x.answers.made))
		}
		forgetful := NewIndex(source, time.Now)
		forgetful.RememberRows(0)
		reports(t, forgetful, f)
		unasked := NewIndex(source, time.Now)
		if _, err := unasked.Account(t.Context()); err != nil {
			t.Fatal(err)
		}
		*source = append(*source, tt.step)
		if _, err := x.Account(t.Context()); err != nil { // the step that cannot be
			*source = script{first}
		}
		if kept := len(x.answers.made); kept != tt.kept {
			t.Errorf("%s leaves %d answers, not %d", tt.what, kept, tt.kept)
		}
		anew := reports(t, unasked, f)
		for kept, by := range map[string]*Index{"answers": x, "sums": forgetful} {
			if diff := cmp.Diff(anew, reports(t, by, f), sameFacts); diff != "" {
				t.Errorf("%s (- anew, + by %s that are kept):\n%s", tt.what, kept, diff)
			}
		}
	}
}

// sameFacts ignores when a report was made, and how the index came to its facts.
var sameFacts = cmp.Options{
	cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() }),
	cmpopts.IgnoreFields(Account{}, "Now", "Replaced"),
}

// reports are those whose answers are kept.
func reports(t *testing.T, x *Index, f Filter) []any {
	t.Helper()
	o, err := x.Overview(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	a, err := x.Agents(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	tags, err := x.Tags(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	d, err := x.Details(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	return []any{o, a, tags, d}
}

// TestLongPagesAreNotKept asks for more rows than a page has, which would take the place of many reports.
func TestLongPagesAreNotKept(t *testing.T) {
	t.Parallel()
	x := NewIndex(&script{func(f *feeder) { f.take(f.Settings(conversation.Settings{Timezone: "UTC"})) }}, time.Now)
	for limit, kept := range map[int]int{PageLimit + 1: 0, 0: 1} {
		x.answers = newAnswers()
		if _, err := x.Details(t.Context(), Filter{Page: 1, Limit: limit}); err != nil {
			t.Fatal(err)
		}
		if got := len(x.answers.made); got != kept {
			t.Errorf("of %d rows a page, %d are kept, not %d", limit, got, kept)
		}
	}
}

// TestManyAskAtOnce asks the same while the answer is being made: it is made once.
func TestManyAskAtOnce(t *testing.T) {
	t.Parallel()
	a := newAnswers()
	var made atomic.Int64
	asked, go_ := make(chan struct{}), make(chan struct{})
	ask := func() int {
		return recall(a, Filter{}, 0, func() *int { made.Add(1); close(asked); <-go_; return new(7) }, func(*int) int { return 1 })
	}
	var wait sync.WaitGroup
	wait.Go(func() { ask() })
	<-asked
	for range 8 {
		wait.Go(func() {
			if got := ask(); got != 7 {
				t.Errorf("%d", got)
			}
		})
	}
	close(go_)
	wait.Wait()
	if made.Load() != 1 {
		t.Errorf("made %d times", made.Load())
	}
}

// TestAnAnswerThatFailsIsMadeAgain: whoever waits for it makes it too.
func TestAnAnswerThatFailsIsMadeAgain(t *testing.T) {
	t.Parallel()
	a := newAnswers()
	func() {
		defer func() { _ = recover() }()
		recall(a, Filter{}, 0, func() *int { panic("no") }, func(*int) int { return 1 })
	}()
	if got := recall(a, Filter{}, 0, func() *int { return new(7) }, func(*int) int { return 1 }); got != 7 || len(a.made) != 1 {
		t.Errorf("%d, %d kept", got, len(a.made))
	}
}

// TestAnswersAreFew keeps no more rows than it may, those that were asked for last.
func TestAnswersAreFew(t *testing.T) {
	t.Parallel()
	a := newAnswers()
	a.most = 3 * (answerRows + 10)
	made := 0
	ask := func(page, rows int) {
		recall(a, Filter{Page: page}, 0, func() *int { made++; return new(0) }, func(*int) int { return rows })
	}
	for _, page := range []int{1, 2, 3, 1, 4, 1, 3, 4} { // the fourth takes the place of the second
		ask(page, 10)
	}
	if made != 4 || a.rows != a.most {
		t.Errorf("made %d, %d rows kept", made, a.rows)
	}
	ask(2, 10)
	if made != 5 {
		t.Error("the second was kept")
	}
	ask(5, a.most) // larger than all that may be kept
	if len(a.made) != 0 || a.rows != 0 {
		t.Errorf("%d kept, of %d rows", len(a.made), a.rows)
	}
	a.most = 0
	for range 2 {
		ask(6, 1)
	}
	if made != 8 || len(a.made) != 0 {
		t.Errorf("made %d, %d kept, though none may be", made, len(a.made))
	}
}

// TestAQuestionIsAllOfItsFilter: whoever may see less never gets what another was told.
func TestAQuestionIsAllOfItsFilter(t *testing.T) {
	t.Parallel()
	questions := []Filter{{}, {Only: []string{"a1"}}, {Within: &Filter{}}, {Within: &Filter{Only: []string{"a1"}}}, {Within: &Filter{Drill: Drill{Since: 1}}},
		{Drill: Drill{Since: 1}}, {Tags: []string{"a", "b"}}, {Tags: []string{"a,b"}}, {ContactTags: []string{"a", "b"}},
		{Tags: []string{"\xfe"}}, {Tags: []string{"\xff"}}, {Tags: []string{"\ufffd"}}, {Only: []string{"\xff"}}, {Only: []string{"\ufffd"}}}
	var keys []string
	for _, f := range questions {
		keys = append(keys, keyOf[Overview](f), keyOf[Agents](f))
	}
	slices.Sort(keys)
	if all := len(keys); len(slices.Compact(keys)) != all {
		t.Errorf("some of %q are the same", keys)
	}
}
