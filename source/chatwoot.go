package source

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// chatwoot is Chatwoot's account webhooks (docs/sources.md, "Chatwoot"). A thread is a conversation of Chatwoot, which
// alone says when it ends; a channel is an inbox. One address is for one account, because most of what Chatwoot sends
// does not name its account.
var chatwoot = Hook{
	Kind:  "chatwoot",
	Asked: true,
	Options: []Option{
		{Name: "url", Receives: "api-token", Check: checkAddress}, {Name: "account", Lasting: true, Check: checkNumber},
		{Name: "api-token", Secret: true}, {Name: "sync-every", Check: checkWhole(0, MostEvery)}, {Name: "sync-rate", Check: checkWhole(1, MostRate)},
	},
	Verify: verifyChatwoot,
	Read:   readChatwoot,
}

// chatwootAge is how old a signature may be, by Chatwoot's own advice.
const chatwootAge = 5 * time.Minute

// verifyChatwoot takes a signature, which Chatwoot has had since 4.11.2, or the secret in the address for those before.
func verifyChatwoot(c Connection, r Request) error {
	sum, isSigned := strings.CutPrefix(r.Header.Get("X-Chatwoot-Signature"), "sha256=")
	stamp := r.Header.Get("X-Chatwoot-Timestamp")
	switch {
	case isSecret(r.Query.Get("secret"), c.Secret):
		return nil
	case !isSigned:
		return unsigned("X-Chatwoot-Signature, and ?secret= in the address")
	case !signed(sha256.New, c.Secret, sum, []byte(stamp), []byte("."), r.Body):
		return unsigned("X-Chatwoot-Signature")
	}
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if age := r.At.Sub(time.Unix(seconds, 0)); err != nil || age.Abs() > chatwootAge {
		return fmt.Errorf("X-Chatwoot-Timestamp is not within 5 minutes of our clock: %w", ErrSignature)
	}
	return nil
}

func readChatwoot(c Connection, r Request) Delivery {
	d := chatwootReader{collector: newCollector(c, r), came: r.At.UnixMilli()}
	root, ok := d.root(r.Body)
	if !ok {
		return d.brought
	}
	if r.Path == FetchedPath {
		d.fetched(root)
		return d.brought
	}
	event := root.at("event")
	f := d.fields()
	switch event.word() {
	case "message_created", "message_updated":
		d.message(f, root, event.word() == "message_created")
	case "conversation_created", "conversation_updated", "conversation_status_changed", "conversation_opened", "conversation_resolved":
		d.changed(f, root, event.word())
	case "contact_created", "contact_updated":
		d.person(f, root)
	case "":
		f.fail("event", "missing, must be the name of an event like message_created")
	default:
		d.ignore() // typing, inboxes, widgets
	}
	if f.err != nil {
		d.unread("", f.err, root)
	}
	return d.brought
}

// chatwootReader reads what one account of Chatwoot sends.
type chatwootReader struct {
	*collector
	came int64 // when it came, in Unix milliseconds

	// addresses are where WhatsApp knows the contact, by the number of the inbox: what was fetched has them apart from
	// the conversation. nil = the conversation has its own.
	addresses map[string]string

	rated []string // keys of the ratings that are known, in order, where something was fetched
}

// chatwootOthers are channels that are no WhatsApp number. WhatsApp itself comes as Whatsapp, as TwilioSms, and as Api
// from bridges like Evolution API.
var chatwootOthers = map[string]bool{
	"Channel::WebWidget": true, "Channel::Email": true, "Channel::FacebookPage": true, "Channel::Instagram": true,
	"Channel::Telegram": true, "Channel::Line": true, "Channel::Sms": true, "Channel::TwitterProfile": true,
	"Channel::Tiktok": true, "Channel::Voice": true,
}

// errOther is about what belongs to no WhatsApp number of this account.
var errOther = errors.New("not ours")
