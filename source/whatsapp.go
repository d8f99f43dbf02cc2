package source

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"relato/conversation"
)

// whatsApp yields the chat of one export as a thread that silence divides into conversations.
//
// Text is not kept, nor is it part of an event's identity: the key of a message is the minute on the phone's clock, the
// side that wrote, and how many messages of that side came before in that minute. So a later export of the same chat
// adds only what is new, also when a message was edited, deleted for everyone or exported without its media in
// between, or when the chat was moved to a phone that writes no seconds. Where the newer export lacks what the older
// one had, because it starts later or a message was deleted on that phone, its keys are a part of the older one's, and
// nothing is counted twice.
//
// An export that starts in the middle of a minute numbers that minute's messages from 0 although others came before.
// They are the same keys, but the order within the minute is not: so the first minute of every file has sequence
// numbers whose version loses against that of a file that has the whole minute (see conversation.Merge).
//
// What cannot be seen: a contact who was renamed on the phone is another contact, two contacts of the same name are
// one, and a phone whose zone has changed shows other times for the same messages.
type whatsApp struct {
	records []Record
	lines   int64
}

const (
	chunk = 1000 // events in a record

	// Sequence numbers of messages start here, in the first minute of a file and after it. They have the same number
	// of digits, so that they compare as text like numbers do.
	wholeMinute = 1_000_000
	firstMinute = 9_000_000
)

// newWhatsApp reads a chat as a whole, because its first message can need its last one to be understood. It fails with
// an *OptionError where only the owner of the phone can tell what something means.
func newWhatsApp(path, chat string, o Options) (*whatsApp, error) {
	heads, lines := findHeads(chat)
	if len(heads) == 0 {
		return nil, errors.New("no line looks like a message of a WhatsApp chat")
	}
	order, err := dateOrder(heads, o)
	if err != nil {
		return nil, err
	}
	named := ""
	if path != "-" {
		named = contactOfFile(path)
	}
	entries := split(chat, heads, order, []string{cleanName(o.Us), named}, o.Now)
	authors := authorsOf(entries)
	if err := checkOneContact(entries, authors); err != nil {
		return nil, err
	}
	if len(authors) == 0 {
		return nil, errors.New("nobody wrote in this chat")
	}
	us, contact, err := findSides(authors, named, o)
	if err != nil {
		return nil, err
	}
	if o.Zone == nil {
		return nil, &OptionError{"timezone", "the times of a chat have no zone; name the phone's with --timezone, like America/Sao_Paulo", nil}
	}
	w := &whatsApp{lines: lines}
	if first := heads[0]; len(trimmed([]byte(chat[:first.start]))) > 0 {
		w.records = append(w.records, Record{Line: 1, Rejected: []Rejection{{Line: 1, Reason: "text before the first message"}}})
	}
	us, contact = strings.Clone(us), strings.Clone(contact) // what is kept must not hold the chat's text
	channel := w.name(us, contact, o.Channel)
	w.add(thread(channel, authorID(contact)), entries, contact, o)
	return w, nil
}

// name yields what the chat says of its channel and contact.
func (w *whatsApp) name(us, contact, channel string) (channelID string) {
	optional := func(s string) *string {
		if s == "" {
			return nil
		}
		return &s
	}
	nameOf := func(author string) *string {
		if phoneOf(author) != "" {
			return nil
		}
		return &author
	}
	if channel == "" { // a channel that was named by its id has its own name already
		channel = authorID(us)
		w.records = append(w.records, Record{Line: 1, Item: conversation.ChannelLine{
			ID: channel, Name: nameOf(us), Phone: optional(phoneOf(us)),
		}})
	}
	w.records = append(w.records, Record{Line: 1, Item: conversation.ContactLine{
		ID: authorID(contact), At: math.MinInt64, Name: nameOf(contact), Phone: optional(phoneOf(contact)),
	}})
	return channel
}

// thread is the thread of a contact on a channel; its id is the same in every export.
func thread(channel, contact string) conversation.Thread {
	sum := sha256.Sum256([]byte(channel + "\x00" + contact))
	return conversation.Thread{
		ID: "whatsapp-" + hex.EncodeToString(sum[:10]), Channel: channel, Contact: contact, Lifecycle: conversation.Inactivity,
	}
}

// add yields the messages among entries as events of a thread.
func (w *whatsApp) add(t conversation.Thread, entries []entry, contact string, o Options) {
	clock := clockIn{zone: o.Zone}
	latest := o.Now.Add(maxAhead).Unix()
	numbers := numbering{}
	rec := Record{}
	var events []conversation.Event
	flush := func() {
		if len(events)+len(rec.Rejected) > 0 {
			rec.Item = conversation.ThreadEvents{Thread: t, Events: events}
			w.records = append(w.records, rec)
		}
		rec, events = Record{}, nil
	}
	for _, e := range entries {
		if e.author == "" || isCall(e.body) {
			continue
		}
		if rec.Line == 0 {
			rec.Line = e.line
		}
		from := conversation.FromAgent
		if e.author == contact {
			from = conversation.FromContact
		}
		at := clock.instant(e.local)
		key, seq := numbers.next(e.local, from)
		if at > latest {
			rec.Rejected = append(rec.Rejected, Rejection{Line: e.line, Reason: day(e.local) + " is more than 24 hours ahead of the clock"})
		} else {
			events = append(events, conversation.Event{
				Key: key, Kind: conversation.Message, At: at * 1000, Seq: seq, From: from,
			})
		}
		if len(events)+len(rec.Rejected) == chunk {
			flush()
		}
	}
	flush()
}

// numbering gives messages their keys and sequence numbers, which start anew in every minute.
type numbering struct {
	started bool
	first   int64 // the minute of the first message
	minutes map[int64]*[conversation.FromFlow]int64
}

// next is the key and sequence number of the next message in the file.
func (n *numbering) next(local int64, from conversation.Sender) (key string, seq int64) {
	minute := local / 60
	if !n.started {
		n.started, n.first, n.minutes = true, minute, map[int64]*[conversation.FromFlow]int64{}
	}
	count := n.minutes[minute]
	if count == nil {
		count = new([conversation.FromFlow]int64)
		n.minutes[minute] = count
	}
	all := &count[conversation.NoSender]
	seq = wholeMinute + *all
	if minute == n.first {
		seq = firstMinute + *all
	}
	key = fmt.Sprintf("%s %s %d", time.Unix(minute*60, 0).UTC().Format("2006-01-02T15:04"), from, count[from])
	count[from]++
	*all++
	return key, seq
}

func (w *whatsApp) line() int64 { return w.lines }

// Next implements Reader.
func (w *whatsApp) Next() (Record, error) {
	if len(w.records) == 0 {
		return Record{}, io.EOF
	}
	rec := w.records[0]
	w.records = w.records[1:]
	return rec, nil
}
