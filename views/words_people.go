package views

// peopleWords are the words of who may come in, and what they did.
type peopleWords struct {
	Users    usersWords
	Link     linkWords
	Password passwordWords
	Me       meWords
	Factor   factorWords
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
	Factor: factorWords{
		Factor:  term{"Verificação em duas etapas", "Além da senha, um código que só o seu celular gera."},
		On:      term{"Ligar a verificação em duas etapas", "A cada entrada o Relato vai pedir, além da senha, um código do seu aplicativo autenticador."},
		Off:     term{"Desligar a verificação em duas etapas", "Depois disso só a senha protege a sua conta. Para receber novos códigos de recuperação, desligue e ligue de novo."},
		Others:  term{"Verificação em duas etapas", "Desligue só se a pessoa perdeu o celular e os códigos de recuperação, e se você tem certeza de que é ela quem pede."},
		StateOn: "Ligada", StateOff: "Desligada",
		QR:   "Código QR com a chave",
		Scan: "Leia o código com um aplicativo autenticador (Google Authenticator, Microsoft Authenticator, Aegis, 1Password…) ou digite esta chave:",
		Open: "Abrir no autenticador deste aparelho",
		Code: "Código", CodeHint: "Os seis números que o aplicativo mostra agora.", CodeWrong: "O código não confere, já foi usado ou expirou.",
		OnButton: "Ligar", OffButton: "Desligar",
		Left:     plural{"Resta %s código de recuperação.", "Restam %s códigos de recuperação."},
		Recovery: term{"Códigos de recuperação", "Cada um deixa você entrar uma vez sem o celular. Eles aparecem só agora: guarde-os fora deste computador."},
		IsOn:     "A verificação em duas etapas está ligada.", Codes: "Seus dez códigos", Kept: "Já guardei",
		Step:    term{"Segunda etapa", "Digite o código do seu aplicativo autenticador ou um código de recuperação."},
		Another: "Entrar com outra conta",
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
}
