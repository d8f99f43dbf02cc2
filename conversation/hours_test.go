package conversation_test

import (
	"testing"
	"time"

	"relato/conversation"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestInstant(t *testing.T) {
	for _, c := range []struct{ name, zone, date, clock, want string }{
		{"plain", "America/Sao_Paulo", "2026-01-02", "09:00", "2026-01-02T12:00:00Z"},
		{"half-hour zone", "Asia/Kolkata", "2026-01-02", "00:00", "2026-01-01T18:30:00Z"},
		{"a skipped midnight is the first instant after", "America/Sao_Paulo", "2018-11-04", "00:00", "2018-11-04T03:00:00Z"},
		{"inside a skipped hour", "America/New_York", "2026-03-08", "02:30", "2026-03-08T07:00:00Z"},
		{"a repeated hour means the first", "America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00Z"},
		{"after a repeated hour", "America/New_York", "2026-11-01", "02:00", "2026-11-01T07:00:00Z"},
		{"a skipped half hour", "Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:30:00Z"},
		{"a repeated midnight hour", "America/Havana", "2026-11-01", "00:30", "2026-11-01T04:30:00Z"},
		{"a day that the zone skips", "Pacific/Apia", "2011-12-30", "12:00", "2011-12-30T10:00:00Z"},
		{"the end of a day", "UTC", "2026-01-02", "24:00", "2026-01-03T00:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			date, err := conversation.ParseDate(c.date)
			if err != nil {
				t.Fatal(err)
			}
			span, err := conversation.ParseSpan(c.clock + "-12:34")
			minute := span.Start
			if err != nil { // 24:00 is no start
				minute = 24 * 60
			}
			if got := time.Unix(date.Instant(minute, zone(t, c.zone)), 0).UTC().Format(time.RFC3339); got != c.want {
				t.Errorf("%s %s in %s is %s, want %s", c.date, c.clock, c.zone, got, c.want)
			}
		})
	}
}

func TestSchedule(t *testing.T) {
	sp := zone(t, "America/Sao_Paulo")
	at := func(day, hour, minute int) int64 { return time.Date(2026, 1, day, hour, minute, 0, 0, sp).Unix() }
	hours := conversation.Hours{
		time.Monday: {{9 * 60, 12 * 60}, {13 * 60, 18 * 60}, {17 * 60, 18 * 60}}, // 5 January 2026 is a Monday
		time.Friday: {{22 * 60, 6 * 60}},
		time.Sunday: {{0, 24 * 60}},
	}
	holiday, _ := conversation.ParseDate("2026-01-12")
	// It covers one day: the others are laid when they are asked for.
	s := conversation.NewSchedule(hours, []conversation.Date{holiday}, sp, at(5, 0, 0), at(6, 0, 0))
	for _, c := range []struct {
		name     string
		from, to int64
		want     int64
		ok       bool
	}{
		{"within", at(5, 9, 0), at(5, 10, 0), 3600, true},
		{"over lunch", at(5, 11, 30), at(5, 13, 30), 3600, true},
		{"the whole interval outside", at(5, 12, 0), at(5, 13, 0), 0, false},
		{"no length, inside", at(5, 9, 0), at(5, 9, 0), 0, true},
		{"no length, at the end", at(5, 12, 0), at(5, 12, 0), 0, false},
		{"overnight", at(9, 23, 0), at(10, 5, 0), 6 * 3600, true},
		{"overnight to its end", at(9, 21, 0), at(10, 9, 0), 8 * 3600, true},
		{"the whole Sunday", at(11, 0, 0), at(12, 0, 0), 24 * 3600, true},
		{"a holiday", at(12, 9, 0), at(12, 18, 0), 0, false},
		{"up to the last second", at(5, 9, 0), at(5, 12, 0) - 1, 3*3600 - 1, true},
		{"up to the end", at(5, 9, 0), at(5, 12, 0), 3 * 3600, true},
		{"from the end to the next second", at(5, 12, 0), at(5, 13, 0) - 1, 0, false},
		{"a week", at(5, 0, 0), at(12, 0, 0), (8 + 8 + 24) * 3600, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, ok := s.Seconds(conversation.Interval{From: c.from, To: c.to}); got != c.want || ok != c.ok {
				t.Errorf("%d, %v; want %d, %v", got, ok, c.want, c.ok)
			}
			first, always := s.Inside(c.from), true
			for t := c.from; t <= c.to; t += 60 { // spans begin and end with a minute
				always = always && s.Inside(t) == first
			}
			if inside, same := s.Throughout(c.from, c.to); same != always || same && inside != first {
				t.Errorf("throughout: %v, %v; minute by minute: %v, %v", inside, same, first, always)
			}
		})
	}
	if conversation.NewSchedule(conversation.Hours{}, nil, sp, 0, 1) != nil {
		t.Error("no interval at all is no schedule")
	}
}

func TestParseSpan(t *testing.T) {
	for text, want := range map[string]string{
		"09:00-12:00": "09:00-12:00", "22:00-06:00": "22:00-06:00", "00:00-24:00": "00:00-24:00", "09:00–12:00": "09:00-12:00",
		"9:00-12:00": "", "09:00-09:00": "", "24:00-06:00": "", "09:00": "", "09:60-10:00": "", "": "", "25:00-26:00": "",
	} {
		span, err := conversation.ParseSpan(text)
		if want == "" {
			if err == nil {
				t.Errorf("%q was taken as %v", text, span)
			}
		} else if err != nil || span.String() != want {
			t.Errorf("%q is %v, %v; want %s", text, span, err, want)
		}
	}
}

func TestHoursAsText(t *testing.T) {
	day, half := []conversation.Span{{540, 720}, {780, 1080}}, []conversation.Span{{540, 720}}
	for _, tt := range []struct {
		hours conversation.Hours // from Sunday
		want  string
	}{
		{conversation.Hours{}, ""},
		{conversation.Hours{nil, day, day, day, day, day, half}, "mon-fri 09:00-12:00,13:00-18:00; sat 09:00-12:00"},
		{conversation.Hours{half, half, nil, half, nil, day, day}, "mon 09:00-12:00; wed 09:00-12:00; fri-sat 09:00-12:00,13:00-18:00; sun 09:00-12:00"},
		{conversation.Hours{half, half, half, half, half, half, half}, "mon-sun 09:00-12:00"},
		{conversation.Hours{6: {{1320, 360}}}, "sat 22:00-06:00"},
	} {
		if got := tt.hours.String(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
