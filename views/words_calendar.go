package views

// calendarWords are about choosing a period of one's own. Format and Example are how dates are written in a field.
type calendarWords struct {
	All                                              string // the period of everything there is
	Title, Keys                                      string // Keys says which keys do what
	PreviousYear, PreviousMonth, NextMonth, NextYear string
	First, Last                                      string // Last with the first day
	Backwards                                        string // last, first
	Chosen                                           string // first, last
	Format, BadDate                                  string
}

var calendarPortuguese = calendarWords{
	All: "Tudo", Title: "Calendário",
	Keys:         "Setas mudam o dia, Page Up e Page Down o mês, Home e End vão ao início e ao fim da semana, Enter escolhe.",
	PreviousYear: "Ano anterior", PreviousMonth: "Mês anterior", NextMonth: "Próximo mês", NextYear: "Próximo ano",
	First: "Escolha o primeiro dia.", Last: "Desde %s: escolha o último dia.", Backwards: "%s vem antes de %s: escolha outro último dia.", Chosen: "%s a %s",
	Format: "dd/mm/aaaa", BadDate: "Escreva a data como 31/12/2026.",
}

var calendarSpanish = calendarWords{
	All: "Todo", Title: "Calendario",
	Keys:         "Las flechas cambian el día, Re Pág y Av Pág el mes, Inicio y Fin van al principio y al final de la semana, Intro elige.",
	PreviousYear: "Año anterior", PreviousMonth: "Mes anterior", NextMonth: "Mes siguiente", NextYear: "Año siguiente",
	First: "Elija el primer día.", Last: "Desde %s: elija el último día.", Backwards: "%s es antes de %s: elija otro último día.", Chosen: "%s a %s",
	Format: "dd/mm/aaaa", BadDate: "Escriba la fecha como 31/12/2026.",
}

var calendarEnglish = calendarWords{
	All: "All", Title: "Calendar",
	Keys:         "Arrows change the day, Page Up and Page Down the month, Home and End go to the start and end of the week, Enter chooses.",
	PreviousYear: "Previous year", PreviousMonth: "Previous month", NextMonth: "Next month", NextYear: "Next year",
	First: "Choose the first day.", Last: "From %s: choose the last day.", Backwards: "%s is before %s: choose another last day.", Chosen: "%s to %s",
	Format: "yyyy-mm-dd", BadDate: "Write the date as 2026-12-31.",
}
