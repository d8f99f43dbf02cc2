package naive

import (
	"slices"
	"strings"

	"relato/conversation"
	"relato/report"
)

// Tags is the report by conversation tag, without Account and Filter: "One row per tag with a conversation in the cohort
// or a message in the period, a row `none` for untagged ones likewise, and a total that counts each conversation once.
// … With a tag filter in mode any or all only the chosen tags have rows." Rows by conversations descending, then tag;
// `none` last.
func Tags(a Account, f report.Filter) report.Tags {
	b := open(a, f)
	chosen := func(tag string) bool { return f.TagMode == report.Not || anyOf(f.Tags, []string{tag}) }

	var carried []string
	for _, c := range b.matching {
		for _, tag := range c.Tags {
			carried = adding(carried, tag)
		}
	}
	var tags report.Tags
	for _, tag := range carried {
		row := b.tagRow(func(c Conversation) bool { return has(c.Tags, tag) })
		row.Tag = tag
		if chosen(tag) && row.Conversations+row.Messages > 0 {
			tags.Rows = append(tags.Rows, row)
		}
	}
	slices.SortFunc(tags.Rows, func(r, s report.TagRow) int {
		if r.Conversations != s.Conversations {
			return sign(r.Conversations > s.Conversations)
		}
		return strings.Compare(r.Tag, s.Tag)
	})

	none := b.tagRow(func(c Conversation) bool { return len(c.Tags) == 0 })
	none.Tag = report.Nobody
	if chosen(report.Nobody) && none.Conversations+none.Messages > 0 {
		tags.Rows = append(tags.Rows, none)
	}
	tags.Total = b.tagRow(func(Conversation) bool { return true })
	tags.Top = b.top(f, tags.Rows)
	return tags
}

// tagRow: "A conversation counts in each of its tags; `share` = conversations / distinct total. `messages` = messages in
// the period in conversations with that tag."
func (b *book) tagRow(carries func(Conversation) bool) report.TagRow {
	cohort := selected(b.cohort, carries)
	matching := selected(b.matching, carries)
	return report.TagRow{
		Conversations: len(cohort),
		Of:            len(b.cohort),
		Contacts:      contacts(cohort),
		Origins:       origins(cohort),
		Messages: messages(matching, b.period, conversation.FromContact) +
			messages(matching, b.period, conversation.FromAgent) +
			messages(matching, b.period, conversation.FromFlow),
		FRT:        b.times(frts(cohort)),
		Duration:   b.times(durations(cohort)),
		Unanswered: unanswered(cohort),
		CSAT:       csat(cohort),
	}
}
