package report_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"relato/conversation"
	"relato/report"
)

// world is a source that changes as a test wants it to, and tells what changed as the database does.
type world struct {
	revision      int64
	settings      stamped[conversation.Settings]
	agents        map[string]stamped[conversation.Agent]
	contacts      map[string]stamped[conversation.Contact]
	conversations map[place]stamped[conversation.Record]
	removed       map[place]int64
}

type stamped[T any] struct {
	is       T
	revision int64
}

type place struct {
	thread int64
	number int
}

func newWorld() *world {
	w := &world{
		agents: map[string]stamped[conversation.Agent]{}, contacts: map[string]stamped[conversation.Contact]{},
		conversations: map[place]stamped[conversation.Record]{}, removed: map[place]int64{},
	}
	w.settings.is = conversation.Settings{Timezone: "America/Sao_Paulo", Language: "pt-BR", InactivityHours: 24}
	return w
}

func (w *world) Revision(context.Context) (int64, error) { return w.revision, nil }

func (w *world) Changes(_ context.Context, since int64, feed conversation.Feed) (int64, error) {
	var errs []error
	if since < 0 || w.settings.revision > since {
		errs = append(errs, feed.Settings(w.settings.is))
	}
	errs = append(errs, tell(w.agents, since, feed.Agent), tell(w.contacts, since, feed.Contact))
	for _, p := range w.places(w.removedPlaces()) {
		if since >= 0 && w.removed[p] > since {
			errs = append(errs, feed.Removed(p.thread, p.number))
		}
	}
	for _, p := range w.places(slices.Collect(maps.Keys(w.conversations))) {
		if c := w.conversations[p]; c.revision > since {
			errs = append(errs, feed.Conversation(&c.is))
		}
	}
	return w.revision, errors.Join(errs...)
}

func tell[T any](all map[string]stamped[T], since int64, feed func(T) error) (err error) {
	for _, id := range slices.Sorted(maps.Keys(all)) {
		if one := all[id]; one.revision > since {
			err = errors.Join(err, feed(one.is))
		}
	}
	return err
}

func (w *world) removedPlaces() []place { return slices.Collect(maps.Keys(w.removed)) }

// places are in order: a test must do the same each time.
func (w *world) places(all []place) []place {
	slices.SortFunc(all, func(a, b place) int { return cmp.Or(cmp.Compare(a.thread, b.thread), cmp.Compare(a.number, b.number)) })
	return all
}

var zones = []string{"America/Sao_Paulo", "UTC", "Asia/Kathmandu"}

// change changes something.
func (w *world) change(t *rapid.T) {
	w.revision++
	switch rapid.SampledFrom([]string{"add", "add", "many", "rewrite", "rewrite", "remove", "remove", "contact", "agent", "settings"}).Draw(t, "change") {
	case "add":
		w.write(t, place{rapid.Int64Range(1, 60).Draw(t, "thread"), rapid.IntRange(1, 3).Draw(t, "number")})
	case "many":
		first := rapid.Int64Range(1, 60).Draw(t, "thread")
		for i := range rapid.Int64Range(1, 30).Draw(t, "threads") {
			w.write(t, place{first + i, 1})
		}
	case "rewrite", "remove":
		all := w.places(slices.Collect(maps.Keys(w.conversations)))
		if len(all) == 0 {
			return
		}
		p := rapid.SampledFrom(all).Draw(t, "conversation")
		if rapid.Bool().Draw(t, "remove") {
			delete(w.conversations, p)
			w.removed[p] = w.revision
		} else {
			w.write(t, p)
		}
	case "contact":
		id := rapid.SampledFrom([]string{"p1", "p2", "p3", "p40"}).Draw(t, "contact")
		w.contacts[id] = stamped[conversation.Contact]{conversation.Contact{
			ID: id, Name: rapid.SampledFrom([]string{"", "Zé", "Ana"}).Draw(t, "name"), Phone: rapid.SampledFrom([]string{"", "+5511988887777"}).Draw(t, "phone"),
			Tags: drawSome(t, "contact tags", "vip", "b2b"),
		}, w.revision}
	case "agent":
		id := rapid.SampledFrom([]string{"a1", "a2", "a3"}).Draw(t, "agent")
		w.agents[id] = stamped[conversation.Agent]{conversation.Agent{ID: id, Name: "Agent " + id, Active: rapid.Bool().Draw(t, "active")}, w.revision}
	case "settings":
		w.settings.is.Timezone = rapid.SampledFrom(zones).Draw(t, "zone")
		w.settings.is.Hours = conversation.Hours{}
		if rapid.Bool().Draw(t, "hours") {
			w.settings.is.Hours[rapid.IntRange(0, 6).Draw(t, "weekday")] = []conversation.Span{{Start: 9 * 60, End: 18 * 60}}
		}
		w.settings.revision = w.revision
	}
}

func drawSome(t *rapid.T, label string, of ...string) (some []string) {
	for i, yes := range rapid.SliceOfN(rapid.Bool(), len(of), len(of)).Draw(t, label) {
		if yes {
			some = append(some, of[i])
		}
	}
	return some
}

// write writes a conversation as if events had come.
func (w *world) write(t *rapid.T, p place) {
	c := conversation.Record{
		Thread: p.thread, ID: fmt.Sprintf("t%d", p.thread), Channel: rapid.SampledFrom([]string{"", "w1", "w2"}).Draw(t, "channel"),
		Contact: rapid.SampledFrom([]string{"", "p1", "p2", "p3", "p40"}).Draw(t, "contact"), URL: rapid.SampledFrom([]string{"", "https://x/"}).Draw(t, "url"),
	}
	if p.number > 1 {
		c.ID = fmt.Sprintf("%s~%d", c.ID, p.number)
	}
	c.Number, c.Agents, c.Tags = p.number, drawSome(t, "agents", "a1", "a2", "a3"), drawSome(t, "tags", "troca", "entrega")
	c.Origin = rapid.SampledFrom([]conversation.Origin{conversation.Inbound, conversation.Inbox, conversation.Flow}).Draw(t, "origin")
	c.StartedAt = benchNow.Unix() - rapid.Int64Range(0, 40).Draw(t, "hours ago")*3600
	c.ClosedAt, c.SurveyAt = conversation.None, conversation.None
	at := c.StartedAt
	for range rapid.IntRange(0, 5).Draw(t, "messages") {
		m := conversation.Mark{At: at, Kind: conversation.ContactMark, Agent: conversation.None}
		if len(c.Agents) > 0 && rapid.Bool().Draw(t, "by an agent") {
			m.Kind, m.Agent = conversation.AgentMark, int32(rapid.IntRange(0, len(c.Agents)-1).Draw(t, "agent"))
		}
		c.Marks = append(c.Marks, m)
		at += rapid.Int64Range(0, 20_000).Draw(t, "seconds")
	}
	if rapid.Bool().Draw(t, "closed") {
		c.ClosedAt, c.Reason = at, conversation.ByAgent
		c.ClosedBy = rapid.SampledFrom([]string{"", "a1", "a9"}).Draw(t, "closed by")
	}
	if rapid.Bool().Draw(t, "rated") {
		c.SurveyAt, c.Rating, c.Comment = at, rapid.IntRange(0, 5).Draw(t, "rating"), rapid.SampledFrom([]string{"", "ótimo"}).Draw(t, "comment")
	}
	w.conversations[p] = stamped[conversation.Record]{c, w.revision}
	for _, id := range append([]string{c.ClosedBy}, c.Agents...) { // whoever is named once stays known
		if _, known := w.agents[id]; !known && id != "" {
			w.agents[id] = stamped[conversation.Agent]{conversation.Agent{ID: id, Active: true}, w.revision}
		}
	}
}

// everything is what all reports say, and who waits.
func everything(t rapid.TB, x *report.Index) map[string]any {
	t.Helper()
	ctx := context.Background()
	f := report.Filter{
		From: today.Add(-5), To: today.Add(2), TagMode: report.Any, ContactTagMode: report.Any, Clock: "calendar", Group: "day", Page: 1,
	}
	o, err := x.Overview(ctx, f)
	agents, err2 := x.Agents(ctx, f)
	tags, err3 := x.Tags(ctx, f)
	waiting, err4 := x.Waiting(ctx, nil)
	var rows []report.Row
	err5 := x.Each(ctx, f, func(_ *report.Account, r *report.Row) error {
		rows = append(rows, *r)
		return nil
	})
	if err := errors.Join(err, err2, err3, err4, err5); err != nil {
		t.Fatal(err)
	}
	return map[string]any{"overview": *o, "agents": *agents, "tags": *tags, "waiting": *waiting, "details": rows}
}

// sameReports compares an index with one that is loaded anew.
func sameReports(t rapid.TB, w *world, x *report.Index) {
	t.Helper()
	fresh := report.NewIndex(w, func() time.Time { return benchNow })
	zones := gocmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() })
	if diff := gocmp.Diff(everything(t, fresh), everything(t, x), cmpopts.EquateEmpty(), cmpopts.IgnoreFields(report.Account{}, "Replaced"), zones); diff != "" {
		t.Fatalf("the reports differ (- loaded anew, + from what was saved):\n%s", diff)
	}
	if diff := gocmp.Diff(tagChoices(t, fresh), tagChoices(t, x)); diff != "" {
		t.Fatalf("filters offer other tags (- loaded anew, + from what was saved):\n%s", diff)
	}
}

// tagChoices are the tags of conversations and of contacts that filters offer.
func tagChoices(t rapid.TB, x *report.Index) [2][]report.Choice {
	t.Helper()
	c, err := x.Choices(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return [2][]report.Choice{c.Tags, c.ContactTags}
}

// busy is a file during whose writing things happen.
type busy struct {
	bytes.Buffer
	meanwhile func()
}

func (b *busy) Write(p []byte) (int, error) {
	b.meanwhile()
	return b.Buffer.Write(p)
}

// TestSavedIndexGoesOn saves an index again and again while its source changes and it follows, loads what was saved into
// another, lets that follow and change and be saved in its turn, and compares all reports with those of an index that
// is loaded anew.
func TestSavedIndexGoesOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		w := newWorld()
		x := report.NewIndex(w, func() time.Time { return benchNow })
		goOn := func(label string) {
			for range rapid.IntRange(0, 4).Draw(t, label) {
				w.change(t)
				if rapid.Bool().Draw(t, "follow") {
					if _, err := x.Account(ctx); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		for range rapid.IntRange(1, 4).Draw(t, "starts") {
			goOn("before it is saved")
			if _, err := x.Account(ctx); err != nil {
				t.Fatal(err)
			}
			begun, _ := x.Reached()
			file := &busy{meanwhile: func() { goOn("while it is saved") }}
			revision, err := x.SaveInPieces(file, 16)
			if errors.Is(err, report.ErrRelaid) {
				file = &busy{meanwhile: func() {}}
				begun, _ = x.Reached()
				revision, err = x.SaveInPieces(file, 16)
			}
			if err != nil || revision != begun {
				t.Fatalf("saved as of revision %d, begun at %d: %v", revision, begun, err)
			}
			goOn("before it is loaded")
			x = report.NewIndex(w, func() time.Time { return benchNow })
			err = x.Load(bytes.NewReader(file.Bytes()), int64(file.Len()), revision)
			if now, _ := x.Reached(); err != nil || now != revision {
				t.Fatalf("loaded revision %d, saved was %d: %v", now, revision, err)
			}
			sameReports(t, w, x)
		}
		goOn("after all")
		sameReports(t, w, x)
	})
}

// TestSavedWhileAStartMovesAndBack moves a conversation after its piece was saved, so that the order that is saved has it
// elsewhere than its start says, and moves it back before what was saved is loaded: what the source tells is then what
// was saved of it.
func TestSavedWhileAStartMovesAndBack(t *testing.T) {
	w := newWorld()
	startAt := func(thread, hoursAgo int64) {
		w.revision++
		c := conversation.Record{Thread: thread, ID: fmt.Sprintf("t%d", thread)}
		c.Number, c.Origin, c.StartedAt = 1, conversation.Inbound, benchNow.Unix()-hoursAgo*3600
		c.ClosedAt, c.SurveyAt = conversation.None, conversation.None
		w.conversations[place{thread, 1}] = stamped[conversation.Record]{c, w.revision}
	}
	for thread := range int64(40) {
		startAt(thread+1, 80-thread)
	}
	x := report.NewIndex(w, func() time.Time { return benchNow })
	follow := func() {
		if _, err := x.Account(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	follow()
	pieces := 0
	file := &busy{meanwhile: func() {
		if pieces++; pieces == 2 { // after the head and the first conversations
			startAt(3, 1)
			follow()
		}
	}}
	revision, err := x.SaveInPieces(file, 16)
	if err != nil || pieces < 3 {
		t.Fatalf("saved in %d pieces: %v", pieces, err)
	}
	startAt(3, 78)
	x = report.NewIndex(w, func() time.Time { return benchNow })
	if err := x.Load(bytes.NewReader(file.Bytes()), int64(file.Len()), revision); err != nil {
		t.Fatal(err)
	}
	sameReports(t, w, x)
}
