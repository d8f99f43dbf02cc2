package views

import (
	"math"
	"strings"
	"testing"
	"time"

	"relato/conversation"
	"relato/report"
)

// plainly shows no-break spaces as spaces, so that expectations can be read.
func plainly(s string) string { return strings.ReplaceAll(s, space, " ") }

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		lang Lang
		n    int64
		want string
	}{
		{Portuguese, 0, "0"}, {Portuguese, 999, "999"}, {Portuguese, 1000, "1.000"}, {Spanish, 12480, "12.480"},
		{English, 1234567, "1,234,567"}, {English, -1200, "−1,200"}, {Portuguese, math.MaxInt64, "9.223.372.036.854.775.807"},
	} {
		if got := c.lang.number(c.n); got != c.want {
			t.Errorf("%s: %d is written %q, not %q", c.lang, c.n, got, c.want)
		}
	}
}

func TestPercentAndScore(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Portuguese.percent(874, 1000), "87,4 %"},
		{English.percent(874, 1000), "87.4%"},
		{Spanish.percent(1, 1), "100,0 %"},
		{Portuguese.percent(1, 2000), "0,1 %"}, // 0.05 % is half, and goes away from zero
		{Portuguese.percent(0, 0), "—"},
		{Portuguese.ratio(9, 2, 2), "4,50"},
		{English.ratio(1, 3, 2), "0.33"},
		{English.ratio(5, 2, 0), "3"},
	} {
		if plainly(c.got) != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestDuration(t *testing.T) {
	for seconds, want := range map[int64]string{
		0: "0 s", 59: "59 s", 60: "1 min", 250: "4 min 10 s", 3599: "59 min 59 s", 3600: "1 h",
		4349: "1 h 12 min", 4350: "1 h 13 min", 7199: "2 h", 2*86400 - 31: "47 h 59 min", 2*86400 - 30: "2 d", 2*86400 + 3*3600: "2 d 3 h",
		86400 * 365: "365 d", 2*86400 + 5400: "2 d 2 h",
	} {
		if got := plainly(Portuguese.duration(seconds)); got != want {
			t.Errorf("%d seconds are written %q, not %q", seconds, got, want)
		}
	}
}

func TestValue(t *testing.T) {
	a := sampleAccount()
	for _, c := range []struct {
		value report.Value
		want  string
	}{
		{report.Value{Kind: report.Seconds, Empty: true}, "—"},
		{report.Value{Kind: report.Count}, "0"},
		{report.Value{Kind: report.Mean, Num: 501, Den: 2}, "4 min 11 s"},
		{report.Value{Kind: report.Rate, Num: 1, Den: 4}, "25,0 %"},
		{report.Value{Kind: report.Score, Num: 13, Den: 3}, "4,33"},
		{report.Value{Kind: report.Flag, Num: 1}, "sim"},
		{report.Value{Kind: report.Flag}, "não"},
		{report.Value{Kind: report.List, List: []string{"a", "b"}}, "a, b"},
		{report.Value{Kind: report.Instant, Num: a.Now.Unix()}, "hoje 18:42"},
	} {
		if got := plainly(Portuguese.value(c.value, &a)); got != c.want {
			t.Errorf("%+v is written %q, not %q", c.value, got, c.want)
		}
	}
}

func TestDates(t *testing.T) {
	date := func(s string) conversation.Date {
		d, err := conversation.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct{ from, to, want string }{
		{"2026-11-22", "2026-11-22", "22 nov 2026"},
		{"2026-11-16", "2026-11-22", "16–22 nov 2026"},
		{"2026-10-24", "2026-11-22", "24 out – 22 nov 2026"},
		{"2025-12-30", "2026-01-03", "30 dez 2025 – 3 jan 2026"},
	} {
		if got := plainly(Portuguese.days(date(c.from), date(c.to))); got != c.want {
			t.Errorf("%s to %s is written %q, not %q", c.from, c.to, got, c.want)
		}
	}
	a := sampleAccount()
	for at, want := range map[time.Time]string{
		a.Now.Add(-24 * time.Hour): "yesterday 18:42", a.Now.AddDate(0, 0, -3): "Thu 19 Nov 18:42", a.Now.AddDate(-1, 0, 0): "22 Nov 2025 18:42",
	} {
		if got := plainly(English.moment(at.Unix(), &a)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestHours(t *testing.T) {
	a := sampleAccount()
	if got, want := Portuguese.hours(a.Hours), "seg–sex 08:00–12:00 13:00–18:00, sáb 09:00–13:00"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWilson(t *testing.T) {
	i := wilson(3, 5)
	if math.Abs(i.Low-.2307) > .001 || math.Abs(i.High-.8824) > .001 {
		t.Errorf("3 of 5 lies between %.4f and %.4f", i.Low, i.High)
	}
	for n := 1; n < 50; n++ {
		for k := 0; k <= n; k++ {
			if i := wilson(k, n); i.Low < 0 || i.High > 1 || i.Low > i.At+1e-9 || i.High < i.At-1e-9 {
				t.Fatalf("%d of %d has the interval %+v", k, n, i)
			}
		}
	}
}

func TestPhone(t *testing.T) {
	for number, want := range map[string]string{
		"+5511988887777": "(11) 98888-7777", "+551133334444": "(11) 3333-4444", "+14155550100": "+14155550100", "": "", "+55<b>": "+55<b>",
	} {
		if got := plainly(phone(number)); got != want {
			t.Errorf("%s is written %q, not %q", number, got, want)
		}
	}
}

func TestMatchLang(t *testing.T) {
	for _, c := range []struct {
		param, user, account, accept string
		want                         Lang
	}{
		{"", "", "", "", Portuguese},
		{"es", "en", "pt-BR", "en", Spanish},
		{"xx", "en", "pt-BR", "", English},
		{"", "", "pt-BR", "en-US,en;q=0.9", Portuguese},
		{"", "", "", "en-GB,en;q=0.9", English},
		{"", "", "", "fr,es-MX;q=0.8", Spanish},
		{"'\"><", "", "", "de", Portuguese},
		{"pt", "", "", "", Portuguese},
	} {
		if got := MatchLang(c.param, c.user, c.account, c.accept); got != c.want {
			t.Errorf("%+v speaks %s", c, got)
		}
	}
}
