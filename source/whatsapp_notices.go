package source

import (
	"regexp"
	"strings"
)

// The lines that WhatsApp writes itself, in Portuguese, Spanish and English. A notice that is not known does no harm
// on Android, where it has no author; on iOS it would count as a message of the contact.

// encryptionNotice opens nearly every chat.
var encryptionNotice = notices(
	`(messages and calls are|messages to this chat|messages you send to this chat) .*(encrypt|secured)`,
	`as mensagens .*(criptografia|protegidas|criptografadas)`,
	`los mensajes .*(cifrad|encriptad)`,
)

// chatNotice are other lines that a chat with one contact may have.
var chatNotice = notices(
	`your security code with .+ changed`,
	`(you|.+) turned (on|off) disappearing messages`, `disappearing messages (were|are|have been|was) `,
	`.+ updated the message timer`, `(you|.+) (blocked|unblocked) this (contact|business|account)`,
	`.+ changed (to a new|their|your) (phone )?number`, `.+ changed to \+`, `.+ pinned a message`, `.+ is a contact\.?$`,
	`this (chat is with|business) `, `.+ (uses|is using) a secure service `, `.+ registered as a .*business`,
	`.*código de segurança .*mudou`, `seu código de segurança com `,
	`.+ (ativou|desativou|atualizou) (a duração das |as )?mensagens temporárias`, `as mensagens temporárias foram `,
	`você (bloqueou|desbloqueou) `, `.+ mudou (de|para um novo|o) número`, `.+ mudou para \+`, `.+ fixou uma mensagem`,
	`est[ae] (conversa|empresa|conta comercial) `, `.+ é um contato\.?$`, `.+ usa um serviço seguro `,
	`.*código de seguridad .*cambió`, `tu código de seguridad con `,
	`.*(activaste|activó|desactivaste|desactivó|actualizaste|actualizó) .*mensajes temporales`,
	`los mensajes temporales (se|fueron|están) `, `(bloqueaste|desbloqueaste) a? ?est[ea] `,
	`.+ cambió (de|su|a un nuevo) número`, `.+ cambió a \+`, `.*(fijó|fijaste) un mensaje`,
	`est[ae] (chat|empresa|cuenta de empresa) `, `.+ es un contacto\.?$`, `.+ usa un servicio seguro `,
)

// groupNotice are lines that only a group has.
var groupNotice = notices(
	`.+ created (this |the |a )?group`, `(you|.+) (were|was|are) (added|removed)`, `.+ (added|removed) .+`, `.+ left\.?$`,
	`.+ left the group`, `.+ joined (using|via|from|the|this)`, `.+ (is|are|'re) (now|no longer) an admin`,
	`.+ changed (this|the) group`, `.+ changed the subject`, `you're (now|no longer) an admin`,
	`(você|.+) criou (este |o |um )?grupo`, `.+ (foi|foram) (adicionad|removid)[oa]`, `.+ (adicionou|removeu) .+`,
	`.+ saiu\.?( do grupo\.?)?$`, `.+ entrou (usando|via|com|pelo|por|através|no grupo)`, `.+ agora é (um )?admin`,
	`.+ (mudou|alterou) .+ (do|deste|desse) grupo`, `.+ não é mais (um )?admin`,
	`(creaste|.+ creó) (este |el |un )?grupo`, `.+ (añadió|agregó) a? ?.+`, `(añadiste|agregaste|eliminaste a|sacaste a) .+`,
	`.+ (eliminó|sacó) a .+`, `(se te|se) (añadió|agregó) `, `.+ (fue|fueron) (añadid|agregad|eliminad)[oa]`,
	`.+ salió\.?( del grupo\.?)?$`, `saliste del grupo`, `.+ se unió `, `te uniste `, `.+ cambió .+ (del|de este) grupo`,
	`.+ ahora (es|eres) (un )?admin`,
)

// attachment are the placeholders of media, whose file names may say anything.
var attachment = regexp.MustCompile(`(?i)(omitted|attached|omitid[oa]|ocultad[oa]|oculta|anexad[oa]|adjunt[oa])\W*$`)

// callLine are the lines of calls, which nobody wrote. An answered call has a length or says where it was taken.
var callLine = notices(
	`(missed|silenced) (group )?(voice|video) call( at .+)?$`,
	`(group )?(voice|video) call[.,] ?(no answer|answered on other device|\d+ ?(s|sec|min|hr|h)\b.*|not answered|tap to call back)$`,
	`(ligação|chamada) de (voz|vídeo) (em grupo )?perdida( às .+)?$`,
	`(ligação|chamada) de (voz|vídeo)[.,] ?(sem resposta|não atendida|atendida em outro (dispositivo|aparelho)|\d+ ?(s|seg|min|h)\b.*)$`,
	`(llamada|videollamada)( de (voz|vídeo|video))?( grupal)? perdida( a las? .+)?$`,
	`(llamada|videollamada)( de (voz|vídeo|video))?[.,] ?(sin respuesta|no contestada|respondida en otro dispositivo|\d+ ?(s|seg|min|h)\b.*)$`,
)

// notices matches any of several beginnings of a line.
func notices(patterns ...string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(?:` + strings.Join(patterns, "|") + `)`)
}

// withoutMarks is a line without characters of no width, as the patterns expect it.
func withoutMarks(line string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(directionMarks, r):
			return -1
		case r == '\u00a0' || r == '\u202f':
			return ' '
		}
		return r
	}, line))
}

// isNotice tells whether a line is a notice, where no author's text can come before the notice's.
func isNotice(line string) bool {
	line = withoutMarks(line)
	return encryptionNotice.MatchString(line) || chatNotice.MatchString(line) || isGroupNotice(line)
}

// isMarkedNotice tells whether what iOS writes under an author's name is a notice. Only a line that starts with a mark
// is WhatsApp's; the notice of encryption is known without it.
func isMarkedNotice(body string) bool {
	marked := strings.TrimLeft(body, directionMarks) != body
	return marked && !attachment.MatchString(body) && isNotice(body) || encryptionNotice.MatchString(body)
}

// isGroupNotice tells whether a notice says that the chat is a group's.
func isGroupNotice(line string) bool {
	line = withoutMarks(line)
	return groupNotice.MatchString(line) && !chatNotice.MatchString(line) && !encryptionNotice.MatchString(line) &&
		!attachment.MatchString(line)
}

// isCall tells whether an author's line is the record of a call.
func isCall(body string) bool { return callLine.MatchString(withoutMarks(body)) }
