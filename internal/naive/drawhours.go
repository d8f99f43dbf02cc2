package naive

import (
	"time"

	"pgregory.net/rapid"

	"relato/conversation"
)

// spans that touch, overlap, run past midnight and meet the hours that clocks skip or repeat; as one day has them.
var spans = [][]conversation.Span{
	{},
	{{Start: 9 * 60, End: 18 * 60}},
	{{Start: 9 * 60, End: 12 * 60}, {Start: 13 * 60, End: 18 * 60}},
	{{Start: 9 * 60, End: 12 * 60}, {Start: 12 * 60, End: 13 * 60}},
	{{Start: 8 * 60, End: 12 * 60}, {Start: 10 * 60, End: 14*60 + 30}, {Start: 11 * 60, End: 11*60 + 5}},
	{{Start: 0, End: 24 * 60}},
	{{Start: 0, End: 30}, {Start: 45, End: 2*60 + 15}, {Start: 20 * 60, End: 24 * 60}},
	{{Start: 22 * 60, End: 6 * 60}},
	{{Start: 23*60 + 30, End: 0}, {Start: 1*60 + 45, End: 2*60 + 15}},
	{{Start: 18 * 60, End: 17 * 60}},
	{{Start: 23 * 60, End: 30}, {Start: 0, End: 1}},
	{{Start: 13 * 60, End: 18 * 60}, {Start: 23*60 + 10, End: 23*60 + 50}, {Start: 9 * 60, End: 13 * 60}},
}

// drawHours are working hours, often none, and holidays about a time.
func drawHours(t *rapid.T, anchor time.Time) (conversation.Hours, []conversation.Date) {
	var hours conversation.Hours
	switch rapid.IntRange(0, 4).Draw(t, "no hours if 0, the same every day if 1") {
	case 0:
	case 1:
		same := rapid.SampledFrom(spans[1:]).Draw(t, "hours")
		for i := range hours {
			hours[i] = same
		}
	default:
		for i := range hours {
			hours[i] = rapid.SampledFrom(spans).Draw(t, "hours")
		}
	}
	var holidays []conversation.Date
	for range rapid.IntRange(0, 2).Draw(t, "holidays") {
		holidays = append(holidays, later(dateOf(anchor), rapid.IntRange(-2, 3).Draw(t, "holiday")))
	}
	return hours, holidays
}

// dateOf is the local date of a time.
func dateOf(t time.Time) conversation.Date {
	y, m, d := t.Date()
	return conversation.Date{Year: y, Month: m, Day: d}
}
