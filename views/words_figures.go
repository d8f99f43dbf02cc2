package views

// figureWords say of a figure what it was measured on, and what was left out.
type figureWords struct {
	Measured                          string
	NoAnswer, OutsideHours, NoEnd     string
	Rated, Unrated, NoSurvey          string
	Matching, InPeriod, OtherwiseLeft string
	Known                             string
}

var figuresPortuguese = figureWords{
	Measured: "Medidas",
	NoAnswer: "Não entram no cálculo: sem resposta de agente", OutsideHours: "Não entram no cálculo: inteiras fora do horário",
	NoEnd: "Não entram no cálculo: abertas, ou encerradas por inatividade sem resposta",
	Rated: "Com nota", Unrated: "Não entram no cálculo: pesquisa sem nota", NoSurvey: "Não entram no cálculo: sem pesquisa",
	Matching: "Com estes filtros", InPeriod: "No período, sem filtro algum", OtherwiseLeft: "Não entram no cálculo: pelos filtros",
	Known: "Que já tinham conversado antes",
}

var figuresSpanish = figureWords{
	Measured: "Medidas",
	NoAnswer: "No entran en el cálculo: sin respuesta de agente", OutsideHours: "No entran en el cálculo: enteras fuera de horario",
	NoEnd: "No entran en el cálculo: abiertas, o cerradas por inactividad sin respuesta",
	Rated: "Con nota", Unrated: "No entran en el cálculo: encuesta sin nota", NoSurvey: "No entran en el cálculo: sin encuesta",
	Matching: "Con estos filtros", InPeriod: "En el período, sin ningún filtro", OtherwiseLeft: "No entran en el cálculo: por los filtros",
	Known: "Que ya habían conversado antes",
}

var figuresEnglish = figureWords{
	Measured: "Measured",
	NoAnswer: "Left out: no agent's response", OutsideHours: "Left out: wholly outside hours",
	NoEnd: "Left out: open, or closed by silence without an answer",
	Rated: "Rated", Unrated: "Left out: survey without a rating", NoSurvey: "Left out: no survey",
	Matching: "With these filters", InPeriod: "In the period, without any filter", OtherwiseLeft: "Left out: by the filters",
	Known: "Who had written before",
}
