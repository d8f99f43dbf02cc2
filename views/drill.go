package views

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"relato/report"
)

// narrowing adds to a filter the conditions of what a figure counts.
type narrowing func(*report.Filter)

// counted are the columns that count conversations, and what each counts of a report's cohort; left_out is what the
// filters keep out of it. Counts of messages, contacts and replies are not among them: no list of conversations is as
// long.
func (p Page) counted(key string) (narrowing, bool) {
	clock := ""
	if p.Filter.Business() {
		clock = "_business"
	}
	has := func(what string) narrowing {
		return func(f *report.Filter) { f.Has = with(f.Has, what) }
	}
	origin := func(name string) narrowing {
		return func(f *report.Filter) { f.Origins = []string{name} }
	}
	switch key {
	case "conversations", "conversations_owned":
		return func(*report.Filter) {}, true
	case "origin_inbound":
		return origin("inbound"), true
	case "origin_inbox":
		return origin("inbox"), true
	case "origin_flow":
		return origin("flow"), true
	case "origin_other":
		return origin("other"), true
	case "new_contacts":
		return func(f *report.Filter) { f.New = true }, true
	case "closed":
		return func(f *report.Filter) { f.ByClose = true }, true
	case "left_out":
		return func(f *report.Filter) { f.LeftOut = true }, true
	case "unanswered":
		return func(f *report.Filter) { f.Unanswered = true }, true
	case "conversations_shared":
		return func(f *report.Filter) { f.Shared = true }, true
	case "first_responses":
		return has("frt"), true
	case "frt_n":
		return has("frt" + clock), true
	case "duration_n":
		return has("duration" + clock), true
	case "csat_sent":
		return has("survey"), true
	case "csat_answered":
		return rated("1", "2", "3", "4", "5"), true
	case "csat_positive":
		return rated("4", "5"), true
	}
	return missing(key)
}

// missing are the counts of what a figure leaves out of a report's cohort: what does not exist, or exists on the calendar
// alone. Of replies there is none: one conversation may have some that count and some that do not.
func missing(key string) (narrowing, bool) {
	what, kind, _ := strings.Cut(key, "_")
	if what == "csat" {
		what = "survey"
	}
	switch kind {
	case "none":
		return func(f *report.Filter) { f.Lacks = with(f.Lacks, what) }, true
	case "excluded":
		return func(f *report.Filter) { f.Has, f.Lacks = with(f.Has, what), with(f.Lacks, what+"_business") }, true
	case "silent":
		return func(f *report.Filter) { f.Has, f.Ratings = with(f.Has, what), []string{report.Nobody} }, true
	}
	return nil, false
}

// with is a list of conditions with one more.
func with(list []string, value string) []string {
	list = append(slices.Clone(list), value)
	slices.Sort(list)
	return slices.Compact(list)
}

// rated asks for some ratings, of those that the filter lets pass.
func rated(ratings ...string) narrowing {
	return func(f *report.Filter) {
		if len(f.Ratings) > 0 {
			ratings = slices.DeleteFunc(slices.Clone(ratings), func(r string) bool { return !slices.Contains(f.Ratings, r) })
		}
		f.Ratings = ratings
	}
}

// drill is the address of the conversations behind a figure: the filter with more conditions.
func (p Page) drill(more narrowing) templ.SafeURL { return templ.SafeURL(p.drillPrefix(more)) }

// drillTo is the address of the conversations that a total of the report counts; empty when there are none.
func (p Page) drillTo(key string, n int) templ.SafeURL {
	more, ok := p.counted(key)
	if !ok || n == 0 {
		return ""
	}
	return p.drill(more)
}

// drillPrefix is the beginning of such an address, without some parameters, which the rows of a table then add: to
// encode every condition again for each of many cells would take longer than the report.
func (p Page) drillPrefix(more narrowing, without ...string) string {
	if p.Share != nil {
		return ""
	}
	f := p.Filter
	f.Sort, f.Dir, f.Page, f.Limit = "", "", 1, 0
	more(&f)
	return detailsPath + "?" + p.parameters(f).Without(without...).Encode()
}

// onShare is an address, or nowhere on the page of a share.
func (p Page) onShare(address string) templ.SafeURL {
	if p.Share != nil {
		return ""
	}
	return templ.SafeURL(address)
}

// bucketQuery asks for the conversations of a bucket of time.
func (p Page) bucketQuery(b *report.Bucket, key string) string {
	first, last := p.bucketDays(b)
	query := "&from=" + first.String() + "&to=" + last.String()
	if p.Filter.Group != "hour" {
		return query
	}
	since, until := boundParams(key)
	least, most := p.Filter.Since, p.Filter.Until
	if key == "closed" {
		least, most = p.Filter.ClosedSince, p.Filter.ClosedUntil
	}
	from, to := max(b.Start, least), b.End
	if most != 0 {
		to = min(to, most)
	}
	instant := func(t int64) string { return time.Unix(t, 0).UTC().Format("2006-01-02T15:04:05Z") }
	return query + "&" + since + "=" + instant(from) + "&" + until + "=" + instant(to)
}

// boundParams are the parameters of the bounds of what a column counts by.
func boundParams(key string) (since, until string) {
	if key == "closed" {
		return "closed_since", "closed_until"
	}
	return "since", "until"
}

// bucketParams are the parameters that bucketQuery takes the place of.
func (p Page) bucketParams(key string) []string {
	if p.Filter.Group == "hour" {
		since, until := boundParams(key)
		return []string{"from", "to", since, until}
	}
	return []string{"from", "to"}
}

// agentParam is the parameter by which a column of the agents report goes: who took part, owns, answered or was rated.
func agentParam(key string) string {
	switch key {
	case "conversations", "conversations_shared":
		return "agent"
	case "first_responses", "frt_n":
		return "responder"
	case "csat_sent", "csat_answered", "csat_positive":
		return "surveyed"
	}
	return "owner"
}

// tagParam is the parameter that adds a tag to the filter: the filter's own where nothing is lost by it. An address may
// have a mode and no tags: of a tag that were then added it would say something else.
func (p Page) tagParam() string {
	if p.Filter.TagMode == report.Any {
		return "tag"
	}
	return "with_tag"
}

// tagReplaced are the parameters whose place tagParam takes: a tag that may be one of several becomes the one.
func (p Page) tagReplaced() []string {
	if p.tagParam() == "tag" {
		return []string{"tag"}
	}
	return nil
}

// param is one parameter of an address, to be added.
func param(name, value string) string { return "&" + name + "=" + url.QueryEscape(value) }

// chartLinks are the addresses behind the bars of a chart: of a point of a series, the prefix, what the point adds and
// what the series adds.
type chartLinks struct {
	Prefix string   `json:"prefix"`
	Points []string `json:"points"`
	Series []string `json:"series,omitempty"`
	Counts []int    `json:"counts,omitempty"` // conversations behind each point, where its value is not their number
}

// heatQuery asks for the conversations that started in an hour of a weekday; day 0 is Monday.
func heatQuery(day, hour int) string {
	return "&weekday=" + strconv.Itoa(day+1) + "&hour=" + strconv.Itoa(hour)
}
