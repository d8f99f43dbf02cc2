package naive

import (
	"testing"
	"time"

	"relato/conversation"
)

func TestInstant(t *testing.T) {
	for _, c := range []struct {
		zone   string
		date   conversation.Date
		minute int
		want   string // UTC
	}{
		{"UTC", date(2024, 2, 29), 24 * 60, "2024-03-01 00:00"},
		{"Asia/Kolkata", date(2024, 4, 1), 0, "2024-03-31 18:30"},
		{"America/Sao_Paulo", date(2018, 11, 4), 0, "2018-11-04 03:00"},          // skipped: 01:00 -02
		{"America/Sao_Paulo", date(2018, 11, 4), 30, "2018-11-04 03:00"},         // likewise
		{"America/Sao_Paulo", date(2018, 2, 17), 23*60 + 30, "2018-02-18 01:30"}, // the first of two, -02
		{"America/Sao_Paulo", date(2018, 2, 18), 0, "2018-02-18 03:00"},
		{"America/Havana", date(2024, 11, 3), 0, "2024-11-03 04:00"}, // repeated midnight: the first
		{"America/Havana", date(2024, 11, 3), 60, "2024-11-03 06:00"},
		{"America/St_Johns", date(2010, 11, 7), 0, "2010-11-07 02:30"}, // a minute before going back to 23:01
		{"America/St_Johns", date(2010, 11, 7), 1, "2010-11-07 03:31"},
		{"America/St_Johns", date(2010, 3, 14), 30, "2010-03-14 03:31"}, // 00:01 becomes 01:01
		{"Australia/Lord_Howe", date(2024, 10, 6), 2*60 + 15, "2024-10-05 15:30"},
		{"Australia/Lord_Howe", date(2024, 4, 7), 1*60 + 45, "2024-04-06 14:45"},
		{"Pacific/Apia", date(2011, 12, 30), 12 * 60, "2011-12-30 10:00"}, // the whole date is skipped
		{"Asia/Kathmandu", date(1986, 1, 1), 0, "1985-12-31 18:30"},       // 00:00 becomes 00:15
		{"Africa/Cairo", date(2024, 11, 1), 0, "2024-10-31 22:00"},
		{"Africa/Cairo", date(2024, 10, 31), 23 * 60, "2024-10-31 20:00"},
	} {
		got := NewClock(zoneOf(t, c.zone)).Instant(c.date, c.minute)
		if got != sec(c.want) {
			t.Errorf("%s %v minute %d = %s, want %s", c.zone, c.date, c.minute, time.Unix(got, 0).UTC(), c.want)
		}
	}
}

func TestBuckets(t *testing.T) {
	for _, c := range []struct {
		zone     string
		from, to conversation.Date
		group    string
		want     []int64 // minutes
	}{
		{"America/Sao_Paulo", date(2018, 2, 17), date(2018, 2, 18), "day", []int64{25 * 60, 24 * 60}},
		{"America/Sao_Paulo", date(2018, 11, 3), date(2018, 11, 4), "day", []int64{24 * 60, 23 * 60}},
		{"Australia/Lord_Howe", date(2024, 10, 6), date(2024, 10, 6), "day", []int64{23*60 + 30}},
		{"Pacific/Apia", date(2011, 12, 29), date(2011, 12, 31), "day", []int64{24 * 60, 24 * 60}},
		{"Pacific/Apia", date(2011, 12, 30), date(2011, 12, 30), "day", nil},
		{"Pacific/Apia", date(2011, 12, 30), date(2011, 12, 30), "total", []int64{0}},
		{"Pacific/Apia", date(2011, 12, 26), date(2012, 1, 1), "week", []int64{6 * 24 * 60}},
		{"UTC", date(2024, 2, 28), date(2024, 3, 5), "week", []int64{5 * 24 * 60, 2 * 24 * 60}}, // from a Wednesday
		{"UTC", date(2024, 2, 28), date(2024, 3, 5), "month", []int64{2 * 24 * 60, 5 * 24 * 60}},
		{"America/St_Johns", date(2010, 11, 6), date(2010, 11, 7), "day", []int64{24 * 60, 25 * 60}},
		{"Asia/Kathmandu", date(1986, 1, 1), date(1986, 1, 1), "day", []int64{23*60 + 45}},
	} {
		buckets := NewClock(zoneOf(t, c.zone)).Buckets(c.from, c.to, c.group)
		equal(t, c.zone+" "+c.group+" buckets", len(buckets), len(c.want))
		for i, b := range buckets {
			equal(t, c.zone+" "+c.group+" minutes", (b.To-b.From)/60, c.want[i])
		}
	}
}

func TestHourBuckets(t *testing.T) {
	for _, c := range []struct {
		zone  string
		date  conversation.Date
		count int
		odd   map[int]int64 // minutes of the buckets that are not an hour
	}{
		{"America/Sao_Paulo", date(2018, 2, 17), 25, nil},
		{"America/Sao_Paulo", date(2018, 11, 4), 23, nil},
		{"Africa/Cairo", date(2024, 10, 31), 25, nil},
		{"Australia/Lord_Howe", date(2024, 10, 6), 23, map[int]int64{1: 90}}, // 01:00, 02:30, 03:00
		{"Australia/Lord_Howe", date(2024, 4, 7), 24, map[int]int64{1: 90}},  // 01:00, 01:59, 01:30, 02:00
		{"America/St_Johns", date(2010, 11, 7), 25, nil},                     // 00:00, 23:01, 00:00
		{"Asia/Kathmandu", date(1986, 1, 1), 24, map[int]int64{0: 45}},       // from 00:15
		{"Asia/Kathmandu", date(2024, 1, 1), 24, nil},
		{"Pacific/Apia", date(2011, 12, 30), 0, nil},
	} {
		buckets := NewClock(zoneOf(t, c.zone)).Buckets(c.date, c.date, "hour")
		equal(t, c.zone+" hours", len(buckets), c.count)
		for i, b := range buckets {
			want := int64(60)
			if minutes, ok := c.odd[i]; ok {
				want = minutes
			}
			equal(t, c.zone+" minutes", (b.To-b.From)/60, want)
		}
	}
}
