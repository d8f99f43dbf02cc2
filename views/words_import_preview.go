package views

// previewWords are the words of how a table would be read.
type previewWords struct {
	Title                                    term // with the file
	Rows, PerMessage, PerConversation        string
	Delimiter, Encoding                      string
	Comma, Semicolon, Tab, Bar               string
	Zone, ZoneHint                           string
	Order, OrderTold, OrderFrom              string // OrderFrom with the order that the dates tell
	Column                                   string // number, header
	Unused                                   string
	Line, First                              string // First names the table
	ReadAs, FromContact, FromAgent, FromFlow string // ReadAs with what a cell is read as
	NotRead, AllRead                         string
	More                                     plural
	AskColumns, AskTwice, AskZone, AskOrder  string
	Again, Import                            string
	Empty, NoRows                            string
	Fields                                   previewFieldWords
	Rejected                                 rejectedWords
}

// previewFieldWords are what a column can hold.
type previewFieldWords struct {
	Conversation, Channel, Contact, ContactName, ContactPhone, ContactTags string
	Agent, AgentName, AgentEmail, Tags, Origin, URL                        string
	At, From, Key, Status                                                  string
	StartedAt, FirstContact, FirstResponse, ResponseTime, ClosedAt         string
	CloseReason, Rating, Comment                                           string
}

// of is what a field of a table is called; the field itself where it has no name.
func (w previewFieldWords) of(field string) string {
	name, known := map[string]string{
		"conversation": w.Conversation, "channel": w.Channel, "contact": w.Contact, "contact_name": w.ContactName,
		"contact_phone": w.ContactPhone, "contact_tags": w.ContactTags, "agent": w.Agent, "agent_name": w.AgentName,
		"agent_email": w.AgentEmail, "tags": w.Tags, "origin": w.Origin, "url": w.URL, "at": w.At, "from": w.From, "key": w.Key,
		"status": w.Status, "started_at": w.StartedAt, "first_contact_message_at": w.FirstContact,
		"first_response_at": w.FirstResponse, "frt_s": w.ResponseTime, "closed_at": w.ClosedAt,
		"close_reason": w.CloseReason, "rating": w.Rating, "comment": w.Comment,
	}[field]
	if !known {
		return field
	}
	return name
}

var previewPortuguese = previewWords{
	Title: term{"Confira antes de importar", "Assim seriam lidas as primeiras linhas de %s. Nada foi gravado ainda."},
	Rows:  "Cada linha é", PerMessage: "uma mensagem", PerConversation: "uma conversa",
	Delimiter: "Separador", Encoding: "Codificação", Comma: "vírgula", Semicolon: "ponto e vírgula", Tab: "tabulação", Bar: "barra vertical",
	Zone: "Fuso horário dos horários", ZoneHint: "Os horários do arquivo não têm fuso; os que aparecem sob eles são os da conta.",
	Order: "Ordem das datas", OrderTold: "como as datas mostram", OrderFrom: "como as datas mostram: %s",
	Column: "Coluna %s: %s", Unused: "não usada", Line: "Linha", First: "Primeiras linhas do arquivo",
	ReadAs: "lido como %s", FromContact: "contato", FromAgent: "agente", FromFlow: "fluxo",
	NotRead: "Linhas que seriam recusadas", AllRead: "Todas as linhas mostradas podem ser lidas.",
	More:       plural{"Há mais %s coluna, lida pelo seu título.", "Há mais %s colunas, lidas pelos seus títulos."},
	AskColumns: "Estas colunas não bastam. Diga qual tem a data e qual diz quem escreveu, ou qual tem o início da conversa; e ao menos uma que diga de qual conversa ou contato é a linha.",
	AskTwice:   "Duas colunas não podem ter o mesmo campo.", AskZone: "Diga em que fuso estão os horários do arquivo.",
	AskOrder: "As datas podem ser lidas de mais de um jeito. Diga em que ordem estão.",
	Again:    "Atualizar a prévia", Import: "Importar assim",
	Empty: "O arquivo está vazio.", NoRows: "O arquivo tem só o cabeçalho: não há linhas abaixo dele.",
	Rejected: rejectedPortuguese,
	Fields: previewFieldWords{
		Conversation: "Conversa: id ou número", Channel: "Canal", Contact: "Contato: id", ContactName: "Contato: nome", ContactPhone: "Contato: telefone",
		ContactTags: "Contato: tags", Agent: "Agente", AgentName: "Agente: nome", AgentEmail: "Agente: e-mail", Tags: "Tags da conversa", Origin: "Origem",
		URL: "Link da conversa", At: "Mensagem: data e hora", From: "Mensagem: quem escreveu", Key: "Mensagem: id", Status: "Mensagem: entrega",
		StartedAt: "Conversa: início", FirstContact: "Conversa: primeira mensagem do contato", FirstResponse: "Conversa: primeira resposta",
		ResponseTime: "Conversa: tempo da primeira resposta, em segundos", ClosedAt: "Conversa: encerramento",
		CloseReason: "Conversa: motivo do encerramento", Rating: "Nota, de 1 a 5",
		Comment: "Comentário da nota",
	},
}

var previewSpanish = previewWords{
	Title: term{"Revise antes de importar", "Así se leerían las primeras filas de %s. Todavía no se guardó nada."},
	Rows:  "Cada fila es", PerMessage: "un mensaje", PerConversation: "una conversación",
	Delimiter: "Separador", Encoding: "Codificación", Comma: "coma", Semicolon: "punto y coma", Tab: "tabulación", Bar: "barra vertical",
	Zone: "Zona horaria de las horas", ZoneHint: "Las horas del archivo no tienen zona; las que aparecen debajo de ellas son las de la cuenta.",
	Order: "Orden de las fechas", OrderTold: "como muestran las fechas", OrderFrom: "como muestran las fechas: %s",
	Column: "Columna %s: %s", Unused: "no se usa", Line: "Línea", First: "Primeras filas del archivo",
	ReadAs: "leído como %s", FromContact: "contacto", FromAgent: "agente", FromFlow: "flujo",
	NotRead: "Filas que se rechazarían", AllRead: "Todas las filas mostradas se pueden leer.",
	More:       plural{"Hay %s columna más, que se lee por su título.", "Hay %s columnas más, que se leen por sus títulos."},
	AskColumns: "Estas columnas no bastan. Diga cuál tiene la fecha y cuál dice quién escribió, o cuál tiene el inicio de la conversación; y al menos una que diga de qué conversación o contacto es la fila.",
	AskTwice:   "Dos columnas no pueden tener el mismo campo.", AskZone: "Diga en qué zona están las horas del archivo.",
	AskOrder: "Las fechas se pueden leer de más de una manera. Diga en qué orden están.",
	Again:    "Actualizar la vista previa", Import: "Importar así",
	Empty: "El archivo está vacío.", NoRows: "El archivo solo tiene el encabezado: no hay filas debajo.",
	Rejected: rejectedSpanish,
	Fields: previewFieldWords{
		Conversation: "Conversación: id o número", Channel: "Canal", Contact: "Contacto: id", ContactName: "Contacto: nombre", ContactPhone: "Contacto: teléfono",
		ContactTags: "Contacto: etiquetas", Agent: "Agente", AgentName: "Agente: nombre", AgentEmail: "Agente: correo", Tags: "Etiquetas de la conversación", Origin: "Origen",
		URL: "Enlace de la conversación", At: "Mensaje: fecha y hora", From: "Mensaje: quién escribió", Key: "Mensaje: id", Status: "Mensaje: entrega",
		StartedAt: "Conversación: inicio", FirstContact: "Conversación: primer mensaje del contacto", FirstResponse: "Conversación: primera respuesta",
		ResponseTime: "Conversación: tiempo de la primera respuesta, en segundos", ClosedAt: "Conversación: cierre",
		CloseReason: "Conversación: motivo del cierre", Rating: "Nota, de 1 a 5",
		Comment: "Comentario de la nota",
	},
}

var previewEnglish = previewWords{
	Title: term{"Check before importing", "This is how the first rows of %s would be read. Nothing is stored yet."},
	Rows:  "Each row is", PerMessage: "a message", PerConversation: "a conversation",
	Delimiter: "Delimiter", Encoding: "Encoding", Comma: "comma", Semicolon: "semicolon", Tab: "tab", Bar: "vertical bar",
	Zone: "Time zone of the times", ZoneHint: "The times in the file have no zone; those below them are in the account's.",
	Order: "Order of dates", OrderTold: "as the dates tell", OrderFrom: "as the dates tell: %s",
	Column: "Column %s: %s", Unused: "not used", Line: "Line", First: "First rows of the file",
	ReadAs: "read as %s", FromContact: "contact", FromAgent: "agent", FromFlow: "flow",
	NotRead: "Rows that would be rejected", AllRead: "All rows shown can be read.",
	More:       plural{"There is %s more column, read by its header.", "There are %s more columns, read by their headers."},
	AskColumns: "These columns are not enough. Say which has the date and which says who wrote, or which has the start of the conversation; and at least one that tells whose conversation or contact the row is.",
	AskTwice:   "Two columns cannot be the same field.", AskZone: "Say in which time zone the times of the file are.",
	AskOrder: "The dates can be read in more than one way. Say in which order they are.",
	Again:    "Update the preview", Import: "Import like this",
	Empty: "The file is empty.", NoRows: "The file has a header only: there are no rows below it.",
	Rejected: rejectedEnglish,
	Fields: previewFieldWords{
		Conversation: "Conversation: id or number", Channel: "Channel", Contact: "Contact: id", ContactName: "Contact: name", ContactPhone: "Contact: phone",
		ContactTags: "Contact: tags", Agent: "Agent", AgentName: "Agent: name", AgentEmail: "Agent: email", Tags: "Tags of the conversation", Origin: "Source",
		URL: "Link to the conversation", At: "Message: date and time", From: "Message: who wrote", Key: "Message: id", Status: "Message: delivery",
		StartedAt: "Conversation: start", FirstContact: "Conversation: contact's first message", FirstResponse: "Conversation: first reply",
		ResponseTime: "Conversation: first response time, in seconds", ClosedAt: "Conversation: close",
		CloseReason: "Conversation: reason of the close", Rating: "Rating, 1 to 5",
		Comment: "Comment of the rating",
	},
}
