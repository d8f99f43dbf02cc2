package report

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// drill reads the conditions of a Drill.
func (p *parser) drill() Drill {
	d := Drill{
		ByClose:     p.one("by", "started", bases) == "closed",
		LeftOut:     p.one("left_out", "", yes) != "",
		Since:       p.instant("since"),
		Until:       p.instant("until"),
		ClosedSince: p.instant("closed_since"), ClosedUntil: p.instant("closed_until"),
		Weekdays: p.list("weekday", weekdays), StartHours: p.list("hour", dayHours),
		Owners: p.list("owner", nil), Responders: p.list("responder", nil), Surveyed: p.list("surveyed", nil),
		WithTags: p.tags("with_tag"),
		Has:      p.list("has", Measurable), Lacks: p.list("lacks", Measurable),
		Shared: p.one("shared", "", yes) != "", New: p.one("new", "", yes) != "",
		FRT: p.span("frt"), FRTBusiness: p.span("frt_business"),
	}
	for param, r := range map[string]Range{"frt": d.FRT, "frt_business": d.FRTBusiness} {
		if r == (Range{}) && p.first(param) != "" { // of any length: it asks only that there is one
			d.Has = append(d.Has, param)
		}
	}
	slices.Sort(d.Has)
	d.Has = slices.Compact(d.Has)
	return d
}

// instant reads a time with its offset from UTC.
func (p *parser) instant(param string) int64 {
	v := p.first(param)
	if v == "" {
		return 0
	}
	t, err := time.Parse(time.RFC3339, v)
	if err != nil || t.Unix() <= 0 {
		p.want(param, v, "a time after 1970 as 2026-01-31T13:00:00Z", WantInstant)
		return 0
	}
	return t.Unix()
}

// span reads a range of seconds. One from 0 without an end is the zero Range, as if absent; drill knows what it asks for.
func (p *parser) span(param string) Range {
	v := p.first(param)
	if v == "" {
		return Range{}
	}
	from, to, cut := strings.Cut(v, "-")
	var r Range
	var errFrom, errTo error
	r.From, errFrom = strconv.ParseInt(from, 10, 32)
	if to != "" {
		r.To, errTo = strconv.ParseInt(to, 10, 32)
	}
	if !cut || errFrom != nil || errTo != nil || to != "" && r.To <= r.From {
		p.want(param, v, "seconds as FROM-TO or FROM-, such as 60-300", WantSpan)
		return Range{}
	}
	return r
}
