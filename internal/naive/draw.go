package naive

import (
	"fmt"
	"math"
	"time"
	_ "time/tzdata" // the same zones everywhere

	"pgregory.net/rapid"

	"relato/conversation"
)

// places are zones with dates on which their clocks do something worth testing.
var places = []struct {
	zone  string
	dates []string
}{
	{"UTC", []string{"2024-02-29", "2023-12-31"}},
	{"America/Sao_Paulo", []string{"2018-02-18", "2018-11-04", "2018-02-17"}}, // 00:00 back to 23:00, 00:00 skipped
	{"Asia/Kolkata", []string{"2024-04-01"}},
	{"Australia/Lord_Howe", []string{"2024-04-07", "2024-10-06"}},            // half an hour
	{"America/St_Johns", []string{"2010-11-07", "2010-03-14", "2024-03-10"}}, // 00:01 back to 23:01, 00:01 to 01:01
	{"Africa/Cairo", []string{"2024-04-26", "2024-11-01", "2024-10-31"}},     // 00:00 skipped, 24:00 back to 23:00
	{"America/Havana", []string{"2024-03-10", "2024-11-03"}},                 // 00:00 skipped, 01:00 back to 00:00
	{"Pacific/Apia", []string{"2011-12-30", "2011-12-31", "2011-09-24"}},     // a date skipped
	{"Asia/Kathmandu", []string{"2024-01-01", "1986-01-01"}},                 // 00:00 to 00:15
	{"Asia/Beirut", []string{"2024-03-31", "2024-10-27"}},                    // 00:00 skipped, 24:00 back to 23:00
	{"America/New_York", []string{"2024-03-10", "2024-11-03", "2024-12-31"}}, // 02:00
	{"Antarctica/Troll", []string{"2024-03-31", "2024-10-27", "2024-01-31"}}, // two hours
	{"Asia/Pyongyang", []string{"2015-08-15", "2018-05-05"}},                 // half an hour at midnight
	{"Pacific/Kiritimati", []string{"1994-12-31", "2024-01-01"}},             // a date skipped, UTC+14
}

// Small spaces of ids, so that things collide.
var (
	threadIDs  = []string{"c1", "c2", "c10", "c~x", "C1"}
	contactIDs = []string{"p1", "p2", "p3"}
	channelIDs = []string{"w1", "w2"}
	agentIDs   = []string{"a1", "a2", "a3", "a10"}
	tagNames   = []string{"vip", "billing", "São", "a|b"}
)

// Draw is an account in which the definitions' corners are frequent.
func Draw(t *rapid.T) Account {
	place := rapid.SampledFrom(places).Draw(t, "place")
	zone, err := time.LoadLocation(place.zone)
	if err != nil {
		t.Fatal(err)
	}
	anchor := drawAnchor(t, zone, place.dates)
	a := Account{
		Zone:       zone,
		Inactivity: time.Duration(rapid.SampledFrom([]int{24, 24, 24, 1, 3, 168}).Draw(t, "inactivity hours")) * time.Hour,
	}
	a.Hours, a.Holidays = drawHours(t, anchor)
	for i := range rapid.SampledFrom([]int{1, 2, 3, 4, 5, 5, 0}).Draw(t, "threads") {
		a.Threads = append(a.Threads, drawThread(t, threadIDs[i], anchor, a.Inactivity)...)
	}
	if len(a.Threads) > 1 {
		a.Threads = rapid.Permutation(a.Threads).Draw(t, "order of threads")
	}
	a.Now = drawNow(t, a, anchor)
	a.Agents = drawAgents(t)
	a.Channels = drawChannels(t)
	a.Contacts = drawContacts(t, anchor)
	return a
}

// drawAnchor is about the first instant of one of the dates.
func drawAnchor(t *rapid.T, zone *time.Location, dates []string) time.Time {
	anchor, err := time.ParseInLocation(time.DateOnly, rapid.SampledFrom(dates).Draw(t, "date"), zone)
	if err != nil {
		t.Fatal(err)
	}
	return anchor
}

// drawNow is a clock that no event is more than 24 h ahead of.
func drawNow(t *rapid.T, a Account, anchor time.Time) time.Time {
	last := anchor.UnixMilli()
	for _, thread := range a.Threads {
		for _, e := range thread.Events {
			last = max(last, e.At)
		}
	}
	since := rapid.SampledFrom([]time.Duration{
		-24 * time.Hour, -time.Hour, -time.Millisecond, 0, 999 * time.Millisecond, a.Inactivity - time.Second, a.Inactivity,
		a.Inactivity + time.Millisecond, a.Inactivity + time.Second, 30 * 24 * time.Hour, 30 * 24 * time.Hour,
	}).Draw(t, "now, since the last event")
	return time.UnixMilli(last).Add(since).In(a.Zone)
}

// drawThread is a thread as one or two lines bring it.
func drawThread(t *rapid.T, id string, anchor time.Time, inactivity time.Duration) []conversation.ThreadEvents {
	events := drawVersions(t, drawEvents(t, anchor, inactivity))
	if len(events) > 1 {
		events = rapid.Permutation(events).Draw(t, "order of events")
	}
	// Most threads are whole on every line; some miss a field, on one line or on all.
	line := func(events []conversation.Event) conversation.ThreadEvents {
		return conversation.ThreadEvents{
			Thread: conversation.Thread{
				ID:      id,
				Channel: rapid.SampledFrom([]string{"w1", "w1", "w2", "w2", ""}).Draw(t, "channel"),
				Contact: rapid.SampledFrom([]string{"p1", "p1", "p1", "p2", "p2", "p3", ""}).Draw(t, "contact"),
				Origin: rapid.SampledFrom([]conversation.Origin{
					conversation.NoOrigin, conversation.NoOrigin, conversation.NoOrigin,
					conversation.Inbound, conversation.Inbox, conversation.Flow, conversation.Other,
				}).Draw(t, "origin"),
				Lifecycle: rapid.SampledFrom([]conversation.Lifecycle{
					conversation.NoLifecycle, conversation.Explicit, conversation.Inactivity, conversation.Inactivity,
				}).Draw(t, "lifecycle"),
				URL: rapid.SampledFrom([]string{"", "https://example.com/" + id}).Draw(t, "url"),
			},
			Events: events,
		}
	}
	if !rapid.Bool().Draw(t, "two lines") {
		return []conversation.ThreadEvents{line(events)}
	}
	cut := rapid.IntRange(0, len(events)).Draw(t, "cut")
	return []conversation.ThreadEvents{line(events[:cut]), line(events[cut:])}
}

func drawAgents(t *rapid.T) []conversation.AgentLine {
	var lines []conversation.AgentLine
	for range rapid.IntRange(0, 5).Draw(t, "agent lines") {
		lines = append(lines, conversation.AgentLine{
			ID:     rapid.SampledFrom(append([]string{"a9"}, agentIDs...)).Draw(t, "agent"),
			Name:   drawText(t, "Ana", "Ana", "Bruno", "Caio", ""),
			Email:  drawText(t, "ana@example.com", "bruno@example.com"),
			Active: drawMaybe(t, rapid.Bool()),
		})
	}
	return lines
}

func drawChannels(t *rapid.T) []conversation.ChannelLine {
	var lines []conversation.ChannelLine
	for range rapid.IntRange(0, 3).Draw(t, "channel lines") {
		lines = append(lines, conversation.ChannelLine{
			ID:    rapid.SampledFrom(channelIDs).Draw(t, "channel"),
			Name:  drawText(t, "Vendas", "Suporte"),
			Phone: drawText(t, "+5511999990000"),
		})
	}
	return lines
}

func drawContacts(t *rapid.T, anchor time.Time) []conversation.ContactLine {
	var lines []conversation.ContactLine
	for range rapid.IntRange(0, 8).Draw(t, "contact lines") {
		lines = append(lines, conversation.ContactLine{
			ID: rapid.SampledFrom(contactIDs).Draw(t, "contact"),
			At: rapid.SampledFrom([]int64{
				math.MinInt64, anchor.UnixMilli(), anchor.UnixMilli() + 1, anchor.UnixMilli() + 2,
			}).Draw(t, "at"),
			Name:  drawText(t, "José", "Maria", ""),
			Phone: drawText(t, "+5511988887777", "+12025550100"),
			Tags:  drawMaybe(t, drawTags()),
		})
	}
	return lines
}

// drawTags are a person's tags, once each as lines have them.
func drawTags() *rapid.Generator[[]string] {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(tagNames), 0, 3, rapid.ID[string])
}

func drawText(t *rapid.T, of ...string) *string { return drawMaybe(t, rapid.SampledFrom(of)) }

// drawMaybe is a value that a line has, or nil.
func drawMaybe[V any](t *rapid.T, of *rapid.Generator[V]) *V {
	if rapid.IntRange(0, 2).Draw(t, "absent if 0") == 0 {
		return nil
	}
	v := of.Draw(t, fmt.Sprintf("%T", *new(V)))
	return &v
}
