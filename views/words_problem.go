package views

// problemWords say what went wrong, and what to do.
type problemWords struct {
	BadParam                                    string // value, parameter, what it accepts
	OneOf                                       string // values
	Date, Instant, Span, NoHours                string
	DateUntil                                   string // date
	Number                                      string // lowest, highest
	FewerRows                                   string // most rows
	FewerValues                                 string // most values
	Shorter                                     string // most bytes
	Encoded                                     string
	SignIn, Forbidden, OtherSite                string
	NotFound, NoConversation                    string
	TooLarge, TooLargeTitle                     string
	TryAgainIn                                  string // how long
	Busy, MethodNotAllowed, MethodNotAllowedHow string
	Starting, StartingHow                       string
}

var problemPortuguese = problemWords{
	BadParam: "O endereço diz %[2]s=“%[1]s”, que não entendemos. %[3]s",
	OneOf:    "Aceitamos: %s.", Date: "Escreva a data como 2026-01-31.", Instant: "Escreva o instante como 2026-01-31T13:00:00Z.",
	Span:        "Escreva segundos como 60-300, ou 60- sem limite.",
	NoHours:     "A conta ainda não tem horário de trabalho: sem ele não há o que filtrar nem relógio para contar.",
	DateUntil:   "A data inicial não pode vir depois da final, %s.",
	Number:      "Escreva um número inteiro de %s a %s.",
	FewerRows:   "Seriam linhas demais: um relatório tem no máximo %s. Agrupe por um tempo maior ou escolha menos dias.",
	FewerValues: "Escolha no máximo %s valores de cada filtro.", Shorter: "Todos os filtros juntos podem ter no máximo %s bytes.",
	Encoded:   "Em endereços, escreva % como %25 e ; como %3B, e separe os parâmetros com &.",
	SignIn:    "Entre com seu e-mail e sua senha para continuar.",
	Forbidden: "Se você precisa dela, peça acesso a quem administra o Relato.",
	OtherSite: "Este formulário foi enviado por outro site, e por segurança não o aceitamos. Abra a página no Relato e envie de novo.",
	NotFound:  "Confira o endereço: ele pode ter sido digitado errado, ou a página mudou de lugar.", NoConversation: "Esta conversa não existe, ou você não participa dela.",
	TooLargeTitle: "O envio é grande demais", TooLarge: "Envie menos de uma vez.",
	TryAgainIn: "Por segurança, tente de novo em %s.", Busy: "Tente de novo em instantes.",
	MethodNotAllowed: "Este endereço não aceita este tipo de pedido", MethodNotAllowedHow: "Volte aos relatórios e siga um link de lá.",
	Starting: "O Relato está iniciando", StartingHow: "Esta página abre sozinha em instantes.",
}

var problemSpanish = problemWords{
	BadParam: "La dirección dice %[2]s=“%[1]s”, que no entendemos. %[3]s",
	OneOf:    "Aceptamos: %s.", Date: "Escriba la fecha como 2026-01-31.", Instant: "Escriba el instante como 2026-01-31T13:00:00Z.",
	Span:        "Escriba segundos como 60-300, o 60- sin límite.",
	NoHours:     "La cuenta aún no tiene horario laboral: sin él no hay qué filtrar ni reloj con que contar.",
	DateUntil:   "La fecha inicial no puede ser posterior a la final, %s.",
	Number:      "Escriba un número entero de %s a %s.",
	FewerRows:   "Serían demasiadas filas: un informe tiene como máximo %s. Agrupe por un tiempo mayor o elija menos días.",
	FewerValues: "Elija como máximo %s valores de cada filtro.", Shorter: "Todos los filtros juntos pueden tener como máximo %s bytes.",
	Encoded:   "En direcciones, escriba % como %25 y ; como %3B, y separe los parámetros con &.",
	SignIn:    "Entre con su correo y su contraseña para continuar.",
	Forbidden: "Si la necesita, pida acceso a quien administra Relato.",
	OtherSite: "Este formulario lo envió otro sitio y, por seguridad, no lo aceptamos. Abra la página en Relato y envíelo de nuevo.",
	NotFound:  "Revise la dirección: puede estar mal escrita, o la página cambió de lugar.", NoConversation: "Esta conversación no existe, o usted no participa en ella.",
	TooLargeTitle: "El envío es demasiado grande", TooLarge: "Envíe menos de una vez.",
	TryAgainIn: "Por seguridad, inténtelo de nuevo en %s.", Busy: "Inténtelo de nuevo en unos instantes.",
	MethodNotAllowed: "Esta dirección no acepta este tipo de petición", MethodNotAllowedHow: "Vuelva a los informes y siga un enlace desde allí.",
	Starting: "Relato se está iniciando", StartingHow: "Esta página se abre sola en unos instantes.",
}

var problemEnglish = problemWords{
	BadParam: "The address says %[2]s=“%[1]s”, which we do not understand. %[3]s",
	OneOf:    "We accept: %s.", Date: "Write the date as 2026-01-31.", Instant: "Write the moment as 2026-01-31T13:00:00Z.",
	Span:        "Write seconds as 60-300, or 60- without a limit.",
	NoHours:     "The account has no working hours yet: without them there is nothing to filter by and no clock to count with.",
	DateUntil:   "The first day cannot be after the last, %s.",
	Number:      "Write a whole number from %s to %s.",
	FewerRows:   "That would be too many rows: a report has at most %s. Group by a longer time, or choose fewer days.",
	FewerValues: "Choose at most %s values of each filter.", Shorter: "All filters together may have at most %s bytes.",
	Encoded:   "In addresses, write % as %25 and ; as %3B, and separate parameters by &.",
	SignIn:    "Sign in with your e-mail and password to go on.",
	Forbidden: "If you need it, ask whoever runs Relato for access.",
	OtherSite: "This form was sent by another site, and to be safe we do not take it. Open the page in Relato and send it again.",
	NotFound:  "Check the address: it may be mistyped, or the page has moved.", NoConversation: "This conversation does not exist, or you took no part in it.",
	TooLargeTitle: "What was sent is too large", TooLarge: "Send less at a time.",
	TryAgainIn: "To be safe, try again in %s.", Busy: "Try again in a moment.",
	MethodNotAllowed: "This address does not take this kind of request", MethodNotAllowedHow: "Go back to the reports and follow a link from there.",
	Starting: "Relato is starting", StartingHow: "This page opens by itself in a moment.",
}
