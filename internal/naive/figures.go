package naive

import (
	"slices"

	"relato/conversation"
	"relato/report"
)

// times measures intervals by the clock of the filter: "such intervals are counted as excluded, never averaged as 0".
func (b *book) times(intervals []Interval) report.Times {
	var times report.Times
	var values []int64
	for _, i := range intervals {
		value, ok := i.To-i.From, true
		if b.business {
			value, ok = b.hours.Seconds(i.From, i.To)
		}
		if !ok {
			times.Excluded++
			continue
		}
		values = append(values, value)
		times.N++
		times.Sum += value
	}
	times.Median = percentile(values, 50)
	times.P90 = percentile(values, 90)
	return times
}

// percentile: "nearest-rank: the ceil(p·n)-th smallest value"; 0 of nothing.
func percentile(values []int64, percent int) int64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	rank := 1
	for rank*100 < percent*len(values) {
		rank++
	}
	return sorted[rank-1]
}

func frts(of []Conversation) []Interval {
	var list []Interval
	for _, c := range of {
		if c.FRT != nil {
			list = append(list, *c.FRT)
		}
	}
	return list
}

func replies(of []Conversation) []Interval {
	var list []Interval
	for _, c := range of {
		list = append(list, c.Replies...)
	}
	return list
}

func durations(of []Conversation) []Interval {
	var list []Interval
	for _, c := range of {
		if c.Duration != nil {
			list = append(list, *c.Duration)
		}
	}
	return list
}

// withoutPercentiles is what the columns of replies show: their count and average.
func withoutPercentiles(t report.Times) report.Times {
	t.Median, t.P90 = 0, 0
	return t
}

// csat: "A conversation counts once as sent when it has a survey or a rating."
func csat(of []Conversation) report.CSAT {
	var figures report.CSAT
	for _, c := range of {
		if c.SurveyAt != conversation.None {
			figures.Sent++
		}
		if c.Rating != 0 {
			figures.Scores[c.Rating-1]++
		}
	}
	return figures
}
