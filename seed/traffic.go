package seed

import (
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"relato/conversation"
)

// How traffic moves. Factors are times an ordinary day of an ordinary month.
const (
	growth        = 2.0  // from the first day to the last
	dayNoise      = 0.09 // no two Tuesdays are the same
	holidayFactor = 0.4
	campaignSize  = 1.5 // conversations that a broadcast starts, in ordinary days
)

var (
	monthFactor   = [13]float64{0, 0.78, 0.86, 0.95, 0.97, 1.08, 1.03, 0.95, 1.0, 0.95, 1.02, 1.12, 1.15}
	weekdayFactor = [7]float64{0.34, 1.25, 1.13, 1.06, 1.03, 1.02, 0.62}

	// hourShare is how an ordinary day is spread over its hours: two humps, and an evening on the sofa.
	hourShare = [24]float64{
		0.5, 0.3, 0.15, 0.1, 0.1, 0.25, 0.7, 2.0, 6.6, 9.6, 10.6, 9.8,
		5.0, 7.6, 9.2, 9.4, 8.6, 6.9, 3.6, 2.8, 2.5, 1.9, 1.2, 0.8,
	}

	// campaignShare is how a broadcast is spread over the hours of its day.
	campaignShare = [24]float64{10: 0.65, 11: 0.35}
)

// slot is an hour of traffic, or what of it lies within the company's span.
type slot struct {
	from, to  int64 // Unix milliseconds, [from, to)
	everyday  float64
	broadcast float64 // what a campaign adds
}

// newSlots lays the traffic onto the hours from one instant to another, both in the company's zone.
func newSlots(from, until time.Time, closed []conversation.Date, rng *rand.Rand) []slot {
	start, end := from.UnixMilli(), until.UnixMilli()
	slots := make([]slot, 0, (end-start)/hour+2)
	var today conversation.Date
	weight, campaign := 0.0, 0.0
	for at := start - start%hour; at < end; at += hour {
		local := time.UnixMilli(at).In(from.Location())
		if date := conversation.DateOf(local); date != today {
			today = date
			grown := math.Pow(growth, float64(at-start)/float64(end-start))
			campaign = grown * broadcast(date)
			weight = grown * season(date) * math.Exp(dayNoise*rng.NormFloat64())
			if slices.Contains(closed, date) {
				weight, campaign = weight*holidayFactor, 0
			}
		}
		s := slot{from: max(at, start), to: min(at+hour, end)}
		part := float64(s.to-s.from) / float64(hour)
		s.everyday = part * weight * hourShare[local.Hour()] / 100
		s.broadcast = part * campaign * campaignShare[local.Hour()]
		slots = append(slots, s)
	}
	return slots
}

// season is how much a date stands out by month, weekday and the shopping calendar.
func season(d conversation.Date) float64 {
	return monthFactor[d.Month] * weekdayFactor[d.Weekday()] * rush(d)
}

// rush is how much the shopping calendar adds to a date: Black Friday, Christmas, Mother's Day; 1 where nothing.
func rush(d conversation.Date) float64 {
	toBlackFriday := nth(4, time.Friday, d.Year, time.November).Sub(d)
	toMothersDay := nth(2, time.Sunday, d.Year, time.May).Sub(d)
	toChristmas := conversation.Date{Year: d.Year, Month: time.December, Day: 25}.Sub(d)
	switch {
	case toBlackFriday == 0:
		return 2.4
	case 0 < toBlackFriday && toBlackFriday <= 4, -3 <= toBlackFriday && toBlackFriday < 0:
		return 1.6
	case 0 < toMothersDay && toMothersDay <= 9:
		return 1.35
	case 2 <= toChristmas && toChristmas <= 16:
		return 1.3
	case -6 <= toChristmas && toChristmas <= 1:
		return 0.7
	}
	return 1
}

// broadcast is the size of the campaign that starts on a date: two a month, and one the day before Black Friday.
func broadcast(d conversation.Date) float64 {
	switch d {
	case nth(1, time.Tuesday, d.Year, d.Month), nth(3, time.Thursday, d.Year, d.Month):
		return campaignSize
	case nth(4, time.Friday, d.Year, time.November).Add(-1):
		return 2 * campaignSize
	}
	return 0
}

// nth is the n-th of a weekday in a month.
func nth(n int, day time.Weekday, year int, month time.Month) conversation.Date {
	first := conversation.Date{Year: year, Month: month, Day: 1}
	return first.Add(int(day-first.Weekday()+7)%7 + 7*(n-1))
}

// arrival is the start of a conversation.
type arrival struct {
	at        int64 // Unix milliseconds
	broadcast bool  // a campaign starts it
}

// arrivals spreads the company's conversations over its slots, in order of time.
func (o *office) arrivals() iter.Seq[arrival] {
	return func(yield func(arrival) bool) {
		total := 0.0
		for _, s := range o.slots {
			total += s.everyday + s.broadcast
		}
		sum, done := 0.0, 0
		for _, s := range o.slots {
			sum += s.everyday + s.broadcast
			due := int(math.Round(sum / total * float64(o.company.Conversations)))
			n := float64(due - done)
			for i := range due - done {
				// Each has its own part of the hour, so they come in order without sorting.
				part := (float64(i) + o.rng.Float64()) / n
				a := arrival{at: s.from + int64(part*float64(s.to-s.from))}
				a.broadcast = s.broadcast > 0 && o.chance(s.broadcast/(s.everyday+s.broadcast))
				if !yield(a) {
					return
				}
			}
			done = due
		}
	}
}
