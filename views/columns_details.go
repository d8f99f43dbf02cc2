package views

import (
	"fmt"
	"strings"

	"github.com/a-h/templ"

	"relato/report"
)

// rowColumn is a column of Details on screen. The contact is always there: it leads to the conversation.
type rowColumn struct {
	Key   string // by which it is chosen
	Sort  string // key of the column of the files that it sorts by, and shows unless Class says otherwise
	Term  term
	Text  bool   // stands left
	FromA bool   // sorts upwards first
	Class string // of those that are drawn in their own way
	More  bool   // shown only by choice
}

// fitting is how many columns fit beside each other; more of them scroll.
const fitting = 10

func (c rowColumn) choosable() choosable {
	return choosable{c.Key, c.Term, c.More, c.Class == "d-contact"}
}

// rowColumns are all columns of Details, those that most readers look for first. Times follow the clock of the filter,
// and have a twin on the other clock.
func (p Page) rowColumns() []rowColumn {
	w, d := p.words(), p.words().Rows
	other := func(t term) term {
		name := d.Business
		if p.Filter.Business() {
			name = d.Calendar
		}
		return term{fmt.Sprintf(name, t.Name), t.Rule}
	}
	frt, duration := term{w.FRTColumn, w.FRTMedian.Rule}, term{w.DurationColumn, w.DurationMedian.Rule}
	replies, reply := term{d.Replies, w.ReplyAverage.Rule}, w.ReplyAverage
	more := func(key string, t term) rowColumn {
		return rowColumn{Key: key, Sort: p.clocked(key), Term: t, More: true}
	}
	words := func(key string, t term) rowColumn {
		return rowColumn{Key: key, Sort: key, Term: t, Text: true, FromA: true, More: true}
	}
	moment := func(key string, name string) rowColumn {
		return rowColumn{Key: key, Sort: key, Term: term{Name: name}, Text: true, More: true}
	}
	return []rowColumn{
		{Key: "started_at", Sort: "started_at", Term: term{Name: w.StartColumn}, Text: true, Class: "d-when"},
		{Key: "contact_name", Sort: "contact_name", Term: term{Name: w.ContactColumn}, Text: true, FromA: true, Class: "d-contact"},
		{Key: "origin", Sort: "origin", Term: term{w.Origin, w.Origins.Rule}, Text: true, FromA: true, Class: "d-origin"},
		{Key: "owner_name", Sort: "owner_name", Term: term{w.AgentsColumn, w.Owned.Rule}, Text: true, FromA: true, Class: "d-agents"},
		{Key: "conversation_tags", Sort: "conversation_tags", Term: term{w.TagsColumn, w.Tags.Rule}, Text: true, FromA: true, Class: "d-tags"},
		{Key: "status", Sort: "status", Term: term{Name: w.StatusColumn}, Text: true, FromA: true, Class: "d-status"},
		{Key: "frt_s", Sort: p.clocked("frt_s"), Term: frt, Class: "d-frt"},
		{Key: "duration_s", Sort: p.clocked("duration_s"), Term: duration, Class: "d-dur"},
		{Key: "messages", Sort: "messages_in", Term: term{Name: w.MessagesColumn}, Class: "d-msgs"},
		{Key: "csat_rating", Sort: "csat_rating", Term: term{w.Rating, w.CSATAverage.Rule}, Class: "d-rate"},

		words("channel_name", term{Name: w.Channel}),
		words("contact_phone", term{Name: w.Phone}),
		words("contact_tags", w.ContactTags),
		words("new_contact", term{d.NewContact, w.NewContacts.Rule}),
		words("agents", term{d.AllAgents, w.Participants.Rule}),
		words("first_responder", term{w.Drill.Responder, w.FRTMedian.Rule}),
		words("closed_by", term{Name: d.ClosedBy}),
		words("started_in_hours", term{d.InHours, w.Started.Rule}),
		moment("first_contact_message_at", d.FirstContactAt),
		moment("first_response_at", d.FirstResponseAt),
		more("frt_business_s", other(frt)),
		more("replies", replies),
		more("reply_avg_s", reply),
		more("reply_max_s", term{d.LongestReply, reply.Rule}),
		more("replies_business", other(replies)),
		more("reply_business_avg_s", other(reply)),
		more("messages_in", term{Name: w.MessagesIn.Name}),
		more("messages_agent", term{Name: w.MessagesAgent.Name}),
		more("messages_flow", term{Name: w.MessagesFlow.Name}),
		moment("last_message_at", w.LastMessage),
		moment("closed_at", d.ClosedAt),
		words("close_reason", term{Name: d.Reason}),
		more("duration_business_s", other(duration)),
		words("unanswered", w.Unanswered),
		words("waiting", w.Waiting),
		moment("csat_sent_at", w.SurveySent),
		words("csat_agent", term{Name: w.Drill.Surveyed}),
		words("csat_comment", term{Name: w.Comment}),
		words("url", term{Name: w.Source}),
		words("conversation_id", term{Name: w.ID}),
		words("contact_id", term{Name: d.ContactID}),
		words("channel", term{Name: d.ChannelID}),
		words("owner", term{d.OwnerID, w.Owned.Rule}),
	}
}

// clocked is the column that has a time on the clock of the filter where a key names that on the calendar, and the other
// way round.
func (p Page) clocked(key string) string {
	if !p.Filter.Business() {
		return key
	}
	for _, pair := range [][2]string{
		{"frt_s", "frt_business_s"}, {"duration_s", "duration_business_s"},
		{"replies", "replies_business"}, {"reply_avg_s", "reply_business_avg_s"},
	} {
		switch key {
		case pair[0]:
			return pair[1]
		case pair[1]:
			return pair[0]
		}
	}
	return key
}

// fieldOf is a conversation's value in a column that is not drawn in its own way.
func (p Page) fieldOf(c rowColumn, r *report.Row, values map[string]func(*report.Account, *report.Row) report.Value) cell {
	v := values[c.Sort](&p.Account, r)
	if v.Empty {
		return cell{Text: dash}
	}
	switch c.Sort {
	case "contact_phone":
		return cell{Text: phone(r.ContactPhone)}
	case "agents":
		return cell{Text: strings.Join(each(r.Agents, p.agentName), ", ")}
	case "first_responder", "closed_by", "csat_agent":
		return cell{Text: p.agentName(v.Text)}
	case "close_reason":
		return cell{Text: p.closedBy(r.Reason, r.ClosedBy)}
	case "url":
		if strings.HasPrefix(r.URL, "https://") || strings.HasPrefix(r.URL, "http://") {
			return cell{Text: p.words().OpenSource, Link: templ.URL(r.URL)}
		}
	}
	return cell{Text: p.Lang.value(v, p.account())}
}
