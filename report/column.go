package report

import (
	"cmp"
	"slices"
	"strings"

	"relato/conversation"
)

// ValueKind says what a value is, and so how each face writes it.
type ValueKind uint8

// The kinds of values.
const (
	Text    ValueKind = iota
	Phone             // text that may begin with + and digits
	Count             // a whole number, in Num
	Seconds           // whole seconds, in Num
	Mean              // a mean of seconds, Num / Den
	Rate              // 0 to 1, Num / Den
	Score             // a mean rating, Num / Den
	Instant           // Unix seconds, in Num
	Flag              // 0 or 1, in Num
	List              // texts
)

// Value is one cell of a report. Empty is what does not exist: nothing in a file, a dash on screen, null in JSON.
type Value struct {
	Kind     ValueKind
	Empty    bool
	Num, Den int64
	Text     string
	List     []string
}

// Column is one column of a report, the same on screen, in files and in JSON.
type Column[R any] struct {
	Key   string // as the contract names it
	Value func(*Account, *R) Value
}

// Keys are the columns' keys: what a file has as its header, and what a report can be sorted by.
func Keys[R any](columns []Column[R]) []string {
	keys := make([]string, len(columns))
	for i, c := range columns {
		keys[i] = c.Key
	}
	return keys
}

// Compare orders two values of one column. It knows nothing of Empty.
func (v Value) Compare(w Value) int {
	switch v.Kind {
	case Text, Phone:
		return strings.Compare(v.Text, w.Text)
	case List:
		return slices.Compare(v.List, w.List)
	case Mean, Rate, Score: // denominators are positive
		return cmp.Compare(v.Num*w.Den, w.Num*v.Den)
	default:
		return cmp.Compare(v.Num, w.Num)
	}
}

// sortRows sorts rows by the column the filter names, what is empty last in both directions, and leaves the order of
// equal rows. Without a sort it does nothing.
func sortRows[R any](rows []R, columns []Column[R], f Filter, a *Account) {
	at := slices.IndexFunc(columns, func(c Column[R]) bool { return c.Key == f.Sort })
	if at < 0 {
		return
	}
	value := columns[at].Value
	slices.SortStableFunc(rows, func(r, s R) int {
		v, w := value(a, &r), value(a, &s)
		switch {
		case v.Empty || w.Empty:
			return cmp.Compare(bit(v.Empty), bit(w.Empty))
		case f.Dir == "desc":
			return w.Compare(v)
		}
		return v.Compare(w)
	})
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func text(s string) Value                 { return Value{Kind: Text, Text: s, Empty: s == ""} }
func phone(s string) Value                { return Value{Kind: Phone, Text: s, Empty: s == ""} }
func list(l []string) Value               { return Value{Kind: List, List: l, Empty: len(l) == 0} }
func count(n int) Value                   { return Value{Kind: Count, Num: int64(n)} }
func flag(b bool) Value                   { return Value{Kind: Flag, Num: bit(b)} }
func ratio(k ValueKind, n, d int64) Value { return Value{Kind: k, Num: n, Den: d, Empty: d == 0} }
func seconds(s int64) Value {
	return Value{Kind: Seconds, Num: s, Empty: s == conversation.None}
}
func instant(t int64) Value {
	return Value{Kind: Instant, Num: t, Empty: t == conversation.None}
}

// measured is a percentile of times, empty where nothing was measured.
func measured(t Times, s int64) Value { return Value{Kind: Seconds, Num: s, Empty: t.N == 0} }

// mean is the average of times.
func mean(t Times) Value { return ratio(Mean, t.Sum, int64(t.N)) }

// field makes a column of a value that needs nothing of the account.
func field[R any](key string, value func(*R) Value) Column[R] {
	return Column[R]{key, func(_ *Account, r *R) Value { return value(r) }}
}

// originColumns, timesColumns and csatColumns are the columns that several reports have.
func originColumns[R any](of func(*R) *Origins) []Column[R] {
	var columns []Column[R]
	for o := conversation.Inbound; o <= conversation.Other; o++ {
		columns = append(columns, field("origin_"+o.String(), func(r *R) Value { return count(of(r).Of(o)) }))
	}
	return columns
}

func timesColumns[R any](name string, p90 bool, of func(*R) *Times) []Column[R] {
	columns := append(meanColumns(name, of),
		field(name+"_median_s", func(r *R) Value { return measured(*of(r), of(r).Median) }))
	if p90 {
		columns = append(columns, field(name+"_p90_s", func(r *R) Value { return measured(*of(r), of(r).P90) }))
	}
	return columns
}

func meanColumns[R any](name string, of func(*R) *Times) []Column[R] {
	return []Column[R]{
		field(name+"_n", func(r *R) Value { return count(of(r).N) }),
		field(name+"_avg_s", func(r *R) Value { return mean(*of(r)) }),
	}
}

func csatColumns[R any](of func(*R) *CSAT) []Column[R] {
	return []Column[R]{
		field("csat_sent", func(r *R) Value { return count(of(r).Sent) }),
		field("csat_answered", func(r *R) Value { return count(of(r).Answered()) }),
		field("csat_positive", func(r *R) Value { return count(of(r).Positive()) }),
		field("csat_score", func(r *R) Value {
			return ratio(Rate, int64(of(r).Positive()), int64(of(r).Answered()))
		}),
		field("csat_avg", func(r *R) Value { return ratio(Score, int64(of(r).Sum()), int64(of(r).Answered())) }),
	}
}

// OverviewColumns are the columns of the overview, in the contract's order.
var OverviewColumns = slices.Concat(
	[]Column[Bucket]{
		field("period_start", func(b *Bucket) Value { return instant(b.Start) }),
		field("period_end", func(b *Bucket) Value { return instant(b.End) }),
		field("conversations", func(b *Bucket) Value { return count(b.Conversations) }),
	},
	originColumns(func(b *Bucket) *Origins { return &b.Origins }),
	[]Column[Bucket]{
		field("contacts", func(b *Bucket) Value { return count(b.Contacts) }),
		field("new_contacts", func(b *Bucket) Value { return count(b.NewContacts) }),
		field("messages", func(b *Bucket) Value { return count(b.Messages.All()) }),
		field("messages_in", func(b *Bucket) Value { return count(b.Messages.In) }),
		field("messages_agent", func(b *Bucket) Value { return count(b.Messages.Agent) }),
		field("messages_flow", func(b *Bucket) Value { return count(b.Messages.Flow) }),
		field("closed", func(b *Bucket) Value { return count(b.Closed) }),
		field("unanswered", func(b *Bucket) Value { return count(b.Unanswered) }),
	},
	timesColumns("frt", true, func(b *Bucket) *Times { return &b.FRT }),
	meanColumns("reply", func(b *Bucket) *Times { return &b.Reply }),
	timesColumns("duration", true, func(b *Bucket) *Times { return &b.Duration }),
	csatColumns(func(b *Bucket) *CSAT { return &b.CSAT }),
	[]Column[Bucket]{
		field("csat_response_rate", func(b *Bucket) Value {
			return ratio(Rate, int64(b.CSAT.Answered()), int64(b.CSAT.Sent))
		}),
	},
)

// AgentColumns are the columns of the agents report, in the contract's order.
var AgentColumns = slices.Concat(
	[]Column[AgentRow]{
		field("agent_id", func(r *AgentRow) Value { return text(r.ID) }),
		field("agent_name", func(r *AgentRow) Value { return text(r.Name) }),
		field("agent_email", func(r *AgentRow) Value { return text(r.Email) }),
		field("conversations", func(r *AgentRow) Value { return count(r.Conversations) }),
		field("conversations_owned", func(r *AgentRow) Value { return count(r.Owned) }),
		field("conversations_shared", func(r *AgentRow) Value { return count(r.Shared) }),
		field("first_responses", func(r *AgentRow) Value { return count(r.FirstResponses) }),
		field("closed", func(r *AgentRow) Value { return count(r.Closed) }),
		field("contacts", func(r *AgentRow) Value { return count(r.Contacts) }),
		field("messages_sent", func(r *AgentRow) Value { return count(r.MessagesSent) }),
		field("messages_received", func(r *AgentRow) Value { return count(r.MessagesReceived) }),
	},
	timesColumns("frt", true, func(r *AgentRow) *Times { return &r.FRT }),
	meanColumns("reply", func(r *AgentRow) *Times { return &r.Reply }),
	timesColumns("duration", false, func(r *AgentRow) *Times { return &r.Duration }),
	[]Column[AgentRow]{field("unanswered", func(r *AgentRow) Value { return count(r.Unanswered) })},
	csatColumns(func(r *AgentRow) *CSAT { return &r.CSAT }),
)

// TagColumns are the columns of the tags report, in the contract's order.
var TagColumns = slices.Concat(
	[]Column[TagRow]{
		field("tag", func(r *TagRow) Value { return text(r.Tag) }),
		field("conversations", func(r *TagRow) Value { return count(r.Conversations) }),
		field("share", func(r *TagRow) Value { return ratio(Rate, int64(r.Conversations), int64(r.Of)) }),
		field("contacts", func(r *TagRow) Value { return count(r.Contacts) }),
	},
	originColumns(func(r *TagRow) *Origins { return &r.Origins }),
	[]Column[TagRow]{field("messages", func(r *TagRow) Value { return count(r.Messages) })},
	timesColumns("frt", true, func(r *TagRow) *Times { return &r.FRT }),
	timesColumns("duration", false, func(r *TagRow) *Times { return &r.Duration }),
	[]Column[TagRow]{field("unanswered", func(r *TagRow) Value { return count(r.Unanswered) })},
	csatColumns(func(r *TagRow) *CSAT { return &r.CSAT }),
)

// DetailColumns are the columns of Details, in the contract's order.
var DetailColumns = []Column[Row]{
	field("conversation_id", func(r *Row) Value { return text(r.ID) }),
	field("status", func(r *Row) Value { return text(r.Status) }),
	field("origin", func(r *Row) Value { return text(r.Origin.String()) }),
	field("channel", func(r *Row) Value { return text(r.Channel) }),
	field("channel_name", func(r *Row) Value { return text(r.ChannelName) }),
	field("contact_id", func(r *Row) Value { return text(r.Contact) }),
	field("contact_name", func(r *Row) Value { return text(r.ContactName) }),
	field("contact_phone", func(r *Row) Value { return phone(r.ContactPhone) }),
	field("contact_tags", func(r *Row) Value { return list(r.ContactTags) }),
	field("new_contact", func(r *Row) Value { return flag(r.NewContact) }),
	field("conversation_tags", func(r *Row) Value { return list(r.Tags) }),
	field("owner", func(r *Row) Value { return text(r.Owner) }),
	field("owner_name", func(r *Row) Value { return text(r.OwnerName) }),
	field("agents", func(r *Row) Value { return list(r.Agents) }),
	field("first_responder", func(r *Row) Value { return text(r.FirstResponder) }),
	field("closed_by", func(r *Row) Value { return text(r.ClosedBy) }),
	field("started_at", func(r *Row) Value { return instant(r.StartedAt) }),
	{"started_in_hours", func(a *Account, r *Row) Value {
		return Value{Kind: Flag, Num: bit(r.InHours), Empty: !a.Schedule}
	}},
	field("first_contact_message_at", func(r *Row) Value { return instant(r.FirstContactAt) }),
	field("first_response_at", func(r *Row) Value { return instant(r.FirstResponseAt) }),
	field("frt_s", func(r *Row) Value { return seconds(r.FRT) }),
	field("frt_business_s", func(r *Row) Value { return seconds(r.FRTBusiness) }),
	field("replies", func(r *Row) Value { return count(r.Replies) }),
	field("reply_avg_s", func(r *Row) Value { return ratio(Mean, r.ReplySum, int64(r.Replies)) }),
	field("reply_max_s", func(r *Row) Value { return seconds(r.ReplyMax) }),
	{"replies_business", func(a *Account, r *Row) Value {
		return Value{Kind: Count, Num: int64(r.RepliesBusiness), Empty: !a.Schedule}
	}},
	field("reply_business_avg_s", func(r *Row) Value {
		return ratio(Mean, r.ReplyBusinessSum, int64(r.RepliesBusiness))
	}),
	field("messages_in", func(r *Row) Value { return count(r.Messages.In) }),
	field("messages_agent", func(r *Row) Value { return count(r.Messages.Agent) }),
	field("messages_flow", func(r *Row) Value { return count(r.Messages.Flow) }),
	field("last_message_at", func(r *Row) Value { return instant(r.LastMessageAt) }),
	field("closed_at", func(r *Row) Value { return instant(r.ClosedAt) }),
	field("close_reason", func(r *Row) Value { return text(r.Reason.String()) }),
	field("duration_s", func(r *Row) Value { return seconds(r.Duration) }),
	field("duration_business_s", func(r *Row) Value { return seconds(r.DurationBusiness) }),
	field("unanswered", func(r *Row) Value { return flag(r.Unanswered) }),
	field("waiting", func(r *Row) Value { return flag(r.Waiting) }),
	field("csat_sent_at", func(r *Row) Value { return instant(r.SurveyAt) }),
	field("csat_rating", func(r *Row) Value { return Value{Kind: Count, Num: int64(r.Rating), Empty: r.Rating == 0} }),
	field("csat_comment", func(r *Row) Value { return text(r.Comment) }),
	field("csat_agent", func(r *Row) Value { return text(r.CreditedAgent) }),
	field("url", func(r *Row) Value { return text(r.URL) }),
}
