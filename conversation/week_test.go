package conversation_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"relato/conversation"
)

func hoursOf(t *testing.T, days map[time.Weekday][]string) conversation.Hours {
	t.Helper()
	var h conversation.Hours
	for day, spans := range days {
		for _, s := range spans {
			span, err := conversation.ParseSpan(s)
			if err != nil {
				t.Fatal(err)
			}
			h[day] = append(h[day], span)
		}
	}
	return h
}

func TestWeek(t *testing.T) {
	for _, c := range []struct {
		name    string
		days    map[time.Weekday][]string
		hours   int64
		overlap []time.Weekday
	}{
		{"no hours", nil, 0, nil},
		{"a day with a pause", map[time.Weekday][]string{1: {"09:00-12:00", "13:00-18:00"}}, 8, nil},
		{"a whole day", map[time.Weekday][]string{0: {"00:00-24:00"}}, 24, nil},
		{"intervals that touch", map[time.Weekday][]string{2: {"09:00-12:00", "12:00-18:00"}}, 9, nil},
		{"intervals that overlap count once", map[time.Weekday][]string{2: {"09:00-13:00", "12:00-18:00"}}, 9, []time.Weekday{2}},
		{"over midnight", map[time.Weekday][]string{5: {"22:00-06:00"}}, 8, nil},
		{"over midnight into the next day's", map[time.Weekday][]string{5: {"22:00-06:00"}, 6: {"05:00-13:00"}}, 15, []time.Weekday{6}},
		{"from Saturday into Sunday", map[time.Weekday][]string{6: {"22:00-06:00"}, 0: {"05:00-13:00"}}, 15, []time.Weekday{0}},
		{"from Sunday into Monday, the week's first", map[time.Weekday][]string{0: {"22:00-06:00"}}, 8, nil},
		{"two nights of one day", map[time.Weekday][]string{3: {"20:00-04:00", "22:00-06:00"}}, 10, []time.Weekday{3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := hoursOf(t, c.days)
			if got := h.WeekSeconds(); got != c.hours*3600 {
				t.Errorf("%d s, want %d h", got, c.hours)
			}
			var overlap []time.Weekday
			for day := time.Sunday; day <= time.Saturday; day++ {
				if h.Overlaps(day) {
					overlap = append(overlap, day)
				}
			}
			if len(overlap) != len(c.overlap) || len(overlap) > 0 && overlap[0] != c.overlap[0] {
				t.Errorf("overlaps on %v, want %v", overlap, c.overlap)
			}
		})
	}
}

// TestOverlapsAreWhatCountsOnce compares the two: the intervals' own lengths sum up to the week's hours exactly when none
// overlaps another.
func TestOverlapsAreWhatCountsOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var h conversation.Hours
		sum := int64(0)
		for day := range h {
			for range rapid.IntRange(0, 3).Draw(t, "spans") {
				start := rapid.IntRange(0, 23).Draw(t, "start") * 60
				end := rapid.IntRange(0, 24).Draw(t, "end") * 60
				if start == end {
					continue
				}
				h[day] = append(h[day], conversation.Span{Start: start, End: end})
				sum += int64(end-start+24*60) * 60
				if end > start {
					sum -= 24 * 60 * 60
				}
			}
		}
		overlap := false
		for day := time.Sunday; day <= time.Saturday; day++ {
			overlap = overlap || h.Overlaps(day)
		}
		if got := h.WeekSeconds(); got > sum || overlap != (got < sum) {
			t.Fatalf("%v: %d s of %d s, overlap %v", h, got, sum, overlap)
		}
	})
}
