package views

// panelWords are the words of the panels that show how figures spread: over time, by length and across.
type panelWords struct {
	Responses  term
	InLessThan string // per cent, duration
	Outside    string // how many the business clock left out
	CSATTrend  term   // Name with how it is grouped
	OfRatings  plural // answers
	NoRatings  string
	Margin     string // low, high
	TagTrend   term   // Name with how it is grouped
	TagAgents  term
	TagHours   term
	TopTags    string // shown, all
	TopAgents  string // shown, all
	ShowTable  string // the numbers of a chart

	Columns, ShowColumns, OwnColumns string
	DrawAs, AsColumns, AsLines       string
}

var panelsPortuguese = panelWords{
	Responses:  term{"Tempo até a 1ª resposta", "Conversas com resposta humana, pelo tempo que a primeira levou, no relógio do filtro. Cada classe começa onde a anterior termina: 5 min exatos estão em 5–15 min."},
	InLessThan: "%s em menos de %s", Outside: "%s fora do horário",
	CSATTrend: term{"CSAT %s", "Notas 4 e 5 divididas por todas as notas das conversas que começaram em cada data. A faixa é a margem de 95 %: quanto menos notas, mais larga. Pontos vazados têm menos de 30 notas; sem nenhuma nota, a linha se interrompe."},
	OfRatings: plural{"%s de %s nota", "%s de %s notas"}, NoRatings: "sem notas", Margin: "margem de %s a %s",
	TagTrend:  term{"Conversas das maiores tags %s", "As tags com mais conversas no período. Uma conversa conta em cada uma de suas tags."},
	TagAgents: term{"Tags por agente", "Conversas com a tag de que o agente participa. Uma conversa conta em cada uma de suas tags e para cada um de seus agentes."},
	TagHours:  term{"Tags por hora de início", "Conversas com a tag, pela hora do dia em que começaram. Uma conversa conta em cada uma de suas tags."},
	TopTags:   "as %s maiores de %s tags", TopAgents: "os %s agentes com mais conversas, de %s",
	ShowTable: "Ver os números",
	Columns:   "Colunas", ShowColumns: "Mostrar estas", OwnColumns: "Voltar ao padrão",
	DrawAs: "Tipo de gráfico", AsColumns: "Colunas", AsLines: "Linhas",
}

var panelsSpanish = panelWords{
	Responses:  term{"Tiempo hasta la 1.ª respuesta", "Conversaciones con respuesta humana, por el tiempo que tardó la primera, en el reloj del filtro. Cada clase empieza donde termina la anterior: 5 min exactos están en 5–15 min."},
	InLessThan: "%s en menos de %s", Outside: "%s fuera del horario",
	CSATTrend: term{"CSAT %s", "Notas 4 y 5 divididas por todas las notas de las conversaciones que empezaron en cada fecha. La franja es el margen del 95 %: cuantas menos notas, más ancha. Los puntos huecos tienen menos de 30 notas; sin ninguna nota, la línea se interrumpe."},
	OfRatings: plural{"%s de %s nota", "%s de %s notas"}, NoRatings: "sin notas", Margin: "margen de %s a %s",
	TagTrend:  term{"Conversaciones de las mayores etiquetas %s", "Las etiquetas con más conversaciones en el período. Una conversación cuenta en cada una de sus etiquetas."},
	TagAgents: term{"Etiquetas por agente", "Conversaciones con la etiqueta en las que participa el agente. Una conversación cuenta en cada una de sus etiquetas y para cada uno de sus agentes."},
	TagHours:  term{"Etiquetas por hora de inicio", "Conversaciones con la etiqueta, por la hora del día en que empezaron. Una conversación cuenta en cada una de sus etiquetas."},
	TopTags:   "las %s mayores de %s etiquetas", TopAgents: "los %s agentes con más conversaciones, de %s",
	ShowTable: "Ver los números",
	Columns:   "Columnas", ShowColumns: "Mostrar estas", OwnColumns: "Volver a lo predeterminado",
	DrawAs: "Tipo de gráfico", AsColumns: "Columnas", AsLines: "Líneas",
}

var panelsEnglish = panelWords{
	Responses:  term{"Time to first response", "Conversations with a human response by how long the first one took, on the filter's clock. Each class begins where the one before it ends: exactly 5 min is in 5–15 min."},
	InLessThan: "%s in less than %s", Outside: "%s outside hours",
	CSATTrend: term{"CSAT %s", "Ratings of 4 and 5 divided by all ratings of the conversations that started at each date. The band is the 95% interval: the fewer ratings, the wider. Hollow points have fewer than 30 ratings; where there is none, the line breaks."},
	OfRatings: plural{"%s of %s rating", "%s of %s ratings"}, NoRatings: "no ratings", Margin: "interval %s to %s",
	TagTrend:  term{"Conversations of the largest tags %s", "The tags with the most conversations of the period. A conversation counts in each of its tags."},
	TagAgents: term{"Tags by agent", "Conversations with the tag that the agent takes part in. A conversation counts in each of its tags and for each of its agents."},
	TagHours:  term{"Tags by hour of start", "Conversations with the tag by the hour of the day at which they started. A conversation counts in each of its tags."},
	TopTags:   "the %s largest of %s tags", TopAgents: "the %s agents with the most conversations, of %s",
	ShowTable: "Show the numbers",
	Columns:   "Columns", ShowColumns: "Show these", OwnColumns: "Back to default",
	DrawAs: "Kind of chart", AsColumns: "Columns", AsLines: "Lines",
}
