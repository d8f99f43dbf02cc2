package conversation_test

import (
	"slices"
	"testing"
	"time"

	"relato/conversation"
)

// TestEaster compares with known dates: the earliest and latest that there are, leap years, and the years around now.
func TestEaster(t *testing.T) {
	for _, want := range []string{
		"1818-03-22", "1943-04-25", "2000-04-23", "2008-03-23", "2016-03-27", "2019-04-21", "2020-04-12", "2023-04-09",
		"2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21", "2038-04-25",
		"2100-03-28", "2285-03-22",
	} {
		date, err := conversation.ParseDate(want)
		if err != nil {
			t.Fatal(err)
		}
		if got := conversation.Easter(date.Year); got != date {
			t.Errorf("Easter of %d is %s, want %s", date.Year, got, want)
		}
	}
	for year := 1900; year < 2300; year++ {
		if e := conversation.Easter(year); e.Weekday() != time.Sunday || e.Month == time.March && e.Day < 22 || e.Month == time.April && e.Day > 25 {
			t.Errorf("Easter of %d cannot be %s", year, e)
		}
	}
}

func TestHolidaysOfBrazil(t *testing.T) {
	for _, tt := range []struct {
		days []conversation.FeastDay
		want []string
	}{
		{conversation.NationalHolidays(2026), []string{
			"2026-01-01", "2026-04-03", "2026-04-21", "2026-05-01", "2026-09-07", "2026-10-12", "2026-11-02", "2026-11-15",
			"2026-11-20", "2026-12-25",
		}},
		{conversation.NationalHolidays(2038), []string{ // Good Friday after Tiradentes
			"2038-01-01", "2038-04-21", "2038-04-23", "2038-05-01", "2038-09-07", "2038-10-12", "2038-11-02", "2038-11-15",
			"2038-11-20", "2038-12-25",
		}},
		{conversation.NationalHolidays(2023), []string{ // before 20 November was one
			"2023-01-01", "2023-04-07", "2023-04-21", "2023-05-01", "2023-09-07", "2023-10-12", "2023-11-02", "2023-11-15",
			"2023-12-25",
		}},
		{conversation.OptionalPoints(2024), []string{"2024-02-12", "2024-02-13", "2024-05-30"}},
		{conversation.OptionalPoints(2025), []string{"2025-03-03", "2025-03-04", "2025-06-19"}},
		{conversation.OptionalPoints(2026), []string{"2026-02-16", "2026-02-17", "2026-06-04"}},
		{conversation.OptionalPoints(2027), []string{"2027-02-08", "2027-02-09", "2027-05-27"}},
	} {
		var got []string
		for _, d := range tt.days {
			got = append(got, d.Date.String())
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("got  %v\nwant %v", got, tt.want)
		}
	}
	for year := 1990; year < 2100; year++ {
		for _, days := range [][]conversation.FeastDay{conversation.NationalHolidays(year), conversation.OptionalPoints(year)} {
			if !slices.IsSortedFunc(days, func(a, b conversation.FeastDay) int { return a.Compare(b.Date) }) {
				t.Errorf("the days of %d are out of order: %v", year, days)
			}
		}
	}
}
