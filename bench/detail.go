package main

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"relato/conversation"
	"relato/report"
)

// detailTable has the columns of Details as the contract writes them, and what it is sorted by. Times and averages are
// ready to be read: no rival has to format them.
var detailTable = table{"detail", append([]column{{"start", large}}, detailColumns()...), "start DESC, conversation_id"}

// wholes are the columns of Details that are whole numbers.
var wholes = []string{
	"frt_s", "frt_business_s", "replies", "reply_max_s", "replies_business", "messages_in", "messages_agent", "messages_flow",
	"duration_s", "duration_business_s", "csat_rating",
}

func detailColumns() []column {
	var list []column
	for _, key := range report.Keys(report.DetailColumns) {
		k := label
		if slices.Contains(wholes, key) {
			k = whole
		}
		list = append(list, column{key, k})
	}
	return list
}

// detail is a conversation as a row of Details.
func (e *export) detail(r *conversation.Record, m conversation.Measures, c *cell) []string {
	contact, owner := e.contacts[r.Contact], e.agents[r.Owner]
	status := "closed"
	if r.IsOpen() {
		status = "open"
	}
	responder := ""
	if c.responder > 0 {
		responder = e.names.Agents[c.responder-1]
	}
	longest, business, businessSum := int64(conversation.None), int64(0), int64(0)
	for _, reply := range m.Replies {
		longest = max(longest, reply.Seconds())
		if s := e.working(reply.Interval); s != conversation.None {
			business, businessSum = business+1, businessSum+s
		}
	}
	return []string{
		count(r.StartedAt), r.ID, status, r.Origin.String(), r.Channel, e.channels[r.Channel].Name, r.Contact, text(contact.Name),
		contact.Phone, strings.Join(contact.Tags, "|"), truth(c.isNew != 0), strings.Join(r.Tags, "|"), r.Owner, text(owner.Name),
		strings.Join(r.Agents, "|"), responder, r.ClosedBy, e.instant(r.StartedAt), truth(c.inside != 0),
		e.instant(m.FirstContactAt), e.instant(m.FirstHumanAt), seconds(c.frt), seconds(e.working(m.FirstResponse)),
		count(int64(len(m.Replies))), average(c.replySum, int64(len(m.Replies))), seconds(longest),
		count(business), average(businessSum, business), count(int64(m.In)), count(int64(m.Agent)), count(int64(m.Flow)),
		e.instant(m.LastMessageAt), e.instant(r.ClosedAt), r.Reason.String(), seconds(c.duration),
		seconds(e.working(r.Duration(m))), truth(c.unanswered != 0), truth(r.Waiting(m)), e.instant(r.SurveyAt),
		rating(r.Rating), text(r.Comment), r.CreditedAgent, r.URL,
	}
}

// working are an interval's seconds in working hours.
func (f *facts) working(i conversation.Interval) int64 {
	if i.Exists() {
		if s, ok := f.schedule.Seconds(i); ok {
			return s
		}
	}
	return conversation.None
}

func (f *facts) instant(at int64) string {
	if at == conversation.None {
		return ""
	}
	return time.Unix(at, 0).In(f.zone).Format("2006-01-02T15:04:05-07:00")
}

// text is a text as files have it.
func text(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func count(n int64) string { return strconv.FormatInt(n, 10) }

func seconds(s int64) string {
	if s == conversation.None {
		return ""
	}
	return count(s)
}

// average has one decimal, rounded half away from zero.
func average(sum, n int64) string {
	if n == 0 {
		return ""
	}
	tenths := (20*sum + n) / (2 * n)
	return count(tenths/10) + "." + count(tenths%10)
}

func truth(b bool) string { return strconv.FormatBool(b) }

func rating(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
