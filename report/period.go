package report

import (
	"fmt"
	"slices"
	"time"

	"relato/conversation"
)

// period is the half-open interval of Unix seconds that a filter's days are, cut into buckets (section 5).
type period struct {
	from, to int64
	zone     *time.Location
	edges    []int64 // starts of the buckets and, last, the period's end
}

// periodOf is a filter's period as one bucket.
func periodOf(f Filter, zone *time.Location) period {
	p := period{from: f.From.Instant(0, zone), to: f.To.Add(1).Instant(0, zone), zone: zone}
	if f.Ends > 0 {
		p.to = max(p.from, min(p.to, f.Ends))
	}
	p.edges = []int64{p.from, p.to}
	return p
}

// always is the period of all that the columns can have.
var always = period{from: 0, to: absent}

// span is a period as the columns have instants.
type span struct{ from, to uint32 }

func (p period) span() span { return span{stampOf(p.from), stampOf(p.to)} }

// has tells whether an instant lies in it; what is absent does not.
func (s span) has(instant uint32) bool { return instant-s.from < s.to-s.from }

// meets tells whether some of what lies from an instant to another, both included, may lie in it.
func (s span) meets(first, last uint32) bool { return first < s.to && last >= s.from }

// stampOf is an instant as the columns have it, or the nearest that they can have.
func stampOf(instant int64) uint32 { return uint32(max(0, min(instant, absent))) }

// cut divides the period by the filter's group. More than MaxBuckets is a *ParamError.
func (p period) cut(f Filter) (period, error) {
	cut, fits := p.cutInto(MaxBuckets, f)
	if !fits {
		return p, &ParamError{
			"group", f.Group, fmt.Sprintf("a wider group, or fewer days: a report has at most %d rows", MaxBuckets),
			WantFewerRows, []any{MaxBuckets},
		}
	}
	return cut, nil
}

// cutInto divides the period by the filter's group if that makes no more than so many buckets.
func (p period) cutInto(most int, f Filter) (period, bool) {
	edges := []int64{p.from}
	add := func(t int64) bool {
		if t > edges[len(edges)-1] && t < p.to { // a day that the zone skips has no bucket
			edges = append(edges, t)
		}
		return len(edges) <= most
	}
	fits := true
	switch f.Group {
	case "hour":
		fits = p.hours(add)
	case "day", "week", "month":
		for d := nextDate(f.From, f.Group); fits && d.Compare(f.To) <= 0; d = nextDate(d, f.Group) {
			fits = add(d.Instant(0, p.zone))
		}
	}
	p.edges = append(edges, p.to)
	if p.from == p.to && f.Group != "total" {
		p.edges = edges // a period of days that the zone skips has no bucket
	}
	return p, fits
}

// course divides the period by the filter's group, or by the next wider one that makes at most TrendTimes. However many
// months there are, a total is no course.
func (p period) course(f Filter) (period, string) {
	for _, group := range groups[max(0, slices.Index(groups, f.Group)):] {
		f.Group = group
		if cut, fits := p.cutInto(courseTimes(group), f); fits {
			return cut, group
		}
	}
	return p, "total"
}

// courseTimes is how many times a course may have that is grouped so.
func courseTimes(group string) int {
	if group == "month" {
		return MaxBuckets
	}
	return TrendTimes
}

// Cuts is the *ParamError of an overview of the period by the filter's group: it would have more than MaxBuckets rows; nil =
// it has no more.
func (f Filter) Cuts(zone *time.Location) error {
	if f.makes(MaxBuckets, f.Group, zone) {
		return nil
	}
	_, err := periodOf(f, zone).cut(f)
	return err
}

// Fits tells whether an overview of the period can be grouped so: it has at most MaxBuckets rows.
func (f Filter) Fits(group string, zone *time.Location) bool { return f.makes(MaxBuckets, group, zone) }

// FitsCourse tells whether the course of the largest tags can be.
func (f Filter) FitsCourse(group string, zone *time.Location) bool {
	return f.makes(courseTimes(group), group, zone)
}

// makes tells whether a group makes at most so many buckets. Of most periods it need not cut them: a page asks for all that
// it offers.
func (f Filter) makes(most int, group string, zone *time.Location) bool {
	aDay := 1
	if group == "hour" {
		aDay = 48 // where clocks were put back by a whole one
	}
	if days := f.To.Sub(f.From) + 1; days <= most/aDay {
		return true
	}
	f.Group = group
	_, fits := periodOf(f, zone).cutInto(most, f)
	return fits
}

// nextDate is the first date after d on which a bucket of a group begins.
func nextDate(d conversation.Date, group string) conversation.Date {
	switch group {
	case "week":
		return d.Add(7 - mondayBased(d.Weekday()))
	case "month":
		return d.NextMonth()
	}
	return d.Add(1)
}

// mondayBased numbers weekdays from Monday = 0.
func mondayBased(d time.Weekday) int { return (int(d) + 6) % 7 }

// hours yields the instants at which the local clock shows minute 0, until yield says no.
func (p period) hours(yield func(int64) bool) bool {
	fits := true
	p.eachOffset(func(from, to, offset int64) {
		first := from + mod(-from-offset, 3600)
		for t := first; fits && t < to; t += 3600 {
			fits = yield(t)
		}
	})
	return fits
}

// eachOffset yields the stretches of the period during which the zone keeps one offset from UTC in seconds.
func (p period) eachOffset(yield func(from, to, offset int64)) {
	for from := p.from; from < p.to; {
		at := time.Unix(from, 0).In(p.zone)
		_, offset := at.Zone()
		to := p.to
		if _, end := at.ZoneBounds(); !end.IsZero() {
			to = min(to, end.Unix())
		}
		yield(from, to, int64(offset))
		from = to
	}
}

func mod(a, m int64) int64 { return (a%m + m) % m }

// buckets are the rows of an overview without figures.
func (p period) buckets() []Bucket {
	b := make([]Bucket, len(p.edges)-1)
	for i := range b {
		b[i].Start, b[i].End = p.edges[i], p.edges[i+1]
	}
	return b
}

// bucket is when a bucket is.
func (p period) bucket(b int) span { return span{stampOf(p.edges[b]), stampOf(p.edges[b+1])} }

// among is the period of some of the buckets.
func (p period) among(buckets part) period {
	p.edges = p.edges[buckets.lo : buckets.hi+1]
	p.from, p.to = p.edges[0], p.edges[len(p.edges)-1]
	return p
}

// bucketOf is the bucket of an instant in the period.
func (p period) bucketOf(t int64) int {
	i, found := slices.BinarySearch(p.edges, t)
	if found {
		return i
	}
	return i - 1
}

// unix is an instant of the columns in a zone.
func unix(t uint32, zone *time.Location) time.Time { return time.Unix(int64(t), 0).In(zone) }
