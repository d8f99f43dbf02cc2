package source

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relato/conversation"
)

func TestChatwootSignature(t *testing.T) {
	const body, at = `{"event":"message_created"}`, 1772452801
	sign := func(secret, stamp string) string {
		return "sha256=" + hex.EncodeToString(macOf(sha256.New, secret, []byte(stamp+"."+body)))
	}
	good := sign("s3cret", "1772452801")
	for _, test := range []struct {
		name, signature, stamp, query string
		came                          int64
		taken                         bool
	}{
		{"signed", good, "1772452801", "", at, true},
		{"4 minutes ago", good, "1772452801", "", at + 240, true},
		{"6 minutes ago", good, "1772452801", "", at + 360, false},
		{"6 minutes ahead", good, "1772452801", "", at - 360, false},
		{"another time", good, "1772452802", "", at, false},
		{"no time", sign("s3cret", ""), "", "", at, false},
		{"no number", sign("s3cret", "now"), "now", "", at, false},
		{"another secret", sign("secret", "1772452801"), "1772452801", "", at, false},
		{"secret in the address", "", "", "s3cret", at, true},
		{"wrong secret in the address", "", "", "secret", at, false},
		{"secret in the address, signed by another", sign("x", "1"), "1", "s3cret", at, true},
		{"nothing", "", "", "", at, false},
	} {
		r := posted(body)
		r.At = time.Unix(test.came, 0)
		r.Header.Set("X-Chatwoot-Signature", test.signature)
		r.Header.Set("X-Chatwoot-Timestamp", test.stamp)
		r.Query.Set("secret", test.query)
		err := chatwoot.Verify(connected("chatwoot"), r)
		if (err == nil) != test.taken || err != nil && !errors.Is(err, ErrSignature) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	if err := chatwoot.Verify(Connection{Kind: "chatwoot"}, posted(body)); !errors.Is(err, ErrSignature) {
		t.Errorf("without a secret everybody may send: %v", err)
	}
}

// TestChatwootSample verifies and reads a conversation of 14 deliveries and compares with what must come of it.
func TestChatwootSample(t *testing.T) {
	var want struct {
		Secret   string
		Expected struct {
			Contact       string
			Agent         int `json:"agent_of_conversation"`
			Incoming      int
			OutgoingHuman int       `json:"outgoing_human"`
			FRT           int64     `json:"first_response_s"`
			ClosedAt      time.Time `json:"closed_at"`
			Resolution    int64     `json:"resolution_s"`
			ReopenedAt    time.Time `json:"reopened_at"`
			Labels        []string
			CSAT          int
			Origin        string
		}
	}
	text, err := os.ReadFile("testdata/hooks/chatwoot/webhooks.expected.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	lines, err := os.ReadFile("testdata/hooks/chatwoot/webhooks-signed.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	c := connected("chatwoot")
	c.Secret = want.Secret
	var items []conversation.Item
	ignored := 0
	for line := range strings.Lines(string(lines)) {
		var delivered struct {
			Headers map[string]string
			Body    string `json:"raw_body"`
		}
		if err := json.Unmarshal([]byte(line), &delivered); err != nil {
			t.Fatal(err)
		}
		r := posted(delivered.Body)
		for name, v := range delivered.Headers {
			r.Header.Set(name, v)
		}
		stamp, _ := milliseconds(delivered.Headers["X-Chatwoot-Timestamp"])
		r.At = time.UnixMilli(stamp + 700)
		if err := chatwoot.Verify(c, r); err != nil {
			t.Errorf("delivery %s: %v", delivered.Headers["X-Chatwoot-Delivery"], err)
		}
		d := chatwoot.Read(c, r)
		items, ignored = append(items, d.Items...), ignored+d.Ignored
		for _, u := range d.Unread {
			t.Errorf("%s", u.Reason)
		}
	}
	a := accountOf(items)
	if len(a.Conversations) != 1 || len(a.Contacts) != 1 || ignored != 1 {
		t.Fatalf("%d ignored, %+v", ignored, a)
	}
	e := want.Expected
	cycles := a.Conversations["chatwoot-c0ffee-301"]
	if len(cycles) != 2 {
		t.Fatalf("%d conversations, want one and its sequel", len(cycles))
	}
	first, second := cycles[0], cycles[1]
	m, later := conversation.Measure(first.Marks, nil), conversation.Measure(second.Marks, nil)
	got := []any{first.Owner, m.In + later.In, m.Agent, m.FirstResponse.Seconds(), first.ClosedAt, first.Duration(m).Seconds(),
		second.StartedAt, second.IsOpen(), first.Tags, first.Rating, first.CreditedAgent, first.Origin.String(), a.Contacts[e.Contact].Name}
	agent := fmt.Sprintf("c0ffee-%d", e.Agent)
	expected := []any{agent, e.Incoming, e.OutgoingHuman, e.FRT, e.ClosedAt.Unix(), e.Resolution,
		e.ReopenedAt.Unix(), true, e.Labels, e.CSAT, agent, e.Origin, "Ana"}
	if diff := cmp.Diff(expected, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if agent := a.Agents[agent]; agent.Name != "Bruno" || agent.Email != "bruno@exemplo.test" {
		t.Errorf("agent %+v", agent)
	}
	if name := a.Channels["c0ffee-2"].Name; name != "WhatsApp Vendas" {
		t.Errorf("channel %q", name)
	}
}

// woot is a conversation of Chatwoot as it shows it: assignee 7 unless more says otherwise.
func woot(updated, status, more string) string {
	return fmt.Sprintf(`"id":301,"inbox_id":2,"channel":"Channel::Whatsapp","contact_inbox":{"source_id":"551112345678"},`+
		`"meta":{"sender":{"id":55,"name":"Ana"},"assignee":{"id":7,"name":"Bruno"},"assignee_type":"User"},"labels":[],`+
		`"status":%q,"created_at":1772452800,"updated_at":%s%s`, status, updated, more)
}

func wootMessage(id int, created, kind, more, conversation string) string {
	return fmt.Sprintf(`{"event":"message_created","id":%d,"created_at":%q,"message_type":%q,"conversation":{%s}%s}`,
		id, created, kind, conversation, more)
}

func wootChange(event, conversation, changes string) string {
	return fmt.Sprintf(`{"event":%q,%s,"changed_attributes":[%s]}`, event, conversation, changes)
}

func TestChatwootRead(t *testing.T) {
	open := woot("1772452800.5", "open", "")
	const at = "2026-03-02T12:00:30.25Z"
	message := func(kind, more string) string { return wootMessage(9, at, kind, more, open) }
	change := func(changes string) string {
		return wootChange("conversation_updated", woot("1772452900.123456", "open", ""), changes)
	}
	for _, test := range []struct{ name, body, want string }{
		{"agent", message("outgoing", `,"sender":{"id":8,"name":"Bia","type":"user"}`), at + " message message:9 agent c0ffee-8"},
		{"bot", message("outgoing", `,"sender":{"id":8,"name":"Robô","type":"agent_bot"}`), at + " message message:9 flow"},
		{"rule", message("outgoing", `,"sender":null,"content_attributes":{"automation_rule_id":3}`), at + " message message:9 flow"},
		{"campaign", message("outgoing", `,"sender":{"id":8,"type":"user"},"additional_attributes":{"campaign_id":4}`), at + " message message:9 flow"},
		{"greeting", message("template", `,"sender":null`), at + " message message:9 flow"},
		{"typed on the phone", message("outgoing", `,"sender":null,"content_attributes":{"external_echo":true}`), at + " message message:9 agent"},
		{"failed", message("outgoing", `,"sender":{"id":8,"type":"user"},"content_attributes":{"external_error":"131026: undeliverable"}`),
			at + " message message:9 agent c0ffee-8 failed"},
		{"type and time as numbers", `{"event":"message_created","id":9,"created_at":1772452830,"message_type":0,"conversation":{` + open + `}}`,
			"2026-03-02T12:00:30Z message message:9 contact"},
		{"note", message("outgoing", `,"private":true`), "ignored 1"},
		{"activity", message("activity", ``), "ignored 1"},
		{"survey", message("template", `,"content_type":"input_csat"`), at + " survey survey:9"},
		{"answer", message("template", `,"content_type":"input_csat","content_attributes":{"submitted_values":{"csat_survey_response":{"rating":5,"feedback_message":""}}}`),
			at + " survey survey:9\n" + at + " rating rating:9:5:e3b0c442 5"},
		{"bad answer", message("template", `,"content_type":"input_csat","content_attributes":{"submitted_values":{"csat_survey_response":{"rating":9}}}`),
			at + " survey survey:9\nunread content_attributes.submitted_values.csat_survey_response.rating: 9 is not an integer from 1 to 5"},
		{"an agent's word after the end", wootMessage(9, at, "outgoing", `,"sender":{"id":8,"type":"user"}`, woot("1772452810.5", "resolved", "")),
			at + " message message:9 agent c0ffee-8\n" + at + " close resolved:1772452830250 c0ffee-7"},
		{"told of after the end", wootMessage(9, at, "incoming", ``, woot("1772452910.5", "resolved", "")),
			at + " message message:9 contact\n2026-03-02T12:01:50.5Z close resolved:1772452910500 c0ffee-7"},
		{"new type", message("whisper", ``), `unread message_type: "whisper" is not one of incoming, outgoing, activity, template`},
		{"no conversation", `{"event":"message_created","id":9}`, "unread conversation: missing, must be an object"},
		{"no inbox", `{"event":"message_created","id":9,"conversation":{"id":1}}`,
			"unread conversation.inbox_id: missing, must be a string that is not empty, or a number"},
		{"another account", message("incoming", `,"account":{"id":2}`), at + " message message:9 contact"},
		{"web", strings.Replace(message("incoming", ``), "Channel::Whatsapp", "Channel::WebWidget", 1), "ignored 1"},
		{"SMS by Twilio", strings.Replace(message("incoming", ``), "Channel::Whatsapp", "Channel::TwilioSms", 1), "ignored 1"},
		{"begun", wootChange("conversation_created", woot("1772452800.5", "pending", `,"labels":["vip"," none",""]`), ``),
			"2026-03-02T12:00:00Z open open:created\n2026-03-02T12:00:00Z assign assign:created c0ffee-7\n2026-03-02T12:00:00Z tag tag:created:vip vip"},
		{"assigned", change(`{"assignee_id":{"previous_value":7,"current_value":8}}`), "2026-03-02T12:01:40.123Z assign assign:1772452900123:8 c0ffee-8"},
		{"given back", change(`{"assignee_id":{"previous_value":7,"current_value":null}}`), "2026-03-02T12:01:40.123Z assign assign:1772452900123:"},
		{"labels", change(`{"label_list":{"previous_value":["a","b"],"current_value":["b","c"]}},{"cached_label_list":{"previous_value":"a, b","current_value":"b, c"}}`),
			"2026-03-02T12:01:40.123Z tag tag:1772452900123:c c\n2026-03-02T12:01:40.123Z untag untag:1772452900123:a a"},
		{"labels in one text", change(`{"cached_label_list":{"previous_value":null,"current_value":"b, c"}}`),
			"2026-03-02T12:01:40.123Z tag tag:1772452900123:b b\n2026-03-02T12:01:40.123Z tag tag:1772452900123:c c"},
		{"closed", change(`{"status":{"previous_value":"open","current_value":"resolved"}},{"updated_at":{"previous_value":"x","current_value":"2026-03-02T12:01:00.000Z"}}`),
			"2026-03-02T12:01:00Z close close:1772452860000 c0ffee-7"},
		{"closed by a bot", change(`{"status":{"previous_value":"pending","current_value":"resolved"}}`), "2026-03-02T12:01:40.123Z close close:1772452900123 flow"},
		{"opened again", change(`{"status":{"previous_value":"resolved","current_value":"open"}}`), "2026-03-02T12:01:40.123Z open open:1772452900123"},
		{"given to humans", change(`{"status":{"previous_value":"pending","current_value":"open"}}`), "2026-03-02T12:01:40.123Z handoff handoff:1772452900123"},
		{"snoozed", change(`{"status":{"previous_value":"open","current_value":"snoozed"}}`), "ignored 1"},
		{"something else", change(`{"priority":{"previous_value":null,"current_value":"high"}}`), "ignored 1"},
		{"closed without a word of what changed", `{"event":"conversation_status_changed",` + woot("1772452900.123456", "resolved", "") + `}`,
			"2026-03-02T12:01:40.123Z close close:1772452900123 c0ffee-7"},
		{"typing", `{"event":"conversation_typing_on","conversation":{}}`, "ignored 1"},
		{"no event", `{"id":9}`, "unread event: missing, must be the name of an event like message_created"},
	} {
		var lines []string
		for line := range strings.Lines(told(brought(t, "chatwoot", test.body))) {
			if what, _, _ := strings.Cut(line, " "); what != "contact" && what != "same" && what != "agent" && what != "thread" && what != "channel" {
				lines = append(lines, strings.TrimSpace(line))
			}
		}
		if got := strings.Join(lines, "\n"); got != test.want {
			t.Errorf("%s:\n%s\nwant:\n%s", test.name, got, test.want)
		}
	}
}

func TestChatwootOptions(t *testing.T) {
	c := connected("chatwoot")
	c.Options = map[string]string{"url": "https://chat.example.com/", "account": "1"}
	body := func(account, more string) string {
		return wootMessage(9, "2026-03-02T12:00:00Z", "incoming", fmt.Sprintf(`,"account":{"id":%s}`, account), woot("1772452800.5", "open", more))
	}
	got := told(chatwoot.Read(c, posted(body("1", `,"additional_attributes":{"campaign_id":4}`))))
	if want := "thread c0ffee-2 c0ffee-55 explicit flow https://chat.example.com/app/accounts/1/conversations/301\n"; !strings.Contains(got, want) {
		t.Errorf("%s\nlacks %s", got, want)
	}
	if got := told(chatwoot.Read(c, posted(body("2", "")))); got != "ignored 1\n" {
		t.Errorf("of another account: %s", got)
	}
}

func TestChatwootContacts(t *testing.T) {
	for _, test := range []struct{ body, want string }{
		{`{"event":"contact_updated","id":55,"name":"Ana","phone_number":"+55 11 91234-5678","labels":["vip","b2b"]}`,
			"contact c0ffee-55 2026-11-22T12:00:00Z Ana +5511912345678 vip,b2b\n"},
		{`{"event":"contact_updated","id":55,"changed_attributes":[{"label_list":{"previous_value":["vip"],"current_value":[]}},` +
			`{"updated_at":{"previous_value":"x","current_value":"2026-03-02T12:00:00.000Z"}}]}`, "contact c0ffee-55 2026-03-02T12:00:00Z - -\n"},
		{`{"event":"contact_updated","id":55}`, "ignored 1\n"},
		{`{"event":"contact_updated"}`, "unread id: missing, must be a string that is not empty, or a number\n"},
	} {
		if got := told(brought(t, "chatwoot", test.body)); got != test.want {
			t.Errorf("%s:\n%s\nwant:\n%s", test.body, got, test.want)
		}
	}
}

// TestChatwootTellsLate: Chatwoot writes what it sends when its queue comes to it, with the conversation as it is then.
func TestChatwootTellsLate(t *testing.T) {
	resolved := woot("1772453100.5", "resolved", "")
	agent := `,"sender":{"id":7,"name":"Bruno","type":"user"}`
	var items []conversation.Item
	for _, body := range []string{
		wootMessage(1, "2026-03-02T12:00:00Z", "incoming", "", resolved),
		wootMessage(2, "2026-03-02T12:01:00Z", "outgoing", agent, resolved),
		wootMessage(3, "2026-03-02T12:02:00Z", "incoming", "", resolved),
		wootChange("conversation_status_changed", resolved, `{"status":{"previous_value":"open","current_value":"resolved"}}`),
		wootMessage(4, "2026-03-02T12:10:00Z", "outgoing", agent, resolved),
	} {
		items = append(items, brought(t, "chatwoot", body).Items...)
	}
	cycles := accountOf(items).Conversations["chatwoot-c0ffee-301"]
	if len(cycles) != 2 || cycles[0].ClosedAt != 1772453100 || len(cycles[0].Marks) != 3 || cycles[1].ClosedAt != cycles[1].StartedAt {
		t.Errorf("got %+v", cycles)
	}
}

// TestChatwootAnswerWithoutATime: versions that say no time of the change have the answer at the survey's own, and it belongs
// to that survey all the same, not to one of the conversation before.
func TestChatwootAnswerWithoutATime(t *testing.T) {
	var items []conversation.Item
	hear := func(body string) { items = append(items, brought(t, "chatwoot", body).Items...) }
	for i, rating := range []int{5, 1} {
		begins := time.Unix(1772452800+int64(i)*7200, 0).UTC()
		at := func(minutes int) string { return begins.Add(time.Duration(minutes) * time.Minute).Format(time.RFC3339) }
		asked := begins.Add(3 * time.Minute).Unix()
		hear(wootMessage(10*i+1, at(1), "incoming", "", woot(fmt.Sprint(begins.Unix()+60), "open", "")))
		hear(wootChange("conversation_status_changed", woot(fmt.Sprint(begins.Unix()+120), "resolved", ""),
			`{"status":{"previous_value":"open","current_value":"resolved"}}`))
		resolved := woot(fmt.Sprint(asked), "resolved", "")
		hear(wootMessage(10*i+2, at(3), "template", `,"content_type":"input_csat"`, resolved))
		hear(strings.Replace(wootMessage(10*i+2, at(3), "template", fmt.Sprintf(
			`,"content_type":"input_csat","content_attributes":{"submitted_values":{"csat_survey_response":{"rating":%d}}}`, rating), resolved),
			"message_created", "message_updated", 1))
	}
	cycles := accountOf(items).Conversations["chatwoot-c0ffee-301"]
	if len(cycles) != 2 || cycles[0].Rating != 5 || cycles[1].Rating != 1 {
		t.Errorf("got %+v", cycles)
	}
}

// drawChatwoot draws what happened in one conversation. A fact is a body.
func drawChatwoot(t *rapid.T) (facts []string, bodies func([]string) []string) {
	at, status := int64(1772452800), "open"
	now := func() string { return fmt.Sprintf("%d.%06d", at, at%7*1000) }
	iso := func() string { return time.Unix(at, 0).UTC().Format("2006-01-02T15:04:05.000Z") }
	facts = append(facts, wootChange("conversation_created", woot(now(), status, ""), ""))
	turn := func(to string) {
		changes := fmt.Sprintf(`{"status":{"previous_value":%q,"current_value":%q}}`, status, to)
		status = to
		facts = append(facts, wootChange("conversation_status_changed", woot(now(), status, ""), changes),
			wootChange("conversation_updated", woot(now(), status, ""), changes))
	}
	for i := range rapid.IntRange(1, 12).Draw(t, "facts") {
		at += rapid.SampledFrom([]int64{0, 1, 60, 3600}).Draw(t, "later")
		switch rapid.SampledFrom([]string{"in", "out", "bot", "turn", "label", "assign", "survey"}).Draw(t, "what") {
		case "in":
			if status == "resolved" {
				turn("open")
			}
			facts = append(facts, wootMessage(i, iso(), "incoming", "", woot(now(), status, "")))
		case "out":
			facts = append(facts, wootMessage(i, iso(), "outgoing", `,"sender":{"id":7,"name":"Bruno","type":"user"}`, woot(now(), status, "")))
		case "bot":
			facts = append(facts, wootMessage(i, iso(), "template", "", woot(now(), status, "")))
		case "turn":
			turn(rapid.SampledFrom([]string{"open", "resolved", "pending", "snoozed"}).Draw(t, "status"))
		case "label":
			facts = append(facts, wootChange("conversation_updated", woot(now(), status, ""), `{"label_list":{"previous_value":["a"],"current_value":["b"]}}`))
		case "assign":
			facts = append(facts, wootChange("conversation_updated", woot(now(), status, ""), `{"assignee_id":{"previous_value":7,"current_value":8}}`))
		case "survey":
			survey := wootMessage(i, iso(), "template", `,"content_type":"input_csat"`, woot(now(), status, ""))
			at += 60
			answer := wootMessage(i, iso(), "template", `,"content_type":"input_csat","content_attributes":{"submitted_values":{"csat_survey_response":{"rating":4}}}`,
				woot(now(), status, ""))
			facts = append(facts, survey, strings.Replace(answer, "message_created", "message_updated", 1))
		}
	}
	return facts, func(facts []string) []string { return facts }
}
