package source

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relato/conversation"
	standin "relato/internal/chatwoot"
)

// began is when the worlds of the tests begin.
var began = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// store is what a database would hold: all items that ever came.
type store struct{ items []conversation.Item }

func (s *store) events(thread string) (events []conversation.Event) {
	for _, item := range s.items {
		if t, ok := item.(conversation.ThreadEvents); ok && t.ID == thread {
			events = append(events, t.Events...)
		}
	}
	return events
}

// hear reads a webhook.
func (s *store) hear(t testing.TB, w standin.Webhook) {
	r := posted(w.Body)
	r.At = w.At
	d := chatwootHook(t).Read(connected("chatwoot"), r)
	for _, u := range d.Unread {
		t.Fatalf("%s\n%s", u.Reason, w.Body)
	}
	s.items = append(s.items, d.Items...)
}

func chatwootHook(t testing.TB) Hook { return hookOf(t, "chatwoot") }

// fetch asks a world for all that it has, a conversation after the other, once what changed last is older than a second.
func (s *store) fetch(t testing.TB, w *standin.World) {
	w.Now = w.Now.Add(2 * time.Second)
	for _, talk := range slices.Clone(w.Talks()) {
		s.fetchOne(t, w, talk)
	}
}

func (s *store) fetchOne(t testing.TB, w *standin.World, talk *standin.Talk) {
	f := fetchedOf(t, w, talk)
	for _, e := range s.events(fmt.Sprint("chatwoot-c0ffee-", talk.ID)) {
		if e.Kind == conversation.Rating {
			f.Rated = append(f.Rated, e.Key)
		}
	}
	body, err := f.Body()
	if err != nil {
		t.Fatal(err)
	}
	c, r := connected("chatwoot"), posted(string(body))
	r.Path, r.At = FetchedPath, w.Now
	d := chatwootHook(t).Read(c, r)
	for _, u := range d.Unread {
		t.Fatalf("%s\n%s", u.Reason, body)
	}
	s.items = append(s.items, d.Items...)
	thread, more := ChatwootState(c, w.Now, f, s.events(fmt.Sprint("chatwoot-c0ffee-", talk.ID)))
	if len(more) > 0 {
		s.items = append(s.items, conversation.ThreadEvents{Thread: thread, Events: more})
	}
}

func fetchedOf(t testing.TB, w *standin.World, talk *standin.Talk) ChatwootFetched {
	f := ChatwootFetched{Conversation: json.RawMessage(w.One(talk)), Whole: true}
	for after := int64(0); ; {
		lines, err := ChatwootLines([]byte(w.Lines(talk, after, -1)))
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			f.Messages, after = append(f.Messages, line.Raw), line.ID
		}
		if len(lines) == 0 {
			break
		}
	}
	var err error
	if f.Contact, err = ChatwootContact([]byte(w.Contact(talk.Person))); err != nil {
		t.Fatal(err)
	}
	said, err := ChatwootAnswers([]byte(w.Answers(1, 0)))
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range said {
		if a.Conversation == fmt.Sprint(talk.ID) {
			f.Answers = append(f.Answers, a.Raw)
		}
	}
	return f
}

// account is what comes of a store.
func (s *store) account() account {
	a := accountOf(s.items)
	a.Events = 0 // the same may be told in more words
	return a
}

// play lets something happen in a world.
func play(t *rapid.T, w *standin.World, deeds []string) {
	w.Now = w.Now.Add(rapid.SampledFrom([]time.Duration{200 * time.Millisecond, time.Second, 61 * time.Second, time.Hour}).Draw(t, "later"))
	if w.Now.Nanosecond() > 800e6 { // the line about a change is of the same second, or REST tells it later
		w.Now = w.Now.Truncate(time.Second).Add(1100 * time.Millisecond)
	}
	talk := rapid.SampledFrom(w.Talks()).Draw(t, "talk")
	switch rapid.SampledFrom(deeds).Draw(t, "deed") {
	case "in":
		w.In(talk)
	case "out":
		w.Out(talk, 7)
	case "other":
		w.Out(talk, 8)
	case "bot":
		w.Bot(talk, rapid.Bool().Draw(t, "template"))
	case "rule":
		w.Rule(talk)
	case "note":
		w.Note(talk, 7)
	case "give":
		w.Give(talk, rapid.SampledFrom([]int64{0, 7, 8}).Draw(t, "agent"))
	case "take": // once it is over, it is nobody's of this conversation any more
		if talk.Status != "resolved" {
			w.Give(talk, 7)
		}
	case "label":
		w.Label(talk, [][]string{nil, {"a"}, {"a", "b"}, {"b"}}[rapid.IntRange(0, 3).Draw(t, "labels")]...)
	case "resolve":
		w.Turn(talk, "resolved", rapid.Bool().Draw(t, "ask"))
	case "reopen":
		w.Turn(talk, "open", false)
	case "snooze":
		w.Turn(talk, rapid.SampledFrom([]string{"snoozed", "pending"}).Draw(t, "status"), false)
	case "answer": // returning to an earlier answer, fetching alone can tell
		score, comment := rapid.IntRange(1, 5).Draw(t, "score"), rapid.SampledFrom([]string{"", "bom"}).Draw(t, "comment")
		if !talk.Returns(score, comment) {
			w.Answer(talk, score, comment)
		}
	case "fail":
		if n := len(talk.Messages); n > 0 && talk.Messages[n-1].Kind == 1 && !talk.Messages[n-1].Private {
			w.Fail(talk, talk.Messages[n-1])
		}
	}
}

var allDeeds = []string{"in", "in", "in", "out", "out", "other", "bot", "rule", "note", "give", "label", "resolve", "resolve", "reopen", "snooze", "answer", "fail"}

// givenOnce are deeds by which a conversation is assigned once and stays so: what was before, REST does not tell.
var givenOnce = append(slices.DeleteFunc(slices.Clone(allDeeds), func(deed string) bool { return deed == "give" }), "take")

// TestFetchingDisturbsNothing: where all webhooks came, in their order, fetching at any moment, any number of times,
// changes nothing of what they told.
func TestFetchingDisturbsNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := standin.New(began)
		w.Language = rapid.SampledFrom([]int{standin.Structured, standin.Portuguese, standin.Unknown}).Draw(rt, "language")
		w.Open(55, rapid.SampledFrom([]string{"open", "pending"}).Draw(rt, "first"))
		w.Open(56, "open")
		var heard, both store
		told := 0
		hear := func() {
			for ; told < len(w.Webhooks); told++ {
				heard.hear(t, w.Webhooks[told])
				both.hear(t, w.Webhooks[told])
			}
		}
		for range rapid.IntRange(1, 25).Draw(rt, "deeds") {
			play(rt, w, allDeeds)
			hear()
			if rapid.Bool().Draw(rt, "fetch") {
				both.fetch(t, w)
			}
		}
		both.fetch(t, w)
		if diff := cmp.Diff(heard.account(), both.account()); diff != "" {
			rt.Fatalf("fetching changed what webhooks told (-webhooks +both):\n%s\n%s", diff, history(w, &both))
		}
	})
}

// history is what happened, for a failing test.
func history(w *standin.World, s *store) string {
	var b strings.Builder
	for _, talk := range w.Talks() {
		thread := fmt.Sprint("chatwoot-c0ffee-", talk.ID)
		fmt.Fprintf(&b, "%s: %s %v %v\n", thread, talk.Status, talk.Assignee, talk.Labels)
		for _, e := range conversation.NewSet(s.events(thread)).Events() {
			fmt.Fprintf(&b, "  %s %s %s seq %d agent %s tag %s\n", stamp(e.At), e.Kind, e.Key, e.Seq, e.Agent, e.Tag)
		}
	}
	return b.String()
}

// outline is what REST and webhooks have to agree on whatever happened: when conversations began and ended, who wrote
// when, and what customers thought. Of a thread with one conversation that is all there is.
type outline struct {
	Started, Closed int64
	Origin          conversation.Origin
	Messages        []conversation.Mark
	SurveyAt        int64
	Rating          int
	Comment         string
	Whole           *conversation.Conversation // of a thread's only conversation
}

func (s *store) outline() map[string][]outline {
	all := map[string][]outline{}
	for id, cycles := range s.account().Conversations {
		for _, c := range cycles {
			o := outline{c.StartedAt, c.ClosedAt, c.Origin, nil, c.SurveyAt, c.Rating, c.Comment, nil}
			for _, m := range c.Marks {
				o.Messages = append(o.Messages, conversation.Mark{At: m.At, Kind: m.Kind})
			}
			if len(cycles) == 1 { // whom it was assigned to when is not told by REST
				c.CreditedAgent, c.ClosedBy, c.Reason = "", "", conversation.NoReason
				o.Whole = &c
			}
			all[id] = append(all[id], o)
		}
	}
	return all
}

// TestFetchingAlone: fetching once when all is over tells what all webhooks told, where no two things happened in the same
// second, in which REST knows no order of all of them.
func TestFetchingAlone(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := standin.New(began)
		w.Language = rapid.SampledFrom([]int{standin.Structured, standin.Portuguese}).Draw(rt, "language")
		w.Open(55, rapid.SampledFrom([]string{"open", "pending"}).Draw(rt, "first"))
		w.Open(56, "open")
		for range rapid.IntRange(1, 25).Draw(rt, "deeds") {
			w.Now = w.Now.Truncate(time.Second).Add(time.Second)
			play(rt, w, givenOnce)
		}
		var heard, fetched store
		for _, hook := range w.Webhooks {
			heard.hear(t, hook)
		}
		fetched.fetch(t, w)
		if diff := cmp.Diff(heard.outline(), fetched.outline()); diff != "" {
			rt.Fatalf("(-webhooks +fetched):\n%s\nwebhooks: %s\nfetched: %s", diff, history(w, &heard), history(w, &fetched))
		}
		once := len(fetched.account().Conversations)
		before := fetched.account()
		fetched.fetch(t, w)
		if diff := cmp.Diff(before, fetched.account()); diff != "" || once == 0 {
			rt.Fatalf("fetching twice (-once +twice):\n%s", diff)
		}
	})
}

// TestFetchingMendsWhatWasLost: where webhooks were lost, came late, twice and in another order, and fetching was done in
// between, the last fetching makes it right: every message is there once, and the conversation has the status, the
// assignee and the labels that Chatwoot shows.
func TestFetchingMendsWhatWasLost(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := standin.New(began)
		w.Language = rapid.SampledFrom([]int{standin.Structured, standin.Portuguese, standin.Unknown}).Draw(rt, "language")
		w.Open(55, rapid.SampledFrom([]string{"open", "pending"}).Draw(rt, "first"))
		w.Open(56, "open")
		var s store
		for range rapid.IntRange(1, 25).Draw(rt, "deeds") {
			play(rt, w, allDeeds)
			for range rapid.IntRange(0, 2).Draw(rt, "heard") {
				s.hear(t, w.Webhooks[rapid.IntRange(0, len(w.Webhooks)-1).Draw(rt, "which")])
			}
			if rapid.IntRange(0, 3).Draw(rt, "fetch") == 0 {
				s.fetch(t, w)
			}
		}
		s.fetch(t, w)
		for _, talk := range w.Talks() {
			checkShows(rt, w, &s, talk)
		}
		known := len(s.items)
		again := s
		again.fetch(t, w)
		for _, item := range again.items[known:] {
			if thread, ok := item.(conversation.ThreadEvents); ok {
				all := s.events(thread.ID)
				if n := len(conversation.NewSet(append(all, thread.Events...)).Events()); n != len(conversation.NewSet(all).Events()) {
					rt.Fatalf("fetching twice adds events:\n%s", history(w, &again))
				}
			}
		}
	})
}

// TestWordAfterReopening: a word in the second in which an agent opened a conversation again, before anything was fetched
// and without any webhook, leaves it open: the word's number is the later one.
func TestWordAfterReopening(t *testing.T) {
	w := standin.New(began)
	talk := w.Open(55, "open")
	w.Now = w.Now.Add(200 * time.Millisecond)
	w.Turn(talk, "resolved", false)
	var s store
	s.fetch(t, w)
	w.Now = w.Now.Truncate(time.Second).Add(time.Second)
	w.Turn(talk, "open", false)
	w.Now = w.Now.Add(200 * time.Millisecond)
	w.Out(talk, 7)
	s.fetch(t, w)
	cycles := s.account().Conversations["chatwoot-c0ffee-1"]
	if len(cycles) != 2 || !cycles[1].IsOpen() {
		t.Fatalf("%d conversations, the last one not open\n%s", len(cycles), history(w, &s))
	}
}

// TestEndAfterAWordInItsSecond: of a customer's word and the end in the same second only the end came as a webhook, with a time
// before the word's, of which REST tells no more than the second. The end that fetching adds is after all lines, so that
// fetching again adds nothing.
func TestEndAfterAWordInItsSecond(t *testing.T) {
	w := standin.New(began)
	talk := w.Open(55, "open")
	w.Now = w.Now.Add(time.Second)
	w.Turn(talk, "resolved", false)
	var s store
	s.fetch(t, w)
	w.Now = w.Now.Truncate(time.Second).Add(1200 * time.Millisecond)
	w.In(talk)
	w.Now = w.Now.Add(200 * time.Millisecond)
	w.Turn(talk, "resolved", false)
	for _, end := range w.Webhooks[len(w.Webhooks)-2:] {
		s.hear(t, end)
	}
	s.fetch(t, w)
	once := s.account()
	s.fetch(t, w)
	if diff := cmp.Diff(once, s.account()); diff != "" || len(once.Conversations["chatwoot-c0ffee-1"]) != 2 {
		t.Fatalf("fetching twice (-once +twice):\n%s\n%s", diff, history(w, &s))
	}
}

// TestOpenAgainInTheSecondOfTheEnd: of an end and a reopening in the same second only the reopening came as a webhook, with a
// time before the end's, of which its line tells no more than the second. The conversation is open all the same.
func TestOpenAgainInTheSecondOfTheEnd(t *testing.T) {
	w := standin.New(began)
	talk := w.Open(55, "open")
	var s store
	s.fetch(t, w)
	w.Now = w.Now.Truncate(time.Second).Add(1200 * time.Millisecond)
	w.Turn(talk, "resolved", false)
	w.Now = w.Now.Add(200 * time.Millisecond)
	w.Turn(talk, "open", false)
	for _, reopening := range w.Webhooks[len(w.Webhooks)-2:] {
		s.hear(t, reopening)
	}
	s.fetch(t, w)
	cycles := s.account().Conversations["chatwoot-c0ffee-1"]
	if len(cycles) != 2 || !cycles[1].IsOpen() {
		t.Fatalf("%d conversations, the last one not open\n%s", len(cycles), history(w, &s))
	}
}

// checkShows checks that a store shows of a conversation what Chatwoot shows.
func checkShows(t *rapid.T, w *standin.World, s *store, talk *standin.Talk) {
	thread := fmt.Sprint("chatwoot-c0ffee-", talk.ID)
	cycles := s.account().Conversations[thread]
	if len(cycles) == 0 {
		t.Fatalf("no conversation of %s\n%s", thread, history(w, s))
	}
	messages, want := map[string]bool{}, 0
	var assign conversation.Event
	labels := map[string]bool{}
	for _, e := range conversation.NewSet(s.events(thread)).Events() {
		switch e.Kind {
		case conversation.Message:
			messages[e.Key] = true
		case conversation.Assign:
			assign = e
		case conversation.Tag:
			labels[e.Tag] = true
		case conversation.Untag:
			delete(labels, e.Tag)
		}
	}
	for _, m := range talk.Messages {
		if m.Kind != 2 && !m.Private && m.Type != "input_csat" {
			want++
		}
	}
	last := cycles[len(cycles)-1]
	agent := ""
	if talk.Assignee != 0 {
		agent = fmt.Sprint("c0ffee-", talk.Assignee)
	}
	shown := []any{len(messages), last.IsOpen(), assign.Agent, len(labels)}
	for _, label := range talk.Labels {
		if !labels[label] {
			shown = append(shown, "no "+label)
		}
	}
	if diff := cmp.Diff([]any{want, talk.Status != "resolved", agent, len(talk.Labels)}, shown); diff != "" {
		t.Fatalf("messages, open, assignee, labels (-Chatwoot +Relato):\n%s\n%s", diff, history(w, s))
	}
}

// TestMalformedAnswers reads answers that were real ones until something happened to them: none breaks a reader, and what
// comes of them can be stored.
func TestMalformedAnswers(t *testing.T) {
	w := standin.New(began)
	talk := w.Open(55, "pending")
	w.In(talk)
	w.Now = w.Now.Add(time.Minute)
	w.Turn(talk, "open", false)
	w.Give(talk, 7)
	w.Label(talk, "vip")
	w.Out(talk, 7)
	w.Now = w.Now.Add(time.Minute)
	w.Turn(talk, "resolved", true)
	w.Answer(talk, 5, "bom")
	f := fetchedOf(t, w, talk)
	whole, err := f.Body()
	if err != nil {
		t.Fatal(err)
	}
	answers := []string{string(whole), w.List(1, 25, 0), w.Lines(talk, -1, -1), w.Answers(1, 0), w.Contact(talk.Person)}
	random := rand.New(rand.NewPCG(7, 7))
	c := connected("chatwoot")
	for i := range 20_000 {
		body := answers[i%len(answers)]
		for range 1 + random.IntN(3) {
			body = mutated(random, body)
		}
		r := posted(body)
		r.Path = FetchedPath
		for _, item := range chatwootHook(t).Read(c, r).Items {
			if thread, ok := item.(conversation.ThreadEvents); ok {
				for _, e := range thread.Events {
					checkEvent(t, e)
				}
			}
		}
		var damaged ChatwootFetched
		if json.Unmarshal([]byte(body), &damaged) == nil {
			_, more := ChatwootState(c, now, damaged, nil)
			for _, e := range more {
				checkEvent(t, e)
			}
		}
		_, _, _ = ChatwootList(c, []byte(body))
		_, _ = ChatwootOne(c, []byte(body))
		_, _ = ChatwootLines([]byte(body))
		_, _ = ChatwootAnswers([]byte(body))
		_, _ = ChatwootContact([]byte(body))
		_, _ = ChatwootLabels([]byte(body))
		_, _ = ChatwootPeople(c, []byte(body))
		_, _ = ChatwootInboxes(c, []byte(body))
	}
}
