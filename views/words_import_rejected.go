package views

import "fmt"

// rejectedWords say why a row of a table was not taken, with the field's name and what the cell says.
type rejectedWords struct {
	NoTime                                                                        string // the field alone
	NotATime, NoSuchDate, BeforeTime, AheadOfTime, NoSender, BeforeStart, NoScore string
	NoIdentity                                                                    string // neither
}

// of is the sentence about a problem; known is false where there is none.
func (w rejectedWords) of(problem string) (sentence string, known bool) {
	sentence, known = map[string]string{
		"no time": w.NoTime, "not a time": w.NotATime, "no such date": w.NoSuchDate, "before 1970": w.BeforeTime, "ahead": w.AheadOfTime,
		"no sender": w.NoSender, "before the start": w.BeforeStart, "no score": w.NoScore, "no identity": w.NoIdentity,
	}[problem]
	return sentence, known
}

// reason says why a line was not taken; in English where only that is known.
func (p Page) reason(r ImportReason) string {
	w := p.words().Settings.Import.Preview
	sentence, known := w.Rejected.of(r.Problem)
	switch {
	case !known:
		return r.Text
	case r.Field == "":
		return sentence
	case r.Value == "":
		return fmt.Sprintf(sentence, w.Fields.of(r.Field))
	}
	return fmt.Sprintf(sentence, w.Fields.of(r.Field), r.Value)
}

var rejectedPortuguese = rejectedWords{
	NoTime:      "%s: está em branco. Escreva como 2026-01-31 14:05, 31/01/2026 14:05 ou 2026-01-31T14:05:00-03:00.",
	NotATime:    "%s: “%s” não é uma data com hora. Escreva como 2026-01-31 14:05, 31/01/2026 14:05 ou 2026-01-31T14:05:00-03:00.",
	NoSuchDate:  "%s: a data “%s” não existe.",
	BeforeTime:  "%s: “%s” é antes de 1970.",
	AheadOfTime: "%s: “%s” está mais de 24 horas adiante do relógio.",
	NoSender:    "%s: “%s” não diz quem escreveu. Valem contato, agente e fluxo, e palavras como cliente, atendente, bot, entrada, enviada.",
	BeforeStart: "%s: “%s” é antes do início da conversa.",
	NoScore:     "%s: “%s” não é um número inteiro de 1 a 5.",
	NoIdentity:  "Nada na linha diz de quem é a conversa: o id dela e o id, o telefone e o nome do contato estão em branco.",
}

var rejectedSpanish = rejectedWords{
	NoTime:      "%s: está en blanco. Escriba como 2026-01-31 14:05, 31/01/2026 14:05 o 2026-01-31T14:05:00-03:00.",
	NotATime:    "%s: «%s» no es una fecha con hora. Escriba como 2026-01-31 14:05, 31/01/2026 14:05 o 2026-01-31T14:05:00-03:00.",
	NoSuchDate:  "%s: la fecha «%s» no existe.",
	BeforeTime:  "%s: «%s» es antes de 1970.",
	AheadOfTime: "%s: «%s» está más de 24 horas por delante del reloj.",
	NoSender:    "%s: «%s» no dice quién escribió. Valen contacto, agente y flujo, y palabras como cliente, operador, bot, entrante, enviado.",
	BeforeStart: "%s: «%s» es antes del inicio de la conversación.",
	NoScore:     "%s: «%s» no es un número entero de 1 a 5.",
	NoIdentity:  "Nada en la fila dice de quién es la conversación: su id y el id, el teléfono y el nombre del contacto están en blanco.",
}

var rejectedEnglish = rejectedWords{
	NoTime:      "%s: it is empty. Write it like 2026-01-31 14:05, 31/01/2026 14:05 or 2026-01-31T14:05:00-03:00.",
	NotATime:    "%s: “%s” is not a date with a time. Write it like 2026-01-31 14:05, 31/01/2026 14:05 or 2026-01-31T14:05:00-03:00.",
	NoSuchDate:  "%s: there is no such date as “%s”.",
	BeforeTime:  "%s: “%s” is before 1970.",
	AheadOfTime: "%s: “%s” is more than 24 hours ahead of the clock.",
	NoSender:    "%s: “%s” does not tell who wrote. Accepted are contact, agent and flow, and words like customer, operator, bot, in, out.",
	BeforeStart: "%s: “%s” is before the start of the conversation.",
	NoScore:     "%s: “%s” is not a whole number from 1 to 5.",
	NoIdentity:  "Nothing in the row tells whose conversation it is: its id, and the contact's id, phone and name are empty.",
}
