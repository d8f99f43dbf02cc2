package chatwoot

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// talk is a conversation as JSON: in a webhook, or over REST.
func (w *World) talk(t *Talk, webhook bool) map[string]any {
	meta := map[string]any{"sender": map[string]any{"id": t.Person.ID, "name": t.Person.Name, "phone_number": "+" + t.Person.Phone}, "channel": t.Channel}
	if t.Assignee != 0 {
		meta["assignee"], meta["assignee_type"] = Agent(t.Assignee), "User"
	}
	v := map[string]any{
		"id": t.ID, "inbox_id": t.Inbox, "status": t.Status, "labels": orEmpty(t.Labels), "meta": meta, "custom_attributes": map[string]any{},
		"additional_attributes": map[string]any{}, "created_at": t.Created.Unix(), "updated_at": seconds(t.Updated),
		"last_activity_at": t.Active.Unix(), "timestamp": t.Active.Unix(), "messages": []any{},
	}
	if webhook {
		v["channel"] = t.Channel
		v["contact_inbox"] = map[string]any{"contact_id": t.Person.ID, "inbox_id": t.Inbox, "source_id": t.Person.Phone}
		return v
	}
	v["account_id"], v["uuid"] = 1, strconv.FormatInt(t.ID, 10)
	if n := len(t.Messages); n > 0 {
		last := w.message(t, t.Messages[n-1], false)
		last["updated_at"] = iso(t.Messages[n-1].Created)
		v["messages"] = []any{last}
	}
	return v
}

// message is a message as JSON: in a webhook, or over REST.
func (w *World) message(t *Talk, m *Message, webhook bool) map[string]any {
	attributes := m.Attributes
	if attributes == nil {
		attributes = map[string]any{}
	}
	v := map[string]any{
		"id": m.ID, "content": m.Content, "content_type": m.Type, "content_attributes": attributes, "private": m.Private,
		"status": m.Status, "source_id": nil,
	}
	if m.Sender != nil {
		v["sender"] = m.Sender
	}
	if webhook {
		v["message_type"] = []string{"incoming", "outgoing", "activity", "template"}[m.Kind]
		v["created_at"], v["account"], v["inbox"] = iso(m.Created), map[string]any{"id": 1}, map[string]any{"id": t.Inbox, "name": "WhatsApp"}
		v["conversation"] = w.talk(t, true)
		return v
	}
	v["message_type"], v["created_at"], v["conversation_id"], v["inbox_id"] = m.Kind, m.Created.Unix(), t.ID, t.Inbox
	return v
}

// List is the answer to the list of conversations.
func (w *World) List(page, pageSize int, within time.Duration) string {
	all := slices.Clone(w.talks)
	slices.SortStableFunc(all, func(a, b *Talk) int {
		return cmp.Or(b.Active.Compare(a.Active), cmp.Compare(b.ID, a.ID))
	})
	total := len(all)
	switch {
	case within > 0:
		all = slices.DeleteFunc(all, func(t *Talk) bool { return !t.Updated.After(w.Now.Add(-within)) })
	default:
		from := min(len(all), (page-1)*pageSize)
		all = all[from:min(len(all), from+pageSize)]
	}
	rows := make([]any, len(all))
	for i, t := range all {
		rows[i] = w.talk(t, false)
	}
	return encode(map[string]any{"data": map[string]any{"meta": map[string]any{"all_count": total}, "payload": rows}})
}

// One is the answer to a question for one conversation.
func (w *World) One(t *Talk) string { return encode(w.talk(t, false)) }

// Lines is the answer to a question for messages: the next 100 after one, the 20 before one, else the latest 20. A
// negative number is not given.
func (w *World) Lines(t *Talk, after, before int64) string {
	all := slices.Clone(t.Messages)
	switch {
	case after >= 0:
		all = slices.DeleteFunc(all, func(m *Message) bool { return m.ID <= after })
		all = all[:min(100, len(all))]
	default:
		all = slices.DeleteFunc(all, func(m *Message) bool { return before >= 0 && m.ID >= before })
		all = all[max(0, len(all)-20):]
	}
	rows := make([]any, len(all))
	for i, m := range all {
		rows[i] = w.message(t, m, false)
	}
	return encode(map[string]any{"meta": map[string]any{"labels": orEmpty(t.Labels)}, "payload": rows})
}

// Contact is the answer to a question for a contact.
func (w *World) Contact(p *Person) string {
	return encode(map[string]any{"payload": map[string]any{
		"id": p.ID, "name": p.Name, "phone_number": "+" + p.Phone,
		"contact_inboxes": []any{map[string]any{"source_id": p.Phone, "inbox": map[string]any{"id": 2, "name": "WhatsApp", "channel_type": "Channel::Whatsapp"}}},
	}})
}

// Answers is a page of the answers to surveys, the latest first.
func (w *World) Answers(page int, since int64) string {
	rows := []any{}
	for _, a := range slices.Backward(w.answers) {
		if a["created_at"].(int64) >= since {
			rows = append(rows, a)
		}
	}
	from := min(len(rows), (page-1)*25)
	return encode(rows[from:min(len(rows), from+25)])
}

// Server answers like the REST API of a World.
type Server struct {
	World    *World
	Token    string
	Delay    time.Duration // of every answer
	PageSize int           // 0 = 25

	// Before, if it is not nil, may answer in the place of the World.
	Before func(http.ResponseWriter, *http.Request) (answered bool)
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	time.Sleep(s.Delay)
	if s.Before != nil && s.Before(w, r) {
		return
	}
	rest, ok := strings.CutPrefix(r.URL.Path, "/api/v1/accounts/1/")
	switch {
	case r.Header.Get("Api_access_token") != s.Token:
		http.Error(w, `{"error":"Invalid Access Token"}`, http.StatusUnauthorized)
	case !ok || r.Method != http.MethodGet:
		http.NotFound(w, r)
	default:
		s.World.mu.Lock()
		body := s.answer(strings.Split(rest, "/"), r)
		s.World.mu.Unlock()
		if body == "" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = w.Write([]byte(body))
	}
}

func (s *Server) answer(path []string, r *http.Request) string {
	number := func(name string) int64 {
		n, _ := strconv.ParseInt(r.FormValue(name), 10, 64)
		return n
	}
	page := max(1, int(number("page")))
	var id int64
	if len(path) > 1 {
		id, _ = strconv.ParseInt(path[1], 10, 64)
	}
	person := s.World.People[id]
	var talk *Talk
	if i := slices.IndexFunc(s.World.talks, func(t *Talk) bool { return t.ID == id }); i >= 0 {
		talk = s.World.talks[i]
	}
	switch {
	case path[0] == "agents":
		return encode([]any{Agent(7), Agent(8)})
	case path[0] == "inboxes":
		return encode(map[string]any{"payload": []any{map[string]any{"id": 2, "name": "WhatsApp", "channel_type": "Channel::Whatsapp", "phone_number": "+551130001000"},
			map[string]any{"id": 3, "name": "Site", "channel_type": "Channel::WebWidget"}}})
	case path[0] == "csat_survey_responses":
		return s.World.Answers(page, number("since"))
	case path[0] == "conversations" && len(path) == 1:
		if r.FormValue("status") != "all" || r.FormValue("assignee_type") != "all" {
			return encode(map[string]any{"data": map[string]any{"meta": map[string]any{}, "payload": []any{}}})
		}
		return s.World.List(page, cmp.Or(s.PageSize, 25), time.Duration(number("updated_within"))*time.Second)
	case path[0] == "conversations" && talk != nil && len(path) == 2:
		return s.World.One(talk)
	case path[0] == "conversations" && talk != nil && path[2] == "messages":
		given := func(name string) int64 {
			if r.FormValue(name) == "" {
				return -1
			}
			return number(name)
		}
		return s.World.Lines(talk, given("after"), given("before"))
	case path[0] == "contacts" && person != nil && len(path) == 2:
		return s.World.Contact(person)
	case path[0] == "contacts" && person != nil && path[2] == "labels":
		return encode(map[string]any{"payload": orEmpty(person.Labels)})
	}
	return ""
}

// Delete removes a conversation, as an administrator may.
func (w *World) Delete(t *Talk) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.talks = slices.DeleteFunc(w.talks, func(other *Talk) bool { return other == t })
}

// Edit does something to the World while nobody is answered.
func (w *World) Edit(do func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	do()
}
