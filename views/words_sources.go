package views

// sourcesWords are the words of the pages of live sources.
type sourcesWords struct {
	Sources                                                           term
	NoSources, Connect                                                string
	Source, State, Last, Deliveries, Events                           string
	Running, Paused, Never                                            string
	New                                                               term // the name with the kind
	Name, NameHint, NameWrong, NameTaken                              string
	Secret, SecretHint, Needed, NotAccepted, Elsewhere, ConnectButton string
	Options                                                           optionWords
	CloudAPI, Chatwoot, Evolution, WAHA                               string // what to do there
	Address, AddressHint, Copy                                        string
	Connected, NowPaused, NowRunning, Removed                         string
	Ignored, Refused, RefusedAt, Quarantine                           string
	Test, Pause, Resume, Remove, Replay                               term
	Change                                                            term
	ChangeOf, ChangeButton, KeepHint, Changed                         string // ChangeOf with the name
	TestButton, NothingYet                                            string
	Refuses                                                           string // when, why in English
	Arrives                                                           string // when the last one did
	ArrivesUnread                                                     plural // when, how many are in quarantine
	PauseButton, ResumeButton, RemoveButton                           string
	ReplayButton, Replayed                                            string // how many tried, how many understood
	Unread                                                            term
	ReceivedAt, Reason, Size, Body, NoneUnread                        string
	Sure, Cancel                                                      string // Sure with the name
	Sync                                                              term
	SyncButton, NowSyncing, SyncNeeds                                 string
	SyncIdle, SyncRunning, SyncFailed, SyncCut                        string
	SyncFar                                                           plural // how many of how many
	SyncBegan, SyncEnded, SyncedTo, SyncAuto                          string
	SyncNever, SyncMinutes                                            string // SyncMinutes with how many
	SyncListed, SyncFetched, SyncEvents                               string
	SyncUnread, SyncLeft, SyncFailure                                 string
}

var sourcesPortuguese = sourcesWords{
	Sources:   term{"Fontes ao vivo", "Serviços que avisam o Relato a cada mensagem. Os relatórios seguem em segundos."},
	NoSources: "Nenhuma fonte conectada ainda.", Connect: "Conectar:",
	Source: "Fonte", State: "Situação", Last: "Última entrega", Deliveries: "Entregas", Events: "Eventos",
	Running: "Recebendo", Paused: "Em pausa", Never: "nunca",
	New:  term{"Conectar %s", "Depois de conectar, você recebe o endereço para colar no serviço."},
	Name: "Nome", NameHint: "Como esta fonte aparece nas listas.", NameWrong: "Escreva um nome, com no máximo 100 caracteres.",
	NameTaken: "Já existe uma fonte com este nome.",
	Secret:    "Segredo", SecretHint: "Com ele se confere quem envia. É guardado cifrado e não aparece de novo.",
	Options:     optionsPortuguese,
	NotAccepted: "Este valor não serve: veja abaixo o que se espera.",
	Elsewhere:   "O endereço é outro: escreva de novo o token, que será enviado para lá.",
	Needed:      "Este campo é necessário.", ConnectButton: "Conectar",
	CloudAPI:  "Na Meta: o segredo é o do aplicativo (App secret). Em WhatsApp › Configuração, cole o endereço e o mesmo token de verificação, e assine messages e smb_message_echoes.",
	Chatwoot:  "No Chatwoot: em Configurações › Integrações › Webhooks, cole o endereço e marque os eventos de conversas, mensagens e contatos. Versões antes da 4.11.2 não assinam: acrescente ?secret= e o segredo ao endereço.",
	Evolution: "Na Evolution API: cole o endereço no webhook da instância e configure o segredo como jwt_key ou como cabeçalho.",
	WAHA:      "No WAHA: cole o endereço no webhook da sessão e configure o segredo como chave de HMAC.",
	Address:   "Endereço para colar no serviço", AddressHint: "Só quem conhece este endereço e o segredo pode enviar.", Copy: "Copiar",
	Connected: "Conectada. Agora cole o endereço no serviço.", NowPaused: "Em pausa: o que chegar é devolvido para vir de novo mais tarde.",
	NowRunning: "Recebendo de novo.", Removed: "A fonte foi removida. As conversas dela ficam.",
	Ignored: "Ignorados", Refused: "Recusadas", RefusedAt: "Última recusa", Quarantine: "Em quarentena",
	Test:       term{"Testar", "Envie uma mensagem ao número, espere alguns segundos e veja se a entrega chegou."},
	TestButton: "Chegou?", NothingYet: "Ainda não chegou nada. Confira se o endereço está colado no serviço, e se o serviço alcança este servidor pela internet.",
	Refuses: "A última entrega (%s) foi recusada: %s. Confira se o segredo no serviço é o mesmo daqui.",
	Arrives: "As entregas chegam (a última: %s), e tudo foi entendido.",
	ArrivesUnread: plural{"As entregas chegam (a última: %s). Há %s em quarentena, que não foi entendida por inteiro.",
		"As entregas chegam (a última: %s). Há %s em quarentena, que não foram entendidas por inteiro."},
	Pause:    term{"Pausar", "O que chegar é devolvido com 503, e os serviços que repetem enviam de novo depois. O Chatwoot não repete."},
	Resume:   term{"Voltar a receber", "O que o serviço guardou chega nas próximas tentativas dele."},
	Remove:   term{"Remover", "O endereço deixa de existir, e o que está em quarentena se perde. As conversas ficam."},
	Replay:   term{"Tentar de novo", "Lê outra vez o que está em quarentena, com o que esta versão entende."},
	Change:   term{"Mudar segredos e opções", "Um token novo, outro endereço do serviço. O endereço de entrega, as conversas e o que já foi buscado ficam."},
	ChangeOf: "Mudar %s", ChangeButton: "Mudar", KeepHint: "Em branco: fica o que está guardado.", Changed: "As mudanças estão salvas.",
	PauseButton: "Pausar", ResumeButton: "Voltar a receber", RemoveButton: "Remover",
	ReplayButton: "Tentar de novo", Replayed: "Entregas tentadas: %s. Entendidas: %s.",
	Unread:     term{"Em quarentena", "Entregas que não foram entendidas por inteiro, guardadas cifradas por 30 dias. As 50 mais recentes."},
	ReceivedAt: "Recebida", Reason: "Motivo", Size: "Bytes", Body: "Baixar", NoneUnread: "Nada em quarentena: tudo foi entendido.",
	Sure: "Remover a fonte %s?", Cancel: "Cancelar",
	Sync:       term{"Conferência com o Chatwoot", "O Chatwoot envia cada aviso uma só vez. O Relato busca pela API o que não chegou: conversas, mensagens, etiquetas, responsáveis e notas. Repetir não duplica nada."},
	SyncButton: "Conferir agora", NowSyncing: "A conferência começou. Atualize a página para ver até onde foi.",
	SyncNeeds: "Para conferir, a fonte precisa do endereço do serviço, do número da conta e de um token de API de um administrador. Dê o que falta em “Mudar segredos e opções”, abaixo.",
	SyncIdle:  "Em dia", SyncRunning: "Conferindo", SyncFailed: "Não chegou ao fim", SyncCut: "Interrompida; continua de onde parou",
	SyncFar: plural{"Conferindo: %s de %s conversa", "Conferindo: %s de %s conversas"}, SyncBegan: "Início da última", SyncEnded: "Fim da última", SyncedTo: "Conferido até",
	SyncAuto: "Sozinha", SyncNever: "só quando pedida", SyncMinutes: "a cada %s min", SyncListed: "Conversas vistas", SyncFetched: "Conversas que mudaram",
	SyncEvents: "Eventos que faltavam", SyncUnread: "Com partes em quarentena", SyncLeft: "A tentar de novo", SyncFailure: "O que houve",
}

var sourcesSpanish = sourcesWords{
	Sources:   term{"Fuentes en vivo", "Servicios que avisan a Relato de cada mensaje. Los informes siguen en segundos."},
	NoSources: "Todavía no hay fuentes conectadas.", Connect: "Conectar:",
	Source: "Fuente", State: "Estado", Last: "Última entrega", Deliveries: "Entregas", Events: "Eventos",
	Running: "Recibiendo", Paused: "En pausa", Never: "nunca",
	New:  term{"Conectar %s", "Después de conectar, recibe la dirección para pegar en el servicio."},
	Name: "Nombre", NameHint: "Como aparece esta fuente en las listas.", NameWrong: "Escriba un nombre de 100 caracteres como máximo.",
	NameTaken: "Ya hay una fuente con este nombre.",
	Secret:    "Secreto", SecretHint: "Con él se comprueba quién envía. Se guarda cifrado y no vuelve a aparecer.",
	Options:     optionsSpanish,
	NotAccepted: "Este valor no sirve: vea abajo lo que se espera.",
	Elsewhere:   "La dirección es otra: escriba de nuevo el token, que se enviará allí.",
	Needed:      "Este campo es necesario.", ConnectButton: "Conectar",
	CloudAPI:  "En Meta: el secreto es el de la aplicación (App secret). En WhatsApp › Configuración, pegue la dirección y el mismo token de verificación, y suscriba messages y smb_message_echoes.",
	Chatwoot:  "En Chatwoot: en Configuración › Integraciones › Webhooks, pegue la dirección y marque los eventos de conversaciones, mensajes y contactos. Las versiones anteriores a 4.11.2 no firman: añada ?secret= y el secreto a la dirección.",
	Evolution: "En Evolution API: pegue la dirección en el webhook de la instancia y configure el secreto como jwt_key o como cabecera.",
	WAHA:      "En WAHA: pegue la dirección en el webhook de la sesión y configure el secreto como clave HMAC.",
	Address:   "Dirección para pegar en el servicio", AddressHint: "Solo quien conoce esta dirección y el secreto puede enviar.", Copy: "Copiar",
	Connected: "Conectada. Ahora pegue la dirección en el servicio.", NowPaused: "En pausa: lo que llegue se devuelve para que vuelva más tarde.",
	NowRunning: "Recibiendo de nuevo.", Removed: "La fuente se eliminó. Sus conversaciones quedan.",
	Ignored: "Ignorados", Refused: "Rechazadas", RefusedAt: "Último rechazo", Quarantine: "En cuarentena",
	Test:       term{"Probar", "Envíe un mensaje al número, espere unos segundos y vea si la entrega llegó."},
	TestButton: "¿Llegó?", NothingYet: "Todavía no llegó nada. Revise que la dirección esté pegada en el servicio y que el servicio alcance este servidor por internet.",
	Refuses: "La última entrega (%s) fue rechazada: %s. Revise que el secreto en el servicio sea el mismo de aquí.",
	Arrives: "Las entregas llegan (la última: %s), y todo se entendió.",
	ArrivesUnread: plural{"Las entregas llegan (la última: %s). Hay %s en cuarentena, que no se entendió por completo.",
		"Las entregas llegan (la última: %s). Hay %s en cuarentena, que no se entendieron por completo."},
	Pause:    term{"Pausar", "Lo que llegue se devuelve con 503, y los servicios que reintentan lo envían después. Chatwoot no reintenta."},
	Resume:   term{"Volver a recibir", "Lo que el servicio guardó llega en sus próximos intentos."},
	Remove:   term{"Eliminar", "La dirección deja de existir, y lo que está en cuarentena se pierde. Las conversaciones quedan."},
	Replay:   term{"Intentar de nuevo", "Lee otra vez lo que está en cuarentena, con lo que esta versión entiende."},
	Change:   term{"Cambiar secretos y opciones", "Un token nuevo, otra dirección del servicio. La dirección de entrega, las conversaciones y lo ya buscado quedan."},
	ChangeOf: "Cambiar %s", ChangeButton: "Cambiar", KeepHint: "En blanco: queda lo que está guardado.", Changed: "Los cambios están guardados.",
	PauseButton: "Pausar", ResumeButton: "Volver a recibir", RemoveButton: "Eliminar",
	ReplayButton: "Intentar de nuevo", Replayed: "Entregas intentadas: %s. Entendidas: %s.",
	Unread:     term{"En cuarentena", "Entregas que no se entendieron por completo, guardadas cifradas durante 30 días. Las 50 más recientes."},
	ReceivedAt: "Recibida", Reason: "Motivo", Size: "Bytes", Body: "Descargar", NoneUnread: "Nada en cuarentena: todo se entendió.",
	Sure: "¿Eliminar la fuente %s?", Cancel: "Cancelar",
	Sync:       term{"Comprobación con Chatwoot", "Chatwoot envía cada aviso una sola vez. Relato busca por la API lo que no llegó: conversaciones, mensajes, etiquetas, responsables y notas. Repetir no duplica nada."},
	SyncButton: "Comprobar ahora", NowSyncing: "La comprobación empezó. Actualice la página para ver hasta dónde llegó.",
	SyncNeeds: "Para comprobar, la fuente necesita la dirección del servicio, el número de la cuenta y un token de API de un administrador. Indique lo que falta en «Cambiar secretos y opciones», abajo.",
	SyncIdle:  "Al día", SyncRunning: "Comprobando", SyncFailed: "No llegó al final", SyncCut: "Interrumpida; sigue donde se quedó",
	SyncFar: plural{"Comprobando: %s de %s conversación", "Comprobando: %s de %s conversaciones"}, SyncBegan: "Inicio de la última", SyncEnded: "Fin de la última", SyncedTo: "Comprobado hasta",
	SyncAuto: "Por sí sola", SyncNever: "solo cuando se pide", SyncMinutes: "cada %s min", SyncListed: "Conversaciones vistas", SyncFetched: "Conversaciones que cambiaron",
	SyncEvents: "Eventos que faltaban", SyncUnread: "Con partes en cuarentena", SyncLeft: "Por intentar de nuevo", SyncFailure: "Qué pasó",
}

var sourcesEnglish = sourcesWords{
	Sources:   term{"Live sources", "Services that tell Relato of every message. The reports follow within seconds."},
	NoSources: "No source is connected yet.", Connect: "Connect:",
	Source: "Source", State: "State", Last: "Last delivery", Deliveries: "Deliveries", Events: "Events",
	Running: "Receiving", Paused: "Paused", Never: "never",
	New:  term{"Connect %s", "Once it is connected you get the address to paste into the service."},
	Name: "Name", NameHint: "What lists call this source.", NameWrong: "Write a name of at most 100 characters.",
	NameTaken: "There is a source of this name already.",
	Secret:    "Secret", SecretHint: "It proves who sends. It is kept encrypted and not shown again.",
	Options:     optionsEnglish,
	NotAccepted: "This value will not do: see below what is expected.",
	Elsewhere:   "The address is another: write the token again, which will be sent there.",
	Needed:      "This field is needed.", ConnectButton: "Connect",
	CloudAPI:  "At Meta: the secret is the app secret. Under WhatsApp › Configuration, paste the address and the same verify token, and subscribe to messages and smb_message_echoes.",
	Chatwoot:  "In Chatwoot: under Settings › Integrations › Webhooks, paste the address and tick the events of conversations, messages and contacts. Versions before 4.11.2 do not sign: append ?secret= and the secret to the address.",
	Evolution: "In Evolution API: paste the address into the instance's webhook, and set the secret as jwt_key or as a header.",
	WAHA:      "In WAHA: paste the address into the session's webhook, and set the secret as its HMAC key.",
	Address:   "Address to paste into the service", AddressHint: "Only those who know this address and the secret can send.", Copy: "Copy",
	Connected: "Connected. Now paste the address into the service.", NowPaused: "Paused: what comes is sent back, to come again later.",
	NowRunning: "Receiving again.", Removed: "The source is removed. Its conversations stay.",
	Ignored: "Ignored", Refused: "Refused", RefusedAt: "Last refusal", Quarantine: "In quarantine",
	Test:       term{"Test", "Send a message to the number, wait a few seconds, and see whether the delivery has arrived."},
	TestButton: "Has it arrived?", NothingYet: "Nothing has arrived yet. Check that the address is pasted into the service, and that the service reaches this server over the internet.",
	Refuses: "The last delivery (%s) was refused: %s. Check that the secret in the service is the one here.",
	Arrives: "Deliveries arrive (the last one: %s), and all was understood.",
	ArrivesUnread: plural{"Deliveries arrive (the last one: %s). %s is in quarantine, because not all of it was understood.",
		"Deliveries arrive (the last one: %s). %s are in quarantine, because not all of them were understood."},
	Pause:    term{"Pause", "What comes is sent back with 503, and services that try again send it later. Chatwoot does not try again."},
	Resume:   term{"Receive again", "What the service kept comes with its next attempts."},
	Remove:   term{"Remove", "The address is gone, and what lies in quarantine is lost. Conversations stay."},
	Replay:   term{"Try again", "Reads what lies in quarantine once more, with what this version understands."},
	Change:   term{"Change secrets and options", "A new token, another address of the service. The address for deliveries, the conversations and what was fetched stay."},
	ChangeOf: "Change %s", ChangeButton: "Change", KeepHint: "Left empty: what is kept stays.", Changed: "The changes are saved.",
	PauseButton: "Pause", ResumeButton: "Receive again", RemoveButton: "Remove",
	ReplayButton: "Try again", Replayed: "Deliveries tried: %s. Understood: %s.",
	Unread:     term{"In quarantine", "Deliveries that were not understood, or not all of them, kept encrypted for 30 days. The latest 50."},
	ReceivedAt: "Received", Reason: "Reason", Size: "Bytes", Body: "Download", NoneUnread: "Nothing is in quarantine: all was understood.",
	Sure: "Remove the source %s?", Cancel: "Cancel",
	Sync:       term{"Checking with Chatwoot", "Chatwoot sends everything once. Relato fetches over its API what did not come: conversations, messages, labels, assignees and ratings. Doing it again doubles nothing."},
	SyncButton: "Sync now", NowSyncing: "It has begun. Reload the page to see how far it is.",
	SyncNeeds: "To check, the source needs the address of the service, the account number and an API token of an administrator. Give what is missing under “Change secrets and options”, below.",
	SyncIdle:  "Up to date", SyncRunning: "Checking", SyncFailed: "It did not come to its end", SyncCut: "Cut off; it goes on from there",
	SyncFar: plural{"Checking: %s of %s conversation", "Checking: %s of %s conversations"}, SyncBegan: "Last one began", SyncEnded: "Last one ended", SyncedTo: "Checked up to",
	SyncAuto: "By itself", SyncNever: "only when asked", SyncMinutes: "every %s min", SyncListed: "Conversations listed", SyncFetched: "Conversations that had changed",
	SyncEvents: "Events that were missing", SyncUnread: "With parts in quarantine", SyncLeft: "To try again", SyncFailure: "What happened",
}
