package source

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"relato/conversation"
)

// tableRow is one row on its way to items. The first bad cell stays in err.
type tableRow struct {
	*table
	cells []string
	items []conversation.Item // what it says besides its events
	err   error
}

func (r *tableRow) cell(field string) string { return r.columns.cell(r.cells, field) }

func (r *tableRow) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// time is the instant in a cell; ok is false where the cell is empty.
func (r *tableRow) time(field string) (at int64, ok bool) {
	s := r.cell(field)
	if s == "" {
		return 0, false
	}
	at, err := r.clock.instant(field, s)
	if err != nil {
		r.fail(err)
	}
	return at, err == nil
}

// needTime is the instant in a cell that must have one.
func (r *tableRow) needTime(field string) int64 {
	at, ok := r.time(field)
	if !ok {
		r.fail(&CellError{NoTime, field, ""})
	}
	return at
}

// The senders as tables name them.
var senderNames = []struct {
	sender conversation.Sender
	names  []string
}{
	{conversation.FromContact, []string{"contact", "contato", "contacto", "customer", "client", "cliente", "in", "inbound", "incoming", "received", "recebida", "recebido", "entrada", "entrante", "recibido", "recibida", "user message", "consumer"}},
	{conversation.FromAgent, []string{"agent", "agente", "atendente", "operador", "operator", "out", "outbound", "outgoing", "sent", "enviada", "enviado", "saida", "saliente", "human", "humano", "empresa", "business", "company", "vendedor"}},
	{conversation.FromFlow, []string{"flow", "fluxo", "flujo", "bot", "chatbot", "robo", "robot", "automation", "automacao", "automatizacion", "automatico", "sistema", "system", "template", "campaign", "campanha", "campana"}},
}

// sender tells who wrote a message. A cell that names an agent of the table means that agent.
func (r *tableRow) sender() conversation.Sender {
	name := plainHeader(r.cell(fieldFrom))
	for _, s := range senderNames {
		if slices.Contains(s.names, name) {
			return s.sender
		}
	}
	r.fail(&CellError{NoSender, fieldFrom, short(r.cell(fieldFrom))})
	return conversation.NoSender
}

// message is a row that holds a message.
func (r *tableRow) message() conversation.ThreadEvents {
	at := r.needTime(fieldAt)
	e := conversation.Event{Kind: conversation.Message, At: at, From: r.sender(), Key: r.cell(fieldKey), Own: r.delivery()}
	if e.From == conversation.FromAgent {
		e.Agent = r.agent()
	}
	t := r.thread(at, conversation.Inactivity)
	if e.Key == "" {
		e.Key = r.keyOf(t.ID, e)
	}
	return conversation.ThreadEvents{Thread: t, Events: append([]conversation.Event{e}, r.tags(at)...)}
}

// keyOf is the key of a message that has none: the same in every export, and another one for each of two messages of the
// same second.
func (r *tableRow) keyOf(thread string, e conversation.Event) string {
	key := e.DefaultKey()
	id := thread + "\x00" + key
	n := r.repeated[id]
	r.repeated[id] = n + 1
	if n == 0 {
		return key
	}
	return key + ":" + strconv.Itoa(n+1)
}

// deliveryNames are what tables call what became of a message.
var deliveryNames = map[string]conversation.Delivery{
	"sent": conversation.Sent, "enviada": conversation.Sent, "enviado": conversation.Sent,
	"delivered": conversation.Delivered, "entregue": conversation.Delivered, "entregado": conversation.Delivered, "entregada": conversation.Delivered,
	"read": conversation.Read, "lida": conversation.Read, "lido": conversation.Read, "leido": conversation.Read, "leida": conversation.Read,
	"failed": conversation.Failed, "falhou": conversation.Failed, "falha": conversation.Failed, "erro": conversation.Failed,
	"fallido": conversation.Failed, "fallo": conversation.Failed, "error": conversation.Failed,
}

// delivery is what became of a message; words that are not known say nothing.
func (r *tableRow) delivery() conversation.Delivery {
	return deliveryNames[plainHeader(r.cell(fieldStatus))]
}

// conversation is a row that holds a conversation.
func (r *tableRow) conversation() conversation.ThreadEvents {
	at := r.needTime(fieldStartedAt)
	lifecycle := conversation.Inactivity
	if _, closes := r.columns[fieldClosedAt]; closes {
		lifecycle = conversation.Explicit
	}
	t := conversation.ThreadEvents{Thread: r.thread(at, lifecycle)}
	add := func(e conversation.Event) { t.Events = append(t.Events, e) }
	if origin := r.cell(fieldOrigin); origin != "" {
		t.Origin = originNamed(strings.ToLower(origin))
	}
	add(conversation.Event{Kind: conversation.Open, At: at, Key: "open"})
	agent := r.agent()
	if agent != "" {
		add(conversation.Event{Kind: conversation.Assign, At: at, Key: "assign", Agent: agent})
	}
	t.Events = append(t.Events, r.tags(at)...)
	t.Events = append(t.Events, r.firstResponse(at, t.Origin, agent)...)
	last := at
	closed, isClosed := r.time(fieldClosedAt)
	if isClosed {
		r.notBefore(fieldClosedAt, closed, at)
		last = closed
	}
	if score := r.score(); score > 0 {
		add(conversation.Event{Kind: conversation.Survey, At: last, Key: "survey"})
		add(conversation.Event{Kind: conversation.Rating, At: last, Key: "rating", Score: score, Comment: r.cell(fieldComment)})
	}
	if isClosed {
		add(r.close(closed, agent))
	}
	return t
}

// close ends a row's conversation, by its agent unless the row says that a flow or a program did. Silence is not taken
// for the reason: the conversation would end with its last message, which no row of a conversation tells.
func (r *tableRow) close(at int64, agent string) conversation.Event {
	e := conversation.Event{Kind: conversation.Close, At: at, Key: "close", Agent: agent}
	for _, reason := range []conversation.Reason{conversation.ByFlow, conversation.ByAPI} {
		if plainHeader(r.cell(fieldCloseReason)) == reason.String() {
			e.Reason, e.Agent = reason, ""
		}
	}
	return e
}

// firstResponse are the contact's first message and the response to it, as far as the row tells of them, and the handoff
// from which on a response that was faster than since that message was waited for.
func (r *tableRow) firstResponse(start int64, origin conversation.Origin, agent string) []conversation.Event {
	answered, isAnswered := r.time(fieldFirstResponse)
	if isAnswered {
		r.notBefore(fieldFirstResponse, answered, start)
	}
	asked, isAsked := r.firstContact(start, origin, isAnswered)
	// At the same millisecond the keys would put the response before what it answers.
	before := func(at int64) (seq int64) {
		if isAnswered && at == answered {
			return -1
		}
		return 0
	}
	var events []conversation.Event
	if isAsked {
		events = append(events, conversation.Event{
			Kind: conversation.Message, At: asked, Seq: before(asked), Key: "start", From: conversation.FromContact,
		})
	}
	if since, told := r.waitedSince(answered); isAsked && isAnswered && told && asked < since {
		events = append(events, conversation.Event{Kind: conversation.Handoff, At: since, Seq: before(since), Key: "handoff"})
	}
	if isAnswered {
		events = append(events, conversation.Event{
			Kind: conversation.Message, At: answered, Key: "first-response", From: conversation.FromAgent, Agent: agent,
		})
	}
	return events
}

// firstContact is when the contact first wrote. Where no cell tells, a conversation that the contact started tells it, and
// so does a first response, which answers something; but what an agent started may have that agent's first message there.
func (r *tableRow) firstContact(start int64, origin conversation.Origin, answered bool) (at int64, ok bool) {
	if at, ok = r.time(fieldFirstContact); ok {
		r.notBefore(fieldFirstContact, at, start)
		return at, true
	}
	return start, origin == conversation.Inbound || answered && origin != conversation.Inbox
}

// waitedSince is when the clock of the first response started, by how long that took; ok is false where no cell tells
// that in seconds.
func (r *tableRow) waitedSince(answered int64) (at int64, ok bool) {
	seconds, err := strconv.ParseInt(r.cell(fieldResponseTime), 10, 64)
	if err != nil || seconds < 0 || seconds > answered/1000 {
		return 0, false
	}
	return answered - seconds*1000, true
}

func (r *tableRow) notBefore(field string, at, start int64) {
	if at < start {
		r.fail(&CellError{BeforeStart, field, short(r.cell(field))})
	}
}

// score is the rating; 0 = none.
func (r *tableRow) score() int {
	s := r.cell(fieldRating)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSuffix(s, ".0"), ",0"))
	if err != nil || n < 1 || n > 5 {
		r.fail(&CellError{NoScore, fieldRating, short(s)})
		return 0
	}
	return n
}

// tags are the events by which a row's tags are on its conversation.
func (r *tableRow) tags(at int64) []conversation.Event {
	var events []conversation.Event
	for _, tag := range splitTags(r.cell(fieldTags)) {
		events = append(events, conversation.Event{Kind: conversation.Tag, At: at, Key: "tag:" + tag, Tag: tag})
	}
	return events
}

// splitTags reads a list of tags, as Relato's own files write it or with commas or semicolons.
func splitTags(cell string) []string {
	mark := ","
	for _, m := range []string{"|", ";"} {
		if strings.Contains(cell, m) {
			mark = m
			break
		}
	}
	cell = strings.ReplaceAll(cell, `\|`, "\x00")
	var tags []string
	for tag := range strings.SplitSeq(cell, mark) {
		tag = norm.NFC.String(strings.TrimSpace(strings.ReplaceAll(tag, "\x00", "|")))
		if tag != "" && tag != reserved && !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}

// agent is the id of the row's agent, of whom it says what is new; empty = nobody.
func (r *tableRow) agent() string {
	email, name := r.cell(fieldAgentEmail), r.cell(fieldAgentName)
	id := r.cell(fieldAgent)
	for _, other := range []string{email, name} {
		if id == "" {
			id = other
		}
	}
	if id == "" || id == reserved {
		return ""
	}
	if email == "" && strings.Contains(id, "@") {
		email = id
	}
	if name == "" {
		name = id
	}
	if r.news("agent", id, name+"\x00"+email) {
		line := conversation.AgentLine{ID: id, Name: &name}
		if email != "" {
			line.Email = &email
		}
		r.items = append(r.items, line)
	}
	return id
}

// thread is the thread of a row, with what is new of its channel and contact. Ids that are unique only within the table
// say so.
func (r *tableRow) thread(at int64, lifecycle conversation.Lifecycle) conversation.Thread {
	t := conversation.Thread{Channel: r.channel, Contact: r.contact(at), Lifecycle: lifecycle, URL: r.cell(fieldURL)}
	if name := r.cell(fieldChannel); name != "" {
		t.Channel = name
		if r.news("channel", name, name) {
			r.items = append(r.items, conversation.ChannelLine{ID: name, Name: &name})
		}
	}
	id := r.cell(fieldConversation)
	switch {
	case id != "":
	case t.Contact == "":
		r.fail(&CellError{Problem: NoIdentity})
	case r.columns.perConversation(): // each row is another conversation, also of the same contact
		id = t.Contact + ":" + time.UnixMilli(at).UTC().Format(time.RFC3339)
	default:
		id = t.Contact
	}
	t.ID = strings.ReplaceAll("csv:"+t.Channel+":"+id, "~", "-")
	return t
}

// contact is the id of a row's contact, of whom it says what is new.
func (r *tableRow) contact(at int64) string {
	name, phone := r.cell(fieldContactName), r.cell(fieldContactPhone)
	id := r.cell(fieldContact)
	switch {
	case id != "":
		id = "csv:" + id
	case phone != "":
		id = contactID(phone)
	case name != "":
		id = "csv:" + name
	default:
		return ""
	}
	line := conversation.ContactLine{ID: id, At: at}
	if name != "" {
		line.Name = &name
	}
	if phone != "" {
		line.Phone = &phone
	}
	if _, there := r.columns[fieldContactTags]; there {
		tags := splitTags(r.cell(fieldContactTags))
		line.Tags = &tags
	}
	if r.news("contact", id, name+"\x00"+phone+"\x00"+r.cell(fieldContactTags)) {
		r.items = append(r.items, line)
	}
	return id
}

// news tells whether a row says something of an agent, channel or contact that the row before it about them did not.
func (r *tableRow) news(kind, id, what string) bool {
	key := kind + "\x00" + id
	if before, known := r.said[key]; known && before == what {
		return false
	}
	r.said[key] = what
	return true
}
