package naive

import (
	"testing"
	"time"

	"relato/conversation"
)

func working(t *testing.T, zone string, hours conversation.Hours, holidays ...conversation.Date) WorkingHours {
	t.Helper()
	return NewWorkingHours(hours, holidays, NewClock(zoneOf(t, zone)))
}

func TestWorkingSeconds(t *testing.T) {
	office := conversation.Hours{time.Monday: {{Start: 9 * 60, End: 12 * 60}, {Start: 13 * 60, End: 18 * 60}}}
	night := conversation.Hours{time.Saturday: {{Start: 22 * 60, End: 6 * 60}}}
	always := conversation.Hours{}
	for i := range always {
		always[i] = []conversation.Span{{Start: 0, End: 24 * 60}, {Start: 8 * 60, End: 9 * 60}, {Start: 23 * 60, End: 1 * 60}}
	}
	for _, c := range []struct {
		what     string
		hours    WorkingHours
		from, to string // UTC
		want     int64  // minutes, -1 = empty
	}{
		{"around lunch", working(t, "UTC", office), "2024-01-01 11:30", "2024-01-01 13:10", 40},
		{"over a week", working(t, "UTC", office), "2024-01-01 17:00", "2024-01-08 10:00", 120},
		{"wholly outside", working(t, "UTC", office), "2024-01-01 18:00", "2024-01-08 09:00", -1},
		{"nothing, at a start", working(t, "UTC", office), "2024-01-01 09:00", "2024-01-01 09:00", 0},
		{"nothing, at an end", working(t, "UTC", office), "2024-01-01 12:00", "2024-01-01 12:00", -1},
		{"a holiday", working(t, "UTC", office, date(2024, 1, 1)), "2024-01-01 09:00", "2024-01-01 18:00", -1},
		{"no schedule", working(t, "UTC", conversation.Hours{}), "2024-01-01 09:00", "2024-01-01 18:00", -1},
		{"overnight", working(t, "UTC", night), "2024-01-06 23:00", "2024-01-07 09:00", 7 * 60},
		{"overnight into a holiday", working(t, "UTC", night, date(2024, 1, 7)), "2024-01-06 23:00", "2024-01-07 09:00", 7 * 60},
		{"overnight from a holiday", working(t, "UTC", night, date(2024, 1, 6)), "2024-01-06 23:00", "2024-01-07 09:00", -1},
		{"overlaps are one", working(t, "UTC", always), "2024-01-01 00:00", "2024-01-03 00:00", 48 * 60},
		// 22:00 to 06:00 of the night in which 23:00 comes twice is 9 hours, the one without 00:00 is 7.
		{"long night", working(t, "America/Sao_Paulo", night), "2018-02-17 12:00", "2018-02-18 20:00", 9 * 60},
		{"short night", working(t, "America/Sao_Paulo", night), "2018-11-03 12:00", "2018-11-04 20:00", 7 * 60},
		{"half an hour twice", working(t, "Australia/Lord_Howe", night), "2024-04-06 08:00", "2024-04-07 00:00", 8*60 + 30},
		{"a 25-hour day", working(t, "Africa/Cairo", always), "2024-10-30 21:00", "2024-10-31 22:00", 25 * 60},
	} {
		seconds, ok := c.hours.Seconds(sec(c.from), sec(c.to))
		equal(t, c.what+": exists", ok, c.want >= 0)
		if ok {
			equal(t, c.what, seconds, c.want*60)
		}
	}
}

func TestInside(t *testing.T) {
	hours := conversation.Hours{time.Sunday: {{Start: 30, End: 2 * 60}}}
	w := working(t, "America/Sao_Paulo", hours) // 2018-11-04 00:30 is skipped: opens at 01:00 = 03:00 UTC
	equal(t, "before", w.Inside(sec("2018-11-04 02:59:59")), false)
	equal(t, "start", w.Inside(sec("2018-11-04 03:00")), true)
	equal(t, "end", w.Inside(sec("2018-11-04 04:00")), false)
}
