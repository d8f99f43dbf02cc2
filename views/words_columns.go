package views

// columnWords name the columns that only those see who choose them.
type columnWords struct {
	FRTCount, ReplyCount, DurationCount term
	Surveys, Ratings, Positive          term
	Business, Calendar                  string // a time, on the clock that the filter does not name
	NewContact, AllAgents, ClosedBy     string
	InHours, Replies, LongestReply      string
	FirstContactAt, FirstResponseAt     string
	ClosedAt, Reason                    string
	ContactID, ChannelID, OwnerID       string
}

var columnsPortuguese = columnWords{
	FRTCount:      term{"1ªs respostas medidas", "De quantas conversas são a média e a mediana da 1ª resposta."},
	ReplyCount:    term{"Respostas medidas", "De quantas respostas é a média."},
	DurationCount: term{"Durações medidas", "De quantas conversas são a média e a mediana da duração."},
	Surveys:       term{"Pesquisas", "Conversas que receberam a pesquisa de satisfação."},
	Ratings:       term{"Notas", "Conversas com nota."},
	Positive:      term{"Notas 4 e 5", "Conversas com nota 4 ou 5."},
	Business:      "%s, em horário de trabalho", Calendar: "%s, corrido",
	NewContact: "Contato novo", AllAgents: "Todos os agentes", ClosedBy: "Encerrada por",
	InHours: "Início no horário", Replies: "Respostas", LongestReply: "Resposta mais longa",
	FirstContactAt: "1ª mensagem do contato", FirstResponseAt: "1ª resposta em",
	ClosedAt: "Encerrada em", Reason: "Como encerrou",
	ContactID: "Id do contato", ChannelID: "Id do canal", OwnerID: "Id do responsável",
}

var columnsSpanish = columnWords{
	FRTCount:      term{"1.as respuestas medidas", "De cuántas conversaciones son la media y la mediana de la 1.ª respuesta."},
	ReplyCount:    term{"Respuestas medidas", "De cuántas respuestas es la media."},
	DurationCount: term{"Duraciones medidas", "De cuántas conversaciones son la media y la mediana de la duración."},
	Surveys:       term{"Encuestas", "Conversaciones que recibieron la encuesta de satisfacción."},
	Ratings:       term{"Notas", "Conversaciones con nota."},
	Positive:      term{"Notas 4 y 5", "Conversaciones con nota 4 o 5."},
	Business:      "%s, en horario laboral", Calendar: "%s, corrido",
	NewContact: "Contacto nuevo", AllAgents: "Todos los agentes", ClosedBy: "Cerrada por",
	InHours: "Inicio en horario", Replies: "Respuestas", LongestReply: "Respuesta más larga",
	FirstContactAt: "1.er mensaje del contacto", FirstResponseAt: "1.ª respuesta el",
	ClosedAt: "Cerrada el", Reason: "Cómo se cerró",
	ContactID: "Id del contacto", ChannelID: "Id del canal", OwnerID: "Id del responsable",
}

var columnsEnglish = columnWords{
	FRTCount:      term{"First responses measured", "How many conversations the average and the median of the first response are over."},
	ReplyCount:    term{"Replies measured", "How many replies the average is over."},
	DurationCount: term{"Durations measured", "How many conversations the average and the median of the duration are over."},
	Surveys:       term{"Surveys", "Conversations that got the satisfaction survey."},
	Ratings:       term{"Ratings", "Conversations with a rating."},
	Positive:      term{"Ratings of 4 and 5", "Conversations rated 4 or 5."},
	Business:      "%s, working hours", Calendar: "%s, calendar",
	NewContact: "New contact", AllAgents: "All agents", ClosedBy: "Closed by",
	InHours: "Started in hours", Replies: "Replies", LongestReply: "Longest reply",
	FirstContactAt: "Contact's first message", FirstResponseAt: "First response at",
	ClosedAt: "Closed at", Reason: "How it closed",
	ContactID: "Contact id", ChannelID: "Channel id", OwnerID: "Owner id",
}
