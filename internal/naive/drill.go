package naive

import (
	"slices"
	"strconv"
	"strings"

	"relato/conversation"
	"relato/report"
)

// drilled tells whether a conversation meets the conditions that lead from a figure to what it counts (the contract,
// "URLs").
func (b *book) drilled(c Conversation, f report.Filter) bool {
	d := f.Drill
	local := b.clock.local(c.StartedAt)
	weekday := (int(local.Weekday())+6)%7 + 1
	return (d.Since == 0 || c.StartedAt >= d.Since) && (d.Until == 0 || c.StartedAt < d.Until) &&
		(d.ClosedSince == 0 || c.Closed && c.ClosedAt >= d.ClosedSince) &&
		(d.ClosedUntil == 0 || c.Closed && c.ClosedAt < d.ClosedUntil) &&
		anyOf(d.Weekdays, []string{strconv.Itoa(weekday)}) &&
		anyOf(d.StartHours, []string{strconv.Itoa(local.Hour())}) &&
		anyOf(d.Owners, []string{agentOrNone(c.Owner)}) &&
		(len(d.Responders) == 0 || c.FRT != nil && anyOf(d.Responders, []string{agentOrNone(c.FRT.Agent)})) &&
		(len(d.Surveyed) == 0 || surveyed(c) && anyOf(d.Surveyed, []string{agentOrNone(c.CreditedAgent)})) &&
		tagsMatch(d.WithTags, report.All, c.Tags) &&
		!slices.ContainsFunc(d.Has, func(what string) bool { return !b.has(c, what) }) &&
		!slices.ContainsFunc(d.Lacks, func(what string) bool { return b.has(c, what) }) &&
		(!d.Shared || len(c.Agents) > 1) &&
		(!d.New || b.newContact(c)) &&
		b.within(d.FRT, c.FRT, false) && b.within(d.FRTBusiness, c.FRT, true)
}

func agentOrNone(id string) string {
	if id == "" {
		return report.Nobody
	}
	return id
}

// surveyed: "A conversation counts once as sent when it has a survey or a rating."
func surveyed(c Conversation) bool { return c.SurveyAt != conversation.None }

// has tells whether something that can be measured exists: of the replies, any.
func (b *book) has(c Conversation, what string) bool {
	what, business := strings.CutSuffix(what, "_business")
	var intervals []Interval
	switch what {
	case "frt":
		intervals = frts([]Conversation{c})
	case "reply":
		intervals = c.Replies
	case "duration":
		intervals = durations([]Conversation{c})
	case "survey":
		return surveyed(c)
	}
	return slices.ContainsFunc(intervals, func(i Interval) bool {
		_, ok := b.length(i, business)
		return ok
	})
}

// length is an interval's on a clock; "a business value is empty when … the whole interval lies outside".
func (b *book) length(i Interval, business bool) (int64, bool) {
	if business {
		return b.hours.Seconds(i.From, i.To)
	}
	return i.To - i.From, true
}

// within tells whether an interval's length lies in a range.
func (b *book) within(r report.Range, i *Interval, business bool) bool {
	if r == (report.Range{}) {
		return true
	}
	if i == nil {
		return false
	}
	length, ok := b.length(*i, business)
	return ok && length >= r.From && (r.To == 0 || length < r.To)
}
