package report

import (
	"math/rand/v2"
	"testing"
	"time"

	"relato/conversation"
)

// TestFitsWithoutCutting compares what is told of a period without cutting it with what cutting it makes, in zones whose
// clocks were put on and back by half an hour, an hour and a day.
func TestFitsWithoutCutting(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, name := range []string{"UTC", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Kwajalein", "Asia/Manila", "Africa/Monrovia"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for range 300 {
			f := Filter{From: conversation.Date{Year: 1840 + random.IntN(190), Month: time.Month(1 + random.IntN(12)), Day: 1 + random.IntN(28)}}
			if random.IntN(2) == 0 {
				f.From.Year = 1990 + random.IntN(40)
			}
			f.To = f.From.Add(random.IntN(12) * random.IntN(12) * random.IntN(12))
			for _, f.Group = range groups {
				most := 1 + random.IntN(60)
				_, fits := periodOf(f, zone).cutInto(most, f)
				if told := f.makes(most, f.Group, zone); told != fits {
					t.Fatalf("%s: %d buckets by %s from %s to %s fit: %v, and it says %v", name, most, f.Group, f.From, f.To, fits, told)
				}
			}
		}
	}
}

func BenchmarkFits(b *testing.B) {
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		b.Fatal(err)
	}
	f := Filter{From: conversation.Date{Year: 2025, Month: 1, Day: 1}, To: conversation.Date{Year: 2025, Month: 12, Day: 31}}
	for b.Loop() {
		f.Fits("day", zone)
	}
}
