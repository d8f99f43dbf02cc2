package views

// peopleWords are the words of who may come in, and what they did.
type peopleWords struct {
	Users    usersWords
	Link     linkWords
	Password passwordWords
	Me       meWords
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
		Name:    "Nome", EmailHint: "Com este endereço a pessoa entra.",
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
		Name:    "Nombre", EmailHint: "Con esta dirección entra la persona.",
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
}
