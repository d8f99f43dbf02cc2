package views

import (
	"io"
	"testing"

	"relato/conversation"
)

// BenchmarkOverviewByHour draws the largest table there is: a year by the hour.
func BenchmarkOverviewByHour(b *testing.B) {
	p := samplePage(Portuguese, "/overview")
	p.Filter.From, p.Filter.Group = conversation.Date{Year: 2025, Month: 11, Day: 23}, "hour"
	o := sampleOverview(p)
	days := o.Buckets
	o.Buckets = nil
	for _, day := range days {
		for hour := range int64(24) {
			bucket := day
			bucket.Start, bucket.End = day.Start+hour*3600, day.Start+(hour+1)*3600
			o.Buckets = append(o.Buckets, bucket)
		}
	}
	c := Layout(p, Overview(p, o, nil))
	b.ReportAllocs()
	for b.Loop() {
		n := counter(0)
		if err := c.Render(b.Context(), &n); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(n)/1e6, "MB/page")
	}
}

// BenchmarkOverviewByDay draws the page that people open first.
func BenchmarkOverviewByDay(b *testing.B) {
	p := samplePage(Portuguese, "/overview")
	p.Filter.From = conversation.Date{Year: 2026, Month: 10, Day: 24}
	o := sampleOverview(p)
	b.ReportAllocs()
	for b.Loop() {
		if err := Layout(p, Overview(p, o, nil)).Render(b.Context(), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

type counter int

func (n *counter) Write(b []byte) (int, error) { *n += counter(len(b)); return len(b), nil }
