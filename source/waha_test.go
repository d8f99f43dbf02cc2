package source

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"relato/conversation"
)

// TestWAHASignature takes the vendor's own example.
func TestWAHASignature(t *testing.T) {
	const (
		body = `{"event":"message","session":"default","engine":"WEBJS"}`
		sum  = "208f8a55dde9e05519e898b10b89bf0d0b3b0fdf11fdbf09b6b90476301b98d8097c462b2b17a6ce93b6b47a136cf2e78a33a63f6752c2c1631777076153fa89"
	)
	for _, test := range []struct {
		name, body, sum, algorithm, secret string
		taken                              bool
	}{
		{"the vendor's", body, sum, "sha512", "my-secret-key", true},
		{"without a word on the algorithm", body, sum, "", "my-secret-key", true},
		{"by another algorithm", body, sum, "sha256", "my-secret-key", false},
		{"another body", body + "\n", sum, "sha512", "my-secret-key", false},
		{"another secret", body, sum, "sha512", "my-secret", false},
		{"missing", body, "", "sha512", "my-secret-key", false},
		{"no secret", body, "", "sha512", "", false},
	} {
		c := connected("waha")
		c.Secret = test.secret
		r := posted(test.body)
		r.Header.Set("X-Webhook-Hmac", test.sum)
		r.Header.Set("X-Webhook-Hmac-Algorithm", test.algorithm)
		if err := waha.Verify(c, r); (err == nil) != test.taken || err != nil && !errors.Is(err, ErrSignature) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func TestWAHASamples(t *testing.T) {
	var items []conversation.Item
	ignored := 0
	for _, s := range samplesOf(t, "waha") {
		d := brought(t, "waha", s.body)
		items, ignored = append(items, d.Items...), ignored+d.Ignored
		for _, u := range d.Unread {
			t.Errorf("%s: %s", s.name, u.Reason)
		}
	}
	a := accountOf(items)
	checkSampleConversation(t, a, "c0ffee-default", ignored, 6)
	if tags := a.Conversations["c0ffee-default +5511912345678"][0].Tags; len(tags) != 1 || tags[0] != "Pagamento pendente" {
		t.Errorf("tags %q", tags)
	}
}

func wahaBody(event, payload string) string {
	return fmt.Sprintf(`{"event":%q,"session":"default","timestamp":1772453300494,"me":{"id":"5511999990000@c.us","lid":"2000@lid"},"payload":%s}`, event, payload)
}

func TestWAHARead(t *testing.T) {
	const ana = "thread c0ffee-default +5511912345678 inactivity\n"
	message := func(id, more string) string { return fmt.Sprintf(`{"id":%q,"timestamp":1772452800%s}`, id, more) }
	for _, test := range []struct{ name, event, payload, want string }{
		{"customer", "message", message("false_5511912345678@c.us_A1", `,"from":"5511912345678@c.us","to":"5511999990000@c.us","fromMe":false`), ana + "2026-03-02T12:00:00Z message in:A1 contact\n"},
		{"to is ourselves", "message.any", message("true_137@lid_A1", `,"from":"137@lid","to":"5511999990000@c.us","fromMe":true`),
			"thread c0ffee-default 137@lid inactivity\n2026-03-02T12:00:00Z message out:A1 agent\n"},
		{"to is the phone of the LID", "message.any", message("true_137@lid_A1", `,"to":"5511912345678@c.us","fromMe":true,"ack":-1`),
			"same +5511912345678 137@lid\n" + ana + "2026-03-02T12:00:00Z message out:A1 agent failed\n"},
		{"sent through the API", "message.any", message("true_5511912345678@c.us_A1", `,"fromMe":true,"source":"api","ack":2`), ana + "2026-03-02T12:00:00Z message out:A1 flow delivered\n"},
		{"fraction of a second", "message", `{"id":"false_5511912345678@c.us_A1","timestamp":1772452800.853}`, ana + "2026-03-02T12:00:00.853Z message in:A1 contact\n"},
		{"notice", "message", message("false_5511912345678@c.us_A1", `,"_data":{"type":"e2e_notification"}`), "ignored 1\n"},
		{"another's read", "message.ack", message("false_5511912345678@c.us_A1", `,"fromMe":false,"ack":3`), "ignored 1\n"},
		{"failed", "message.ack", message("true_5511912345678@c.us_A1", `,"fromMe":true,"ack":-1`), ana + "2026-03-02T12:08:20.494Z status status:failed:out:A1 out:A1 failed\n"},
		{"bad id", "message", message("A1", ``), "unread payload.id: \"A1\" is not an id like false_5511912345678@c.us_3EB0\n"},
		{"bad address", "message", message("false_x_A1", ``), "unread payload.id: \"x\" is not " + acceptedAddress + "\n"},
		{"no payload", "message", `null`, "unread payload: missing, must be an object\n"},
		{"label without a name", "label.chat.added", `{"labelId":"6","chatId":"5511912345678@c.us","label":null}`,
			ana + "2026-03-02T12:08:20.494Z tag tag:1772453300494:VIP VIP\n"},
		{"session", "session.status", `{}`, "ignored 1\n"},
	} {
		c := connected("waha")
		c.Options["labels"] = "6=VIP"
		if got := lastLines(waha.Read(c, posted(wahaBody(test.event, test.payload)))); got != test.want {
			t.Errorf("%s:\n%s\nwant:\n%s", test.name, got, test.want)
		}
	}
}

// drawWAHA draws what one session sends. A fact is a body.
func drawWAHA(t *rapid.T) (facts []string, bodies func([]string) []string) {
	at := int64(1772452800)
	facts = append(facts, wahaBody("message", `{"id":"false_13718@lid_first","timestamp":1772452800,"_data":{"key":{"remoteJidAlt":"5511912345678@s.whatsapp.net"}}}`))
	for i := range rapid.IntRange(1, 12).Draw(t, "facts") {
		at += rapid.SampledFrom([]int64{0, 1, 60, 3600, 86_401}).Draw(t, "later")
		who := rapid.SampledFrom([]string{"5511912345678@c.us", "551112345678@c.us", "13718@lid", "99@lid"}).Draw(t, "address")
		fromMe := rapid.Bool().Draw(t, "fromMe")
		message := fmt.Sprintf(`{"id":"%v_%s_M%d","timestamp":%d,"fromMe":%v,"source":%q}`, fromMe, who, i, at, fromMe,
			rapid.SampledFrom([]string{"app", "api"}).Draw(t, "source"))
		facts = append(facts, wahaBody("message.any", message))
		if !fromMe {
			facts = append(facts, wahaBody("message", message))
			continue
		}
		ack := rapid.SampledFrom([]string{"-1", "1", "3"}).Draw(t, "ack")
		facts = append(facts, wahaBody("message.ack", strings.Replace(message, `"source"`, `"ack":`+ack+`,"source"`, 1)))
	}
	return facts, func(facts []string) []string { return facts }
}
