package report

import (
	"net/url"
	"slices"
	"time"

	"relato/conversation"
)

// display are the parameters of an address that do not choose conversations.
var display = []string{"sort", "dir", "group", "page", "limit", "compare", "clock", "lang", "excel", "token"}

// implied are parameters that an address may hold and Query leaves out, or says in another way.
var implied = []string{"tag_mode", "contact_tag_mode", "by", "frt", "frt_business"}

// ParseWithin reads the conditions of an address that limit what somebody may ever see, whatever else they ask: the value
// of Filter.Within, and the query that stands for it. The period limits when it stands in the address, by the start of the
// conversations, or by their close with by=closed. What Parse would ignore, and a search, is a *ParamError here: a limit
// that is misread would show too much. An address without conditions gives nil.
func ParseWithin(query url.Values, s Setting, zone *time.Location) (*Filter, url.Values, error) {
	conditions := url.Values{}
	for param, values := range query {
		values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" })
		if len(values) > 0 && !slices.Contains(display, param) {
			conditions[param] = values
		}
	}
	f, err := Parse(conditions, s)
	if err != nil {
		return nil, nil, err
	}
	understood := f.Query()
	for param, values := range conditions {
		if param == "q" || !understood.Has(param) && !slices.Contains(implied, param) {
			return nil, nil, &ParamError{Param: param, Value: values[0], Accepted: "the filters of a report, without a search"}
		}
	}
	for _, bound := range []string{"from", "to"} {
		if !conditions.Has(bound) {
			understood.Del(bound)
		}
	}
	if len(understood) == 0 || len(understood) == 1 && f.ByClose {
		return nil, nil, nil
	}
	if f.LeftOut { // what it leaves out, and besides in the period: no limit lets through what lies outside of that
		left := f
		f = Filter{From: f.From, To: f.To, Drill: Drill{ByClose: f.ByClose}, Within: &left}
	}
	f.limitPeriod(conditions.Has("from"), conditions.Has("to"), zone)
	return &f, understood, nil
}

// limitPeriod makes the period of an address, as far as it stands there, conditions of the conversations.
func (f *Filter) limitPeriod(from, to bool, zone *time.Location) {
	since, until := &f.Since, &f.Until
	if f.ByClose {
		since, until = &f.ClosedSince, &f.ClosedUntil
	}
	if from {
		*since = max(*since, f.From.Instant(0, zone))
	}
	if end := f.To.Add(1).Instant(0, zone); to && (*until == 0 || end < *until) {
		*until = end
	}
	f.From, f.To, f.ByClose = conversation.Date{}, conversation.Date{}, false
}
