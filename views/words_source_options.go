package views

import "fmt"

// optionWords name the options of live sources, and say what each is for and what happens without it.
type optionWords struct {
	VerifyToken, URL, Account, APIToken, SyncEvery, SyncRate term
	Header, APIWriter, Labels                                term
}

// named is an option by its name in the source; one that is not known stands for itself.
func (w optionWords) named(option string) term {
	if named, known := map[string]term{
		"verify-token": w.VerifyToken, "url": w.URL, "account": w.Account, "api-token": w.APIToken, "sync-every": w.SyncEvery,
		"sync-rate": w.SyncRate, "header": w.Header, "api-writer": w.APIWriter, "labels": w.Labels,
	}[option]; known {
		return named
	}
	return term{Name: option}
}

// The example of labels is read by the source as it stands here.
const labelsExample = "3=Pagamento pendente;4=Novo"

var optionsPortuguese = optionWords{
	VerifyToken: term{"Token de verificação", "O mesmo texto que você escreve no aplicativo da Meta."},
	URL:         term{"Endereço do serviço", "Opcional. Leva das conversas ao serviço, e é onde o Relato busca o que não chegou."},
	Account:     term{"Número da conta", "Opcional. Está no endereço do Chatwoot, depois de /accounts/."},
	APIToken:    term{"Token de API", "Opcional, de um administrador. Com ele o Relato busca o que não chegou e o que veio antes da conexão."},
	SyncEvery:   term{"Conferir a cada (minutos)", "Em branco: 5. Com 0, só quando pedido."},
	SyncRate:    term{"Pedidos por minuto, no máximo", "Em branco: 2400. O Chatwoot recusa mais de 3000."},
	Header:      term{"Cabeçalho do segredo", "Em branco: Authorization."},
	APIWriter:   term{"Quem escreve pela API", "Em branco: um fluxo. Escreva agent se são agentes."},
	Labels:      term{"Nomes das etiquetas", fmt.Sprintf("Opcional, por número: %s. Em branco, o que vem só com o número não conta.", labelsExample)},
}

var optionsSpanish = optionWords{
	VerifyToken: term{"Token de verificación", "El mismo texto que escribe en la aplicación de Meta."},
	URL:         term{"Dirección del servicio", "Opcional. Lleva de las conversaciones al servicio, y es donde Relato busca lo que no llegó."},
	Account:     term{"Número de la cuenta", "Opcional. Está en la dirección de Chatwoot, después de /accounts/."},
	APIToken:    term{"Token de API", "Opcional, de un administrador. Con él Relato busca lo que no llegó y lo anterior a la conexión."},
	SyncEvery:   term{"Comprobar cada (minutos)", "En blanco: 5. Con 0, solo cuando se pide."},
	SyncRate:    term{"Peticiones por minuto, como máximo", "En blanco: 2400. Chatwoot rechaza más de 3000."},
	Header:      term{"Encabezado del secreto", "En blanco: Authorization."},
	APIWriter:   term{"Quién escribe por la API", "En blanco: un flujo. Escriba agent si son agentes."},
	Labels:      term{"Nombres de las etiquetas", fmt.Sprintf("Opcional, por número: %s. En blanco, lo que llega solo con el número no cuenta.", labelsExample)},
}

var optionsEnglish = optionWords{
	VerifyToken: term{"Verify token", "The same text that you write in Meta's app."},
	URL:         term{"Address of the service", "Optional. Leads from conversations to the service, and is where Relato fetches what did not arrive."},
	Account:     term{"Account number", "Optional. It is in Chatwoot's address, after /accounts/."},
	APIToken:    term{"API token", "Optional, an administrator's. With it Relato fetches what did not arrive and what was there before."},
	SyncEvery:   term{"Check every (minutes)", "Blank: 5. With 0, only when asked."},
	SyncRate:    term{"Requests a minute, at most", "Blank: 2400. Chatwoot refuses more than 3000."},
	Header:      term{"Header of the secret", "Blank: Authorization."},
	APIWriter:   term{"Who writes through the API", "Blank: a flow. Write agent if agents do."},
	Labels:      term{"Names of labels", fmt.Sprintf("Optional, by number: %s. Blank: what comes with a number alone does not count.", labelsExample)},
}
