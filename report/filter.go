// Package report answers the four reports from memory: Overview, Agents, Tags and Details over the conversations that
// a Filter selects. What every figure means is sections 5 to 7 of the definitions.
package report

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"relato/conversation"
)

// Nobody is the value of a filter, and the key of a row, that stands for what has no agent, tag or rating.
const Nobody = "none"

// PageLimit is the number of rows on a page of Details, MaxLimit the most that may be asked for.
const (
	PageLimit = 50
	MaxLimit  = 500
)

// MaxValues is the most values of one parameter, MaxQuery the most bytes of all values of an address: every link on a page
// repeats them.
const (
	MaxValues = 500
	MaxQuery  = 32 << 10
)

// MaxBuckets is the most rows an overview has.
const MaxBuckets = 10_000

// DefaultDays is the length of the period when the address names none.
const DefaultDays = 30

// Mode says how the tags of a filter combine.
type Mode string

// The modes.
const (
	Any Mode = "any"
	All Mode = "all"
	Not Mode = "not"
)

// Filter is the state of a report as its address holds it (section 6): which conversations, which clock, and how the
// rows are grouped, sorted and paged. The zero value of a condition selects everything.
type Filter struct {
	From, To conversation.Date // local days, both included
	Ends     int64             // the instant in To at which the period ends already; 0 = with the day. No address holds it: see Compared

	Channels       []string
	Origins        []string
	Agents         []string // ids, or Nobody
	Tags           []string // or Nobody
	TagMode        Mode
	ContactTags    []string // or Nobody
	ContactTagMode Mode
	Hours          string   // "inside", "outside"
	Status         string   // "open", "closed"
	Ratings        []string // "1" to "5", or Nobody
	Unanswered     bool
	Waiting        bool
	Drill
	Clock string // "calendar", "business"

	Group   string // of the overview: "hour", "day", "week", "month", "total"
	Compare string // what pages compare with: PreviousPeriod, PreviousYear, NoPeriod; it changes no row and no file
	Sort    string // a column key; empty = the report's own order
	Dir     string // "asc", "desc"; empty with an empty Sort
	Page    int    // from 1
	Limit   int    // rows a page; 0 = a page has PageLimit, a file all
	Search  string // of Details: part of a contact's name or phone, or an id

	// Only are the ids of the agents whose conversations alone may be seen, whatever the address says; empty = all may. No
	// address holds it: it follows from who asks.
	Only []string
	// Within are conditions that hold besides, likewise; its period counts for nothing. nil = none. See ParseWithin.
	Within *Filter
}

// Business tells whether times are working seconds.
func (f Filter) Business() bool { return f.Clock == "business" }

// Values accepted by the parameters that take one of a list.
var (
	groups   = []string{"hour", "day", "week", "month", "total"}
	clocks   = []string{"calendar", "business"}
	modes    = []string{string(Any), string(All), string(Not)}
	statuses = []string{"open", "closed"}
	hours    = []string{"inside", "outside"}
	dirs     = []string{"asc", "desc"}
	ratings  = []string{"1", "2", "3", "4", "5", Nobody}
	yes      = []string{"1"}
)

// ParamError is a bad value in an address: which parameter, and what it accepts.
type ParamError struct {
	Param    string
	Value    string
	Accepted string // in English, as programs are told
	Want     Want   // the same, for a view to say in its reader's language
	Args     []any  // what Want names
}

// Want is what a parameter accepts.
type Want int

// What parameters accept.
const (
	WantOneOf       Want = iota // one of the values that Accepted lists
	WantDate                    // a date as YYYY-MM-DD
	WantDateUntil               // a date not after Args[0], a string
	WantNumber                  // a whole number from Args[0] to Args[1], ints
	WantInstant                 // a time after 1970 with its offset
	WantSpan                    // seconds as FROM-TO
	WantNoHours                 // nothing that needs working hours, which the account has not
	WantFewerRows               // a wider group or fewer days: at most Args[0] rows, an int
	WantFewerValues             // at most Args[0] values, an int
	WantShorter                 // at most Args[0] bytes in all values of the address, an int
	WantEncoded                 // percent-encoding, and & between parameters
)

func (e *ParamError) Error() string {
	return fmt.Sprintf("%s=%q is not understood; accepted: %s", e.Param, e.Value, e.Accepted)
}

// Setting is what a filter's meaning depends on besides the address.
type Setting struct {
	Today    conversation.Date // in account time
	Schedule bool              // the account has working hours
	Columns  []string          // what the report can be sorted by
}

// ParseQuery takes the query string of an address apart. url.ParseQuery leaves out the pairs that it cannot read, which are
// those with a ; or with a % that encodes nothing: here such a pair is a *ParamError, since what it would have left out of a
// report would be there unasked. Only one that names an unknown parameter is ignored.
func ParseQuery(raw string) (url.Values, error) {
	query := url.Values{}
	for pair := range strings.SplitSeq(raw, "&") { // one by one: of very many together it would read none
		read, err := url.ParseQuery(pair)
		if err != nil && mayName(pair) {
			name, value, _ := strings.Cut(pair, "=")
			return nil, &ParamError{
				Param: name, Value: value, Want: WantEncoded,
				Accepted: "percent-encoding, in which % is %25 and ; is %3B, and & between parameters",
			}
		}
		for name, values := range read {
			query[name] = append(query[name], values...)
		}
	}
	return query, nil
}

// mayName tells whether a pair that cannot be read may name a parameter of a report, or another after a ; that was to end it.
func mayName(pair string) bool {
	for one := range strings.SplitSeq(pair, ";") {
		name, _, _ := strings.Cut(one, "=")
		name, err := url.QueryUnescape(name)
		if err != nil || slices.Contains(display, name) || slices.ContainsFunc(Params(), func(p Param) bool { return p.Name == name }) {
			return true
		}
	}
	return false
}

// Parse reads a filter from an address's query. Unknown parameters are ignored, empty values are as if absent, and of
// several values for a single one the first counts. A bad value is a *ParamError.
func Parse(query url.Values, s Setting) (Filter, error) {
	p := parser{query: query}
	if p.bound(); p.err != nil {
		return Filter{}, p.err
	}
	f := Filter{
		Channels:       p.list("channel", nil),
		Origins:        p.list("origin", conversation.OriginNames[1:]),
		Agents:         p.list("agent", nil),
		Tags:           p.tags("tag"),
		TagMode:        Mode(p.one("tag_mode", string(Any), modes)),
		ContactTags:    p.tags("contact_tag"),
		ContactTagMode: Mode(p.one("contact_tag_mode", string(Any), modes)),
		Hours:          p.one("hours", "", hours),
		Status:         p.one("status", "", statuses),
		Ratings:        p.list("rating", ratings),
		Unanswered:     p.one("unanswered", "", yes) != "",
		Waiting:        p.one("waiting", "", yes) != "",
		Drill:          p.drill(),
		Clock:          p.one("clock", "calendar", clocks),
		Group:          p.one("group", "day", groups),
		Compare:        p.one("compare", PreviousPeriod, comparisons),
		Sort:           p.one("sort", "", s.Columns),
		Dir:            p.one("dir", "", dirs),
		Page:           p.number("page", 1, 1, 1_000_000_000),
		Limit:          p.number("limit", 0, 1, MaxLimit),
		Search:         p.first("q"),
	}
	f.To = p.date("to", s.Today)
	f.From = p.date("from", f.To.Add(1-DefaultDays))
	if f.From.Compare(f.To) > 0 {
		p.want("from", f.From.String(), "a date not after to="+f.To.String(), WantDateUntil, f.To.String())
	}
	if f.Sort == "" {
		f.Dir = ""
	} else if f.Dir == "" {
		f.Dir = "asc"
	}
	if !s.Schedule {
		const remedy = "nothing else while the account has no working hours; set them with: relato settings set hours"
		if f.Hours != "" {
			p.want("hours", f.Hours, remedy, WantNoHours)
		}
		if f.Business() {
			p.want("clock", f.Clock, "calendar; "+remedy, WantNoHours)
		}
		param, needed := f.Drill.business()
		if p.first("frt_business") != "" { // which may have become a has
			param = "frt_business"
		}
		if needed {
			p.want(param, p.first(param), "no _business value; "+remedy, WantNoHours)
		}
	}
	if p.err != nil {
		return Filter{}, p.err
	}
	return f, nil
}

// parser reads parameters and keeps the first error.
type parser struct {
	query url.Values
	err   error
}

// fail refuses a value of a parameter that accepts one of a list.
func (p *parser) fail(param, value, accepted string) { p.want(param, value, accepted, WantOneOf) }

func (p *parser) want(param, value, accepted string, want Want, args ...any) {
	if p.err == nil {
		p.err = &ParamError{param, value, accepted, want, args}
	}
}

// bound refuses an address that holds more than a page can repeat.
func (p *parser) bound() {
	all := 0
	for _, param := range slices.Sorted(maps.Keys(p.query)) {
		values := p.query[param]
		if len(values) > MaxValues {
			p.want(param, values[0], fmt.Sprintf("at most %d values", MaxValues), WantFewerValues, MaxValues)
		}
		for _, v := range values {
			if all += len(v); all > MaxQuery {
				p.want(param, "…", fmt.Sprintf("at most %d bytes in all values of the address", MaxQuery), WantShorter, MaxQuery)
			}
		}
	}
}

// values are a parameter's values that are not empty.
func (p *parser) values(param string) []string {
	var values []string
	for _, v := range p.query[param] {
		if v != "" {
			values = append(values, v)
		}
	}
	return values
}

func (p *parser) first(param string) string {
	if v := p.values(param); len(v) > 0 {
		return v[0]
	}
	return ""
}

// one reads a single value out of a list of accepted ones.
func (p *parser) one(param, absent string, accepted []string) string {
	v := p.first(param)
	switch {
	case v == "":
		return absent
	case !slices.Contains(accepted, v):
		p.fail(param, v, strings.Join(accepted, ", "))
	}
	return v
}

// list reads a repeatable value, sorted and without repetitions; accepted nil = any value.
func (p *parser) list(param string, accepted []string) []string {
	values := p.values(param)
	if accepted != nil {
		for _, v := range values {
			if !slices.Contains(accepted, v) {
				p.fail(param, v, strings.Join(accepted, ", "))
			}
		}
	}
	slices.Sort(values)
	return slices.Compact(values)
}

// tags reads a repeatable tag; tags compare after trimming and NFC.
func (p *parser) tags(param string) []string {
	var tags []string
	for _, v := range p.values(param) {
		if tag := norm.NFC.String(strings.TrimSpace(v)); tag != "" {
			tags = append(tags, tag)
		}
	}
	slices.Sort(tags)
	return slices.Compact(tags)
}

func (p *parser) date(param string, absent conversation.Date) conversation.Date {
	v := p.first(param)
	if v == "" {
		return absent
	}
	d, err := conversation.ParseDate(v)
	if err != nil {
		p.want(param, v, "a date as YYYY-MM-DD", WantDate)
		return absent
	}
	return d
}

func (p *parser) number(param string, absent, low, high int) int {
	v := p.first(param)
	if v == "" {
		return absent
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < low || n > high {
		p.want(param, v, fmt.Sprintf("a whole number from %d to %d", low, high), WantNumber, low, high)
		return absent
	}
	return n
}
