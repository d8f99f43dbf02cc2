package views

// savedWords are about views that people keep under a name.
type savedWords struct {
	Views, Mine, SharedOnes                  string
	None                                     term   // no view is kept yet
	Save, Manage, Edit                       string // Edit with the name
	NewTitle, EditTitle                      string
	Lead                                     string
	Name, NameHint                           string
	Period, Moves, Fixed                     string // Moves and Fixed stand beside a period
	UntilToday                               string // first day
	Who, Private, Shared                     string
	PrivateHint, SharedHint                  string
	Submit, Cancel, Delete, DeleteHint       string
	BadName, Exists, Replace, TooMany        string // Exists with the name
	By, Report, Conditions, Column, Everyone string // By with the owner
	Left                                     string // the owner is gone
	NotYours                                 string
}

// shareWords are about links that show one report to who has no user.
type shareWords struct {
	Make, Title, Lead                         string
	None                                      term // there is no link yet
	Links, Name, NameHint, Expires            string
	Days                                      plural
	OnDate, Submit                            string
	Hidden                                    term   // what a reader does not see
	BadDate, SearchInside, DropSearch         string // SearchInside with the text
	Made, Once, Copy, Open                    string // Made with the name
	State, Active, Revoked, Expired, Orphaned string
	Until, Used, Never                        string // Until with the day
	By                                        string // maker
	Revoke, RevokeOf, Delete, DeleteOf        string // RevokeOf and DeleteOf with the name
	ReadOnly, Contact, ValidUntil             string // Contact with the code, ValidUntil with the day
	Gone, Unknown, GuessedTooOften            term
	Nothing                                   string
	Count                                     plural
}

var savedPortuguese = savedWords{
	Views: "Visualizações", Mine: "Minhas", SharedOnes: "Da equipe",
	None: term{"Nenhuma visualização salva", "Escolha período e filtros em um relatório e salve a tela com um nome: ela fica a um clique daqui."},
	Save: "Salvar esta visualização", Manage: "Visualizações e links", Edit: "Editar %s",
	NewTitle: "Salvar visualização", EditTitle: "Editar visualização",
	Lead: "Relatório, período, filtros e ordem ficam guardados com um nome.",
	Name: "Nome", NameHint: "Ex.: Vendas, fora do horário",
	Period: "Período", Moves: "Acompanha o calendário", Fixed: "Sempre estas datas",
	UntilToday: "Desde %s até hoje",
	Who:        "Quem vê", Private: "Só eu", Shared: "Toda a equipe",
	PrivateHint: "Ninguém mais vê esta visualização.", SharedHint: "Aparece para todas as pessoas que entram no Relato. Agentes continuam vendo só as próprias conversas.",
	Submit: "Salvar", Cancel: "Cancelar", Delete: "Excluir", DeleteHint: "Excluir a visualização não muda nenhum dado.",
	BadName: "Escreva um nome de até 80 caracteres, em uma linha.", Exists: "Você já tem uma visualização chamada “%s”. Escolha outro nome ou substitua a que existe.",
	Replace: "Substituir a que existe", TooMany: "Você chegou ao limite de visualizações. Exclua uma antes de salvar outra.",
	By: "de %s", Report: "Relatório", Conditions: "Filtros", Column: "Visualização", Everyone: "Todas as conversas",
	Left: "alguém que saiu", NotYours: "Só quem criou pode mudar o nome. Como admin, você pode excluir.",
}

var savedSpanish = savedWords{
	Views: "Vistas", Mine: "Mías", SharedOnes: "Del equipo",
	None: term{"Ninguna vista guardada", "Elija período y filtros en un informe y guarde la pantalla con un nombre: quedará a un clic de aquí."},
	Save: "Guardar esta vista", Manage: "Vistas y enlaces", Edit: "Editar %s",
	NewTitle: "Guardar vista", EditTitle: "Editar vista",
	Lead: "Informe, período, filtros y orden se guardan con un nombre.",
	Name: "Nombre", NameHint: "Ej.: Ventas, fuera de horario",
	Period: "Período", Moves: "Acompaña el calendario", Fixed: "Siempre estas fechas",
	UntilToday: "Desde %s hasta hoy",
	Who:        "Quién la ve", Private: "Solo yo", Shared: "Todo el equipo",
	PrivateHint: "Nadie más ve esta vista.", SharedHint: "Aparece para todas las personas que entran en Relato. Los agentes siguen viendo solo sus conversaciones.",
	Submit: "Guardar", Cancel: "Cancelar", Delete: "Eliminar", DeleteHint: "Eliminar la vista no cambia ningún dato.",
	BadName: "Escriba un nombre de hasta 80 caracteres, en una línea.", Exists: "Ya tiene una vista llamada “%s”. Elija otro nombre o reemplace la que existe.",
	Replace: "Reemplazar la que existe", TooMany: "Llegó al límite de vistas. Elimine una antes de guardar otra.",
	By: "de %s", Report: "Informe", Conditions: "Filtros", Column: "Vista", Everyone: "Todas las conversaciones",
	Left: "alguien que ya no está", NotYours: "Solo quien la creó puede cambiar el nombre. Como admin, puede eliminarla.",
}

var savedEnglish = savedWords{
	Views: "Views", Mine: "Mine", SharedOnes: "The team's",
	None: term{"No saved views yet", "Pick a period and filters in a report and save the screen under a name: it is then one click from here."},
	Save: "Save this view", Manage: "Views and links", Edit: "Edit %s",
	NewTitle: "Save view", EditTitle: "Edit view",
	Lead: "Report, period, filters and order are kept under a name.",
	Name: "Name", NameHint: "E.g. Sales, outside hours",
	Period: "Period", Moves: "Moves with the calendar", Fixed: "Always these dates",
	UntilToday: "Since %s until today",
	Who:        "Who sees it", Private: "Only me", Shared: "The whole team",
	PrivateHint: "Nobody else sees this view.", SharedHint: "Everybody who signs in to Relato finds it. Agents still see their own conversations only.",
	Submit: "Save", Cancel: "Cancel", Delete: "Delete", DeleteHint: "Deleting the view changes no data.",
	BadName: "Enter a name of up to 80 characters, on one line.", Exists: "You already have a view called “%s”. Choose another name, or replace the one there is.",
	Replace: "Replace the one there is", TooMany: "You have as many views as there may be. Delete one before you save another.",
	By: "by %s", Report: "Report", Conditions: "Filters", Column: "View", Everyone: "All conversations",
	Left: "somebody who left", NotYours: "Only who made it can rename it. As an admin you can delete it.",
}

var sharePortuguese = shareWords{
	Make: "Compartilhar por link", Title: "Compartilhar por link",
	Lead:  "Quem tiver o link vê só este relatório, com este período e estes filtros, sem entrar no Relato.",
	None:  term{"Nenhum link ativo", "Para mostrar um relatório a quem não usa o Relato, abra o relatório e escolha “Compartilhar por link”."},
	Links: "Links de compartilhamento", Name: "Para quem ou para quê", NameHint: "Só a sua equipe vê este nome.", Expires: "Vale por",
	Days: plural{"%s dia", "%s dias"}, OnDate: "Até o dia", Submit: "Criar link",
	Hidden:  term{"O que fica oculto", "Nomes, telefones, identificadores e tags de contatos, comentários de notas, identificadores e endereços de conversas e e-mails de agentes. Cada contato vira um código, que muda de um link para outro."},
	BadDate: "Escolha um dia de hoje até um ano à frente.", SearchInside: "A busca “%s” não pode ir em um link: ela diria de quem são as conversas.", DropSearch: "Compartilhar sem a busca",
	Made: "O link “%s” está pronto", Once: "Copie agora: por segurança, ele não será mostrado de novo.", Copy: "Copiar link", Open: "Abrir",
	State: "Situação", Active: "Ativo", Revoked: "Revogado", Expired: "Vencido", Orphaned: "Encerrado: quem criou não pode mais compartilhar",
	Until: "até %s", Used: "Último acesso", Never: "nunca aberto", By: "por %s",
	Revoke: "Revogar", RevokeOf: "Revogar o link %s", Delete: "Remover", DeleteOf: "Remover da lista o link %s",
	ReadOnly: "Somente leitura, com contatos ocultos", Contact: "Contato %s", ValidUntil: "Link válido até %s",
	Gone:            term{"Este link não vale mais", "O prazo acabou ou quem criou o link o encerrou. Peça um novo a quem o enviou."},
	Unknown:         term{"Este link não existe", "Confira se o endereço está completo, ou peça um novo a quem o enviou."},
	GuessedTooOften: term{"Muitas tentativas", "Espere um minuto e abra o link de novo."},
	Nothing:         "Não há conversas neste período com estes filtros.",
	Count:           plural{"%s conversa", "%s conversas"},
}

var shareSpanish = shareWords{
	Make: "Compartir por enlace", Title: "Compartir por enlace",
	Lead:  "Quien tenga el enlace ve solo este informe, con este período y estos filtros, sin entrar en Relato.",
	None:  term{"Ningún enlace activo", "Para mostrar un informe a quien no usa Relato, abra el informe y elija “Compartir por enlace”."},
	Links: "Enlaces compartidos", Name: "Para quién o para qué", NameHint: "Solo su equipo ve este nombre.", Expires: "Vale por",
	Days: plural{"%s día", "%s días"}, OnDate: "Hasta el día", Submit: "Crear enlace",
	Hidden:  term{"Lo que queda oculto", "Nombres, teléfonos, identificadores y etiquetas de contactos, comentarios de notas, identificadores y direcciones de conversaciones y correos de agentes. Cada contacto pasa a ser un código, que cambia de un enlace a otro."},
	BadDate: "Elija un día de hoy hasta un año adelante.", SearchInside: "La búsqueda “%s” no puede ir en un enlace: diría de quién son las conversaciones.", DropSearch: "Compartir sin la búsqueda",
	Made: "El enlace “%s” está listo", Once: "Cópielo ahora: por seguridad, no se mostrará de nuevo.", Copy: "Copiar enlace", Open: "Abrir",
	State: "Estado", Active: "Activo", Revoked: "Revocado", Expired: "Vencido", Orphaned: "Terminado: quien lo creó ya no puede compartir",
	Until: "hasta %s", Used: "Último acceso", Never: "nunca abierto", By: "por %s",
	Revoke: "Revocar", RevokeOf: "Revocar el enlace %s", Delete: "Quitar", DeleteOf: "Quitar de la lista el enlace %s",
	ReadOnly: "Solo lectura, con contactos ocultos", Contact: "Contacto %s", ValidUntil: "Enlace válido hasta %s",
	Gone:            term{"Este enlace ya no vale", "El plazo terminó o quien creó el enlace lo cerró. Pida uno nuevo a quien se lo envió."},
	Unknown:         term{"Este enlace no existe", "Revise que la dirección esté completa, o pida uno nuevo a quien se lo envió."},
	GuessedTooOften: term{"Demasiados intentos", "Espere un minuto y abra el enlace de nuevo."},
	Nothing:         "No hay conversaciones en este período con estos filtros.",
	Count:           plural{"%s conversación", "%s conversaciones"},
}

var shareEnglish = shareWords{
	Make: "Share by link", Title: "Share by link",
	Lead:  "Who has the link sees this report alone, with this period and these filters, without signing in to Relato.",
	None:  term{"No active link", "To show a report to somebody who does not use Relato, open the report and choose “Share by link”."},
	Links: "Share links", Name: "For whom or what", NameHint: "Only your team sees this name.", Expires: "Valid for",
	Days: plural{"%s day", "%s days"}, OnDate: "Until the day", Submit: "Make link",
	Hidden:  term{"What stays hidden", "Names, phone numbers, ids and tags of contacts, comments of ratings, ids and addresses of conversations, and agents' e-mail addresses. Every contact becomes a code, another one in every link."},
	BadDate: "Choose a day from today to a year ahead.", SearchInside: "The search “%s” cannot go into a link: it would tell whose conversations these are.", DropSearch: "Share without the search",
	Made: "The link “%s” is ready", Once: "Copy it now: for safety, it is not shown again.", Copy: "Copy link", Open: "Open",
	State: "State", Active: "Active", Revoked: "Revoked", Expired: "Expired", Orphaned: "Ended: who made it may not share any more",
	Until: "until %s", Used: "Last opened", Never: "never opened", By: "by %s",
	Revoke: "Revoke", RevokeOf: "Revoke the link %s", Delete: "Remove", DeleteOf: "Remove the link %s from the list",
	ReadOnly: "Read-only, contacts hidden", Contact: "Contact %s", ValidUntil: "Link valid until %s",
	Gone:            term{"This link is no longer valid", "Its time is over, or who made it ended it. Ask who sent it to you for a new one."},
	Unknown:         term{"There is no such link", "Check that the address is complete, or ask who sent it to you for a new one."},
	GuessedTooOften: term{"Too many attempts", "Wait a minute and open the link again."},
	Nothing:         "There are no conversations in this period with these filters.",
	Count:           plural{"%s conversation", "%s conversations"},
}
