package seed

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"relato/conversation"
)

// until is a busy Wednesday afternoon in São Paulo.
var until = time.Date(2026, time.November, 18, 18, 20, 0, 0, time.UTC)

func collect(c Company) []conversation.Item { return slices.Collect(c.Items()) }

func TestEqualCompaniesHaveEqualItems(t *testing.T) {
	c := Company{Conversations: 3000, Until: until}
	inZone := c
	inZone.Until = until.In(time.FixedZone("", 9*3600))
	first := collect(c)
	for name, again := range map[string]Company{"again": c, "same instant in another zone": inZone} {
		if !reflect.DeepEqual(first, collect(again)) {
			t.Errorf("%s: items differ", name)
		}
	}
}

func TestItemsStopWhenNobodyListens(t *testing.T) {
	for _, after := range []int{1, 5, 14, 16, 17, 100} {
		n := 0
		for range (Company{Conversations: 1000, Until: until}).Items() {
			if n++; n == after {
				break
			}
		}
		if n != after {
			t.Errorf("stopped after %d items, want %d", n, after)
		}
	}
}

// TestAnyEnd tries ends at all hours, on holidays and weekends, and spans of odd lengths.
func TestAnyEnd(t *testing.T) {
	for i, span := range []time.Duration{0, time.Hour, 36 * time.Hour, 20 * 24 * time.Hour, 12 * 365 * 24 * time.Hour} {
		for h := range 8 {
			end := until.Add(time.Duration(h) * 29 * time.Hour).Add(time.Duration(i) * 7 * time.Minute)
			check(t, Company{Conversations: 1000, Until: end, Span: span})
		}
	}
}

func TestItemsAreValid(t *testing.T) {
	check(t, Company{Conversations: 20_000, Until: until})
}

// check tells what the definitions and the import format do not allow.
func check(t *testing.T, c Company) {
	t.Helper()
	v := validator{t: t, end: c.Until.UnixMilli(), ids: map[string]bool{}, started: -1}
	for item := range c.Items() {
		v.item(item)
		if t.Failed() {
			t.Fatalf("company until %v over %v", c.Until, c.Span)
		}
	}
}

type validator struct {
	t       *testing.T
	end     int64
	ids     map[string]bool // agents, channels, contacts and threads: their ids differ
	started int64           // when the last thread started
}

func (v *validator) item(item conversation.Item) {
	switch i := item.(type) {
	case conversation.SettingsLine:
		if len(v.ids) > 0 {
			v.t.Error("settings are not first")
		}
	case conversation.AgentLine:
		v.id(i.ID)
	case conversation.ChannelLine:
		v.id(i.ID)
	case conversation.ContactLine:
		v.contact(i)
	case conversation.ThreadEvents:
		v.thread(i)
	}
}

func (v *validator) id(id string) {
	if id == "" || id == "none" || v.ids[id] {
		v.t.Errorf("id %q is empty, reserved or taken", id)
	}
	v.ids[id] = true
}

func (v *validator) contact(c conversation.ContactLine) {
	if known := v.ids[c.ID]; !known {
		v.id(c.ID)
	} else if c.Name != nil || c.Phone != nil {
		v.t.Errorf("contact %s: changes more than tags", c.ID)
	}
	if c.At > v.end {
		v.t.Errorf("contact %s: after the end", c.ID)
	}
	for _, tag := range *c.Tags {
		v.tag(tag)
	}
	if c.Phone != nil && (len(*c.Phone) != len("+5511912345678") || (*c.Phone)[:3] != "+55" || (*c.Phone)[5] != '9') {
		v.t.Errorf("contact %s: phone %s", c.ID, *c.Phone)
	}
}

// tag checks a tag: trimmed, not reserved, NFC as far as it has no combining marks.
func (v *validator) tag(tag string) {
	combining := func(r rune) bool { return 0x300 <= r && r < 0x370 }
	if tag == "" || tag == "none" || tag != strings.TrimSpace(tag) || !utf8.ValidString(tag) || strings.ContainsFunc(tag, combining) {
		v.t.Errorf("tag %q", tag)
	}
}

func (v *validator) thread(th conversation.ThreadEvents) {
	v.id(th.ID)
	if !v.ids[th.Channel] || !v.ids[th.Contact] {
		v.t.Errorf("thread %s comes before its channel or contact", th.ID)
	}
	if strings.Contains(th.ID, "~") || len(th.Events) == 0 {
		v.t.Errorf("thread %q with %d events", th.ID, len(th.Events))
		return
	}
	if at := th.Events[0].At; at < v.started {
		v.t.Errorf("thread %s starts before the one that came before it", th.ID)
	}
	v.started = th.Events[0].At
	if k := th.Events[0].Kind; k != conversation.Message && k != conversation.Open && k != conversation.Assign {
		v.t.Errorf("thread %s begins with %s", th.ID, k)
	}
	if !slices.IsSortedFunc(th.Events, conversation.Compare) || cap(th.Events) > len(th.Events)+len(th.Events)/4+8 {
		v.t.Errorf("thread %s: events out of order or in too much memory", th.ID)
	}
	keys := map[string]conversation.Kind{}
	for _, e := range th.Events {
		if _, taken := keys[e.Key]; taken || e.Key == "" {
			v.t.Errorf("thread %s: key %q is empty or taken", th.ID, e.Key)
		}
		keys[e.Key] = e.Kind
		if e.At > v.end || e.At < 0 {
			v.t.Errorf("thread %s: %s at %d is after the end", th.ID, e.Kind, e.At)
		}
		if e.Kind == conversation.Status && keys[e.Of] != conversation.Message {
			v.t.Errorf("thread %s: status of %q, which is no message", th.ID, e.Of)
		}
		v.event(e)
	}
}

// event checks that an event has what its kind needs, and nothing else.
func (v *validator) event(e conversation.Event) {
	want := conversation.Event{Kind: e.Kind, Key: e.Key, At: e.At}
	ok := true
	switch e.Kind {
	case conversation.Message:
		want.From, want.Agent = e.From, e.Agent
		ok = e.From != conversation.NoSender && (e.From == conversation.FromAgent) == (e.Agent != "")
	case conversation.Status:
		want.Of, want.Status = e.Of, e.Status
		ok = e.Status != conversation.NoDelivery
	case conversation.Assign:
		want.Agent = e.Agent
	case conversation.Tag, conversation.Untag:
		want.Tag = e.Tag
		v.tag(e.Tag)
	case conversation.Close:
		want.Reason, want.Agent = e.Reason, e.Agent
		ok = e.Reason != conversation.NoReason && (e.Reason == conversation.ByAgent) == (e.Agent != "")
	case conversation.Rating:
		want.Score, want.Comment = e.Score, e.Comment
		ok = 1 <= e.Score && e.Score <= 5
	}
	if !ok || e != want || e.Agent != "" && !v.ids[e.Agent] {
		v.t.Errorf("event %+v", e)
	}
}

func TestHolidays(t *testing.T) {
	var got []string
	for _, d := range holidays(2024, 2026) {
		got = append(got, d.String())
	}
	for _, want := range []string{
		"2024-02-13", "2024-03-29", "2024-05-30", "2024-11-20", "2025-03-04", "2025-04-18", "2025-06-19",
		"2026-02-17", "2026-04-03", "2026-06-04", "2026-12-25",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is missing", want)
		}
	}
	if len(got) != 3*12 || !slices.IsSorted(got) {
		t.Errorf("%d holidays: %v", len(got), got)
	}
	if n := len(holidays(2000, 2000)); n != 10 { // Good Friday was on Tiradentes
		t.Errorf("%d holidays in 2000, want 10", n)
	}
}

func TestDeskAfter(t *testing.T) {
	at := func(s string) int64 {
		when, err := time.Parse(time.RFC3339, s+":00-03:00")
		if err != nil {
			t.Fatal(err)
		}
		return when.UnixMilli()
	}
	desk := newOffice(Company{Until: until}.withDefaults()).desk
	for _, tt := range []struct {
		from string
		work int64
		want string
	}{
		{"2026-11-11T09:00", 10 * minute, "2026-11-11T09:10"},
		{"2026-11-11T11:55", 10 * minute, "2026-11-11T13:05"},
		{"2026-11-13T18:00", 0, "2026-11-14T09:00"},
		{"2026-11-14T12:00", 2 * hour, "2026-11-16T09:00"},
		{"2026-10-11T12:00", 0, "2026-10-13T08:00"}, // Sunday before a holiday
	} {
		if got := desk.after(at(tt.from), tt.work); got != at(tt.want) {
			t.Errorf("after(%s, %d min) = %v, want %s", tt.from, tt.work/minute, time.UnixMilli(got).UTC(), tt.want)
		}
	}
	if desk.after(until.UnixMilli(), 1000*day) != never {
		t.Error("work goes on after the end")
	}
}
