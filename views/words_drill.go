package views

// drillWords name the conditions by which a figure leads to what it counts.
type drillWords struct {
	Period, ClosedIn, Started, Closed, Weekday, Hour string
	Owner, Responder, Surveyed, Participants         string
	Shared, Contact, New, Has, Lacks                 string
	Nor                                              string // between what is lacking
	FRT, FRTBusiness, Reply, ReplyBusiness           string
	Duration, DurationBusiness, Survey               string
	Between, AtLeast, Below                          string // durations, or moments
	BusinessTime                                     string
	LeftOut, ByOthers                                string // by the other filters
}

var drillPortuguese = drillWords{
	Period: "Período", ClosedIn: "de encerramento", Started: "Início", Closed: "Encerramento", Weekday: "Dia da semana", Hour: "Hora do início",
	Owner: "Responsável", Responder: "Primeira resposta de", Surveyed: "Pesquisa de", Participants: "Participantes",
	Shared: "mais de um", Contact: "Contato", New: "novo", Has: "Com", Lacks: "Sem", Nor: " nem ",
	FRT: "primeira resposta", FRTBusiness: "primeira resposta em horário de trabalho", Reply: "resposta", ReplyBusiness: "resposta em horário de trabalho",
	Duration: "duração", DurationBusiness: "duração em horário de trabalho", Survey: "pesquisa de satisfação",
	Between: "%s a %s", AtLeast: "a partir de %s", Below: "até %s", BusinessTime: "horário de trabalho",
	LeftOut: "Não entram no cálculo", ByOthers: "pelos outros filtros",
}

var drillSpanish = drillWords{
	Period: "Período", ClosedIn: "de cierre", Started: "Inicio", Closed: "Cierre", Weekday: "Día de la semana", Hour: "Hora de inicio",
	Owner: "Responsable", Responder: "Primera respuesta de", Surveyed: "Encuesta de", Participants: "Participantes",
	Shared: "más de uno", Contact: "Contacto", New: "nuevo", Has: "Con", Lacks: "Sin", Nor: " ni ",
	FRT: "primera respuesta", FRTBusiness: "primera respuesta en horario laboral", Reply: "respuesta", ReplyBusiness: "respuesta en horario laboral",
	Duration: "duración", DurationBusiness: "duración en horario laboral", Survey: "encuesta de satisfacción",
	Between: "%s a %s", AtLeast: "desde %s", Below: "hasta %s", BusinessTime: "horario laboral",
	LeftOut: "No entran en el cálculo", ByOthers: "por los demás filtros",
}

var drillEnglish = drillWords{
	Period: "Period", ClosedIn: "of closing", Started: "Start", Closed: "Close", Weekday: "Weekday", Hour: "Hour of start",
	Owner: "Owner", Responder: "First response by", Surveyed: "Survey of", Participants: "Participants",
	Shared: "more than one", Contact: "Contact", New: "new", Has: "With", Lacks: "Without", Nor: " or ",
	FRT: "first response", FRTBusiness: "first response in working hours", Reply: "reply", ReplyBusiness: "reply in working hours",
	Duration: "duration", DurationBusiness: "duration in working hours", Survey: "satisfaction survey",
	Between: "%s to %s", AtLeast: "from %s", Below: "until %s", BusinessTime: "working hours",
	LeftOut: "Left out", ByOthers: "by the other filters",
}
