package report

import (
	"net/url"
	"strconv"
	"time"
)

// Query encodes the filter as an address's query, what has its default value left out. Parse of it is the filter.
func (f Filter) Query() url.Values { return f.Parameters().Values() }

// Parameters are those of Query, by name.
func (f Filter) Parameters() Parameters {
	q := make(Parameters, 0, 16) // few filters have more
	q.list("agent", f.Agents)
	if f.ByClose {
		q.one("by", "closed", "")
	}
	q.list("channel", f.Channels)
	q.one("clock", f.Clock, "calendar")
	q.instant("closed_since", f.ClosedSince)
	q.instant("closed_until", f.ClosedUntil)
	q.one("compare", f.Compare, PreviousPeriod)
	q.list("contact_tag", f.ContactTags)
	q.one("contact_tag_mode", string(f.ContactTagMode), string(Any))
	q.one("dir", f.Dir, "")
	q = append(q, Parameter{"from", f.From.String()})
	q.one("frt", f.FRT.String(), "")
	q.one("frt_business", f.FRTBusiness.String(), "")
	q.one("group", f.Group, "day")
	q.list("has", f.Has)
	q.list("hour", f.StartHours)
	q.one("hours", f.Hours, "")
	q.list("lacks", f.Lacks)
	q.flag("left_out", f.LeftOut)
	q.number("limit", f.Limit, 0)
	q.flag("new", f.New)
	q.list("origin", f.Origins)
	q.list("owner", f.Owners)
	q.number("page", f.Page, 1)
	q.one("q", f.Search, "")
	q.list("rating", f.Ratings)
	q.list("responder", f.Responders)
	q.flag("shared", f.Shared)
	q.instant("since", f.Since)
	q.one("sort", f.Sort, "")
	q.one("status", f.Status, "")
	q.list("surveyed", f.Surveyed)
	q.list("tag", f.Tags)
	q.one("tag_mode", string(f.TagMode), string(Any))
	q = append(q, Parameter{"to", f.To.String()})
	q.flag("unanswered", f.Unanswered)
	q.instant("until", f.Until)
	q.flag("waiting", f.Waiting)
	q.list("weekday", f.Weekdays)
	q.list("with_tag", f.WithTags)
	return q
}

// Query encodes the conditions alone.
func (d Drill) Query() url.Values {
	f := Filter{Drill: d, TagMode: Any, ContactTagMode: Any, Clock: "calendar", Group: "day", Compare: PreviousPeriod, Page: 1}
	return f.Parameters().Without("from", "to").Values()
}

// list adds a parameter that is absent when it has no values.
func (p *Parameters) list(name string, values []string) {
	for _, v := range values {
		*p = append(*p, Parameter{name, v})
	}
}

// one adds a parameter unless it is as when it is absent.
func (p *Parameters) one(name, value, absent string) {
	if value != absent {
		*p = append(*p, Parameter{name, value})
	}
}

func (p *Parameters) number(name string, value, absent int) {
	if value != absent {
		*p = append(*p, Parameter{name, strconv.Itoa(value)})
	}
}

func (p *Parameters) flag(name string, on bool) {
	if on {
		*p = append(*p, Parameter{name, "1"})
	}
}

// instant adds a Unix second.
func (p *Parameters) instant(name string, at int64) {
	if at != 0 {
		*p = append(*p, Parameter{name, time.Unix(at, 0).UTC().Format(time.RFC3339)})
	}
}
