package source

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relato/conversation"
)

func TestEvolutionAuthentication(t *testing.T) {
	token := func(secret, head, claims string) string {
		text := base64.RawURLEncoding.EncodeToString([]byte(head)) + "." + base64.RawURLEncoding.EncodeToString([]byte(claims))
		return "Bearer " + text + "." + base64.RawURLEncoding.EncodeToString(macOf(sha256.New, secret, []byte(text)))
	}
	claims := func(ends time.Time) string {
		return fmt.Sprintf(`{"iat":%d,"exp":%d,"app":"evolution","action":"webhook"}`, ends.Add(-10*time.Minute).Unix(), ends.Unix())
	}
	const hs256 = `{"alg":"HS256","typ":"JWT"}`
	good := token("s3cret", hs256, claims(now.Add(10*time.Minute)))
	for _, test := range []struct {
		name, header, shown, option, secret string
		taken                               bool
	}{
		{"secret", "Authorization", "s3cret", "", "s3cret", true},
		{"bearer", "Authorization", "Bearer s3cret", "", "s3cret", true},
		{"a header of one's own", "X-Relato", "s3cret", "x-relato", "s3cret", true},
		{"in another header", "Authorization", "s3cret", "x-relato", "s3cret", false},
		{"wrong", "Authorization", "Bearer secret", "", "s3cret", false},
		{"nothing", "Authorization", "", "", "s3cret", false},
		{"no secret", "Authorization", "", "", "", false},
		{"no secret, bearer", "Authorization", "Bearer ", "", "", false},
		{"token", "Authorization", good, "", "s3cret", true},
		{"token beside a header of one's own", "Authorization", good, "x-relato", "s3cret", true},
		{"token of another", "Authorization", token("secret", hs256, claims(now.Add(time.Minute))), "", "s3cret", false},
		{"token of no secret", "Authorization", token("", hs256, claims(now.Add(time.Minute))), "", "", false},
		{"token that ended half an hour ago, sent again", "Authorization", token("s3cret", hs256, claims(now.Add(-30*time.Minute))), "", "s3cret", true},
		{"token that ended two hours ago", "Authorization", token("s3cret", hs256, claims(now.Add(-2*time.Hour))), "", "s3cret", false},
		{"token without an end", "Authorization", token("s3cret", hs256, `{}`), "", "s3cret", false},
		{"token without algorithm", "Authorization", token("s3cret", `{"alg":"none"}`, claims(now.Add(time.Minute))), "", "s3cret", false},
		{"token without signature", "Authorization", good[:strings.LastIndexByte(good, '.')+1], "", "s3cret", false},
		{"token changed", "Authorization", strings.Replace(good, ".", ".eyJ", 1), "", "s3cret", false},
	} {
		c := connected("evolution")
		c.Secret, c.Options["header"] = test.secret, test.option
		r := posted("{}")
		r.Header.Set(test.header, test.shown)
		err := evolution.Verify(c, r)
		if (err == nil) != test.taken || err != nil && !errors.Is(err, ErrSignature) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

// evo is a body of Evolution API; its clock shows three hours less than it is.
func evo(event, data string) string {
	return fmt.Sprintf(`{"event":%q,"instance":"loja","data":%s,"date_time":"2026-03-02T09:08:20.494Z","sender":"5511999990000@s.whatsapp.net"}`, event, data)
}

func evoMessage(key, more string) string {
	return fmt.Sprintf(`{"key":{%s,"id":"A1"},"messageType":"conversation","messageTimestamp":1772452800%s}`, key, more)
}

// lastLines are the lines about threads and what comes after them.
func lastLines(d Delivery) string {
	text := told(d)
	for _, start := range []string{"same ", "thread ", "unread ", "ignored "} {
		if strings.HasPrefix(text, start) {
			return text
		}
		if i := strings.Index(text, "\n"+start); i >= 0 {
			return text[i+1:]
		}
	}
	return text
}

func TestEvolutionRead(t *testing.T) {
	const (
		ana    = "thread c0ffee-loja +5511912345678 inactivity\n2026-03-02T12:00:00"
		phone  = `"remoteJid":"5511912345678@s.whatsapp.net"`
		lid    = `"remoteJid":"137189999999999@lid"`
		joined = "same +5511912345678 137189999999999@lid\n"
	)
	for _, test := range []struct{ name, event, data, want string }{
		{"customer", "messages.upsert", evoMessage(phone+`,"fromMe":false`, ``), ana + "Z message in:A1 contact\n"},
		{"upper case", "MESSAGES_UPSERT", evoMessage(phone, ``), ana + "Z message in:A1 contact\n"},
		{"a list", "messages.set", `{"messages":[` + evoMessage(phone, ``) + `,7]}`, ana + "Z message in:A1 contact\nunread data 2: key: missing, must be an object\n"},
		{"of a device, without the ninth digit", "messages.upsert", evoMessage(`"remoteJid":"551112345678:12@c.us"`, ``), ana + "Z message in:A1 contact\n"},
		{"time in halves", "messages.upsert", `{"key":{` + phone + `,"id":"A1"},"messageType":"conversation","messageTimestamp":{"low":1772452800,"high":0}}`, ana + "Z message in:A1 contact\n"},
		{"LID with phone", "messages.upsert", evoMessage(lid+`,"remoteJidAlt":"5511912345678@s.whatsapp.net"`, ``), joined + ana + "Z message in:A1 contact\n"},
		{"phone with LID before", "messages.upsert", evoMessage(phone+`,"previousRemoteJid":"137189999999999@lid"`, ``), joined + ana + "Z message in:A1 contact\n"},
		{"LID with the sender's phone", "messages.upsert", evoMessage(lid+`,"senderPn":"5511912345678@s.whatsapp.net"`, ``), joined + ana + "Z message in:A1 contact\n"},
		{"our own phone is not the customer's", "messages.upsert", evoMessage(lid+`,"fromMe":true,"senderPn":"5511999990000@s.whatsapp.net"`, ``),
			"thread c0ffee-loja 137189999999999@lid inactivity\n2026-03-02T12:00:00.001Z message out:A1 agent\n"},
		{"typed on the phone", "messages.upsert", evoMessage(phone+`,"fromMe":true`, `,"status":"DELIVERY_ACK"`), ana + ".001Z message out:A1 agent delivered\n"},
		{"sent through the API", "send.message", evoMessage(phone+`,"fromMe":true`, `,"status":"PENDING"`), ana + "Z message out:A1 flow\n"},
		{"group", "messages.upsert", evoMessage(`"remoteJid":"120363402174857513@g.us","participant":"5511955554444@s.whatsapp.net"`, ``), "ignored 1\n"},
		{"status", "messages.upsert", evoMessage(`"remoteJid":"status@broadcast"`, ``), "ignored 1\n"},
		{"newsletter", "messages.upsert", evoMessage(`"remoteJid":"1203@newsletter"`, ``), "ignored 1\n"},
		{"WhatsApp itself", "messages.upsert", evoMessage(`"remoteJid":"0@s.whatsapp.net"`, ``), "ignored 1\n"},
		{"to oneself", "messages.upsert", evoMessage(`"remoteJid":"5511999990000@s.whatsapp.net","fromMe":true`, ``), "ignored 1\n"},
		{"reaction", "messages.upsert", strings.Replace(evoMessage(phone, ``), `"conversation"`, `"reactionMessage"`, 1), "ignored 1\n"},
		{"notice", "messages.upsert", evoMessage(phone, `,"messageStubType":"E2E_ENCRYPTED"`), "ignored 1\n"},
		{"elsewhere", "messages.upsert", evoMessage(`"remoteJid":"x@example.com"`, ``), "unread data: key.remoteJid: \"x@example.com\" is not " + acceptedAddress + "\n"},
		{"nowhere", "messages.upsert", evoMessage(`"fromMe":false`, ``), "unread data: key.remoteJid: missing, must be " + acceptedAddress + "\n"},
		{"no time", "messages.upsert", strings.Replace(evoMessage(phone, ``), "messageTimestamp", "time", 1), "unread data: messageTimestamp: missing, must be " + acceptedUnix + "\n"},
		{"no type", "messages.upsert", strings.Replace(evoMessage(phone, ``), "messageType", "type", 1), "unread data: messageType: missing, must be the type of the message, like conversation\n"},
		{"failed", "messages.update", `{"keyId":"A1",` + phone + `,"fromMe":true,"status":"ERROR"}`,
			"thread c0ffee-loja +5511912345678 inactivity\n2026-03-02T12:08:20.494Z status status:failed:out:A1 out:A1 failed\n"},
		{"read, in the older form", "messages.update", `[{"key":{` + phone + `,"fromMe":true,"id":"A1"},"update":{"status":4}}]`,
			"thread c0ffee-loja +5511912345678 inactivity\n2026-03-02T12:08:20.494Z status status:read:out:A1 out:A1 read\n"},
		{"read by us", "messages.update", `{"keyId":"A1",` + phone + `,"fromMe":false,"status":"READ"}`, "ignored 1\n"},
		{"label", "labels.association", `{"type":"add","chatId":"5511912345678@s.whatsapp.net","labelId":"3"}`,
			"thread c0ffee-loja +5511912345678 inactivity\n2026-03-02T12:08:20.494Z tag tag:3:2026-03-02T09:08:20.494Z Pagamento pendente\n"},
		{"label taken away", "labels.association", `{"type":"remove","chatId":"5511912345678@s.whatsapp.net","labelId":"3"}`,
			"thread c0ffee-loja +5511912345678 inactivity\n2026-03-02T12:08:20.494Z untag untag:3:2026-03-02T09:08:20.494Z Pagamento pendente\n"},
		{"label without a name", "labels.association", `{"type":"add","chatId":"5511912345678@s.whatsapp.net","labelId":"4"}`,
			"unread data: labelId: label \"4\" has no name yet; add it to the source's labels, like 4=VIP\n"},
		{"presence", "presence.update", `{}`, "ignored 1\n"},
	} {
		c := connected("evolution")
		c.Options["labels"] = "1=; 3 = Pagamento pendente ;x"
		r := posted(evo(test.event, test.data))
		r.At = time.Date(2026, 3, 2, 12, 8, 21, 0, time.UTC)
		if got := lastLines(evolution.Read(c, r)); got != test.want {
			t.Errorf("%s:\n%s\nwant:\n%s", test.name, got, test.want)
		}
	}
}

// TestEvolutionAPIWriter: the version of the API stays, whichever way a message comes first.
func TestEvolutionAPIWriter(t *testing.T) {
	upsert := evo("messages.upsert", evoMessage(`"remoteJid":"5511912345678@s.whatsapp.net","fromMe":true`, ``))
	send := evo("send.message", evoMessage(`"remoteJid":"5511912345678@s.whatsapp.net","fromMe":true`, ``))
	for _, bodies := range [][]string{{upsert, send}, {send, upsert}} {
		for option, want := range map[string]conversation.Origin{"": conversation.Flow, "flow": conversation.Flow, "agent": conversation.Inbox} {
			c := connected("evolution")
			c.Options["api-writer"] = option
			var items []conversation.Item
			for _, body := range bodies {
				items = append(items, evolution.Read(c, posted(body)).Items...)
			}
			got := accountOf(items).Conversations["c0ffee-loja +5511912345678"]
			if len(got) != 1 || got[0].Origin != want || len(got[0].Marks) != 1 {
				t.Errorf("%q: %+v", option, got)
			}
		}
	}
}

// TestEvolutionClock: the server's wall clock tells when, once it is known how far it is from ours.
func TestEvolutionClock(t *testing.T) {
	sent := time.Date(2026, 3, 2, 12, 8, 20, 494e6, time.UTC)
	for _, test := range []struct {
		shown string
		late  time.Duration
		want  time.Time
	}{
		{"2026-03-02T09:08:20.494Z", 300 * time.Millisecond, sent},
		{"2026-03-02T09:08:20.494Z", 7 * time.Minute, sent},
		{"2026-03-02T12:08:20.494Z", time.Second, sent},
		{"2026-03-02T17:53:20.494Z", time.Second, sent}, // Kathmandu
		{"2026-03-02T09:08:20.494-03:00", time.Second, sent},
		{"2026-03-02T12:08:25.494Z", 0, sent.Add(5 * time.Second)}, // a clock that is fast
		{"2026-03-02T09:08:20.494Z", 10 * time.Minute, sent.Add(15 * time.Minute)},
		{"2026-02-01T09:08:20.494Z", time.Second, sent.Add(time.Second)}, // nothing to go by
		{"yesterday", time.Second, sent.Add(time.Second)},
	} {
		d := evolutionReader{came: sent.Add(test.late).UnixMilli(), shown: quoted(test.shown)}
		if got := time.UnixMilli(d.when()).UTC(); !got.Equal(test.want) {
			t.Errorf("%s, %v late: %v, want %v", test.shown, test.late, got, test.want)
		}
	}
}

func TestEvolutionSamples(t *testing.T) {
	var items []conversation.Item
	ignored := 0
	for _, s := range samplesOf(t, "evolution") {
		d := brought(t, "evolution", s.body)
		items, ignored = append(items, d.Items...), ignored+d.Ignored
		for _, u := range d.Unread {
			t.Errorf("%s: %s", s.name, u.Reason)
		}
	}
	checkSampleConversation(t, accountOf(items), "c0ffee-loja", ignored, 5)
}

// checkSampleConversation checks what the samples of Evolution API and WAHA tell alike.
func checkSampleConversation(t *testing.T, a account, channel string, ignored, wantIgnored int) {
	t.Helper()
	got := a.Conversations[channel+" +5511912345678"]
	if len(a.Conversations) != 1 || len(got) != 1 || len(a.Contacts) != 1 || ignored != wantIgnored {
		t.Fatalf("%d ignored, %+v", ignored, a)
	}
	c := got[0]
	m := conversation.Measure(c.Marks, nil)
	if m.In != 3 || m.Agent != 1 || m.Flow != 1 || m.FirstResponse.Seconds() != 300 || c.Origin != conversation.Inbound || !c.IsOpen() && c.Reason != conversation.ByInactivity {
		t.Errorf("%+v\n%+v", c, m)
	}
	if p := a.Contacts["+5511912345678"]; p.Name != "Ana" || p.Phone != "+5511912345678" || a.Channels[channel].Phone != "+5511999990000" {
		t.Errorf("%+v, %+v", p, a.Channels)
	}
}

// drawEvolution draws what one instance sends. A fact is an entry; messages.set holds any number of them.
func drawEvolution(t *rapid.T) (facts []string, bodies func([]string) []string) {
	at := int64(1772452800)
	persons := [][]string{{`"remoteJid":"5511912345678@s.whatsapp.net"`, `"remoteJid":"551112345678@c.us"`,
		`"remoteJid":"13718@lid","remoteJidAlt":"5511912345678@s.whatsapp.net"`, `"remoteJid":"13718@lid"`}, {`"remoteJid":"99@lid"`}}
	facts = append(facts, evo("messages.upsert", `{"key":{"remoteJid":"13718@lid","remoteJidAlt":"5511912345678@s.whatsapp.net","id":"first"},"messageType":"conversation","messageTimestamp":1772452800}`))
	for i := range rapid.IntRange(1, 12).Draw(t, "facts") {
		at += rapid.SampledFrom([]int64{0, 1, 60, 3600, 86_401}).Draw(t, "later")
		who := rapid.SampledFrom(rapid.SampledFrom(persons).Draw(t, "person")).Draw(t, "address")
		message := func(fromMe bool) string {
			return fmt.Sprintf(`{"key":{%s,"fromMe":%v,"id":"M%d"},"messageType":"conversation","messageTimestamp":%d}`, who, fromMe, i, at)
		}
		switch rapid.SampledFrom([]string{"in", "phone", "api", "status", "label"}).Draw(t, "what") {
		case "in":
			facts = append(facts, evo("messages.upsert", message(false)))
		case "phone":
			facts = append(facts, evo("messages.upsert", message(true)))
		case "api":
			facts = append(facts, evo("messages.upsert", message(true)), evo("send.message", message(true)))
		case "status":
			facts = append(facts, evo("messages.set", "["+message(true)+","+message(true)+"]"), evo("messages.update", fmt.Sprintf(`{"keyId":"M%d",%s,"fromMe":true,"status":"ERROR"}`, i, who)))
		case "label":
			facts = append(facts, evo("labels.association", fmt.Sprintf(`{"type":"add","chatId":"5511912345678@s.whatsapp.net","labelId":"%d"}`, i)))
		}
	}
	return facts, func(facts []string) []string { return facts }
}
