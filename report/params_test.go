package report

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"

	"relato/conversation"
)

// TestParamsAreWhatParseReads compares the description of the parameters with what Parse does.
func TestParamsAreWhatParseReads(t *testing.T) {
	s := Setting{Today: conversation.Date{Year: 2026, Month: 11, Day: 23}, Schedule: true}
	examples := map[string]string{"date": "2026-11-01", "date-time": "2026-11-01T00:00:00Z", "number": "7", "seconds": "60-300", "": "x y"}
	all := url.Values{}
	for _, p := range Params() {
		values := p.Accepted
		if values == nil {
			values = []string{examples[p.Format]}
		}
		for _, v := range values {
			if _, err := Parse(url.Values{p.Name: {v}}, s); err != nil {
				t.Errorf("%s=%s is described and refused: %v", p.Name, v, err)
			}
		}
		// The last value, since the first is often the default, which an address leaves out.
		all[p.Name] = values[len(values)-1:]
		if p.Name == "from" {
			all[p.Name] = []string{"2026-10-30"}
		}
		_, err := Parse(url.Values{p.Name: {"no such value"}}, s)
		var bad *ParamError
		if takesAll := p.Accepted == nil && p.Format == ""; takesAll == (err != nil) {
			t.Errorf("%s with a value that nothing has: %v", p.Name, err)
		}
		if errors.As(err, &bad) && p.Accepted != nil && bad.Accepted != strings.Join(p.Accepted, ", ") {
			t.Errorf("%s accepts %q, and is described with %q", p.Name, bad.Accepted, p.Accepted)
		}
		two, err := Parse(url.Values{p.Name: append(slices.Clone(values), examples[p.Format]+"z")}, s)
		if several := err == nil && len(two.Query()[p.Name]) > 1; p.Accepted == nil && several != p.Many {
			t.Errorf("%s is described as having many values: %t", p.Name, p.Many)
		}
	}
	all.Set("sort", "")
	f, err := Parse(all, s)
	if err != nil {
		t.Fatal(err)
	}
	f.Sort, f.Dir = "x", "desc" // dir means nothing without
	if got, want := f.Parameters().Encode(), f.Query().Encode(); got != want {
		t.Errorf("the parameters are in another order than by name:\n%s, want\n%s", got, want)
	}
	for name := range f.Query() {
		if name != "sort" && name != "compare" && !all.Has(name) {
			t.Errorf("%s is in addresses and not described", name)
		}
	}
	for name := range all {
		if name != "sort" && !f.Query().Has(name) {
			t.Errorf("%s is described, and no address has it", name)
		}
	}
}
