package source

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"relato/conversation"
)

// connected is the live source of the tests.
func connected(kind string) Connection {
	return Connection{Kind: kind, ID: "c0ffee", Name: "Loja", Secret: "s3cret", Options: map[string]string{"verify-token": "t0ken"}}
}

func hookOf(t testing.TB, kind string) Hook {
	t.Helper()
	h, ok := HookOf(kind)
	if !ok {
		t.Fatalf("there is no kind %q", kind)
	}
	return h
}

// posted is a request with a body, which came long after what it tells of.
func posted(body string) Request {
	return Request{Query: url.Values{}, Header: http.Header{}, Body: []byte(body), At: now}
}

// brought reads a body.
func brought(t testing.TB, kind, body string) Delivery {
	t.Helper()
	return hookOf(t, kind).Read(connected(kind), posted(body))
}

// hookSample is a body that a service sends.
type hookSample struct{ name, body string }

// samplesOf are the bodies in testdata of a kind.
func samplesOf(t testing.TB, kind string) (all []hookSample) {
	t.Helper()
	files, err := filepath.Glob("testdata/hooks/" + kind + "/*json")
	if err != nil || len(files) == 0 {
		t.Fatalf("samples of %s: %v", kind, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		switch {
		case strings.HasSuffix(file, ".expected.json"):
		case strings.HasSuffix(file, ".ndjson"):
			for i, line := range slices.Collect(strings.Lines(string(text))) {
				var delivered struct {
					Body string `json:"raw_body"`
				}
				if err := json.Unmarshal([]byte(line), &delivered); err != nil {
					t.Fatalf("%s:%d: %v", file, i+1, err)
				}
				all = append(all, hookSample{fmt.Sprintf("%d", i+1), delivered.Body})
			}
		default:
			var bodies map[string]json.RawMessage
			if err := json.Unmarshal(text, &bodies); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			for _, key := range slices.Sorted(maps.Keys(bodies)) {
				all = append(all, hookSample{name + "/" + key, string(bodies[key])})
			}
		}
	}
	return all
}

// told writes what a delivery brings, a line for each thing.
func told(d Delivery) string {
	var b strings.Builder
	line := func(words ...any) { b.WriteString(strings.Join(strings.Fields(fmt.Sprintln(words...)), " ") + "\n") }
	for _, item := range d.Items {
		switch i := item.(type) {
		case conversation.ChannelLine:
			line("channel", i.ID, shown(i.Name), shown(i.Phone))
		case conversation.AgentLine:
			line("agent", i.ID, shown(i.Name), shown(i.Email))
		case conversation.ContactLine:
			tags := ""
			if i.Tags != nil {
				tags = strings.Join(*i.Tags, ",")
			}
			line("contact", i.ID, stamp(i.At), shown(i.Name), shown(i.Phone), tags)
		case conversation.SamePerson:
			line("same", i.Contact, i.Other)
		case conversation.ThreadEvents:
			line("thread", i.Channel, i.Contact, i.Lifecycle, i.Origin, i.URL)
			for _, e := range i.Events {
				line(stamp(e.At), e.Kind, e.Key, e.From, e.Agent+e.Tag+e.Of, e.Status, e.Own, e.Reason, grade(e), e.Comment)
			}
		}
	}
	for _, u := range d.Unread {
		line("unread", u.Reason)
	}
	if d.Ignored > 0 {
		line("ignored", d.Ignored)
	}
	return b.String()
}

func grade(e conversation.Event) string {
	if e.Score == 0 {
		return ""
	}
	return fmt.Sprint(e.Score)
}

func shown(s *string) string {
	if s == nil {
		return "-"
	}
	return *s
}

func stamp(at int64) string { return time.UnixMilli(at).UTC().Format("2006-01-02T15:04:05.999Z") }

// account is what a database would hold after deliveries, with joined the threads of one person on one channel.
type account struct {
	Conversations map[string][]conversation.Conversation // by channel and contact, or by thread where that has its own end
	Events        int
	Contacts      map[string]conversation.Contact
	Channels      map[string]conversation.Channel
	Agents        map[string]conversation.Agent
}

// accountOf is what comes of items, whatever their order.
func accountOf(items []conversation.Item) account {
	a := account{map[string][]conversation.Conversation{}, 0, map[string]conversation.Contact{},
		map[string]conversation.Channel{}, map[string]conversation.Agent{}}
	persons := map[string]string{}
	for _, item := range items {
		if same, ok := item.(conversation.SamePerson); ok {
			join(persons, same.Contact, same.Other)
		}
	}
	threads := map[string]conversation.ThreadEvents{}
	nameAt, phoneAt := map[string]int64{}, map[string]int64{}
	for _, item := range items {
		switch i := item.(type) {
		case conversation.ThreadEvents:
			i.Contact = personOf(persons, i.Contact)
			if i.Lifecycle == conversation.Inactivity {
				i.ID = i.Channel + " " + i.Contact
			}
			known := threads[i.ID]
			threads[i.ID] = conversation.ThreadEvents{Thread: known.With(i.Thread), Events: append(slices.Clip(known.Events), i.Events...)}
		case conversation.ContactLine:
			id := personOf(persons, i.ID)
			c := a.Contacts[id]
			c.ID = id
			newer(&c.Name, nameAt, i.Name, i.At, id)
			newer(&c.Phone, phoneAt, i.Phone, i.At, id)
			c.Phone = contactID(c.Phone) // of two ways to write it in the same second either may stay
			a.Contacts[id] = c
		case conversation.ChannelLine:
			c := a.Channels[i.ID]
			a.Channels[i.ID] = conversation.Channel{ID: i.ID, Name: cmp.Or(orEmpty(i.Name), c.Name), Phone: cmp.Or(orEmpty(i.Phone), c.Phone)}
		case conversation.AgentLine:
			c := a.Agents[i.ID]
			a.Agents[i.ID] = conversation.Agent{ID: i.ID, Name: cmp.Or(orEmpty(i.Name), c.Name), Email: cmp.Or(orEmpty(i.Email), c.Email)}
		}
	}
	rules := conversation.Rules{Inactivity: conversation.DefaultInactivity, Now: now}
	for id, t := range threads {
		set := conversation.NewSet(t.Events)
		a.Events += len(set.Events())
		if folded := conversation.Fold(t.Thread, set, rules); len(folded) > 0 {
			a.Conversations[id] = folded
		}
	}
	return a
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// newer takes a field of a contact's line: the newest that was said stays. Of two that differ at the same time the
// contract keeps the one that came last, which here is the greater, so that accounts can be compared.
func newer(field *string, times map[string]int64, v *string, at int64, id string) {
	if known, ok := times[id]; v != nil && (!ok || at > known || at == known && *v > *field) {
		*field, times[id] = *v, at
	}
}

// join makes two ids one person, named by the smaller of the ids that stand for it: "+" and digits before all others.
func join(persons map[string]string, a, b string) {
	a, b = personOf(persons, a), personOf(persons, b)
	if a != b {
		persons[max(a, b)] = min(a, b)
	}
}

func personOf(persons map[string]string, id string) string {
	for persons[id] != "" {
		id = persons[id]
	}
	return id
}

func TestHooks(t *testing.T) {
	kinds := map[string]bool{}
	for _, h := range Hooks() {
		found, ok := HookOf(h.Kind)
		if !ok || found.Kind != h.Kind || kinds[h.Kind] || h.Read == nil {
			t.Errorf("%q is found: %v", h.Kind, ok)
		}
		kinds[h.Kind] = true
		for _, secret := range []string{"", "s3cret"} {
			if err := h.Verify(Connection{Kind: h.Kind, Secret: secret}, posted("{}")); !errors.Is(err, ErrSignature) {
				t.Errorf("%s takes what nobody signed: %v", h.Kind, err)
			}
		}
	}
	if _, ok := HookOf("fax"); ok || len(kinds) != 4 {
		t.Errorf("kinds %v", kinds)
	}
}

func TestContactID(t *testing.T) {
	for phone, want := range map[string]string{
		"5511912345678": "+5511912345678", "551112345678": "+5511912345678", "+55 (11) 91234-5678": "+5511912345678",
		"553198765432": "+5531998765432", "556799998888": "+5567999998888",
		"551132345678": "+551132345678", "551152345678": "+551152345678", // landlines
		"14155550123": "+14155550123", "351912345678": "+351912345678", "55119123456789": "+55119123456789", "12345": "+12345",
		"1234": "1234", "1234567890123456": "1234567890123456", "BR.1502576394655843": "BR.1502576394655843", "<PHONE>": "<PHONE>", "": "",
	} {
		if got := contactID(phone); got != want {
			t.Errorf("%q: %q, want %q", phone, got, want)
		}
		if again := contactID(contactID(phone)); again != want {
			t.Errorf("%q twice: %q", phone, again)
		}
	}
	if got := phoneShown("551112345678"); got != "+551112345678" {
		t.Errorf("shown as %q", got)
	}
}
