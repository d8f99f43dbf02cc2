package views

// peopleWords are the words of who may come in, and what they did.
type peopleWords struct {
	Users    usersWords
	Link     linkWords
	Password passwordWords
	Me       meWords
	Factor   factorWords
	Tokens   tokenWords
	Log      logWords
}

// logWords are the words of the audit log.
type logWords struct {
	Log                                       term
	When, Who, What, From, Find, AnyDeed      string
	None, Refused, Stranger, CommandLine      string
	SignIn, SignOut, Password, Sessions, Link string
	FactorOn, FactorOff                       string
	RecoveryCodes, RecoveryUse                string
	UserAdd, UserChange, UserRemove           string
	TokenAdd, TokenRevoke                     string
	ShareAdd, ShareRevoke, ShareRemove        string
	Setting, Export, Import                   string
	New, Known, Rejected                      plural // events of an import
	Ended                                     plural // sessions
	Source                                    string // name
	SourceAdd, SourceChange                   string // kind; what was changed
	SourceRemove, SourcePause, SourceResume   string
}

// tokenWords are the words of the tokens' pages.
type tokenWords struct {
	Tokens, None, New                  term
	Add, AddButton                     string
	Name, NameHint, NameWrong, Taken   string // NameWrong with the most characters
	May                                string
	Read, Write                        term
	Used, Expires                      string
	Days, Year, NoEnd                  string // Days with a number
	IsRevoked, IsExpired               string
	Limit, LimitHint                   string
	LimitWrong, LimitWrites            string // LimitWrong with what
	Made, Once, Token, Example, Kept   string // Made with the name
	Revoke, Revoked, Sure, Consequence string // Sure with the name
}

// factorWords are the words of the second factor.
type factorWords struct {
	Factor, On, Off, Others   term
	StateOn, StateOff         string
	QR, Scan, Open            string
	Code, CodeHint, CodeWrong string
	OnButton, OffButton       string
	Left                      plural
	Recovery                  term
	IsOn, Codes, Kept         string
	Step                      term
	Another                   string
}

// meWords are the words of the page of the reader's own user.
type meWords struct {
	Me                            term
	AccountLanguage, PasswordLead string
	PasswordChanged, Ended        string
	Sessions                      term
	EndOthers, End                string
	ThisOne, Begun, Seen          string // Begun and Seen with when
	SomeBrowser                   string
}

// usersWords are the words of the users' pages.
type usersWords struct {
	Users                                     term
	Column, Role, SignedIn, Sessions          string
	Admin, Manager, Agent                     term
	Never, You, Invited                       string // Invited with until when
	LinkOver, TwoSteps, NoUsers               string
	Add                                       string
	New                                       term
	Name, EmailHint, EmailWrong, EmailTaken   string
	AddButton                                 string
	Changed, Ended, Removed                   string
	User                                      string // for the page of one
	LastAdmin                                 string
	NewLink, EndAll, Remove                   term
	NewLinkButton, EndAllButton, RemoveButton string
	Sure, Cancel                              string // Sure with who
}

// linkWords are the words of the page that shows a link once.
type linkWords struct {
	Link               term
	Lead               string // who, until when
	Address, Copy      string
	Once, Back, Insure string
}

// passwordWords are the words of setting a password.
type passwordWords struct {
	Title, Lead               string // Lead with the email
	New, Hint                 string // Hint with the fewest characters
	Again, Different          string
	TooShort, TooLong         string // TooShort with the fewest characters
	Button, Done              string
	Gone                      term
	Current, CurrentWrong     string
	ChangeTitle, ChangeButton string
}

var peoplePortuguese = peopleWords{
	Users: usersWords{
		Users:  term{"Usuários", "Quem pode entrar e o que cada pessoa vê."},
		Column: "Pessoa", Role: "Perfil", SignedIn: "Último acesso", Sessions: "Sessões",
		Admin:   term{"Administrador", "vê tudo e muda as configurações"},
		Manager: term{"Gestor", "vê todos os relatórios"},
		Agent:   term{"Agente", "vê só as conversas de que participa; o e-mail deve ser o mesmo que tem como agente na origem dos dados"},
		Never:   "Nunca", You: "você", Invited: "Convite válido até %s",
		LinkOver: "Convite vencido: gere um novo link", TwoSteps: "Duas etapas",
		NoUsers: "Nenhum usuário ainda.",
		Add:     "Novo usuário",
		New:     term{"Novo usuário", "A pessoa define a própria senha por um link que só você recebe. Envie por um canal seguro: o Relato não manda e-mails."},
		Name:    "Nome", EmailHint: "A pessoa entra com este endereço.",
		EmailWrong: "Escreva um e-mail como ana@exemplo.com.br.", EmailTaken: "Já existe um usuário com este e-mail.",
		AddButton: "Criar e gerar link",
		Changed:   "Alterações salvas.", Ended: "Todas as sessões desta pessoa foram encerradas.", Removed: "Usuário excluído.",
		User:      "Usuário",
		LastAdmin: "Ninguém mais que consiga entrar é administrador. Antes, torne outra pessoa administradora.",
		NewLink:   term{"Nova senha", "Gera um link de uso único para a pessoa definir outra senha. Até lá a senha atual continua valendo."},
		EndAll:    term{"Sessões", "Desconecta a pessoa de todos os navegadores. Ela pode entrar de novo com a senha."},
		Remove:    term{"Excluir usuário", "A pessoa perde o acesso na hora. As conversas e os relatórios não mudam."}, NewLinkButton: "Gerar link", EndAllButton: "Encerrar sessões", RemoveButton: "Excluir",
		Sure: "Excluir %s?", Cancel: "Cancelar",
	},
	Link: linkWords{
		Link: term{"Link para definir a senha", "Este link aparece só agora."},
		Lead: "Envie este link a %s. Ele vale uma única vez, até %s.", Address: "Link", Copy: "Copiar",
		Once: "O Relato guarda só uma impressão digital do link e não consegue mostrá-lo de novo. Se ele se perder, gere outro: o anterior deixa de valer.",
		Back: "Voltar aos usuários", Insure: "Quem tiver o link define a senha. Use um canal em que só essa pessoa lê.",
	},
	Password: passwordWords{
		Title: "Defina sua senha", Lead: "Para entrar como %s.",
		New: "Nova senha", Hint: "Pelo menos %s caracteres. Uma frase longa é melhor que símbolos.",
		Again: "A mesma senha outra vez", Different: "As duas senhas não são iguais.",
		TooShort: "A senha precisa de pelo menos %s caracteres.", TooLong: "A senha é longa demais.",
		Button: "Salvar senha", Done: "Senha salva. Entre com ela.",
		Gone:    term{"Este link não vale mais", "Ele já foi usado, foi trocado por outro ou venceu. Peça um novo a um administrador."},
		Current: "Senha atual", CurrentWrong: "A senha atual não confere.",
		ChangeTitle: "Senha", ChangeButton: "Mudar senha",
	},
	Me: meWords{
		Me:              term{"Meu perfil", "Seu nome, seu idioma, sua senha e onde você está conectado."},
		AccountLanguage: "O da empresa", PasswordLead: "Mudar a senha encerra suas outras sessões.",
		PasswordChanged: "Senha alterada. Suas outras sessões foram encerradas.", Ended: "Sessões encerradas.",
		Sessions:  term{"Sessões", "Os navegadores em que você está conectado. O endereço de rede fica guardado enquanto a sessão dura."},
		EndOthers: "Encerrar as outras", End: "Encerrar",
		ThisOne: "este navegador", Begun: "desde %s", Seen: "último uso %s", SomeBrowser: "Navegador desconhecido",
	},
	Factor: factorWords{
		Factor:  term{"Verificação em duas etapas", "Além da senha, um código que só o seu celular gera."},
		On:      term{"Ativar a verificação em duas etapas", "A cada entrada o Relato vai pedir, além da senha, um código do seu aplicativo autenticador."},
		Off:     term{"Desativar a verificação em duas etapas", "Depois disso só a senha protege a sua conta. Para receber novos códigos de recuperação, desative e ative de novo."},
		Others:  term{"Verificação em duas etapas", "Desative só se a pessoa perdeu o celular e os códigos de recuperação, e se você tem certeza de que é ela quem pede."},
		StateOn: "Ativada", StateOff: "Desativada",
		QR:   "Código QR com a chave",
		Scan: "Leia o código com um aplicativo autenticador (Google Authenticator, Microsoft Authenticator, Aegis, 1Password…) ou digite esta chave:",
		Open: "Abrir no autenticador deste aparelho",
		Code: "Código", CodeHint: "Os seis números que o aplicativo mostra agora.", CodeWrong: "O código não confere, já foi usado ou expirou.",
		OnButton: "Ativar", OffButton: "Desativar",
		Left:     plural{"Resta %s código de recuperação.", "Restam %s códigos de recuperação."},
		Recovery: term{"Códigos de recuperação", "Cada um deixa você entrar uma vez sem o celular. Eles aparecem só agora: guarde-os fora deste computador."},
		IsOn:     "A verificação em duas etapas está ativada.", Codes: "Seus dez códigos", Kept: "Já guardei",
		Step:    term{"Segunda etapa", "Digite o código do seu aplicativo autenticador ou um código de recuperação."},
		Another: "Entrar com outra conta",
	},
	Tokens: tokenWords{
		Tokens: term{"Tokens", "Chaves com que programas e planilhas leem os relatórios, ou enviam eventos, sem a senha de ninguém."},
		None:   term{"Nenhum token ainda", "Crie um para ligar uma planilha ou outro programa aos relatórios."},
		New:    term{"Novo token", "Um token por programa: assim você pode revogar um sem parar os outros."},
		Add:    "Novo token", AddButton: "Criar token",
		Name: "Nome", NameHint: "Quem ou o que vai usá-lo, como “Planilha da diretoria”.", NameWrong: "Escreva um nome de no máximo %s caracteres.", Taken: "Já existe um token em uso com este nome.",
		May:  "Permissão",
		Read: term{"Ler", "relatórios em .csv, .xlsx, .json e pela API"}, Write: term{"Ler e escrever", "também envia eventos pela API"},
		Used: "Último uso", Expires: "Validade",
		Days: "%s dias", Year: "1 ano", NoEnd: "Sem prazo",
		IsRevoked: "Revogado", IsExpired: "Vencido",
		Limit: "Limitar a um filtro (opcional)", LimitHint: "Cole o endereço de um relatório filtrado. O token só verá essas conversas, não importa o que peça. As datas só limitam se estiverem no endereço.",
		LimitWrong: "Isto não é um filtro que possa limitar: %s", LimitWrites: "Um token que escreve não pode ser limitado. Crie dois.",
		Made: "Token “%s” criado", Once: "Ele aparece só agora. O Relato guarda apenas uma impressão digital.", Token: "Token", Example: "Numa planilha que busca endereços, use por exemplo:", Kept: "Já guardei",
		Revoke: "Revogar", Revoked: "Token revogado.", Sure: "Revogar “%s”?", Consequence: "O que usa este token deixa de funcionar na hora. Isso não pode ser desfeito.",
	},
	Log: logWords{
		Log:  term{"Auditoria", "Quem entrou, o que mudou e o que foi baixado. Cada linha fica guardada por 400 dias."},
		When: "Quando", Who: "Quem", What: "O quê", From: "Endereço", Find: "Filtrar", AnyDeed: "Tudo",
		None: "Nenhum registro com este filtro.", Refused: "recusado", Stranger: "Desconhecido", CommandLine: "Linha de comando",
		SignIn: "Entrada", SignOut: "Saída", Password: "Mudança de senha", Sessions: "Encerramento de sessões", Link: "Link de senha",
		FactorOn: "Duas etapas ativadas", FactorOff: "Duas etapas desativadas",
		RecoveryCodes: "Novos códigos de recuperação", RecoveryUse: "Código de recuperação usado",
		UserAdd: "Usuário criado", UserChange: "Usuário alterado", UserRemove: "Usuário excluído",
		TokenAdd: "Token criado", TokenRevoke: "Token revogado",
		ShareAdd: "Link de relatório criado", ShareRevoke: "Link de relatório revogado", ShareRemove: "Link de relatório removido",
		Setting: "Configuração alterada", Export: "Exportação", Import: "Importação",
		New: plural{"%s evento novo", "%s eventos novos"}, Known: plural{"%s já existia", "%s já existiam"}, Rejected: plural{"%s recusado", "%s recusados"},
		Ended:  plural{"%s sessão", "%s sessões"},
		Source: "Fonte %s", SourceAdd: "conectada: %s", SourceChange: "mudou: %s", SourceRemove: "removida", SourcePause: "em pausa", SourceResume: "recebendo de novo",
	},
}

var peopleSpanish = peopleWords{
	Users: usersWords{
		Users:  term{"Usuarios", "Quién puede entrar y qué ve cada persona."},
		Column: "Persona", Role: "Rol", SignedIn: "Último acceso", Sessions: "Sesiones",
		Admin:   term{"Administrador", "ve todo y cambia la configuración"},
		Manager: term{"Gestor", "ve todos los informes"},
		Agent:   term{"Agente", "ve solo las conversaciones en las que participa; el correo debe ser el mismo que tiene como agente en el origen de los datos"},
		Never:   "Nunca", You: "usted", Invited: "Invitación válida hasta %s",
		LinkOver: "Invitación vencida: genere un enlace nuevo", TwoSteps: "Dos pasos",
		NoUsers: "Todavía no hay usuarios.",
		Add:     "Nuevo usuario",
		New:     term{"Nuevo usuario", "La persona define su propia contraseña con un enlace que solo usted recibe. Envíelo por un canal seguro: Relato no manda correos."},
		Name:    "Nombre", EmailHint: "La persona entra con esta dirección.",
		EmailWrong: "Escriba un correo como ana@ejemplo.com.", EmailTaken: "Ya hay un usuario con este correo.",
		AddButton: "Crear y generar enlace",
		Changed:   "Cambios guardados.", Ended: "Se cerraron todas las sesiones de esta persona.", Removed: "Usuario eliminado.",
		User:      "Usuario",
		LastAdmin: "Nadie más que pueda entrar es administrador. Antes, haga administradora a otra persona.",
		NewLink:   term{"Nueva contraseña", "Genera un enlace de un solo uso para que la persona defina otra contraseña. Hasta entonces vale la actual."},
		EndAll:    term{"Sesiones", "Desconecta a la persona de todos los navegadores. Puede volver a entrar con su contraseña."},
		Remove:    term{"Eliminar usuario", "La persona pierde el acceso al instante. Las conversaciones y los informes no cambian."}, NewLinkButton: "Generar enlace", EndAllButton: "Cerrar sesiones", RemoveButton: "Eliminar",
		Sure: "¿Eliminar a %s?", Cancel: "Cancelar",
	},
	Link: linkWords{
		Link: term{"Enlace para definir la contraseña", "Este enlace se muestra solo ahora."},
		Lead: "Envíe este enlace a %s. Vale una sola vez, hasta %s.", Address: "Enlace", Copy: "Copiar",
		Once: "Relato guarda solo una huella del enlace y no puede mostrarlo otra vez. Si se pierde, genere otro: el anterior deja de valer.",
		Back: "Volver a los usuarios", Insure: "Quien tenga el enlace define la contraseña. Use un canal que lea solo esa persona.",
	},
	Password: passwordWords{
		Title: "Defina su contraseña", Lead: "Para entrar como %s.",
		New: "Nueva contraseña", Hint: "Al menos %s caracteres. Una frase larga es mejor que símbolos.",
		Again: "La misma contraseña otra vez", Different: "Las dos contraseñas no son iguales.",
		TooShort: "La contraseña necesita al menos %s caracteres.", TooLong: "La contraseña es demasiado larga.",
		Button: "Guardar contraseña", Done: "Contraseña guardada. Entre con ella.",
		Gone:    term{"Este enlace ya no vale", "Ya se usó, se cambió por otro o venció. Pida uno nuevo a un administrador."},
		Current: "Contraseña actual", CurrentWrong: "La contraseña actual no coincide.",
		ChangeTitle: "Contraseña", ChangeButton: "Cambiar contraseña",
	},
	Me: meWords{
		Me:              term{"Mi perfil", "Su nombre, su idioma, su contraseña y dónde está conectado."},
		AccountLanguage: "El de la empresa", PasswordLead: "Cambiar la contraseña cierra sus otras sesiones.",
		PasswordChanged: "Contraseña cambiada. Sus otras sesiones se cerraron.", Ended: "Sesiones cerradas.",
		Sessions:  term{"Sesiones", "Los navegadores en los que está conectado. La dirección de red se guarda mientras dura la sesión."},
		EndOthers: "Cerrar las otras", End: "Cerrar",
		ThisOne: "este navegador", Begun: "desde %s", Seen: "último uso %s", SomeBrowser: "Navegador desconocido",
	},
	Factor: factorWords{
		Factor:  term{"Verificación en dos pasos", "Además de la contraseña, un código que solo su teléfono genera."},
		On:      term{"Activar la verificación en dos pasos", "En cada entrada Relato pedirá, además de la contraseña, un código de su aplicación de autenticación."},
		Off:     term{"Desactivar la verificación en dos pasos", "Después, solo la contraseña protege su cuenta. Para recibir códigos de recuperación nuevos, desactive y active otra vez."},
		Others:  term{"Verificación en dos pasos", "Desactívela solo si la persona perdió el teléfono y los códigos de recuperación, y si usted está seguro de que es ella quien lo pide."},
		StateOn: "Activada", StateOff: "Desactivada",
		QR:   "Código QR con la clave",
		Scan: "Lea el código con una aplicación de autenticación (Google Authenticator, Microsoft Authenticator, Aegis, 1Password…) o escriba esta clave:",
		Open: "Abrir en el autenticador de este aparato",
		Code: "Código", CodeHint: "Los seis números que la aplicación muestra ahora.", CodeWrong: "El código no coincide, ya se usó o venció.",
		OnButton: "Activar", OffButton: "Desactivar",
		Left:     plural{"Queda %s código de recuperación.", "Quedan %s códigos de recuperación."},
		Recovery: term{"Códigos de recuperación", "Cada uno le deja entrar una vez sin el teléfono. Se muestran solo ahora: guárdelos fuera de este ordenador."},
		IsOn:     "La verificación en dos pasos está activada.", Codes: "Sus diez códigos", Kept: "Ya los guardé",
		Step:    term{"Segundo paso", "Escriba el código de su aplicación de autenticación o un código de recuperación."},
		Another: "Entrar con otra cuenta",
	},
	Tokens: tokenWords{
		Tokens: term{"Tokens", "Claves con las que programas y hojas de cálculo leen los informes, o envían eventos, sin la contraseña de nadie."},
		None:   term{"Todavía no hay tokens", "Cree uno para conectar una hoja de cálculo u otro programa a los informes."},
		New:    term{"Nuevo token", "Un token por programa: así puede revocar uno sin detener los demás."},
		Add:    "Nuevo token", AddButton: "Crear token",
		Name: "Nombre", NameHint: "Quién o qué lo usará, como «Hoja de la dirección».", NameWrong: "Escriba un nombre de %s caracteres como máximo.", Taken: "Ya hay un token en uso con este nombre.",
		May:  "Permiso",
		Read: term{"Leer", "informes en .csv, .xlsx, .json y por la API"}, Write: term{"Leer y escribir", "también envía eventos por la API"},
		Used: "Último uso", Expires: "Validez",
		Days: "%s días", Year: "1 año", NoEnd: "Sin plazo",
		IsRevoked: "Revocado", IsExpired: "Vencido",
		Limit: "Limitar a un filtro (opcional)", LimitHint: "Pegue la dirección de un informe filtrado. El token solo verá esas conversaciones, pida lo que pida. Las fechas limitan solo si están en la dirección.",
		LimitWrong: "Esto no es un filtro que pueda limitar: %s", LimitWrites: "Un token que escribe no se puede limitar. Cree dos.",
		Made: "Token «%s» creado", Once: "Se muestra solo ahora. Relato guarda apenas una huella.", Token: "Token", Example: "En una hoja de cálculo que lee direcciones, use por ejemplo:", Kept: "Ya lo guardé",
		Revoke: "Revocar", Revoked: "Token revocado.", Sure: "¿Revocar «%s»?", Consequence: "Lo que usa este token deja de funcionar al instante. No se puede deshacer.",
	},
	Log: logWords{
		Log:  term{"Auditoría", "Quién entró, qué cambió y qué se descargó. Cada línea se guarda 400 días."},
		When: "Cuándo", Who: "Quién", What: "Qué", From: "Dirección", Find: "Filtrar", AnyDeed: "Todo",
		None: "Ningún registro con este filtro.", Refused: "rechazado", Stranger: "Desconocido", CommandLine: "Línea de comandos",
		SignIn: "Entrada", SignOut: "Salida", Password: "Cambio de contraseña", Sessions: "Cierre de sesiones", Link: "Enlace de contraseña",
		FactorOn: "Dos pasos activados", FactorOff: "Dos pasos desactivados",
		RecoveryCodes: "Códigos de recuperación nuevos", RecoveryUse: "Código de recuperación usado",
		UserAdd: "Usuario creado", UserChange: "Usuario cambiado", UserRemove: "Usuario eliminado",
		TokenAdd: "Token creado", TokenRevoke: "Token revocado",
		ShareAdd: "Enlace de informe creado", ShareRevoke: "Enlace de informe revocado", ShareRemove: "Enlace de informe quitado",
		Setting: "Configuración cambiada", Export: "Exportación", Import: "Importación",
		New: plural{"%s evento nuevo", "%s eventos nuevos"}, Known: plural{"%s ya estaba", "%s ya estaban"}, Rejected: plural{"%s rechazado", "%s rechazados"},
		Ended:  plural{"%s sesión", "%s sesiones"},
		Source: "Fuente %s", SourceAdd: "conectada: %s", SourceChange: "cambió: %s", SourceRemove: "eliminada", SourcePause: "en pausa", SourceResume: "recibiendo de nuevo",
	},
}

var peopleEnglish = peopleWords{
	Users: usersWords{
		Users:  term{"Users", "Who may come in, and what each of them sees."},
		Column: "Person", Role: "Role", SignedIn: "Last sign-in", Sessions: "Sessions",
		Admin:   term{"Admin", "sees everything and changes the settings"},
		Manager: term{"Manager", "sees all reports"},
		Agent:   term{"Agent", "sees only the conversations that they take part in; the e-mail must be the one they have as an agent in the data source"},
		Never:   "Never", You: "you", Invited: "Invitation valid until %s",
		LinkOver: "Invitation expired: make a new link", TwoSteps: "Two steps",
		NoUsers: "No users yet.",
		Add:     "New user",
		New:     term{"New user", "They set their own password by a link that only you receive. Send it by a safe channel: Relato sends no e-mail."},
		Name:    "Name", EmailHint: "They sign in with this address.",
		EmailWrong: "Write an e-mail address like ana@example.com.", EmailTaken: "There is a user with this e-mail already.",
		AddButton: "Create and make a link",
		Changed:   "Changes saved.", Ended: "All sessions of this person have ended.", Removed: "User deleted.",
		User:      "User",
		LastAdmin: "Nobody else who can sign in is an admin. Make somebody else one first.",
		NewLink:   term{"New password", "Makes a one-time link by which they set another password. Until then the present one works."},
		EndAll:    term{"Sessions", "Signs them out of all browsers. They can sign in again with their password."},
		Remove:    term{"Delete user", "They lose access at once. Conversations and reports do not change."}, NewLinkButton: "Make a link", EndAllButton: "End sessions", RemoveButton: "Delete",
		Sure: "Delete %s?", Cancel: "Cancel",
	},
	Link: linkWords{
		Link: term{"Link to set the password", "This link is shown only now."},
		Lead: "Send this link to %s. It works once, until %s.", Address: "Link", Copy: "Copy",
		Once: "Relato keeps only a fingerprint of the link and cannot show it again. If it gets lost, make another: the one before ends.",
		Back: "Back to the users", Insure: "Whoever has the link sets the password. Use a channel that only they read.",
	},
	Password: passwordWords{
		Title: "Set your password", Lead: "To sign in as %s.",
		New: "New password", Hint: "At least %s characters. A long phrase is better than symbols.",
		Again: "The same password again", Different: "The two passwords are not the same.",
		TooShort: "The password needs at least %s characters.", TooLong: "The password is too long.",
		Button: "Save password", Done: "Password saved. Sign in with it.",
		Gone:    term{"This link does not work any more", "It has been used, was replaced by another, or is too old. Ask an admin for a new one."},
		Current: "Present password", CurrentWrong: "The present password is wrong.",
		ChangeTitle: "Password", ChangeButton: "Change password",
	},
	Me: meWords{
		Me:              term{"My profile", "Your name, your language, your password, and where you are signed in."},
		AccountLanguage: "The company's", PasswordLead: "Another password ends your other sessions.",
		PasswordChanged: "Password changed. Your other sessions have ended.", Ended: "Sessions ended.",
		Sessions:  term{"Sessions", "The browsers in which you are signed in. The network address is kept as long as the session."},
		EndOthers: "End the others", End: "End",
		ThisOne: "this browser", Begun: "since %s", Seen: "last used %s", SomeBrowser: "Unknown browser",
	},
	Factor: factorWords{
		Factor:  term{"Two-step sign-in", "Besides the password, a code that only your phone makes."},
		On:      term{"Turn on two-step sign-in", "Each time you sign in Relato will ask for a code of your authenticator app besides the password."},
		Off:     term{"Turn off two-step sign-in", "After that the password alone protects your account. To get new recovery codes, turn it off and on again."},
		Others:  term{"Two-step sign-in", "Turn it off only if they have lost their phone and their recovery codes, and you are sure that it is they who ask."},
		StateOn: "On", StateOff: "Off",
		QR:   "QR code with the key",
		Scan: "Read the code with an authenticator app (Google Authenticator, Microsoft Authenticator, Aegis, 1Password…), or type this key:",
		Open: "Open in the authenticator on this device",
		Code: "Code", CodeHint: "The six digits that the app shows now.", CodeWrong: "The code is wrong, was used already, or is too old.",
		OnButton: "Turn on", OffButton: "Turn off",
		Left:     plural{"%s recovery code is left.", "%s recovery codes are left."},
		Recovery: term{"Recovery codes", "Each lets you in once without your phone. They are shown only now: keep them somewhere else than on this computer."},
		IsOn:     "Two-step sign-in is on.", Codes: "Your ten codes", Kept: "I have kept them",
		Step:    term{"Second step", "Type the code of your authenticator app, or a recovery code."},
		Another: "Sign in with another account",
	},
	Tokens: tokenWords{
		Tokens: term{"Tokens", "Keys by which programs and spreadsheets read reports, or send events, without anybody's password."},
		None:   term{"No tokens yet", "Make one to connect a spreadsheet or another program to the reports."},
		New:    term{"New token", "One token for each program: then you can revoke one without stopping the others."},
		Add:    "New token", AddButton: "Make the token",
		Name: "Name", NameHint: "Who or what will use it, such as “Board's spreadsheet”.", NameWrong: "Write a name of at most %s characters.", Taken: "There is a token of this name in use already.",
		May:  "May",
		Read: term{"Read", "reports as .csv, .xlsx, .json and by the API"}, Write: term{"Read and write", "sends events by the API too"},
		Used: "Last use", Expires: "Valid until",
		Days: "%s days", Year: "1 year", NoEnd: "No end",
		IsRevoked: "Revoked", IsExpired: "Expired",
		Limit: "Limit to a filter (optional)", LimitHint: "Paste the address of a filtered report. The token will see those conversations only, whatever it asks for. Dates limit only if they stand in the address.",
		LimitWrong: "This is no filter that can limit: %s", LimitWrites: "A token that writes cannot be limited. Make two.",
		Made: "Token “%s” made", Once: "It is shown only now. Relato keeps no more than a fingerprint.", Token: "Token", Example: "In a spreadsheet that fetches addresses, use for instance:", Kept: "I have kept it",
		Revoke: "Revoke", Revoked: "Token revoked.", Sure: "Revoke “%s”?", Consequence: "What uses this token stops working at once. This cannot be undone.",
	},
	Log: logWords{
		Log:  term{"Audit log", "Who signed in, what changed, and what was downloaded. Each line is kept for 400 days."},
		When: "When", Who: "Who", What: "What", From: "Address", Find: "Filter", AnyDeed: "Everything",
		None: "No line matches this filter.", Refused: "refused", Stranger: "Unknown", CommandLine: "Command line",
		SignIn: "Sign-in", SignOut: "Sign-out", Password: "Password change", Sessions: "End of sessions", Link: "Password link",
		FactorOn: "Two steps turned on", FactorOff: "Two steps turned off",
		RecoveryCodes: "New recovery codes", RecoveryUse: "Recovery code used",
		UserAdd: "User added", UserChange: "User changed", UserRemove: "User deleted",
		TokenAdd: "Token made", TokenRevoke: "Token revoked",
		ShareAdd: "Report link made", ShareRevoke: "Report link revoked", ShareRemove: "Report link removed",
		Setting: "Setting changed", Export: "Export", Import: "Import",
		New: plural{"%s new event", "%s new events"}, Known: plural{"%s already there", "%s already there"}, Rejected: plural{"%s rejected", "%s rejected"},
		Ended:  plural{"%s session", "%s sessions"},
		Source: "Source %s", SourceAdd: "connected: %s", SourceChange: "changed: %s", SourceRemove: "removed", SourcePause: "paused", SourceResume: "receiving again",
	},
}
