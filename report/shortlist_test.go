package report

import "testing"

// TestBinsOfFirst asks for fewer lengths than there are, as many, and more: then what has none is wanted too.
func TestBinsOfFirst(t *testing.T) {
	t.Parallel()
	var counts [roughBins]uint32
	counts[0], counts[1], counts[40], counts[roughBins-1] = 1000, 2, 5, 1
	for _, tt := range []struct {
		down   bool
		wanted int
		want   part
	}{
		{true, 1, part{roughBins - 1, roughBins}},
		{true, 2, part{40, roughBins}},
		{true, 6, part{40, roughBins}},
		{true, 8, part{1, roughBins}},
		{true, 9, part{0, roughBins}},
		{false, 1, part{1, 2}},
		{false, 2, part{1, 2}},
		{false, 3, part{1, 41}},
		{false, 8, part{1, roughBins}},
		{false, 9, part{0, roughBins}},
	} {
		if got := binsOfFirst(&counts, tt.down, tt.wanted); got != tt.want {
			t.Errorf("down %t, the first %d: %v, not %v", tt.down, tt.wanted, got, tt.want)
		}
	}
}
