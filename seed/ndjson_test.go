package seed

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"relato/conversation"
)

// jsonLine is a line of the import format as encoding/json reads it.
type jsonLine struct {
	Type, ID, Channel, Contact, Origin, Lifecycle, URL  string
	Name, Email, Phone, At, Timezone, Language, Company *string
	Active                                              *bool
	Tags, Holidays                                      *[]string
	Hours                                               map[string][]string
	Inactivity                                          *int `json:"inactivity_hours"`
	Events                                              []jsonEvent
}

type jsonEvent struct {
	Type, Key, At, From, Tag, Of, Status, Reason, Comment string
	Agent                                                 *string
	Seq                                                   int64
	Score                                                 int
}

func write(t *testing.T, items ...conversation.Item) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteNDJSON(&b, slices.Values(items)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestNDJSONRoundTrip(t *testing.T) {
	items := collect(Company{Conversations: 3000, Until: until})
	lines := bufio.NewScanner(strings.NewReader(write(t, items...)))
	lines.Buffer(nil, 1<<20)
	n := 0
	for ; lines.Scan(); n++ {
		var l jsonLine
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatalf("line %d: %v", n+1, err)
		}
		if got := l.item(t); !reflect.DeepEqual(got, items[n]) {
			t.Fatalf("line %d: %s\n got %+v\nwant %+v", n+1, lines.Text(), got, items[n])
		}
	}
	if n != len(items) {
		t.Errorf("%d lines of %d items", n, len(items))
	}
}

func TestNDJSONOfOddItems(t *testing.T) {
	name := "A \"b\"\\\n\t\x7f \u2028 \xff 💖"
	tags := []string{}
	got := write(t,
		conversation.ContactLine{ID: "p1", At: math.MinInt64, Name: &name, Tags: &tags},
		conversation.ThreadEvents{Thread: conversation.Thread{ID: "c1"}, Events: []conversation.Event{
			{Kind: conversation.Assign, Key: "e1", At: 1500, Seq: 7},
			{Kind: conversation.Message, Key: "m1", At: 1000, From: conversation.FromFlow, Own: conversation.Failed},
		}},
	)
	want := `{"type":"contact","id":"p1","name":"A \"b\"\\\n\t` + "\x7f" + ` \u2028 \ufffd 💖","tags":[]}
{"type":"conversation","id":"c1","events":[` +
		`{"type":"assign","key":"e1","at":"1970-01-01T00:00:01.5Z","seq":7,"agent":null},` +
		`{"type":"message","key":"m1","at":"1970-01-01T00:00:01Z","from":"flow","status":"failed"}]}
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("disk is full") }

func TestNDJSONErrors(t *testing.T) {
	if err := WriteNDJSON(fullDisk{}, Company{Conversations: 1000, Until: until}.Items()); err == nil {
		t.Error("no error of a full disk")
	}
	nowhere := "Atlantis/Capital"
	line := conversation.SettingsLine{Timezone: &nowhere}
	if err := WriteNDJSON(io.Discard, slices.Values([]conversation.Item{line})); err == nil {
		t.Error("no error of an unknown zone")
	}
}

// item is the item that the line says.
func (l jsonLine) item(t *testing.T) conversation.Item {
	switch l.Type {
	case "settings":
		return l.settings(t)
	case "agent":
		return conversation.AgentLine{ID: l.ID, Name: l.Name, Email: l.Email, Active: l.Active}
	case "channel":
		return conversation.ChannelLine{ID: l.ID, Name: l.Name, Phone: l.Phone}
	case "contact":
		return conversation.ContactLine{ID: l.ID, At: instant(t, *l.At), Name: l.Name, Phone: l.Phone, Tags: l.Tags}
	}
	th := conversation.ThreadEvents{Thread: conversation.Thread{
		ID: l.ID, Channel: l.Channel, Contact: l.Contact, URL: l.URL,
		Origin:    conversation.Origin(slices.Index(conversation.OriginNames, l.Origin)),
		Lifecycle: conversation.Lifecycle(slices.Index(conversation.LifecycleNames, l.Lifecycle)),
	}}
	for _, e := range l.Events {
		th.Events = append(th.Events, e.event(t))
	}
	return th
}

func (l jsonLine) settings(t *testing.T) conversation.Item {
	var hours conversation.Hours
	for name, spans := range l.Hours {
		for _, text := range spans {
			span, err := conversation.ParseSpan(text)
			if err != nil {
				t.Fatal(err)
			}
			day := slices.Index(conversation.Weekdays[:], name)
			hours[day] = append(hours[day], span)
		}
	}
	return conversation.SettingsLine{
		Company: l.Company, Timezone: l.Timezone, Language: l.Language, Hours: &hours, Holidays: l.Holidays, InactivityHours: l.Inactivity,
	}
}

func (e jsonEvent) event(t *testing.T) conversation.Event {
	event := conversation.Event{
		Key: e.Key, At: instant(t, e.At), Seq: e.Seq, Tag: e.Tag, Of: e.Of, Score: e.Score, Comment: e.Comment,
		Kind:   conversation.Kind(slices.Index(conversation.KindNames, e.Type)),
		From:   conversation.Sender(slices.Index(conversation.SenderNames, e.From)),
		Status: conversation.Delivery(slices.Index(conversation.DeliveryNames, e.Status)),
		Reason: conversation.Reason(slices.Index(conversation.ReasonNames, e.Reason)),
	}
	if e.Agent != nil {
		event.Agent = *e.Agent
	}
	return event
}

// instant reads a time, which must carry the offset of São Paulo.
func instant(t *testing.T, s string) int64 {
	at, err := time.Parse(time.RFC3339, s)
	if err != nil || !strings.HasSuffix(s, "-03:00") {
		t.Fatalf("time %q: %v", s, err)
	}
	return at.UnixMilli()
}
