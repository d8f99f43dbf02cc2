package views

// noticeWords say that something is not there, or did not come.
type noticeWords struct {
	Close             string
	NoPage, NoPageHow string // NoPageHow with the number of the page and how many there are
	ToLastPage        string // its number
	NothingToDraw     string
}

var noticesPortuguese = noticeWords{
	Close:  "Fechar",
	NoPage: "Esta página não existe", NoPageHow: "A lista não chega à página %s: ela termina na %s.",
	ToLastPage:    "Ir para a página %s",
	NothingToDraw: "Nenhuma conversa para mostrar.",
}

var noticesSpanish = noticeWords{
	Close:  "Cerrar",
	NoPage: "Esta página no existe", NoPageHow: "La lista no llega a la página %s: termina en la %s.",
	ToLastPage:    "Ir a la página %s",
	NothingToDraw: "Ninguna conversación que mostrar.",
}

var noticesEnglish = noticeWords{
	Close:  "Close",
	NoPage: "There is no such page", NoPageHow: "The list does not reach page %s: it ends on page %s.",
	ToLastPage:    "Go to page %s",
	NothingToDraw: "No conversations to show.",
}
