package naive

import (
	"slices"
	"strings"

	"relato/conversation"
	"relato/report"
)

// Details are all rows of the report of that name: "One row per conversation of the cohort", newest first, then id.
// Sort, Page, Limit and Search of the filter change nothing here.
func Details(a Account, f report.Filter) []report.Row {
	b := open(a, f)
	var rows []report.Row
	for _, c := range b.cohort {
		rows = append(rows, b.row(c))
	}
	slices.SortFunc(rows, func(r, s report.Row) int {
		if r.StartedAt != s.StartedAt {
			return sign(r.StartedAt > s.StartedAt)
		}
		return strings.Compare(r.ID, s.ID)
	})
	return rows
}

func (b *book) row(c Conversation) report.Row {
	ownerName, _, _ := b.agent(c.Owner)
	row := report.Row{
		ID:             c.ID,
		Status:         "open",
		Origin:         c.Origin,
		Channel:        c.Thread.Channel,
		ChannelName:    b.channelName(c.Thread.Channel),
		Contact:        c.Thread.Contact,
		ContactName:    b.contactName(c.Thread.Contact),
		ContactPhone:   b.contactPhone(c.Thread.Contact),
		ContactTags:    b.contactTags(c.Thread.Contact),
		NewContact:     b.newContact(c),
		Tags:           c.Tags,
		Owner:          c.Owner,
		OwnerName:      ownerName,
		Agents:         c.Agents,
		ClosedBy:       c.ClosedBy,
		StartedAt:      c.StartedAt,
		InHours:        b.hours.Exist() && b.hours.Inside(c.StartedAt),
		FirstContactAt: c.FirstContactAt,
		LastMessageAt:  c.LastMessageAt,
		ClosedAt:       c.ClosedAt,
		Reason:         c.Reason,
		Unanswered:     c.Unanswered,
		Waiting:        c.Waiting,
		SurveyAt:       c.SurveyAt,
		Rating:         c.Rating,
		Comment:        c.Comment,
		CreditedAgent:  c.CreditedAgent,
		URL:            c.Thread.URL,
	}
	if c.Closed {
		row.Status = "closed"
	}
	row.FRT, row.FRTBusiness = b.both(c.FRT)
	row.Duration, row.DurationBusiness = b.both(c.Duration)
	row.FirstResponseAt = conversation.None
	if c.FRT != nil {
		row.FirstResponseAt = c.FRT.To
		row.FirstResponder = c.FRT.Agent
	}
	row.ReplyMax = conversation.None
	for _, reply := range c.Replies {
		seconds, business := b.both(&reply)
		row.Replies++
		row.ReplySum += seconds
		row.ReplyMax = max(row.ReplyMax, seconds)
		if business != conversation.None {
			row.RepliesBusiness++
			row.ReplyBusinessSum += business
		}
	}
	for _, m := range c.Messages() {
		switch m.From {
		case conversation.FromContact:
			row.Messages.In++
		case conversation.FromAgent:
			row.Messages.Agent++
		case conversation.FromFlow:
			row.Messages.Flow++
		}
	}
	return row
}

// both are the calendar and the business seconds of an interval, None where they are empty.
func (b *book) both(i *Interval) (calendar, business int64) {
	if i == nil {
		return conversation.None, conversation.None
	}
	calendar, business = i.To-i.From, conversation.None
	if seconds, ok := b.hours.Seconds(i.From, i.To); ok {
		business = seconds
	}
	return calendar, business
}
