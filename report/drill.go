package report

import (
	"slices"
	"strconv"
	"strings"
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
