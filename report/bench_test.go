package report_test

import (
	"context"
	"net/url"
	"os"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"relato/conversation"
	"relato/db"
	"relato/report"
	"relato/seed"
)

var benchNow = time.Date(2026, 11, 22, 21, 0, 0, 0, time.UTC)

// benchConversations is the size of the account that benchmarks ask: RELATO_BENCH_CONVERSATIONS, or 100,000 within a
// year.
func benchConversations() int {
	if n, err := strconv.Atoi(os.Getenv("RELATO_BENCH_CONVERSATIONS")); err == nil {
		return n
	}
	return 100_000
}

// seeded is a source that folds the demo company's events without a database.
type seeded struct{ conversations int }

func (s seeded) Revision(context.Context) (int64, error) { return 1, nil }

func (s seeded) Changes(_ context.Context, _ int64, feed conversation.Feed) (int64, error) {
	settings := conversation.Settings{Timezone: "UTC", Language: "pt-BR", InactivityHours: 24}
	company := seed.Company{Conversations: s.conversations, Until: benchNow, Span: 365 * 24 * time.Hour}
	rules := conversation.Rules{Inactivity: conversation.DefaultInactivity, Now: benchNow}
	thread := int64(0)
	for item := range company.Items() {
		var err error
		switch item := item.(type) {
		case conversation.SettingsLine:
			settings.Timezone, settings.Hours = *item.Timezone, *item.Hours
			err = feed.Settings(settings)
		case conversation.AgentLine:
			err = feed.Agent(conversation.Agent{ID: item.ID, Name: *item.Name, Active: true})
		case conversation.ContactLine:
			c := conversation.Contact{ID: item.ID}
			if item.Name != nil {
				c.Name = *item.Name
			}
			if item.Phone != nil {
				c.Phone = *item.Phone
			}
			if item.Tags != nil {
				c.Tags = *item.Tags
			}
			err = feed.Contact(c)
		case conversation.ThreadEvents:
			thread++
			for _, c := range conversation.Fold(item.Thread, conversation.NewSet(item.Events), rules) {
				r := conversation.Record{Thread: thread, ID: db.ConversationID(item.ID, c.Number),
					Channel: item.Channel, Contact: item.Contact, URL: item.URL, Conversation: c}
				if err = feed.Conversation(&r); err != nil {
					break
				}
			}
		}
		if err != nil {
			return 0, err
		}
	}
	return 1, nil
}

var benchIndex = sync.OnceValue(func() *report.Index {
	x := report.NewIndex(seeded{benchConversations()}, func() time.Time { return benchNow })
	x.RememberRows(0)
	if _, err := x.Account(context.Background()); err != nil {
		panic(err)
	}
	return x
})

// benchFilters are the questions of the budgets: a year and 30 days, unfiltered and with everything combined.
var benchFilters = []struct{ name, query string }{
	{"year", "from=2025-11-23"},
	{"year-filtered", "from=2025-11-23&tag=troca&tag=entrega&contact_tag=vip&contact_tag_mode=not&agent=a1&agent=a2&agent=a3&hours=inside"},
	{"year-business", "from=2025-11-23&clock=business"},
	{"month", ""},
	{"month-hours", "group=hour"},
}

func BenchmarkReports(b *testing.B) {
	x := benchIndex()
	ctx := context.Background()
	for _, f := range benchFilters {
		query, err := url.ParseQuery(f.query)
		if err != nil {
			b.Fatal(err)
		}
		filter, err := report.Parse(query, report.Setting{Today: conversation.DateOf(benchNow), Schedule: true})
		if err != nil {
			b.Fatal(err)
		}
		for _, r := range []struct {
			name string
			ask  func(report.Filter) error
		}{
			{"overview", func(f report.Filter) error { _, err := x.Overview(ctx, f); return err }},
			{"agents", func(f report.Filter) error { _, err := x.Agents(ctx, f); return err }},
			{"tags", func(f report.Filter) error { _, err := x.Tags(ctx, f); return err }},
			{"details", func(f report.Filter) error { _, err := x.Details(ctx, f); return err }},
		} {
			b.Run(r.name+"/"+f.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := r.ask(filter); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkDetailsSorted sorts all conversations of a year by a column and shows the first page.
func BenchmarkDetailsSorted(b *testing.B) {
	x := benchIndex()
	for _, column := range []string{"duration_s", "owner_name", "status", "contact_name", "messages_in", "first_response_at"} {
		query := url.Values{"from": {"2025-11-23"}, "sort": {column}, "dir": {"asc"}}
		filter, err := report.Parse(query, report.Setting{Today: conversation.DateOf(benchNow), Columns: report.Keys(report.DetailColumns)})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(column, func(b *testing.B) {
			for b.Loop() {
				if _, err := x.Details(context.Background(), filter); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkLoad loads an account and reports what it keeps in memory.
func BenchmarkLoad(b *testing.B) {
	var x *report.Index
	for b.Loop() {
		x = report.NewIndex(seeded{benchConversations()}, func() time.Time { return benchNow })
		if _, err := x.Account(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
	runtime.GC()
	var with, without runtime.MemStats
	runtime.ReadMemStats(&with)
	runtime.KeepAlive(x)
	x = nil
	runtime.GC()
	runtime.ReadMemStats(&without)
	b.ReportMetric(float64(with.HeapAlloc-without.HeapAlloc)/float64(benchConversations()), "B/conversation")
}
