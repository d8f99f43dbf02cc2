package source

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestHeaders(t *testing.T) {
	for _, test := range []struct{ line, order, want string }{
		{"25/03/2026 09:15 - Ana: oi", "dmy", "2026-03-25 09:15:00 Ana: oi"},
		{"25/03/2026, 09:15 - Ana: oi", "dmy", "2026-03-25 09:15:00 Ana: oi"},
		{"3/25/26, 9:15 AM - Ana: oi", "mdy", "2026-03-25 09:15:00 Ana: oi"},
		{"3/25/26, 9:15\u202fPM - Ana: oi", "mdy", "2026-03-25 21:15:00 Ana: oi"},
		{"3/25/26, 12:05\u00a0am - Ana: oi", "mdy", "2026-03-25 00:05:00 Ana: oi"},
		{"3/25/26, 12:05PM - Ana: oi", "mdy", "2026-03-25 12:05:00 Ana: oi"},
		{"25/3/26, 9:15 p. m. - Ana: oi", "dmy", "2026-03-25 21:15:00 Ana: oi"},
		{"25/3/26, 9:15 p.\u00a0m. - Ana: oi", "dmy", "2026-03-25 21:15:00 Ana: oi"},
		{"25/3/26, 9:15\u202fa.\u202fm. - Ana: oi", "dmy", "2026-03-25 09:15:00 Ana: oi"},
		{"25/3/26 9:15 a.m. - Ana: oi", "dmy", "2026-03-25 09:15:00 Ana: oi"},
		{"[25/03/2026, 09:15:02] Ana: oi", "dmy", "2026-03-25 09:15:02 Ana: oi"},
		{"\u200e[25/03/2026, 09:15:02] Ana: \u200eoi", "dmy", "2026-03-25 09:15:02 Ana: \u200eoi"},
		{"\ufeff[25/03/26 09:15:02] Ana: oi", "dmy", "2026-03-25 09:15:02 Ana: oi"},
		{"[3/25/26, 9:15:02\u202fPM] Ana: oi", "mdy", "2026-03-25 21:15:02 Ana: oi"},
		{"[25/3/26, 9:15:02 p. m.] Ana: oi", "dmy", "2026-03-25 21:15:02 Ana: oi"},
		{"[25.3.2026 klo 21.25.15] Ana: oi", "dmy", "2026-03-25 21:25:15 Ana: oi"},
		{"25.3.2026 klo 21.25 - Ana: oi", "dmy", "2026-03-25 21:25:00 Ana: oi"},
		{"25.03.26, 09:15 - Ana: oi", "dmy", "2026-03-25 09:15:00 Ana: oi"},
		{"25. 3. 2026 9:15 - Ana: oi", "dmy", "2026-03-25 09:15:00 Ana: oi"},
		{"25-03-2026 09:15 - Ana: oi", "dmy", "2026-03-25 09:15:00 Ana: oi"},
		{"2026-03-25, 09:15 - Ana: oi", "ymd", "2026-03-25 09:15:00 Ana: oi"},
		{"2026/03/25 09:15 – Ana: oi", "ymd", "2026-03-25 09:15:00 Ana: oi"},
		{"2026. 03. 25. 9:15 - Ana: oi", "ymd", "2026-03-25 09:15:00 Ana: oi"},
		{"[2026-03-25 09:15:02] Ana: oi", "ymd", "2026-03-25 09:15:02 Ana: oi"},
		{"25/03/15 09:15:02: Ana: oi", "dmy", "2015-03-25 09:15:02 Ana: oi"},
		{"25/03/2026 09:15 - Ana:", "dmy", "2026-03-25 09:15:00 Ana:"},
		{"25/03/2026 24:15 - Ana: oi", "", ""}, {"25/03/2026 09:60 - Ana: oi", "", ""}, {"3/25/26, 13:15 PM - Ana: oi", "", ""},
		{"3/25/26, 0:15 AM - Ana: oi", "", ""}, {"[25/03/2026 09:15 - Ana: oi", "", ""}, {"25/03/2026 09:15] Ana: oi", "", ""},
		{"25/03/202 09:15 - Ana: oi", "", ""}, {"2026/03/2026 09:15 - Ana: oi", "", ""}, {"31/02/2026 09:15 - Ana: oi", "", ""},
		{"31/13/2026 09:15 - Ana: oi", "", ""}, {"Ana: 25/03/2026 09:15 - oi", "", ""}, {"25/03/2026 às 09:15", "", ""},
	} {
		h, ok := parseHeader(test.line)
		got := ""
		if ok {
			local, _ := h.local(test.order)
			got = time.Unix(local, 0).UTC().Format(time.DateTime) + " " + h.rest
		}
		if got != test.want {
			t.Errorf("%q: got %q, want %q", test.line, got, test.want)
		}
	}
}

func TestDateOrder(t *testing.T) {
	const which = "; say which with --date-order"
	for _, test := range []struct {
		name, dates, given, want string
	}{
		{"a day decides", "01/02/2026 13/02/2026", "", "dmy"},
		{"a day decides the other way", "01/02/2026 02/13/2026", "", "mdy"},
		{"only one is in order", "01/02/2026 02/01/2026", "", "mdy"},
		{"the clock decides", "03/12/2026 03/12/2026", "", "mdy"},
		{"both read the same", "02/02/2026 03/03/2026", "", "dmy"},
		{"year first", "2026/01/02 2026/02/01", "", "ymd"},
		{"two digits", "1/2/26 13/2/26", "", "dmy"},
		{"two digits and a dot", "12.03.26 25.03.26", "", "dmy"},
		{"year first as last resort", "26/3/25 26/3/30", "", "ymd"},
		{"a dash may have the year first", "26-03-12 26-03-13", "", "the dates can be read in more than one way: dmy is 2012-03-26 to 2013-03-26, ymd is 2026-03-12 to 2026-03-13" + which},
		{"not decided", "01/02/2026 02/02/2026 03/02/2026", "", "the dates can be read in more than one way: dmy is 2026-02-01 to 2026-02-03, mdy is 2026-01-02 to 2026-03-02" + which},
		{"given", "01/02/2026 02/02/2026 03/02/2026", "mdy", "mdy"},
		{"given wrongly", "01/02/2026 13/02/2026", "mdy", "the dates are not written in the order mdy: see line 2; leave --date-order out"},
		{"given badly", "01/02/2026", "ydm", `"ydm" is not a date order; accepted are dmy, mdy, ymd`},
		{"contradiction", "13/02/2026 02/14/2026", "", "the dates contradict each other: line 2 does not fit dmy, line 1 does not fit mdy; say which order is right with --date-order, then lines that do not fit it count as text"},
		{"contradiction, given", "13/02/2026 02/14/2026", "dmy", "dmy"},
	} {
		chat := strings.ReplaceAll(test.dates+" ", " ", " 10:00 - Ana: oi\n")
		heads, _ := findHeads(chat)
		got := "no line looks like a message of a WhatsApp chat"
		if len(heads) > 0 {
			order, err := dateOrder(heads, Options{DateOrder: test.given, Now: now})
			if got = order; err != nil {
				got = err.Error()
				if option, ok := errors.AsType[*OptionError](err); !ok || option.Option != "date-order" || len(option.Choices) == 0 {
					t.Errorf("%s: %#v", test.name, err)
				}
			}
		}
		if got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestAmbiguousSample(t *testing.T) {
	chat, _ := sample(t, "ambiguous-date-order")
	_, err := readAll(t, "-", chat, Options{Us: "Loja", Zone: saoPaulo})
	if err == nil || !strings.HasSuffix(err.Error(), "--date-order") {
		t.Errorf("got %v", err)
	}
	records, err := readAll(t, "-", chat, Options{Us: "Loja", Zone: saoPaulo, DateOrder: "mdy"})
	if err != nil || events(records)[2].Key != "2026-03-02T10:00 contact 0" {
		t.Errorf("got %+v, %v", records, err)
	}
}

// TestRepeatedHour follows a phone through the night of 18 February 2018, when São Paulo's clocks went from 24:00 back
// to 23:00, and the one of 4 November 2018, when the hour from 00:00 was skipped.
func TestRepeatedHour(t *testing.T) {
	clock := clockIn{zone: saoPaulo}
	for _, test := range []struct{ local, want string }{
		{"2018-02-17T22:59:00Z", "2018-02-18T00:59:00Z"},
		{"2018-02-17T23:10:00Z", "2018-02-18T01:10:00Z"},
		{"2018-02-17T23:50:00Z", "2018-02-18T01:50:00Z"},
		{"2018-02-17T23:05:00Z", "2018-02-18T02:05:00Z"},
		{"2018-02-17T23:55:00Z", "2018-02-18T02:55:00Z"},
		{"2018-02-18T00:00:00Z", "2018-02-18T03:00:00Z"},
		{"2018-11-03T23:59:00Z", "2018-11-04T02:59:00Z"},
		{"2018-11-04T00:30:00Z", "2018-11-04T03:30:00Z"},
		{"2018-11-04T01:00:00Z", "2018-11-04T03:00:00Z"},
		{"2018-11-04T12:00:00Z", "2018-11-04T14:00:00Z"},
	} {
		local, _ := time.Parse(time.RFC3339, test.local)
		if got := time.Unix(clock.instant(local.Unix()), 0).UTC().Format(time.RFC3339); got != test.want {
			t.Errorf("%s: got %s, want %s", test.local, got, test.want)
		}
	}
}

func TestDateOrderAllowsTheRepeatedHour(t *testing.T) {
	chat := "01/02/2026 10:30 - Ana: oi\n01/02/2026 10:00 - Ana: oi\n02/01/2026 10:00 - Ana: oi\n"
	heads, _ := findHeads(chat)
	if order, err := dateOrder(heads, Options{Now: now}); err != nil || order != "mdy" {
		t.Errorf("got %q, %v", order, err)
	}
}
