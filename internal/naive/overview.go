package naive

import (
	"time"

	"relato/conversation"
	"relato/report"
)

// Overview is the report by time, in order of time; without Account and Filter.
func Overview(a Account, f report.Filter) report.Overview {
	b := open(a, f)
	overview := report.Overview{Total: b.figures(b.period)}
	for _, bucket := range b.clock.Buckets(f.From, f.To, f.Group) {
		overview.Buckets = append(overview.Buckets, report.Bucket{
			Start: bucket.From, End: bucket.To, Figures: b.figures(bucket),
		})
	}
	for _, c := range b.cohort {
		b.count(&overview.Started, c.StartedAt)
		for i, class := range report.ResponseClasses {
			if b.within(class, c.FRT, b.business) {
				overview.Responses[i]++
			}
		}
	}
	for _, c := range b.matching {
		for _, m := range c.Messages() {
			if in(second(m), b.period) {
				b.count(&overview.Sent, second(m))
			}
		}
	}
	return overview
}

// figures of a bucket: "a conversation counts in the bucket of `started_at`, a message in that of its own time, a close
// in that of `closed_at`".
func (b *book) figures(bucket Interval) report.Figures {
	cohort := selected(b.cohort, func(c Conversation) bool { return in(c.StartedAt, bucket) })
	return report.Figures{
		Conversations: len(cohort),
		Origins:       origins(cohort),
		Contacts:      contacts(cohort),
		NewContacts:   len(selected(cohort, b.newContact)),
		Messages: report.Messages{
			In:    messages(b.matching, bucket, conversation.FromContact),
			Agent: messages(b.matching, bucket, conversation.FromAgent),
			Flow:  messages(b.matching, bucket, conversation.FromFlow),
		},
		Closed:     closedIn(b.matching, bucket),
		Unanswered: unanswered(cohort),
		FRT:        b.times(frts(cohort)),
		Reply:      withoutPercentiles(b.times(replies(cohort))),
		Duration:   b.times(durations(cohort)),
		CSAT:       csat(cohort),
	}
}

// count adds one to the local weekday and hour of an instant.
func (b *book) count(heat *report.Heat, t int64) {
	local := b.clock.local(t)
	rows := map[time.Weekday]int{
		time.Monday: 0, time.Tuesday: 1, time.Wednesday: 2, time.Thursday: 3, time.Friday: 4, time.Saturday: 5, time.Sunday: 6,
	}
	heat[rows[local.Weekday()]][local.Hour()]++
}
