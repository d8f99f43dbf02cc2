package naive

import (
	"strconv"

	"relato/conversation"
	"relato/report"
)

// matches tells whether a conversation passes the filters of section 6, the period apart: "different filters combine
// with AND". With left_out they are those "that do not meet all the other conditions, taken together" (the contract, "URLs").
func (b *book) matches(c Conversation, f report.Filter) bool {
	if f.LeftOut {
		f.LeftOut = false
		return !b.matches(c, f)
	}
	return anyOf(f.Channels, []string{c.Thread.Channel}) &&
		anyOf(f.Origins, []string{conversation.OriginNames[c.Origin]}) &&
		anyOf(f.Agents, orNone(c.Agents)) &&
		tagsMatch(f.Tags, f.TagMode, c.Tags) &&
		tagsMatch(f.ContactTags, f.ContactTagMode, b.contactTags(c.Thread.Contact)) &&
		(f.Hours == "" || (f.Hours == "inside") == b.hours.Inside(c.StartedAt)) &&
		(f.Status == "" || (f.Status == "closed") == c.Closed) &&
		anyOf(f.Ratings, []string{ratingName(c.Rating)}) &&
		(!f.Unanswered || c.Unanswered) &&
		(!f.Waiting || c.Waiting) &&
		b.drilled(c, f)
}

// anyOf tells whether one of the values that a conversation has is among the chosen ones, or none are chosen.
func anyOf(chosen, values []string) bool {
	if len(chosen) == 0 {
		return true
	}
	for _, v := range values {
		if has(chosen, v) {
			return true
		}
	}
	return false
}

// tagsMatch: "it has any / all / none of them; `none` acts as a tag that only the untagged carry".
func tagsMatch(chosen []string, mode report.Mode, tags []string) bool {
	if len(chosen) == 0 {
		return true
	}
	tags = orNone(tags)
	switch mode {
	case report.All:
		for _, tag := range chosen {
			if !has(tags, tag) {
				return false
			}
		}
		return true
	case report.Not:
		return !anyOf(chosen, tags)
	}
	return anyOf(chosen, tags)
}

func orNone(list []string) []string {
	if len(list) == 0 {
		return []string{report.Nobody}
	}
	return list
}

func ratingName(rating int) string {
	if rating == 0 {
		return report.Nobody
	}
	return strconv.Itoa(rating)
}
