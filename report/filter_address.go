package report

import (
	"net/url"
	"strconv"
	"time"
)

// Query encodes the filter as an address's query, what has its default value left out. Parse of it is the filter.
func (f Filter) Query() url.Values {
	q := query{"from": {f.From.String()}, "to": {f.To.String()}}
	q.list("channel", f.Channels)
	q.list("origin", f.Origins)
	q.list("agent", f.Agents)
	q.list("tag", f.Tags)
	q.one("tag_mode", string(f.TagMode), string(Any))
	q.list("contact_tag", f.ContactTags)
	q.one("contact_tag_mode", string(f.ContactTagMode), string(Any))
	q.one("hours", f.Hours, "")
	q.one("status", f.Status, "")
	q.list("rating", f.Ratings)
	q.flag("unanswered", f.Unanswered)
	q.flag("waiting", f.Waiting)
	f.Drill.encode(q)
	q.one("clock", f.Clock, "calendar")
	q.one("group", f.Group, "day")
	q.one("compare", f.Compare, PreviousPeriod)
	q.one("sort", f.Sort, "")
	q.one("dir", f.Dir, "")
	q.number("page", f.Page, 1)
	q.number("limit", f.Limit, 0)
	q.one("q", f.Search, "")
	return url.Values(q)
}

// query is an address's query that leaves out what is as when it is absent.
type query url.Values

func (q query) list(param string, values []string) {
	if len(values) > 0 {
		q[param] = values
	}
}

func (q query) one(param, value, absent string) {
	if value != absent {
		q[param] = []string{value}
	}
}

func (q query) number(param string, value, absent int) {
	if value != absent {
		q[param] = []string{strconv.Itoa(value)}
	}
}

func (q query) flag(param string, on bool) {
	if on {
		q[param] = []string{"1"}
	}
}

// instant is a Unix second.
func (q query) instant(param string, at int64) {
	if at != 0 {
		q[param] = []string{time.Unix(at, 0).UTC().Format(time.RFC3339)}
	}
}
