package views

// courseWords say how far a period has come, and what it cannot show.
type courseWords struct {
	TooLong       string // of a period, for a length of time to group by
	SoFar         string
	Until         string // days, the time at which the last of them ends
	NoData        string // the days that a figure is compared with
	NothingBefore string // the day of the first conversation
	DataSince     string // likewise
	UnderOne      string // a day
}

var coursePortuguese = courseWords{
	TooLong: "período longo demais", SoFar: "até agora", Until: "%s até %s",
	NoData: "sem dados em %s", NothingBefore: "Sem dados antes de %s", DataSince: "dados só desde %s", UnderOne: "menos de 1 por dia",
}

var courseSpanish = courseWords{
	TooLong: "período demasiado largo", SoFar: "hasta ahora", Until: "%s hasta %s h",
	NoData: "sin datos en %s", NothingBefore: "Sin datos antes del %s", DataSince: "datos solo desde el %s", UnderOne: "menos de 1 por día",
}

var courseEnglish = courseWords{
	TooLong: "the period is too long", SoFar: "so far", Until: "%s until %s",
	NoData: "no data for %s", NothingBefore: "No data before %s", DataSince: "data only since %s", UnderOne: "less than 1 a day",
}
