package views

import (
	"slices"

	"relato/report"
)

// firstColumns, averageColumns and originColumns are the columns that every summary has.
func firstColumns[R any](w *words) []column[R] {
	return []column[R]{
		{Key: "frt_median_s", Term: w.FRTMedian, N: "frt_n"},
		{Key: "frt_p90_s", Term: w.FRTP90, N: "frt_n"},
		{Key: "duration_median_s", Term: w.DurationMedian, N: "duration_n"},
	}
}

func averageColumns[R any](w *words) []column[R] {
	return []column[R]{
		{Key: "frt_avg_s", Term: w.FRTAverage, N: "frt_n"},
		{Key: "duration_avg_s", Term: w.DurationAverage, N: "duration_n"},
	}
}

func originColumns[R any](w *words) []column[R] {
	return []column[R]{
		{Key: "origin_inbound", Term: w.Inbound},
		{Key: "origin_flow", Term: w.Flow},
		{Key: "origin_inbox", Term: w.Inbox},
		{Key: "origin_other", Term: w.Other},
	}
}

// countColumns are how many the times and the CSAT beside them were measured on.
func countColumns[R any](w *words) []column[R] {
	return []column[R]{
		{Key: "frt_n", Term: w.Rows.FRTCount},
		{Key: "duration_n", Term: w.Rows.DurationCount},
		{Key: "csat_sent", Term: w.Rows.Surveys},
		{Key: "csat_answered", Term: w.Rows.Ratings},
		{Key: "csat_positive", Term: w.Rows.Positive},
	}
}

// byChoice are columns that only those see who choose them.
func byChoice[R any](columns ...[]column[R]) []column[R] {
	all := slices.Concat(columns...)
	for i := range all {
		all[i].More = true
	}
	return all
}

// The columns below begin with what most readers look for; the rest is there by choice, and a wide table scrolls.

func overviewColumns(w *words) []column[report.Bucket] {
	return slices.Concat(
		[]column[report.Bucket]{
			{Key: "conversations", Term: w.Conversations, Bar: true},
			{Key: "messages", Term: w.Messages},
			{Key: "contacts", Term: w.Contacts, Part: "new_contacts", Form: w.NewOf},
			{Key: "closed", Term: w.ClosedInPeriod},
			{Key: "unanswered", Term: w.Unanswered},
		},
		firstColumns[report.Bucket](w),
		[]column[report.Bucket]{
			{Key: "csat_score", Term: w.CSAT, N: "csat_answered"},
			{Key: "csat_avg", Term: w.CSATAverage, N: "csat_answered"},
			{Key: "csat_response_rate", Term: w.ResponseRate, N: "csat_sent"},
		},
		byChoice(originColumns[report.Bucket](w), []column[report.Bucket]{
			{Key: "messages_in", Term: w.MessagesIn},
			{Key: "messages_agent", Term: w.MessagesAgent},
			{Key: "messages_flow", Term: w.MessagesFlow},
			{Key: "reply_avg_s", Term: w.ReplyAverage, N: "reply_n"},
		}, averageColumns[report.Bucket](w), []column[report.Bucket]{
			{Key: "duration_p90_s", Term: w.DurationP90, N: "duration_n"},
		}, countColumns[report.Bucket](w), []column[report.Bucket]{{Key: "reply_n", Term: w.Rows.ReplyCount}}),
	)
}

func agentColumns(w *words) []column[report.AgentRow] {
	return slices.Concat(
		[]column[report.AgentRow]{
			{Key: "conversations", Term: w.Conversations, Bar: true, Since: func(p Page, now, before *report.AgentRow) *delta {
				return p.volume(now.Conversations, before.Conversations)
			}},
			{Key: "conversations_owned", Term: w.Owned},
			{Key: "messages_sent", Term: w.Sent},
		},
		firstColumns[report.AgentRow](w),
		[]column[report.AgentRow]{
			{Key: "reply_avg_s", Term: w.ReplyAverage, N: "reply_n"},
			{Key: "unanswered", Term: w.Unanswered},
			{Key: "csat_score", Term: w.CSAT, Score: func(r *report.AgentRow) report.CSAT { return r.CSAT }},
			{Key: "closed", Term: w.ClosedInPeriod},
		},
		byChoice([]column[report.AgentRow]{
			{Key: "csat_avg", Term: w.CSATAverage, N: "csat_answered"},
			{Key: "conversations_shared", Term: w.Shared},
			{Key: "first_responses", Term: w.FirstResponses},
			{Key: "contacts", Term: w.Contacts},
			{Key: "messages_received", Term: w.Received},
		}, averageColumns[report.AgentRow](w), countColumns[report.AgentRow](w), []column[report.AgentRow]{
			{Key: "reply_n", Term: w.Rows.ReplyCount},
			{Key: "agent_email", Term: term{Name: w.Email}, Text: true},
			{Key: "agent_id", Term: term{Name: w.ID}, Text: true},
		}),
	)
}

func tagColumns(w *words) []column[report.TagRow] {
	return slices.Concat(
		[]column[report.TagRow]{
			{Key: "conversations", Term: w.Conversations, Bar: true, Since: func(p Page, now, before *report.TagRow) *delta {
				return p.volume(now.Conversations, before.Conversations)
			}},
			{Key: "share", Term: w.Share},
			{Key: "contacts", Term: w.Contacts},
		},
		firstColumns[report.TagRow](w),
		[]column[report.TagRow]{
			{Key: "unanswered", Term: w.Unanswered},
			{Key: "csat_score", Term: w.CSAT, Score: func(r *report.TagRow) report.CSAT { return r.CSAT }},
			{Key: "messages", Term: w.Messages},
		},
		byChoice([]column[report.TagRow]{{Key: "csat_avg", Term: w.CSATAverage, N: "csat_answered"}},
			originColumns[report.TagRow](w), averageColumns[report.TagRow](w), countColumns[report.TagRow](w)),
	)
}
