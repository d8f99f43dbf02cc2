package source

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// cloudBody is a body about one number.
func cloudBody(number, value string) string {
	return fmt.Sprintf(`{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":`+
		`{"messaging_product":"whatsapp","metadata":{"display_phone_number":"551130001000","phone_number_id":%q},%s}}]}]}`, number, value)
}

func TestCloudAPIHandshake(t *testing.T) {
	for _, test := range []struct {
		query, answer string
		refused       bool
	}{
		{"hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=t0ken", "1158201444", false},
		{"hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=token", "", true},
		{"hub.mode=subscribe&hub.challenge=1158201444", "", true},
		{"hub.mode=unsubscribe&hub.challenge=1158201444&hub.verify_token=t0ken", "", true},
		{"", "", true},
	} {
		r := posted("")
		r.Query, _ = url.ParseQuery(test.query)
		answer, err := cloudAPI.Handshake(connected("cloudapi"), r)
		if answer != test.answer || (err != nil) != test.refused {
			t.Errorf("%s: %q, %v", test.query, answer, err)
		}
	}
	r := posted("")
	r.Query, _ = url.ParseQuery("hub.mode=subscribe&hub.challenge=1&hub.verify_token=")
	if _, err := cloudAPI.Handshake(Connection{Kind: "cloudapi"}, r); !errors.Is(err, ErrSignature) {
		t.Errorf("without a token anybody may subscribe: %v", err)
	}
}

func TestCloudAPISignature(t *testing.T) {
	body := `{"entry":[{"name":"Jos\u00e9 \/ Ana"}]}` // as Meta writes it: what is signed are these very bytes
	sign := func(secret, body string) string {
		return "sha256=" + hex.EncodeToString(macOf(sha256.New, secret, []byte(body)))
	}
	for _, test := range []struct {
		name, header, secret string
		good                 bool
	}{
		{"right", sign("s3cret", body), "s3cret", true},
		{"another secret", sign("secret", body), "s3cret", false},
		{"another body", sign("s3cret", body+" "), "s3cret", false},
		{"written differently", sign("s3cret", `{"entry":[{"name":"José / Ana"}]}`), "s3cret", false},
		{"no prefix", strings.TrimPrefix(sign("s3cret", body), "sha256="), "s3cret", false},
		{"cut short", sign("s3cret", body)[:40], "s3cret", false},
		{"no hexadecimal", "sha256=zz", "s3cret", false},
		{"missing", "", "s3cret", false},
		{"no secret to sign with", sign("", body), "", false},
	} {
		r := posted(body)
		r.Header.Set("X-Hub-Signature-256", test.header)
		c := connected("cloudapi")
		c.Secret = test.secret
		err := cloudAPI.Verify(c, r)
		if (err == nil) != test.good || err != nil && !errors.Is(err, ErrSignature) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

const (
	anaWrote = "channel 1 - +551130001000\ncontact +5511912345678 2026-03-02T12:00:00Z - +%s\n" +
		"thread 1 +5511912345678 inactivity\n2026-03-02T12:00:00Z message wamid.A contact\n"
	anaGot = "channel 1 - +551130001000\ncontact +5511912345678 2026-03-02T12:00:00Z - +5511912345678\n" +
		"thread 1 +5511912345678 inactivity\n2026-03-02T12:00:00Z message wamid.B %s\n" +
		"2026-03-02T12:00:00Z status status:%s:wamid.B wamid.B %s\n"
)

func TestCloudAPIRead(t *testing.T) {
	const in = `"timestamp":"1772452800","type":"text","text":{"body":"Olá"}`
	for _, test := range []struct{ name, value, want string }{
		{"message", `"messages":[{"from":"5511912345678","id":"wamid.A",` + in + `}]`, fmt.Sprintf(anaWrote, "5511912345678")},
		{"without the ninth digit", `"messages":[{"from":"551112345678","id":"wamid.A",` + in + `}]`, fmt.Sprintf(anaWrote, "551112345678")},
		{"time as a number", `"messages":[{"from":"5511912345678","id":"wamid.A","timestamp":1772452800,"type":"text"}]`, fmt.Sprintf(anaWrote, "5511912345678")},
		{"user id alone", `"messages":[{"from_user_id":"BR.15","id":"wamid.A",` + in + `}]`,
			"channel 1 - +551130001000\nthread 1 BR.15 inactivity\n2026-03-02T12:00:00Z message wamid.A contact\n"},
		{"user id of a contact with a number", `"contacts":[{"profile":{"name":"Ana"},"wa_id":"5511912345678","user_id":"BR.15"}],` +
			`"messages":[{"from_user_id":"BR.15","id":"wamid.A",` + in + `}]`,
			"channel 1 - +551130001000\ncontact +5511912345678 2026-03-02T12:00:00Z Ana +5511912345678\nsame +5511912345678 BR.15\n" +
				"thread 1 +5511912345678 inactivity\n2026-03-02T12:00:00Z message wamid.A contact\n"},
		{"nobody", `"messages":[{"id":"wamid.A",` + in + `}]`,
			"unread entry 1: change 1: message 1: from: missing, must be a phone number where there is no from_user_id\n"},
		{"group", `"messages":[{"from":"5511912345678","group_id":"Y2F","id":"wamid.A",` + in + `}]`, "ignored 1\n"},
		{"new type", `"messages":[{"from":"5511912345678","id":"wamid.A","timestamp":"1772452800","type":"hologram"}]`,
			`unread entry 1: change 1: message 1: type: "hologram" is not one of ` + listed(cloudTypes) + "\n"},
		{"time in milliseconds", `"messages":[{"from":"5511912345678","id":"wamid.A","timestamp":"1772452800000","type":"text"}]`,
			`unread entry 1: change 1: message 1: timestamp: "1772452800000" is more than 24 hours ahead of the clock` + "\n"},
		{"a bad one among good ones", `"messages":[7,{"from":"5511912345678","id":"wamid.A",` + in + `},{"from":"5511912345678","id":"","timestamp":"1772452800","type":"text"}],"statuses":{}`,
			fmt.Sprintf(anaWrote, "5511912345678") +
				"unread entry 1: change 1: message 1: from: missing, must be a phone number where there is no from_user_id\n" +
				"unread entry 1: change 1: message 3: id: missing, must be a string that is not empty, or a number\n" +
				"unread entry 1: change 1: status: {} is not a list\n"},
		{"sent by the API", status("delivered", ``), fmt.Sprintf(anaGot, "agent", "delivered", "delivered")},
		{"failed", status("failed", `,"errors":[{"code":131026}]`), fmt.Sprintf(anaGot, "agent", "failed", "failed")},
		{"played", status("played", ``), fmt.Sprintf(anaGot, "agent", "played", "read")},
		{"by an agent", status("sent", `,"biz_opaque_callback_data":"agent=7"`), fmt.Sprintf(anaGot, "agent 7", "sent", "sent")},
		{"by a flow", status("sent", `,"biz_opaque_callback_data":" Flow = boas-vindas ;x=1"`), fmt.Sprintf(anaGot, "flow", "sent", "sent")},
		{"by a flow that names an agent", status("sent", `,"biz_opaque_callback_data":"agent=7;flow=x"`), fmt.Sprintf(anaGot, "flow", "sent", "sent")},
		{"by something else", status("sent", `,"biz_opaque_callback_data":"{\"order\":7}"`), fmt.Sprintf(anaGot, "agent", "sent", "sent")},
		{"by nobody", status("sent", `,"biz_opaque_callback_data":"agent=none;flow="`), fmt.Sprintf(anaGot, "agent", "sent", "sent")},
		{"new status", status("pondered", ``),
			"unread entry 1: change 1: status 1: status: \"pondered\" is not one of sent, delivered, read, played, failed\n"},
		{"to a user id alone", `"statuses":[{"id":"wamid.B","status":"read","timestamp":"1772452800","recipient_user_id":"BR.15"}]`,
			"channel 1 - +551130001000\nthread 1 BR.15 inactivity\n2026-03-02T12:00:00Z message wamid.B agent\n" +
				"2026-03-02T12:00:00Z status status:read:wamid.B wamid.B read\n"},
		{"echo", `"message_echoes":[{"from":"551130001000","to":"5511912345678","id":"wamid.A",` + in + `}]`,
			strings.Replace(fmt.Sprintf(anaWrote, "5511912345678"), "wamid.A contact", "wamid.A agent", 1)},
		{"number changed", `"messages":[{"from":"551187654321","id":"wamid.S","timestamp":"1772452800","type":"system","system":{"body":"User A changed",` +
			`"wa_id":"5511912345678","user_id":"BR.16","previous_user_id":"BR.15","type":"user_changed_number"}}]`,
			"contact +5511912345678 2026-03-02T12:00:00Z - +5511912345678\nsame +5511912345678 BR.16\n" +
				"same +5511912345678 BR.15\nsame +5511912345678 +5511987654321\n"},
		{"user id changed", `"messages":[{"id":"wamid.S","timestamp":"1772452800","type":"system","system":{"user_id":"BR.16","previous_user_id":"BR.15"}}]`,
			"same BR.16 BR.15\n"},
		{"history", `"history":[{"metadata":{"phase":0,"chunk_order":2,"progress":55},"threads":[{"id":"5511912345678","messages":[` +
			`{"from":"5511912345678","id":"wamid.A",` + in + `,"history_context":{"status":"READ"}},` +
			`{"from":"551130001000","to":"5511912345678","id":"wamid.C","timestamp":"1772452860","type":"media_placeholder","history_context":{"status":"ERROR"}},` +
			`{"from":"551130001000","id":"wamid.D","timestamp":"1772452870","type":"text","history_context":{"status":"READ"}},` +
			`{"from":"5511955554444","id":"wamid.E","timestamp":"1772452880","type":"text"}]}]},{"errors":[{"code":2593109}]}]`,
			"channel 1 - +551130001000\ncontact +5511912345678 2026-03-02T12:01:10Z - +5511912345678\n" +
				"thread 1 +5511912345678 inactivity\n2026-03-02T12:00:00Z message wamid.A contact\n" +
				"2026-03-02T12:01:00Z message wamid.C agent failed\n2026-03-02T12:01:10Z message wamid.D agent read\n" +
				"unread entry 1: change 1: history 1: thread 1: message 4: from: \"5511955554444\" is not the number of the contact or of the company\n" +
				"ignored 1\n"},
		{"media of the history", `"messages":[{"from":"551130001000","id":"wamid.C",` + in + `}]`, "ignored 1\n"},
	} {
		if got := withoutSpace(told(brought(t, "cloudapi", cloudBody("1", test.value)))); got != withoutSpace(test.want) {
			t.Errorf("%s:\n%s\nwant:\n%s", test.name, got, test.want)
		}
	}
}

// status is a list of one status of a message to Ana.
func status(name, more string) string {
	return fmt.Sprintf(`"statuses":[{"id":"wamid.B","status":%q,"timestamp":"1772452800","recipient_id":"5511912345678"%s}]`, name, more)
}

// withoutSpace makes lines equal that differ in the space between and after words.
func withoutSpace(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.Join(strings.Fields(line), " ") + "\n")
	}
	return b.String()
}

func TestCloudAPIEnvelope(t *testing.T) {
	for _, test := range []struct{ body, want string }{
		{``, "unread body: empty\n"},
		{`[]`, "unread body: [] is not an object\n"},
		{`{"entry":`, "unread body: not valid JSON: unexpected end of JSON input (at byte 9)\n"},
		{`{}`, "unread entry: missing, must be a list\n"},
		{`{"entry":7}`, "unread entry: 7 is not a list\n"},
		{`{"entry":[{}]}`, "unread entry 1: changes: missing, must be a list\n"},
		{`{"entry":[{"changes":[{"field":"messages","value":{"messages":[]}}]}]}`,
			"unread entry 1: change 1: metadata.phone_number_id: missing, must be a string that is not empty, or a number\n"},
		{`{"entry":[{"changes":[{"field":"flows","value":{"event":"FLOW_STATUS_CHANGE"}},{"field":"x","value":null},7]}]}`, "ignored 3\n"},
	} {
		if got := told(brought(t, "cloudapi", test.body)); got != test.want {
			t.Errorf("%s:\n%s\nwant:\n%s", test.body, got, test.want)
		}
	}
}

// TestCloudAPISamples reads every body of Meta that we have.
func TestCloudAPISamples(t *testing.T) {
	nothing := []string{"account_update/", "template_", "user_marketing_preferences/", "call_connect/", "call_status/", "call_terminate/",
		"deleted_message/", "edited_message/", "message/reaction", "message/unreaction", "message_status/group",
		"outgoing_message/delete", "outgoing_message/edit", "system/identity_change"}
	const number, ana = "channel 1122334455667 - +972123456789\n", "+972987654321"
	known := func(at, kind string) string {
		return number + "contact " + ana + " " + at + " Test Name " + ana + "\nsame " + ana + " US.13491208655302741918\n" +
			"thread 1122334455667 " + ana + " inactivity\n" + at + " " + kind + "\n"
	}
	want := map[string]string{
		"message_status/sent":         known("2023-10-25T20:49:05Z", "message wamid.xyzxyz agent\n2023-10-25T20:49:05Z status status:sent:wamid.xyzxyz wamid.xyzxyz sent"),
		"message_status/with_tracker": known("2023-10-25T20:49:05Z", "message wamid.xyzxyz agent\n2023-10-25T20:49:05Z status status:sent:wamid.xyzxyz wamid.xyzxyz sent"),
		"message_status/delivered":    known("2023-10-25T20:49:05Z", "message wamid.xyzxyz agent\n2023-10-25T20:49:05Z status status:delivered:wamid.xyzxyz wamid.xyzxyz delivered"),
		"message_status/read":         known("2023-07-15T00:20:58Z", "message wamid.xyzxyz agent\n2023-07-15T00:20:58Z status status:read:wamid.xyzxyz wamid.xyzxyz read"),
		"message_status/played":       known("2023-07-15T00:20:58Z", "message wamid.xyzxyz agent\n2023-07-15T00:20:58Z status status:played:wamid.xyzxyz wamid.xyzxyz read"),
		"message_status/failed":       known("2023-07-15T00:20:58Z", "message wamid.xyzxyz agent\n2023-07-15T00:20:58Z status status:failed:wamid.xyzxyz wamid.xyzxyz failed"),
		"message/text":                known("2023-10-11T16:53:43Z", "message wamid.xyzxyz contact"),
		"message/referral":            known("2023-10-11T17:23:20Z", "message wamid.ID contact"),
		"message/unsupported":         known("2023-10-11T17:18:26Z", "message wamid.xyzxyz contact"),
		"callback_button/quick_reply": known("2023-10-25T21:23:47Z", "message wamid.xsidjw contact"),
		"flow_completion/completion":  known("2023-12-13T21:21:13Z", "message wamid.wegrchytvwcggt== contact"),
		"system/phone_number_change": "contact +972912345678 2025-07-30T04:55:15Z - +972912345678\n" +
			"same +972912345678 +972987654321\n",
		"outgoing_message/text": number + "same <WHATSAPP_USER_PHONE_NUMBER> <BSUID>\n" +
			"thread 1122334455667 <WHATSAPP_USER_PHONE_NUMBER> inactivity\n2023-10-11T16:53:43Z message <WHATSAPP_MESSAGE_ID> agent\n",
	}
	for _, s := range samplesOf(t, "cloudapi") {
		d := brought(t, "cloudapi", s.body)
		got := told(d)
		expected, exact := want[s.name]
		for _, prefix := range nothing {
			if strings.HasPrefix(s.name, prefix) {
				expected, exact = "ignored 1\n", true
			}
		}
		switch {
		case exact && got != withoutSpace(expected):
			t.Errorf("%s:\n%s\nwant:\n%s", s.name, got, expected)
		case !exact && (len(d.Unread) > 0 || d.Ignored > 0 || strings.Count(got, " contact\n") != 1):
			t.Errorf("%s is one message of a customer, not:\n%s", s.name, got)
		}
		delete(want, s.name)
	}
	if len(want) > 0 {
		t.Errorf("no samples for %v", want)
	}
}
