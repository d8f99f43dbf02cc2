package report_test

import (
	"errors"
	"runtime"
	"testing"
	"time"

	"relato/conversation"
	"relato/report"
)

// heap is the memory that is in use.
func heap() int64 {
	runtime.GC()
	runtime.GC() // what had a finalizer
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// TestStatsOfAnIndex compares what an index says of itself with its reports, and with the memory that it took.
func TestStatsOfAnIndex(t *testing.T) {
	before := heap()
	x := report.NewIndex(seeded{10_000}, func() time.Time { return benchNow })
	if s := x.Stats(); s.Revision != -1 || s.Conversations != 0 || s.Messages != 0 || s.Loads != 0 {
		t.Errorf("before anything is loaded: %+v", s)
	}
	all := report.Filter{From: conversation.Date{Year: 2020, Month: 1, Day: 1}, To: conversation.Date{Year: 2030, Month: 1, Day: 1}, Group: "total", Clock: "calendar", Page: 1}
	o, err := x.Overview(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	s := x.Stats()
	if s.Revision != 1 || s.Loads != 1 || s.LastLoad <= 0 || s.Loading != s.LastLoad {
		t.Errorf("%+v", s)
	}
	if s.Conversations != o.Total.Conversations || s.Contacts < o.Total.Contacts || s.Waiting != o.Account.Waiting || s.Messages < int64(o.Total.Messages.All()) {
		t.Errorf("%+v, and the overview has %d conversations of %d contacts with %d messages, of which %d wait", s,
			o.Total.Conversations, o.Total.Contacts, o.Total.Messages.All(), o.Account.Waiting)
	}
	took := heap() - before
	if ratio := float64(s.Bytes) / float64(took); ratio < 0.7 || ratio > 1.3 {
		t.Errorf("it says %d bytes and took %d", s.Bytes, took)
	}
	runtime.KeepAlive(x)
}

// TestStatsCountSelections expects the memory that a filter's selection takes: a bit for each conversation at least.
func TestStatsCountSelections(t *testing.T) {
	x := report.NewIndex(seeded{10_000}, func() time.Time { return benchNow })
	f := report.Filter{From: today.Add(-400), To: today, Group: "total", Clock: "calendar", Page: 1}
	ask := func() int64 {
		if _, err := x.Activity(t.Context(), f); err != nil {
			t.Fatal(err)
		}
		return x.Stats().Bytes
	}
	before := ask()
	f.Channels = []string{"w1"}
	bits := ask() - before
	if digests := ask() - before; bits < 10_000/8 || bits > 10_000 || digests < bits+1000 || digests > bits+100_000 {
		t.Errorf("%d bytes with bits and %d with digests more than without", bits, digests)
	}
}

// TestStatsCountWhatIsKept expects the memory of what reports by agent and by tag keep for who asks again.
func TestStatsCountWhatIsKept(t *testing.T) {
	x := report.NewIndex(seeded{40_000}, func() time.Time { return benchNow })
	x.RememberRows(0)
	f := report.Filter{From: today.Add(-400), To: today, Group: "total", Clock: "calendar", Page: 1}
	ask := func(f report.Filter) {
		_, err := x.Agents(t.Context(), f)
		_, err2 := x.Tags(t.Context(), f)
		if err := errors.Join(err, err2); err != nil {
			t.Fatal(err)
		}
	}
	one := f
	one.From = today
	ask(one)
	before, said := heap(), x.Stats().Bytes
	ask(f)
	said, took := x.Stats().Bytes-said, heap()-before
	if ratio := float64(said) / float64(took); said < 40_000*4 || ratio < 0.8 || ratio > 1.25 {
		t.Errorf("it says that %d bytes are kept, and they take %d", said, took)
	}
	runtime.KeepAlive(x)
}
