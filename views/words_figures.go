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
	NoAnswer: "Fora da conta: sem resposta de agente", OutsideHours: "Fora da conta: inteiras fora do horário",
	NoEnd: "Fora da conta: abertas, ou encerradas por silêncio sem resposta",
	Rated: "Com nota", Unrated: "Fora da conta: pesquisa sem nota", NoSurvey: "Fora da conta: sem pesquisa",
	Matching: "Com estes filtros", InPeriod: "No período, sem filtro algum", OtherwiseLeft: "Fora da conta: pelos filtros",
	Known: "Que já tinham conversado antes",
}

var figuresSpanish = figureWords{
	Measured: "Medidas",
	NoAnswer: "No cuentan: sin respuesta de agente", OutsideHours: "No cuentan: enteras fuera de horario",
	NoEnd: "No cuentan: abiertas, o cerradas por silencio sin respuesta",
	Rated: "Con nota", Unrated: "No cuentan: encuesta sin nota", NoSurvey: "No cuentan: sin encuesta",
	Matching: "Con estos filtros", InPeriod: "En el período, sin ningún filtro", OtherwiseLeft: "No cuentan: por los filtros",
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
