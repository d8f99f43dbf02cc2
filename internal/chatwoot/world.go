// Package chatwoot is a stand-in for a Chatwoot installation, for tests: what happens in it comes out as webhooks and can
// be asked for over REST, as the real one's documentation and behaviour have it.
package chatwoot

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// The languages in which a World writes its lines.
const (
	Structured = iota // the status stands beside the words, as in newer versions
	Portuguese
	Unknown // words that nobody knows
)

// World is one account.
type World struct {
	mu       sync.Mutex
	Now      time.Time // moved by whoever plays
	Language int
	Webhooks []Webhook
	nextID   int64
	talks    []*Talk
	answers  []map[string]any
	People   map[int64]*Person
}

// Webhook is a body that was sent, and when.
type Webhook struct {
	Body string
	At   time.Time
}

// Person is a contact.
type Person struct {
	ID     int64
	Name   string
	Phone  string // as WhatsApp knows it
	Labels []string
}

// Talk is a conversation.
type Talk struct {
	ID                       int64
	Person                   *Person
	Inbox                    int64
	Channel                  string
	Status                   string
	Assignee                 int64 // 0 = nobody
	Labels                   []string
	Created, Updated, Active time.Time
	Messages                 []*Message
	surveyed                 *Message
	said                     []answer // to the last survey, in order
}

// answer is what somebody said of a Talk.
type answer struct {
	score   int
	comment string
}

// Message is a message, note or line of a Talk.
type Message struct {
	ID         int64
	Kind       int // 0 incoming, 1 outgoing, 2 activity, 3 template
	Created    time.Time
	Private    bool
	Content    string
	Type       string // content_type
	Status     string
	Sender     map[string]any
	Attributes map[string]any
}

// New is an empty account at a time.
func New(now time.Time) *World {
	return &World{Now: now, People: map[int64]*Person{}}
}

// Talks are all conversations.
func (w *World) Talks() []*Talk { return w.talks }

// Open begins a conversation of a contact; a pending one is a bot's.
func (w *World) Open(contact int64, status string) *Talk {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := w.People[contact]
	if p == nil {
		p = &Person{ID: contact, Name: fmt.Sprint("Contact ", contact), Phone: fmt.Sprintf("55119%08d", contact)}
		w.People[contact] = p
	}
	t := &Talk{ID: int64(len(w.talks) + 1), Person: p, Inbox: 2, Channel: "Channel::Whatsapp", Status: status, Created: w.Now, Updated: w.Now, Active: w.Now}
	w.talks = append(w.talks, t)
	w.send(w.talk(t, true), "conversation_created", nil)
	return t
}

// In is a message of the contact, which opens what was resolved.
func (w *World) In(t *Talk) *Message {
	w.mu.Lock()
	defer w.mu.Unlock()
	m := w.write(t, &Message{Kind: 0, Type: "text", Status: "sent", Sender: map[string]any{"id": t.Person.ID, "name": t.Person.Name, "type": "contact"}})
	if t.Status == "resolved" {
		w.Now = w.Now.Add(20 * time.Millisecond)
		w.turn(t, "open", "O sistema reabriu a conversa devido a uma nova mensagem recebida.")
	}
	w.send(w.message(t, m, true), "message_created", nil)
	return m
}

// Out is a message of an agent.
func (w *World) Out(t *Talk, agent int64) *Message {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.say(t, &Message{Kind: 1, Type: "text", Status: "sent", Sender: Agent(agent)})
}

// Bot is a message of a bot, or with template of Chatwoot itself.
func (w *World) Bot(t *Talk, template bool) *Message {
	w.mu.Lock()
	defer w.mu.Unlock()
	if template {
		return w.say(t, &Message{Kind: 3, Type: "text", Status: "sent"})
	}
	return w.say(t, &Message{Kind: 1, Type: "text", Status: "sent", Sender: map[string]any{"id": 3, "name": "Robô", "type": "agent_bot"}})
}

// Rule is a message of an automation rule.
func (w *World) Rule(t *Talk) *Message {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.say(t, &Message{Kind: 1, Type: "text", Status: "sent", Attributes: map[string]any{"automation_rule_id": 4}})
}

// Note is a private note of an agent.
func (w *World) Note(t *Talk, agent int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.say(t, &Message{Kind: 1, Type: "text", Status: "sent", Private: true, Sender: Agent(agent)})
}

// Fail makes a message one that was not sent.
func (w *World) Fail(t *Talk, m *Message) {
	w.mu.Lock()
	defer w.mu.Unlock()
	m.Status, t.Updated = "failed", w.Now
	w.send(w.message(t, m, true), "message_updated", nil)
}

// Turn changes the status, by an agent; at the end Chatwoot may ask how it was.
func (w *World) Turn(t *Talk, status string, ask bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if t.Status == status {
		return
	}
	w.turn(t, status, map[string]string{
		"resolved": "Conversa foi marcada como resolvida por Bruno", "open": "Conversa foi reaberta por Bruno",
		"pending": "Conversa foi marcada como pendente por Bruno", "snoozed": "Conversa foi adiada por Bruno",
	}[status])
	if status == "resolved" && ask {
		w.Now = w.Now.Add(10 * time.Millisecond)
		t.surveyed, t.said = w.say(t, &Message{Kind: 3, Type: "input_csat", Status: "sent"}), nil
	}
}

func (w *World) turn(t *Talk, status, line string) {
	before := t.Status
	t.Status, t.Updated = status, w.Now
	change := map[string]any{"status": changed(before, status)}
	w.send(w.talk(t, true), "conversation_status_changed", []any{change})
	w.send(w.talk(t, true), "conversation_updated", []any{change, map[string]any{"updated_at": changed(nil, iso(w.Now))}})
	w.line(t, line, status)
}

// Give assigns the conversation; 0 is nobody.
func (w *World) Give(t *Talk, agent int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if t.Assignee == agent {
		return
	}
	before := t.Assignee
	t.Assignee, t.Updated = agent, w.Now
	w.send(w.talk(t, true), "conversation_updated", []any{map[string]any{"assignee_id": changed(orNull(before), orNull(agent))},
		map[string]any{"updated_at": changed(nil, iso(w.Now))}})
	w.line(t, "Atribuído a alguém por Bruno", "")
}

// Label sets the labels.
func (w *World) Label(t *Talk, labels ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if slices.Equal(t.Labels, labels) {
		return
	}
	before := t.Labels
	t.Labels, t.Updated = labels, w.Now
	w.send(w.talk(t, true), "conversation_updated", []any{map[string]any{"label_list": changed(orEmpty(before), orEmpty(labels))},
		map[string]any{"updated_at": changed(nil, iso(w.Now))}})
	w.line(t, "Bruno adicionou uma etiqueta", "")
}

// Returns tells whether an answer to the last survey was given before, and another one after it.
func (t *Talk) Returns(score int, comment string) bool {
	given := slices.Index(t.said, answer{score, comment})
	return given >= 0 && t.said[len(t.said)-1] != answer{score, comment}
}

// Answer answers the last survey, if there was one.
func (w *World) Answer(t *Talk, score int, comment string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	m := t.surveyed
	if m == nil {
		return
	}
	said := map[string]any{"rating": score, "feedback_message": comment}
	m.Attributes = map[string]any{"submitted_values": map[string]any{"csat_survey_response": said}}
	t.Updated, t.said = w.Now, append(t.said, answer{score, comment})
	w.send(w.message(t, m, true), "message_updated", nil)
	for _, a := range w.answers {
		if a["message_id"] == m.ID {
			a["rating"], a["feedback_message"] = score, comment
			return
		}
	}
	w.answers = append(w.answers, map[string]any{
		"id": len(w.answers) + 1, "rating": score, "feedback_message": comment, "message_id": m.ID, "account_id": 1,
		"conversation_id": t.ID, "created_at": w.Now.Unix(), "contact": map[string]any{"id": t.Person.ID},
	})
}

// say adds a message and sends it; lines are not sent.
func (w *World) say(t *Talk, m *Message) *Message {
	w.write(t, m)
	if m.Kind != 2 {
		w.send(w.message(t, m, true), "message_created", nil)
	}
	return m
}

func (w *World) write(t *Talk, m *Message) *Message {
	w.nextID++
	m.ID, m.Created = w.nextID, w.Now
	t.Messages = append(t.Messages, m)
	t.Active, t.Updated = w.Now, w.Now
	return m
}

// line writes a line about what happened, which a queue does a little later and no webhook tells of.
func (w *World) line(t *Talk, text, status string) {
	m := &Message{Kind: 2, Type: "text", Status: "sent", Content: text}
	switch {
	case w.Language == Unknown:
		m.Content = "Keskustelu muuttui"
	case w.Language == Structured && status != "":
		m.Content = "Keskustelu muuttui"
		m.Attributes = map[string]any{"activity": map[string]any{"type": "conversation_status_changed", "status": status}}
	}
	w.Now = w.Now.Add(5 * time.Millisecond)
	w.say(t, m)
}

func (w *World) send(body map[string]any, event string, changes []any) {
	body["event"] = event
	if changes != nil {
		body["changed_attributes"] = changes
	}
	w.Webhooks = append(w.Webhooks, Webhook{encode(body), w.Now})
}

// Agent is an agent as a sender or assignee.
func Agent(id int64) map[string]any {
	return map[string]any{"id": id, "name": fmt.Sprint("Agent ", id), "email": fmt.Sprintf("a%d@example.com", id), "type": "user"}
}

func changed(before, after any) map[string]any {
	return map[string]any{"previous_value": before, "current_value": after}
}

func orNull(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func iso(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

func seconds(t time.Time) float64 { return float64(t.UnixMicro()) / 1e6 }

func encode(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	if err := e.Encode(v); err != nil {
		panic(err) // maps of plain values always encode
	}
	return strings.TrimSpace(b.String())
}
