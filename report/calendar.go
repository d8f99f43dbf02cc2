package report

import (
	"sort"
	"time"
)

// slot is the step in which a period's calendar knows buckets and hours: every offset of today's zones is a multiple.
const slot = 900

// calendar tells for the time of a period which bucket and which local hour of the week it is.
type calendar struct {
	period
	slots int   // 0 = edges or offsets do not lie on slots
	runs  []run // all slots, in order
}

// run is how many slots in a row lie in one bucket and one local hour of the week.
type run struct {
	slots, bucket uint16
	hour          uint8
}

// calendar makes the period's calendar.
func (p period) calendar() calendar {
	if !p.regular() {
		return calendar{period: p}
	}
	c := calendar{period: p, slots: int((p.to - p.from) / slot)}
	c.runs = make([]run, 0, c.slots/(hourSeconds/slot)+len(p.edges))
	b := 0
	p.eachOffset(func(from, to, offset int64) {
		local := mod(from+offset+sinceMonday, weekSeconds) // since Monday 00:00
		for t := from; t < to; {
			for t >= p.edges[b+1] {
				b++
			}
			end := min(to, p.edges[b+1], t+hourSeconds-local%hourSeconds)
			c.runs = append(c.runs, run{uint16((end - t) / slot), uint16(b), uint8(local / hourSeconds)})
			if local += end - t; local == weekSeconds {
				local = 0
			}
			t = end
		}
	})
	return c
}

// regular tells whether edges and offsets lie on slots, and there are not too many.
func (p period) regular() bool {
	regular := p.to-p.from <= 50*366*24*hourSeconds
	for _, e := range p.edges {
		regular = regular && mod(e, slot) == 0
	}
	p.eachOffset(func(from, to, offset int64) {
		regular = regular && mod(from, slot) == 0 && mod(to, slot) == 0 && mod(offset, slot) == 0
	})
	return regular
}

// at is the bucket and the hour of the week of an instant in the period.
func (c *calendar) at(t int64) (bucket int, hour uint8) {
	bucket = sort.Search(len(c.edges)-1, func(i int) bool { return c.edges[i+1] > t })
	_, offset := time.Unix(t, 0).In(c.zone).Zone()
	return bucket, hourOfWeek(t + int64(offset))
}

// timetable is a calendar by slot, for who asks it about many instants.
type timetable struct {
	calendar
	bucket []uint16
	hour   []uint8
}

func (c calendar) timetable() timetable {
	t := timetable{calendar: c, bucket: make([]uint16, 0, c.slots), hour: make([]uint8, 0, c.slots)}
	for _, r := range c.runs {
		for range r.slots {
			t.bucket, t.hour = append(t.bucket, r.bucket), append(t.hour, r.hour)
		}
	}
	return t
}

// at is the bucket and the hour of the week of an instant in the period.
func (t *timetable) at(instant int64) (bucket int, hour uint8) {
	if t.slots == 0 {
		return t.calendar.at(instant)
	}
	i := (instant - t.from) / slot
	return int(t.bucket[i]), t.hour[i]
}

// A week and an hour in seconds, and what of a week had passed when Unix time began, on a Thursday.
const (
	weekSeconds = 7 * 24 * hourSeconds
	sinceMonday = 3 * 24 * hourSeconds
	hourSeconds = 3600
)

// hourOfWeek is the hour of the week of a local time in Unix seconds, from Monday 00:00.
func hourOfWeek(local int64) uint8 { return uint8(mod(local+sinceMonday, weekSeconds) / hourSeconds) }
