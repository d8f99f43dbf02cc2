package report_test

import (
	"errors"
	"net/url"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relato/conversation"
	"relato/internal/naive"
	"relato/report"
)

// TestWithinIntersects compares what a limit leaves with what is both in the report and in the report of the limit.
func TestWithinIntersects(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := naive.Draw(t)
		d := openDB(t)
		if _, err := d.Append(t.Context(), a.Now, allItems(a)); err != nil {
			t.Fatal(err)
		}
		x := report.NewIndex(d, func() time.Time { return a.Now })
		ids := func(f report.Filter) []string {
			var ids []string
			if err := x.Each(t.Context(), f, func(_ *report.Account, r *report.Row) error {
				ids = append(ids, r.ID)
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			return ids
		}
		account, err := x.Account(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		f, limit := naive.DrawFilter(t, a), naive.DrawFilter(t, a)
		f.Search, limit.Search, f.Limit = "", "", 0
		limit.ByClose = rapid.Bool().Draw(t, "limited by close")
		f.LeftOut, limit.LeftOut = rapid.Bool().Draw(t, "left out"), rapid.Bool().Draw(t, "limited to what is left out")
		setting := report.Setting{Today: limit.To, Schedule: account.Schedule, Columns: report.Keys(report.DetailColumns)}
		within, query, err := report.ParseWithin(limit.Query(), setting, account.Zone)
		if err != nil {
			t.Fatal(err)
		}
		again, _, err := report.ParseWithin(query, setting, account.Zone)
		if err != nil {
			t.Fatal(err)
		}
		plain, allowed := ids(f), ids(limit)
		want := slices.DeleteFunc(slices.Clone(plain), func(id string) bool { return !slices.Contains(allowed, id) })
		for name, w := range map[string]*report.Filter{"as the address": within, "as it is kept": again} {
			f.Within = w
			if got := ids(f); !slices.Equal(got, want) {
				t.Fatalf("%s: %v, want %v\nof %v\nwithin %v: %s", name, got, want, plain, allowed, query.Encode())
			}
			o, err := x.Overview(t.Context(), f)
			if err != nil {
				t.Fatal(err)
			}
			if o.Total.Conversations != len(want) || o.Account.Everything > len(allowed) {
				t.Fatalf("%s: the overview counts %d of %d, want %d of at most %d", name, o.Total.Conversations, o.Account.Everything, len(want), len(allowed))
			}
		}
	})
}

func TestParseWithin(t *testing.T) {
	setting := report.Setting{Today: conversation.Date{Year: 2026, Month: 2, Day: 2}}
	for address, want := range map[string]string{
		"tag=vip&sort=frt_s&page=3&lang=en": "tag=vip", "from=2026-01-01&group=month": "from=2026-01-01", "to=2026-01-31": "to=2026-01-31",
		"by=closed&to=2026-01-31": "by=closed&to=2026-01-31", "agent=a1&tag_mode=any": "agent=a1", "tag=&origin=": "", "": "", "clock=calendar": "", "by=closed": "",
		"tag=vip&left_out=1&from=2026-01-01": "from=2026-01-01&left_out=1&tag=vip",
		"frt=0-":                             "has=frt",
	} {
		query, err := url.ParseQuery(address)
		if err != nil {
			t.Fatal(err)
		}
		within, kept, err := report.ParseWithin(query, setting, time.UTC)
		if err != nil || kept.Encode() != want || (within == nil) != (want == "") {
			t.Errorf("%s is kept as %q, %v, %v", address, kept.Encode(), within, err)
		}
	}
	for _, address := range []string{"tags=vip", "q=Ana", "tag=vip&agents=a1", "from=tomorrow", "hours=inside", "origin=x"} {
		query, err := url.ParseQuery(address)
		if err != nil {
			t.Fatal(err)
		}
		var bad *report.ParamError
		if _, _, err := report.ParseWithin(query, setting, time.UTC); !errors.As(err, &bad) {
			t.Errorf("%s: %v", address, err)
		}
	}
}
