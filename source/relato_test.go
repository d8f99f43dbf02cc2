package source

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"relato/conversation"
)

func ptr[T any](v T) *T { return &v }

const at = `"at":"2026-01-02T12:00:00Z"`

const atMs = int64(1767355200000)

func TestRelatoLines(t *testing.T) {
	hours := conversation.Hours{1: {{Start: 540, End: 720}, {Start: 780, End: 1080}}, 6: {{Start: 1320, End: 360}}}
	for _, test := range []struct {
		name, line string
		want       conversation.Item
	}{
		{"agent", `{"type":"agent","id":"a1","name":"Ana","email":"ana@example.com","active":false}`,
			conversation.AgentLine{ID: "a1", Name: ptr("Ana"), Email: ptr("ana@example.com"), Active: ptr(false)}},
		{"null is absent", `{"type":"agent","id":"a1","name":null,"active":null}`, conversation.AgentLine{ID: "a1"}},
		{"unknown fields are ignored", `{"type":"channel","id":"w1","x":[{"]":"}"}],"phone":"+55","y":-1e3}`,
			conversation.ChannelLine{ID: "w1", Phone: ptr("+55")}},
		{"names are exact", `{"type":"channel","id":"w1","Name":"no","name":"yes","NAME":"no"}`,
			conversation.ChannelLine{ID: "w1", Name: ptr("yes")}},
		{"the last of two counts", `{"type":"channel","id":"w1","name":"no","name":"yes"}`,
			conversation.ChannelLine{ID: "w1", Name: ptr("yes")}},
		{"escapes", `{"ty\u0070e":"chann\u0065l","id":"\"\\\u00e9\ud83d\ude00","name":"\\"}`,
			conversation.ChannelLine{ID: "\"\\é😀", Name: ptr(`\`)}},
		{"contact", `{"type":"contact","id":"p1","phone":"+5511","tags":[" vip ","Cafe\u0301","vip"],` + at + `}`,
			conversation.ContactLine{ID: "p1", At: atMs, Phone: ptr("+5511"), Tags: &[]string{"vip", "Café"}}},
		{"contact without at", `{"type":"contact","id":"p1","name":"","tags":[]}`,
			conversation.ContactLine{ID: "p1", At: math.MinInt64, Name: ptr(""), Tags: &[]string{}}},
		{"settings", `{"type":"settings","timezone":"America/Sao_Paulo","language":"pt-BR","hours":{"mon":["09:00-12:00","13:00-18:00"],"sat":["22:00-06:00"]},"holidays":["2026-12-25"],"inactivity_hours":24}`,
			conversation.SettingsLine{Timezone: ptr("America/Sao_Paulo"), Language: ptr("pt-BR"), Hours: &hours,
				Holidays: &[]string{"2026-12-25"}, InactivityHours: ptr(24)}},
		{"no hours at all", `{"type":"settings","hours":{}}`, conversation.SettingsLine{Hours: &conversation.Hours{}}},
		{"thread", ` {"type" : "conversation" , "id":"c1","channel":"w1","contact":"p1","origin":"flow","lifecycle":"inactivity","url":"https://x","events":[ ] } `,
			conversation.ThreadEvents{Thread: conversation.Thread{ID: "c1", Channel: "w1", Contact: "p1",
				Origin: conversation.Flow, Lifecycle: conversation.Inactivity, URL: "https://x"}}},
		{"foreign origin", `{"type":"conversation","id":"c~1x","origin":"ads"}`,
			conversation.ThreadEvents{Thread: conversation.Thread{ID: "c~1x", Origin: conversation.Other}}},
		{"event", `{"type":"event","thread":"c1","origin":"inbox","event":{"type":"open",` + at + `}}`,
			conversation.ThreadEvents{Thread: conversation.Thread{ID: "c1", Origin: conversation.Inbox},
				Events: []conversation.Event{{Key: "open:1767355200000::", Kind: conversation.Open, At: atMs}}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			records, err := readAll(t, "x", test.line, Options{Format: FormatRelato})
			want := []Record{{Line: 1, Item: test.want}}
			if err != nil || !reflect.DeepEqual(records, want) {
				t.Errorf("got  %+v, %v\nwant %+v", records, err, want)
			}
		})
	}
}

func TestRelatoEvents(t *testing.T) {
	for _, test := range []struct {
		fields string
		want   conversation.Event
	}{
		{`"type":"message","key":"m1","from":"agent","agent":"a1","seq":-7,"status":"read"`,
			conversation.Event{Key: "m1", Kind: conversation.Message, From: conversation.FromAgent, Agent: "a1", Seq: -7, Own: conversation.Read}},
		{`"type":"message","key":"","from":"contact"`,
			conversation.Event{Key: "message:1767355200000:contact:", Kind: conversation.Message, From: conversation.FromContact}},
		{`"type":"status","of":"m1","status":"failed"`,
			conversation.Event{Key: "status:1767355200000::m1:failed", Kind: conversation.Status, Of: "m1", Status: conversation.Failed}},
		{`"type":"assign","agent":null`, conversation.Event{Key: "assign:1767355200000::", Kind: conversation.Assign}},
		{`"type":"tag","tag":" a\u0301 ","agent":"a1"`,
			conversation.Event{Key: "tag:1767355200000:a1:á", Kind: conversation.Tag, Tag: "á", Agent: "a1"}},
		{`"type":"untag","tag":"NONE","from":"flow"`,
			conversation.Event{Key: "untag:1767355200000:flow:NONE", Kind: conversation.Untag, Tag: "NONE", From: conversation.FromFlow}},
		{`"type":"close","reason":"inactivity"`,
			conversation.Event{Key: "close:1767355200000::inactivity", Kind: conversation.Close, Reason: conversation.ByInactivity}},
		{`"type":"rating","score":5,"comment":"ótimo"`,
			conversation.Event{Key: "rating:1767355200000::5", Kind: conversation.Rating, Score: 5, Comment: "ótimo"}},
	} {
		test.want.At = atMs
		records, err := readAll(t, "x", `{"type":"event","thread":"c","event":{`+test.fields+`,`+at+`}}`, Options{})
		if got := events(records); err != nil || len(got) != 1 || got[0] != test.want {
			t.Errorf("%s\ngot  %+v %v %v\nwant %+v", test.fields, got, reasons(records), err, test.want)
		}
	}
}

func TestInstants(t *testing.T) {
	for text, want := range map[string]int64{
		"2026-01-02T09:00:00-03:00":            atMs,
		`2026-01-02T14:00:00\u002b02:00`:       atMs,
		"2026-01-02t12:00:00z":                 atMs,
		"2026-01-02t09:00:00-03:00":            atMs,
		"2026-01-02x12:00:00z":                 -1,
		"2026-01-02T12:00:00.001999999Z":       atMs + 1,
		"1970-01-01T00:00:00Z":                 0,
		"2026-11-23T12:00:00.000Z":             now.UnixMilli() + 24*3600*1000,
		"2026-11-23T12:00:00.001Z":             -1,
		"1969-12-31T23:59:59.9999Z":            -1,
		"2026-01-02T12:00:00":                  -1,
		"2026-01-02 12:00:00Z":                 -1,
		"2026-01-02T12:00:00,5Z":               -1,
		"2026-01-02T12:00Z":                    -1,
		"2026-02-30T12:00:00Z":                 -1,
		"2026-01-02T24:00:00Z":                 -1,
		"2026-01-02T9:00:00Z":                  -1,
		"2026-01-02T12:00:00+0300":             -1,
		"2026-01-02T12:00:00+24:00":            -1,
		"2026-01-02T12:00:00-00:00":            atMs,
		"2026-01-02T12:00:00.Z":                -1,
		"2026-01-02T12:00:00.5":                -1,
		"2026-01-02T9:00:00.5Z":                -1,
		"2026-01-02T12:00:60Z":                 -1,
		"2026-01-02T12:00:00.123456789123456Z": atMs + 123,
		"2026-01-02T12:00:00+25:00":            -1,
		"":                                     -1,
	} {
		records, _ := readAll(t, "x", `{"type":"event","thread":"c","event":{"type":"open","at":"`+text+`"}}`, Options{})
		got := int64(-1)
		if e := events(records); len(e) == 1 {
			got = e[0].At
		}
		if got != want {
			t.Errorf("%s: got %d, want %d %v", text, got, want, reasons(records))
		}
	}
}

func TestRejectedLines(t *testing.T) {
	for _, test := range []struct{ line, want string }{
		{`{"type":"agent"`, `not valid JSON: unexpected end of JSON input (at byte 15)`},
		{`{"type":"agent"} {}`, `not valid JSON: invalid character '{' after top-level value (at byte 18)`},
		{`[1]`, `[1] is not a JSON object like {"type":"event",…}`},
		{"{\"type\":\"agent\",\"id\":\"\xff\"}", `not valid UTF-8`},
		{`{"id":"x"}`, `type: missing, must be one of settings, agent, channel, contact, conversation, event`},
		{`{"type":"message"}`, `type: "message" is not one of settings, agent, channel, contact, conversation, event`},
		{`{"type":"Agent"}`, `type: "Agent" is not one of settings, agent, channel, contact, conversation, event`},
		{`{"type":7}`, `type: 7 is not one of settings, agent, channel, contact, conversation, event`},
		{`{"type":"agent"}`, `id: missing, must be a string that is not empty`},
		{`{"type":"agent","id":""}`, `id: must not be empty`},
		{`{"type":"agent","id":5}`, `id: 5 is not a string`},
		{`{"type":"agent","id":"none"}`, `id: "none" is reserved and cannot be an agent's id`},
		{`{"type":"agent","id":"a","active":"yes"}`, `active: "yes" is not true or false`},
		{`{"type":"channel","id":null}`, `id: missing, must be a string that is not empty`},
		{`{"type":"contact","id":"p","tags":"vip"}`, `tags: "vip" is not a list of tags`},
		{`{"type":"contact","id":"p","tags":["none "]}`, `tags: "none" is reserved and cannot be a tag`},
		{`{"type":"contact","id":"p","tags":[" "]}`, `tags: a tag must not be empty`},
		{`{"type":"contact","id":"p","tags":[null]}`, `tags: null is not a string; tags must be a list of tags`},
		{`{"type":"contact","id":"p","at":5}`, `at: 5 is not a time with offset like 2026-01-02T09:00:00-03:00`},
		{`{"type":"conversation","id":"c~12"}`, `id: "c~12" ends in ~ and digits, which is how the later conversations of a thread are named`},
		{`{"type":"event","thread":"c~1","event":{}}`, `thread: "c~1" ends in ~ and digits, which is how the later conversations of a thread are named`},
		{`{"type":"event","id":"c"}`, `thread: missing, must be a string that is not empty`},
		{`{"type":"event","thread":"c"}`, `event: missing, must be an object`},
		{`{"type":"conversation","id":"c","channel":""}`, `channel: must not be empty`},
		{`{"type":"conversation","id":"c","contact":1}`, `contact: 1 is not a string`},
		{`{"type":"conversation","id":"c","lifecycle":"long"}`, `lifecycle: "long" is not one of explicit, inactivity`},
		{`{"type":"conversation","id":"c","lifecycle":""}`, `lifecycle: "" is not one of explicit, inactivity`},
		{`{"type":"conversation","id":"c","origin":5}`, `origin: 5 is not a string`},
		{`{"type":"conversation","id":"c","events":{}}`, `events: {} is not a list of events`},
		{`{"type":"settings","timezone":"Local"}`, `timezone: "Local" is not an IANA time zone like America/Sao_Paulo`},
		{`{"type":"settings","timezone":"localtime"}`, `timezone: "localtime" is not an IANA time zone like America/Sao_Paulo`},
		{`{"type":"settings","timezone":"right/America/New_York"}`, `timezone: "right/America/New_York" is not an IANA time zone like America/Sao_Paulo`},
		{`{"type":"settings","timezone":""}`, `timezone: "" is not an IANA time zone like America/Sao_Paulo`},
		{`{"type":"settings","timezone":"../x"}`, `timezone: "../x" is not an IANA time zone like America/Sao_Paulo`},
		{`{"type":"settings","language":"pt"}`, `language: "pt" is not one of pt-BR, es, en`},
		{`{"type":"settings","inactivity_hours":169}`, `inactivity_hours: 169 is not an integer from 1 to 168`},
		{`{"type":"settings","inactivity_hours":0}`, `inactivity_hours: 0 is not an integer from 1 to 168`},
		{`{"type":"settings","hours":{"monday":[]}}`, `hours: "monday" is not a day, which are sun, mon, tue, wed, thu, fri, sat`},
		{`{"type":"settings","hours":{"mon":["9-18"]}}`, `hours.mon: "9-18" is not an interval like 09:00-18:00`},
		{`{"type":"settings","hours":["mon"]}`, `hours: ["mon"] is not an object like {"mon":["09:00-18:00"]}`},
		{`{"type":"settings","hours":{"mon":"09:00-18:00"}}`, `hours.mon: "09:00-18:00" is not a list like ["09:00-18:00"]`},
		{`{"type":"settings","holidays":["25/12/2026"]}`, `holidays: "25/12/2026" is not a date like 2026-01-31`},
	} {
		records, err := readAll(t, "x", test.line, Options{Format: FormatRelato})
		want := []Record{{Line: 1, Rejected: []Rejection{{Line: 1, Reason: test.want}}}}
		if err != nil || !reflect.DeepEqual(records, want) {
			t.Errorf("%s\ngot  %+v, %v\nwant %+v", test.line, records, err, want)
		}
	}
}

func TestRejectedEvents(t *testing.T) {
	for _, test := range []struct{ event, want string }{
		{`5`, `5 is not an object`},
		{`null`, `null is not an object`},
		{`{}`, `type: missing, must be one of open, assign, tag, untag, message, handoff, survey, rating, close, status`},
		{`{"type":"note"}`, `type: "note" is not one of open, assign, tag, untag, message, handoff, survey, rating, close, status`},
		{`{"type":"open"}`, `at: missing, must be a time with offset like 2026-01-02T09:00:00-03:00`},
		{`{"type":"open","at":"2027-01-01T00:00:00Z"}`, `at: "2027-01-01T00:00:00Z" is more than 24 hours ahead of the clock`},
		{`{"type":"open","at":"1969-01-01T00:00:00Z"}`, `at: "1969-01-01T00:00:00Z" is before 1970`},
		{`{"type":"message",` + at + `}`, `from: missing, must be one of contact, agent, flow`},
		{`{"type":"message","from":"bot",` + at + `}`, `from: "bot" is not one of contact, agent, flow`},
		{`{"type":"message","from":"agent","agent":"none",` + at + `}`, `agent: "none" is reserved and cannot be an agent's id`},
		{`{"type":"assign","agent":"",` + at + `}`, `agent: must not be empty`},
		{`{"type":"message","from":"agent","status":"seen",` + at + `}`, `status: "seen" is not one of sent, delivered, read, failed`},
		{`{"type":"status","status":"read",` + at + `}`, `of: missing, must be the key of a message`},
		{`{"type":"status","of":"m",` + at + `}`, `status: missing, must be one of sent, delivered, read, failed`},
		{`{"type":"tag",` + at + `}`, `tag: missing, must be a tag`},
		{`{"type":"untag","tag":"\u00a0",` + at + `}`, `tag: must not be empty`},
		{`{"type":"tag","tag":" none",` + at + `}`, `tag: "none" is reserved and cannot be a tag`},
		{`{"type":"rating",` + at + `}`, `score: missing, must be an integer from 1 to 5`},
		{`{"type":"rating","score":6,` + at + `}`, `score: 6 is not an integer from 1 to 5`},
		{`{"type":"rating","score":4.5,` + at + `}`, `score: 4.5 is not an integer from 1 to 5`},
		{`{"type":"rating","score":"5",` + at + `}`, `score: "5" is not an integer from 1 to 5`},
		{`{"type":"close","reason":"bored",` + at + `}`, `reason: "bored" is not one of agent, flow, inactivity, api`},
		{`{"type":"open","reason":"bored",` + at + `}`, `reason: "bored" is not one of agent, flow, inactivity, api`},
		{`{"type":"open","seq":1.5,` + at + `}`, `seq: 1.5 is not an integer`},
		{`{"type":"open","seq":9223372036854775808,` + at + `}`, `seq: 9223372036854775808 is not an integer`},
		{`{"type":"open","key":1,` + at + `}`, `key: 1 is not a string`},
		{`{"type":"open","comment":{},` + at + `}`, `comment: {} is not a string`},
		{`{"type":"mess\u0061ge",` + at + `}`, `from: missing, must be one of contact, agent, flow`},
	} {
		line := `{"type":"conversation","id":"c","events":[{"type":"open",` + at + `},` + test.event + `,{"type":"handoff",` + at + `}]}`
		records, err := readAll(t, "x", "\n"+line, Options{})
		want := []string{"line 2: event 2: " + test.want}
		if got := reasons(records); err != nil || !reflect.DeepEqual(got, want) || len(events(records)) != 2 {
			t.Errorf("%s\ngot  %q, %v\nwant %q", test.event, got, err, want)
		}
	}
}

func TestEventLineKeepsItsThread(t *testing.T) {
	records, _ := readAll(t, "x", `{"type":"event","thread":"c","channel":"w","event":{"type":"open"}}`, Options{})
	want := []Record{{1, conversation.ThreadEvents{Thread: conversation.Thread{ID: "c", Channel: "w"}},
		[]Rejection{{Line: 1, Reason: "event: at: missing, must be " + acceptedInstant}}, 0}}
	if !reflect.DeepEqual(records, want) {
		t.Errorf("got  %+v\nwant %+v", records, want)
	}
}

func TestLineEndsAndBlankLines(t *testing.T) {
	text := "\ufeff\r\n  \n{\"type\":\"agent\",\"id\":\"a\"}\r\n\n\t\n{\"type\":\"x\"}\n{\"type\":\"agent\",\"id\":\"b\"}"
	records, err := readAll(t, "x", text, Options{})
	if err != nil || len(records) != 3 || records[0].Line != 3 || records[1].Line != 6 || records[2].Line != 7 {
		t.Errorf("got %+v, %v", records, err)
	}
}

func TestManyBadEventsAreCounted(t *testing.T) {
	line := `{"type":"conversation","id":"c","events":[1` + strings.Repeat(",1", 2*MaxRejections) + `]}`
	records, err := readAll(t, "x", line, Options{})
	if err != nil || len(records[0].Rejected) != MaxRejections || records[0].Unlisted != MaxRejections+1 {
		t.Errorf("listed %d, unlisted %d, %v", len(records[0].Rejected), records[0].Unlisted, err)
	}
}

func TestShownIsShort(t *testing.T) {
	line := fmt.Sprintf(`{"type":"agent","id":"a","active":%q}`, strings.Repeat("é", 1000))
	records, _ := readAll(t, "x", line, Options{})
	if got := reasons(records)[0]; len(got) > 120 || strings.Contains(got, "\ufffd") {
		t.Errorf("got %q", got)
	}
}
