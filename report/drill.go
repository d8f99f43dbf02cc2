package report

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Drill are the conditions that lead from a figure to the very conversations that it counts. But for LeftOut they combine
// with the others by AND, and the zero value of each selects everything.
type Drill struct {
	ByClose bool // in Details, the period is about when conversations were closed, not when they started
	LeftOut bool // in Details, what all other conditions together leave out; period, basis and search are none of these

	Since, Until             int64 // Unix seconds, half-open, of the start; 0 = no bound
	ClosedSince, ClosedUntil int64 // likewise of the close

	Weekdays   []string // "1" (Monday) to "7", of the local start
	StartHours []string // "0" to "23", of the local start

	Owners     []string // agent ids, or Nobody
	Responders []string // credited with the first response; Nobody = there is one, credited to nobody
	Surveyed   []string // credited with the survey; Nobody = there is one, credited to nobody
	WithTags   []string // it has all of them, whatever the mode of the filter's tags; or Nobody

	Has    []string // what must exist, all of it: values of Measurable
	Lacks  []string // what must be missing, all of it: likewise
	Shared bool     // more than one participant
	New    bool     // it is its contact's first conversation ever

	FRT, FRTBusiness Range // seconds of the first response on each clock
}

// Range is a half-open interval of seconds; To = 0 has no end. The zero Range holds everything, what does not exist too.
type Range struct{ From, To int64 }

// String is the range as an address has it, "60-300" or "3600-"; empty for the zero Range.
func (r Range) String() string {
	switch {
	case r == Range{}:
		return ""
	case r.To == 0:
		return strconv.FormatInt(r.From, 10) + "-"
	}
	return strconv.FormatInt(r.From, 10) + "-" + strconv.FormatInt(r.To, 10)
}

// And is what two ranges have in common; they must have something.
func (r Range) And(o Range) Range {
	both := Range{From: max(r.From, o.From), To: min(r.To, o.To)}
	if r.To == 0 || o.To == 0 {
		both.To = max(r.To, o.To)
	}
	return both
}

// holds tells whether a length, absent where it does not exist, lies in the range.
func (r Range) holds(length uint32) bool {
	return r == Range{} || length != absent && int64(length) >= r.From && (r.To == 0 || int64(length) < r.To)
}

// Measurable are what a conversation can be asked to have, or to lack.
var Measurable = []string{"frt", "frt_business", "reply", "reply_business", "duration", "duration_business", "survey"}

var (
	weekdays = wholeNumbers(1, 7)
	dayHours = wholeNumbers(0, 23)
	bases    = []string{"started", "closed"}
)

// wholeNumbers are the whole numbers from one to another as texts.
func wholeNumbers(from, to int) []string {
	var list []string
	for n := from; n <= to; n++ {
		list = append(list, strconv.Itoa(n))
	}
	return list
}

// business tells whether the conditions need working hours.
func (d *Drill) business() (param string, needed bool) {
	isBusiness := func(what string) bool { return strings.HasSuffix(what, "_business") }
	if slices.ContainsFunc(d.Has, isBusiness) {
		return "has", true
	}
	if slices.ContainsFunc(d.Lacks, isBusiness) {
		return "lacks", true
	}
	return "frt_business", d.FRTBusiness != Range{}
}

// drill reads the conditions of a Drill.
func (p *parser) drill() Drill {
	return Drill{
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

// span reads a range of seconds.
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
	if !cut || errFrom != nil || errTo != nil || to != "" && r.To <= r.From || r == (Range{}) {
		p.want(param, v, "seconds as FROM-TO or FROM-, such as 60-300", WantSpan)
		return Range{}
	}
	return r
}

// Query encodes the conditions alone.
func (d Drill) Query() url.Values {
	q := url.Values{}
	d.encode(q)
	return q
}

// encode adds the conditions to an address's query.
func (d *Drill) encode(q url.Values) {
	for param, values := range map[string][]string{
		"weekday": d.Weekdays, "hour": d.StartHours, "owner": d.Owners, "responder": d.Responders, "surveyed": d.Surveyed,
		"with_tag": d.WithTags, "has": d.Has, "lacks": d.Lacks,
	} {
		if len(values) > 0 {
			q[param] = values
		}
	}
	for param, value := range map[string]string{"frt": d.FRT.String(), "frt_business": d.FRTBusiness.String()} {
		if value != "" {
			q.Set(param, value)
		}
	}
	for param, at := range map[string]int64{
		"since": d.Since, "until": d.Until, "closed_since": d.ClosedSince, "closed_until": d.ClosedUntil,
	} {
		if at != 0 {
			q.Set(param, time.Unix(at, 0).UTC().Format(time.RFC3339))
		}
	}
	for param, on := range map[string]bool{"shared": d.Shared, "new": d.New, "left_out": d.LeftOut} {
		if on {
			q.Set(param, "1")
		}
	}
	if d.ByClose {
		q.Set("by", "closed")
	}
}

// condition tells whether the conversation with a number meets one condition.
type condition func(n uint32) bool

// conditions are a drill's, made ready for one pass; none of most filters.
func (f *facts) conditions(filter Filter) []condition {
	var all []condition
	d := filter.Drill
	if d.Since != 0 || d.Until != 0 {
		all = append(all, func(n uint32) bool {
			return int64(f.start[n]) >= d.Since && (d.Until == 0 || int64(f.start[n]) < d.Until)
		})
	}
	if d.ClosedSince != 0 || d.ClosedUntil != 0 {
		all = append(all, func(n uint32) bool {
			closed := f.closed[n]
			return closed != absent && int64(closed) >= d.ClosedSince && (d.ClosedUntil == 0 || int64(closed) < d.ClosedUntil)
		})
	}
	if len(d.Weekdays) > 0 || len(d.StartHours) > 0 {
		all = append(all, f.localStart(d))
	}
	agent := func(ids []string, of func(n uint32) (agent uint16, is bool)) {
		if len(ids) == 0 {
			return
		}
		chosen := f.agentTable(ids)
		all = append(all, func(n uint32) bool {
			agent, is := of(n)
			return is && chosen[agent]
		})
	}
	agent(d.Owners, func(n uint32) (uint16, bool) { return f.owner[n], true })
	agent(d.Responders, func(n uint32) (uint16, bool) { return f.responder[n], f.responder[n] != absentAgent })
	agent(d.Surveyed, func(n uint32) (uint16, bool) { return f.credited[n], f.traits[n]&isSurveyed != 0 })
	if with := setTable(f.tagSets, f.tags, d.WithTags, All); with != nil {
		all = append(all, func(n uint32) bool { return with[f.tagSet.at(n)] != 0 })
	}
	for _, what := range d.Has {
		all = append(all, f.has(what))
	}
	for _, what := range d.Lacks {
		has := f.has(what)
		all = append(all, func(n uint32) bool { return !has(n) })
	}
	if d.Shared {
		all = append(all, func(n uint32) bool { return len(f.agentSets.members[f.agentSet.at(n)]) > 1 })
	}
	if d.New {
		all = append(all, func(n uint32) bool { return f.traits[n]&isFirst != 0 })
	}
	if d.FRT != (Range{}) {
		all = append(all, func(n uint32) bool { return d.FRT.holds(f.frt[n]) })
	}
	if d.FRTBusiness != (Range{}) {
		frt := f.business().frt
		all = append(all, func(n uint32) bool { return d.FRTBusiness.holds(frt[n]) })
	}
	return all
}

// localStart asks for weekdays and hours at which a conversation started in account time.
func (f *facts) localStart(d Drill) condition {
	var wanted [7 * 24]bool
	for hour := range wanted {
		wanted[hour] = (len(d.Weekdays) == 0 || slices.Contains(d.Weekdays, strconv.Itoa(hour/24+1))) &&
			(len(d.StartHours) == 0 || slices.Contains(d.StartHours, strconv.Itoa(hour%24)))
	}
	return func(n uint32) bool {
		_, offset := unix(f.start[n], f.zone).Zone()
		return wanted[hourOfWeek(int64(f.start[n])+int64(offset))]
	}
}

// agentTable tells by agent's number whether the agent is among some ids.
func (f *facts) agentTable(ids []string) []bool {
	chosen := make([]bool, len(f.agent))
	for _, id := range ids {
		if id == Nobody {
			chosen[nobody] = true
		} else if n, known := f.agents.find(id); known && n != nobody {
			chosen[n] = true
		}
	}
	return chosen
}

// has asks for one of Measurable.
func (f *facts) has(what string) condition {
	if what == "survey" {
		return func(n uint32) bool { return f.traits[n]&isSurveyed != 0 }
	}
	lengths := f.calendar()
	name, business := strings.CutSuffix(what, "_business")
	if business {
		lengths = f.business()
	}
	switch name {
	case "frt":
		return func(n uint32) bool { return lengths.frt[n] != absent }
	case "reply":
		return func(n uint32) bool { return lengths.replies[n] > 0 }
	case "duration":
		return func(n uint32) bool { return lengths.durationOf(n) != absent }
	}
	panic(fmt.Sprintf("report: %q is not measurable", what))
}
