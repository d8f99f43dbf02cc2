package report_test

import (
	"errors"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relato/conversation"
	"relato/internal/naive"
	"relato/report"
)

var today = conversation.Date{Year: 2026, Month: 11, Day: 22}

func parse(t *testing.T, query string, s report.Setting) (report.Filter, error) {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	s.Today = today
	return report.Parse(values, s)
}

// TestFilterRoundTrip encodes filters as addresses and parses those.
func TestFilterRoundTrip(t *testing.T) {
	columns := report.Keys(report.DetailColumns)
	rapid.Check(t, func(t *rapid.T) {
		f := naive.DrawFilter(t, naive.Draw(t))
		f.Sort = rapid.SampledFrom(append([]string{""}, columns...)).Draw(t, "sort")
		f.Dir = ""
		if f.Sort != "" {
			f.Dir = rapid.SampledFrom([]string{"asc", "desc"}).Draw(t, "dir")
		}
		f.ByClose, f.LeftOut = rapid.Bool().Draw(t, "by close"), rapid.Bool().Draw(t, "left out")
		f.Page = rapid.IntRange(1, 1000).Draw(t, "page")
		f.Limit = rapid.IntRange(0, report.MaxLimit).Draw(t, "limit")
		f.Search = rapid.SampledFrom([]string{"", "josé & filhos", "+55 11", "a=b&c"}).Draw(t, "search")
		query, err := url.ParseQuery(f.Query().Encode())
		if err != nil {
			t.Fatal(err)
		}
		got, err := report.Parse(query, report.Setting{Today: today, Schedule: true, Columns: columns})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(f, got); diff != "" {
			t.Fatalf("%s (-encoded +parsed):\n%s", query.Encode(), diff)
		}
	})
}

func TestFilterDefaults(t *testing.T) {
	f, err := parse(t, "unknown=x&tag=&from=&tag=%20a%20&tag=a&clock=&status=open&status=closed", report.Setting{})
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Query().Encode(); got != "from=2026-10-24&status=open&tag=a&to=2026-11-22" {
		t.Error(got)
	}
	if f, err = parse(t, "to=2026-03-31", report.Setting{}); err != nil || f.From.String() != "2026-03-02" {
		t.Errorf("%v, %v", f.From, err)
	}
}

// TestAResponseOfAnyLength asks for lengths from 0 on, which all have that exist.
func TestAResponseOfAnyLength(t *testing.T) {
	for query, want := range map[string]string{
		"frt=0-": "has=frt", "frt_business=0-": "has=frt_business", "frt=0-&has=survey&has=frt": "has=frt&has=survey", "frt=0-60": "frt=0-60",
	} {
		f, err := parse(t, query+"&from=2026-11-01", report.Setting{Schedule: true})
		if err != nil {
			t.Errorf("%s: %v", query, err)
		} else if got := f.Drill.Query().Encode(); got != want {
			t.Errorf("%s is understood as %s, want %s", query, got, want)
		}
	}
}

func TestBadParameters(t *testing.T) {
	for query, accepted := range map[string]string{
		"from=01/02/2026":                      "YYYY-MM-DD",
		"to=2026-02-30":                        "YYYY-MM-DD",
		"from=2026-11-23":                      "not after to=2026-11-22",
		"origin=inbound&origin=phone":          "inbound, inbox, flow, other",
		"tag_mode=some":                        "any, all, not",
		"contact_tag_mode=some":                "any, all, not",
		"hours=outside":                        "working hours",
		"clock=business":                       "working hours",
		"weekday=8":                            "1, 2, 3, 4, 5, 6, 7",
		"hour=24":                              "0, 1, 2",
		"by=sent":                              "started, closed",
		"left_out=0":                           "1",
		"has=money":                            "frt, frt_business",
		"has=frt_business":                     "working hours",
		"lacks=money":                          "frt, frt_business",
		"lacks=survey&lacks=duration_business": "working hours",
		"frt_business=60-":                     "working hours",
		"frt_business=0-":                      "working hours",
		"frt=300-60":                           "FROM-TO",
		"frt=-":                                "FROM-TO",
		"frt=0":                                "FROM-TO",
		"frt=0-0":                              "FROM-TO",
		"since=2026-01-01":                     "2026-01-31T13:00:00Z",
		"clock=lunar":                          "calendar, business",
		"status=snoozed":                       "open, closed",
		"rating=6":                             "1, 2, 3, 4, 5, none",
		"unanswered=true":                      "1",
		"waiting=0":                            "1",
		"group=year":                           "hour, day, week, month, total",
		"compare=week":                         "previous, year, none",
		"sort=phase_of_the_moon":               "conversation_id",
		"sort=status&dir=up":                   "asc, desc",
		"page=0":                               "from 1",
		"page=x":                               "whole number",
		"limit=501":                            "to 500",
		"limit=50&limit=9999&limit=-1x":        "",
	} {
		_, err := parse(t, query, report.Setting{Columns: report.Keys(report.DetailColumns)})
		var bad *report.ParamError
		switch {
		case accepted == "":
			if err != nil {
				t.Errorf("%s: the first value counts, but: %v", query, err)
			}
		case !errors.As(err, &bad):
			t.Errorf("%s: %v", query, err)
		default:
			param, _, _ := strings.Cut(query[strings.LastIndexByte(query, '&')+1:], "=")
			if bad.Param != param || !strings.Contains(bad.Accepted, accepted) {
				t.Errorf("%s: %v", query, err)
			}
		}
	}
}

func TestColumnsAreTheContracts(t *testing.T) {
	for name, keys := range map[string][]string{
		"overview": report.Keys(report.OverviewColumns), "agents": report.Keys(report.AgentColumns),
		"tags": report.Keys(report.TagColumns), "conversations": report.Keys(report.DetailColumns),
	} {
		want, ok := contractColumns(t)[name]
		if !ok {
			t.Fatalf("the contract has no columns of %s", name)
		}
		if diff := cmp.Diff(want, keys); diff != "" {
			t.Errorf("%s (-contract +code):\n%s", name, diff)
		}
	}
}

// contractColumns reads the column lists out of docs/contract.md.
func contractColumns(t *testing.T) map[string][]string {
	t.Helper()
	text := readFile(t, "../docs/contract.md")
	_, text, _ = strings.Cut(text, "## CSV")
	columns := map[string][]string{}
	for _, item := range strings.Split(text, "\n- **")[1:] {
		name, rest, _ := strings.Cut(item, "**")
		if note := strings.Index(rest, ")"); strings.HasPrefix(rest, " (") {
			rest = rest[note+1:]
		}
		_, rest, _ = strings.Cut(rest, ":")
		list, _, _ := strings.Cut(rest, ".")
		for key := range strings.SplitSeq(list, ",") {
			columns[name] = append(columns[name], strings.TrimSpace(key))
		}
	}
	return columns
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestTooManyBuckets(t *testing.T) {
	x := report.NewIndex(seeded{1}, func() time.Time { return benchNow })
	f, err := parse(t, "from=2020-01-01&group=hour", report.Setting{})
	if err != nil {
		t.Fatal(err)
	}
	var bad *report.ParamError
	if _, err := x.Overview(t.Context(), f); !errors.As(err, &bad) || bad.Param != "group" {
		t.Errorf("%v", err)
	}
	// The other reports have no rows by time.
	if _, err := x.Agents(t.Context(), f); err != nil {
		t.Error(err)
	}
}

func TestAddressesAreBounded(t *testing.T) {
	many := func(n int) url.Values {
		q := url.Values{}
		for i := range n {
			q.Add("tag", strconv.Itoa(i))
		}
		return q
	}
	for name, tt := range map[string]struct {
		query url.Values
		param string // that is refused; empty = none
	}{
		"as many values as may be": {many(report.MaxValues), ""},
		"one too many":             {many(report.MaxValues + 1), "tag"},
		"as long as may be":        {url.Values{"agent": {"a"}, "q": {strings.Repeat("x", report.MaxQuery-1)}}, ""},
		"longer":                   {url.Values{"agent": {"a"}, "q": {strings.Repeat("x", report.MaxQuery)}}, "q"},
	} {
		var bad *report.ParamError
		if _, err := report.Parse(tt.query, report.Setting{}); errors.As(err, &bad) != (tt.param != "") || bad != nil && bad.Param != tt.param {
			t.Errorf("%s: %.200v", name, err)
		}
	}
}
