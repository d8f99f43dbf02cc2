package source

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The fields of a table, as Options.Columns names them. A table has a row per message (at, from) or a row per
// conversation (started_at).
const (
	fieldConversation  = "conversation"
	fieldChannel       = "channel"
	fieldContact       = "contact"
	fieldContactName   = "contact_name"
	fieldContactPhone  = "contact_phone"
	fieldContactTags   = "contact_tags"
	fieldAgent         = "agent"
	fieldAgentName     = "agent_name"
	fieldAgentEmail    = "agent_email"
	fieldTags          = "tags"
	fieldOrigin        = "origin"
	fieldURL           = "url"
	fieldAt            = "at"
	fieldFrom          = "from"
	fieldKey           = "key"
	fieldStatus        = "status"
	fieldStartedAt     = "started_at"
	fieldFirstContact  = "first_contact_message_at"
	fieldFirstResponse = "first_response_at"
	fieldResponseTime  = "frt_s"
	fieldClosedAt      = "closed_at"
	fieldCloseReason   = "close_reason"
	fieldRating        = "rating"
	fieldComment       = "comment"
)

// headersOf are the headers by which the column of a field is recognised, in Portuguese, Spanish and English and as
// Relato's own files write them. They are compared by their letters and digits alone.
var headersOf = []struct {
	field   string
	headers []string
}{
	{fieldConversation, []string{"conversation_id", "conversation", "id da conversa", "conversa", "id de la conversacion", "conversacion", "protocolo", "protocol", "ticket", "ticket id", "atendimento", "id do atendimento", "thread", "chat id", "chat"}},
	{fieldChannel, []string{"channel", "canal", "inbox", "caixa de entrada", "numero do whatsapp", "linha", "linea"}},
	{fieldContact, []string{"contact_id", "id do contato", "id del contacto", "id do cliente", "id del cliente", "customer id"}},
	{fieldContactName, []string{"contact_name", "contact", "contato", "contacto", "cliente", "customer", "nome", "nombre", "name", "nome do contato", "nome do cliente", "nombre del contacto", "nombre del cliente", "customer name"}},
	{fieldContactPhone, []string{"contact_phone", "phone", "telefone", "telefono", "celular", "whatsapp", "numero", "phone number", "telefone do contato", "telefone do cliente", "telefono del contacto", "numero do contato", "numero de telefone"}},
	{fieldContactTags, []string{"contact_tags", "tags do contato", "etiquetas do contato", "etiquetas del contacto", "contact labels"}},
	{fieldAgentEmail, []string{"agent_email", "email do agente", "email do atendente", "email del agente"}},
	{fieldAgentName, []string{"agent_name", "owner_name", "nome do agente", "nome do atendente", "nombre del agente"}},
	{fieldAgent, []string{"agent", "agent_id", "agente", "atendente", "owner", "responsavel", "responsable", "assignee", "operador", "usuario", "user", "vendedor"}},
	{fieldTags, []string{"conversation_tags", "tags", "tag", "etiquetas", "etiqueta", "labels", "label", "marcadores", "assunto", "motivo", "motivo do contato", "motivo de contacto"}},
	{fieldOrigin, []string{"origin", "origem", "origen"}},
	{fieldURL, []string{"url", "link", "enlace"}},
	{fieldStartedAt, []string{"started_at", "inicio", "data de inicio", "inicio da conversa", "inicio do atendimento", "fecha de inicio", "inicio de la conversacion", "start", "start time", "abertura", "data de abertura", "aberto em", "opened at", "criado em", "creado", "conversation created at"}},
	{fieldFirstContact, []string{"first_contact_message_at", "primeira mensagem do contato", "primeira mensagem do cliente", "primer mensaje del contacto", "primer mensaje del cliente", "first contact message"}},
	{fieldFirstResponse, []string{"first_response_at", "primeira resposta", "data da primeira resposta", "primera respuesta", "first response", "first reply at"}},
	{fieldResponseTime, []string{"frt_s"}}, // of other headers nobody knows the unit
	{fieldClosedAt, []string{"closed_at", "fim", "encerramento", "data de encerramento", "encerrado em", "finalizado em", "fim do atendimento", "fechamento", "data de fechamento", "fecha de cierre", "cierre", "fin", "end", "end time", "resolved at", "closed"}},
	{fieldCloseReason, []string{"close_reason"}},
	{fieldRating, []string{"csat_rating", "rating", "nota", "avaliacao", "calificacion", "valoracion", "csat", "score"}},
	{fieldComment, []string{"csat_comment", "comentario", "comment", "comentario da avaliacao"}},
	{fieldAt, []string{"at", "data", "data hora", "data e hora", "data da mensagem", "fecha", "fecha y hora", "fecha hora", "hora", "date", "time", "datetime", "date time", "timestamp", "sent at", "enviada em", "created_at", "enviado em"}},
	{fieldFrom, []string{"from", "de", "remetente", "remitente", "sender", "sender type", "direcao", "direccion", "direction", "tipo", "type", "message type", "autor", "author"}},
	{fieldKey, []string{"key", "message_id", "id da mensagem", "id del mensaje", "mensagem id", "wamid"}},
	{fieldStatus, []string{"message_status", "status da mensagem", "estado del mensaje", "entrega", "delivery", "status", "estado"}},
}

// TableFields are the names of all fields of a table.
var TableFields = func() []string {
	names := make([]string, len(headersOf))
	for i, f := range headersOf {
		names[i] = f.field
	}
	return names
}()

// tableColumns says in which column of a table each field is.
type tableColumns map[string]int

// plainHeader is a header by what counts in it: letters without accents and digits, words with one space between them.
func plainHeader(header string) string {
	letters := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return ' '
	}, norm.NFD.String(header))
	return strings.Join(strings.Fields(letters), " ")
}

// guessColumns finds the column of each field by its header. Of two columns that could hold a field, the one whose header
// stands first in the list of headers is taken; no column holds two fields. The status of a row of a conversation is that
// of the conversation, and no field.
func guessColumns(header []string) tableColumns {
	plain := make([]string, len(header))
	for i, h := range header {
		plain[i] = plainHeader(h)
	}
	columns, taken := tableColumns{}, map[int]bool{}
	for _, f := range headersOf {
		if f.field == fieldStatus && columns.perConversation() {
			continue
		}
		for _, known := range f.headers {
			if at := slices.Index(plain, plainHeader(known)); at >= 0 && !taken[at] {
				columns[f.field], taken[at] = at, true
				break
			}
		}
	}
	return columns
}

// chooseColumns finds the columns of a table: those that are told, and by their headers the others. A field told to be in
// no column (an empty header) is left out. The columns are given also with an error, as far as they are known.
func chooseColumns(header []string, o Options) (tableColumns, error) {
	columns := guessColumns(header)
	if o.Fields != nil {
		if err := columns.place(o.Fields); err != nil {
			return columns, err
		}
		return columns, columns.check(header)
	}
	for field, name := range o.Columns {
		if !slices.Contains(TableFields, field) {
			return columns, &OptionError{"columns", fmt.Sprintf("%q is no field; fields are %s", field, listed(TableFields)), TableFields}
		}
		delete(columns, field)
		if name == "" {
			continue
		}
		at := slices.IndexFunc(header, func(h string) bool { return plainHeader(h) == plainHeader(name) })
		if at < 0 {
			return columns, &OptionError{"columns", fmt.Sprintf("there is no column %q; the columns are %s", name, listed(header)), header}
		}
		for other, column := range columns {
			if _, alsoTold := o.Columns[other]; column == at && !alsoTold {
				delete(columns, other)
			}
		}
		columns[field] = at
	}
	return columns, columns.check(header)
}

// place puts fields into the first columns, one each, whatever their headers say.
func (c tableColumns) place(fields []string) error {
	maps.DeleteFunc(c, func(_ string, at int) bool { return at < len(fields) })
	for at, field := range fields {
		switch before, there := c[field]; {
		case field == "":
		case !slices.Contains(TableFields, field):
			return &OptionError{"columns", fmt.Sprintf("%q is no field; fields are %s", field, listed(TableFields)), TableFields}
		case there && before < len(fields):
			return &OptionError{"columns", fmt.Sprintf("two columns cannot both be %s", field), nil}
		default:
			c[field] = at
		}
	}
	return nil
}

// perConversation tells whether a row is a conversation, not a message.
func (c tableColumns) perConversation() bool {
	_, starts := c[fieldStartedAt]
	_, from := c[fieldFrom]
	return starts && !from
}

// check tells what a table lacks to be understood.
func (c tableColumns) check(header []string) error {
	has := func(fields ...string) bool {
		return slices.ContainsFunc(fields, func(f string) bool { _, there := c[f]; return there })
	}
	switch {
	case !c.perConversation() && !(has(fieldAt) && has(fieldFrom)):
		return &OptionError{"columns", fmt.Sprintf("the columns %s do not tell when and by whom messages were sent, nor when conversations "+
			"started; say which do, like --columns \"at=…,from=…\" for a row per message or --columns \"started_at=…\" for a row per conversation",
			listed(header)), header}
	case !has(fieldConversation, fieldContact, fieldContactPhone, fieldContactName):
		return &OptionError{"columns", fmt.Sprintf("no column of %s tells conversations or contacts apart; say which does, like "+
			"--columns \"conversation=…\" or --columns \"contact_phone=…\"", listed(header)), header}
	}
	return nil
}
