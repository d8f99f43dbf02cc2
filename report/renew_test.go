package report_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relato/conversation"
	"relato/report"
)

// interrupted is a source during whose telling of everything something happens.
type interrupted struct {
	*world
	meanwhile func()
}

func (s *interrupted) Changes(ctx context.Context, since int64, feed conversation.Feed) (int64, error) {
	revision, err := s.world.Changes(ctx, since, feed)
	if since < 0 {
		s.meanwhile()
	}
	return revision, err
}

// TestRenewedIsOfItsSource loads what was saved of something else, as another build may have seen it, and expects its
// reports until the index is renewed, and those of its own source from then on, while changes come and reports are asked.
func TestRenewedIsOfItsSource(t *testing.T) {
	t.Parallel()
	differed := false
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		other, w := newWorld(), newWorld()
		for range rapid.IntRange(1, 12).Draw(t, "changes") {
			other.change(t)
			w.change(t)
		}
		y := report.NewIndex(other, func() time.Time { return benchNow })
		before := everything(t, y)
		var file bytes.Buffer
		revision, err := y.SaveInPieces(&file, 16)
		if err != nil {
			t.Fatal(err)
		}
		source := &interrupted{w, func() {}}
		x := report.NewIndex(source, func() time.Time { return benchNow })
		if err := x.Load(&file, int64(file.Len()), revision); err != nil {
			t.Fatal(err)
		}
		if overview, old := everything(t, x)["overview"].(report.Overview), before["overview"].(report.Overview); overview.Total.Conversations != old.Total.Conversations {
			t.Fatalf("loaded are %d conversations, saved were %d", overview.Total.Conversations, old.Total.Conversations)
		}
		state := stateOf(t, x)
		source.meanwhile = func() {
			for range rapid.IntRange(0, 3).Draw(t, "changes meanwhile") {
				w.change(t)
			}
			everything(t, x) // keeps answers, and then choices
			tagChoices(t, x)
		}
		if err := x.Renew(ctx); err != nil {
			t.Fatal(err)
		}
		source.meanwhile = func() {}
		if stateOf(t, x) == state {
			t.Fatal("what was answered before is taken for what would be now")
		}
		sameReports(t, w, x)
		w.change(t)
		sameReports(t, w, x)
		differed = differed || other.conversations != nil && len(other.conversations) != len(w.conversations)
	})
	if !differed {
		t.Error("nothing differed, which proves nothing")
	}
}

func stateOf(t rapid.TB, x *report.Index) string {
	t.Helper()
	a, err := x.Account(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return a.State()
}

// TestRenewingFails leaves the reports as they were, and says why.
func TestRenewingFails(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk is gone")
	fails := false
	source := &steps{func(feed conversation.Feed) error {
		if fails {
			return broken
		}
		c := conversation.Record{Thread: 1, ID: "c"}
		c.Number, c.Origin, c.StartedAt, c.ClosedAt, c.SurveyAt = 1, conversation.Inbound, benchNow.Unix()-100, conversation.None, conversation.None
		return feed.Conversation(&c)
	}}
	x := report.NewIndex(source, func() time.Time { return benchNow })
	before := stateOf(t, x)
	fails = true
	if err := x.Renew(t.Context()); !errors.Is(err, broken) {
		t.Errorf("it says %v", err)
	}
	o, err := x.Overview(t.Context(), report.Filter{From: today, To: today.Add(1), Clock: "calendar", Group: "day"})
	if err != nil || o.Total.Conversations != 1 || o.Account.State() != before {
		t.Errorf("the overview has %d conversations, %v", o.Total.Conversations, err)
	}
}

// TestLayout tells when what is saved becomes another. A start after an update begins with what the last version saved, and
// must not take it for something else.
func TestLayout(t *testing.T) {
	t.Parallel()
	const known = "layout 2: 561490ad"
	w := newWorld()
	w.settings.is.Hours[1] = []conversation.Span{{Start: 9 * 60, End: 18 * 60}}
	for n := range int64(500) {
		w.revision++
		w.conversations[place{n / 3, int(n%3) + 1}] = stamped[conversation.Record]{allKinds(n), w.revision}
	}
	for _, id := range []string{"a1", "a2", "a3"} {
		w.agents[id] = stamped[conversation.Agent]{conversation.Agent{ID: id, Name: "Agent " + id, Email: id + "@x.br", Active: id != "a3"}, 1}
	}
	for n := range 70 {
		id := fmt.Sprintf("p%d", n)
		w.contacts[id] = stamped[conversation.Contact]{conversation.Contact{ID: id, Name: "Zé " + id, Phone: "+55119" + id[1:], Tags: []string{"vip", "b2b"}[:n%3]}, 1}
	}
	x := report.NewIndex(w, func() time.Time { return benchNow })
	stateOf(t, x)
	var file bytes.Buffer
	if _, err := x.Save(&file); err != nil {
		t.Fatal(err)
	}
	// The rest names its own fields.
	if got := fmt.Sprintf("layout %d: %08x", report.Layout, crc32.ChecksumIEEE(report.WithoutRest(file.Bytes()))); got != known {
		t.Errorf("what is saved is %q, not %q. If a column holds something else than before, or lies elsewhere, raise layout; "+
			"then write the new sum here", got, known)
	}
}

// allKinds is a conversation whose facts are of as many kinds as there are, by its number.
func allKinds(n int64) conversation.Record {
	c := conversation.Record{
		Thread: n / 3, ID: fmt.Sprintf("t%d~%d", n/3, n%3+1), Channel: []string{"", "w1", "w2"}[n%3], Contact: fmt.Sprintf("p%d", n%90),
		URL: []string{"", "https://x/"}[n%2],
	}
	c.Number, c.Origin, c.StartedAt = int(n%3)+1, conversation.Inbound+conversation.Origin(n%4), benchNow.Unix()-500_000+n*977
	c.ClosedAt, c.SurveyAt = conversation.None, conversation.None
	c.Agents, c.Tags = []string{"a1", "a2", "a3"}[:n%4], []string{"entrega", "preço", "troca"}[:n/2%4]
	if len(c.Agents) > 0 && n%5 > 0 {
		c.Owner = c.Agents[0]
	}
	at := c.StartedAt
	for i := range n % 7 * (1 + n%11*8) { // up to 486 messages
		m := conversation.Mark{At: at, Kind: []conversation.MarkKind{conversation.ContactMark, conversation.FlowMark, conversation.HandoffMark}[i%3], Agent: conversation.None}
		if len(c.Agents) > 0 && i%4 > 0 {
			m.Kind, m.Agent = conversation.AgentMark, int32(i*n%int64(len(c.Agents)+1))-1
		}
		c.Marks = append(c.Marks, m)
		at += i * n % 1800 * (1 + i*n%7/6*40)
	}
	if n%3 > 0 {
		c.ClosedAt, c.Reason = at+n, conversation.Reason(1+n%4)
		c.ClosedBy = []string{"", "a1", "a9"}[n%3]
	}
	if n%4 == 1 {
		c.SurveyAt, c.Rating, c.Comment, c.CreditedAgent = at, int(n%6), []string{"", "ótimo"}[n%2], c.Owner
	}
	return c
}
