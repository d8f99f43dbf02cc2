package views

// courseWords say what a period cannot show, or not yet.
type courseWords struct {
	TooLong string // of a period, for a length of time to group by
}

var coursePortuguese = courseWords{
	TooLong: "período longo demais",
}

var courseSpanish = courseWords{
	TooLong: "período demasiado largo",
}

var courseEnglish = courseWords{
	TooLong: "the period is too long",
}
