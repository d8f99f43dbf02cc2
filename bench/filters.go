package main

import (
	"bytes"
	"context"
	"runtime"
	"slices"
	"time"

	"relato/report"
)

// conditions are filters one by one, and all together.
var conditions = []struct{ name, query string }{
	{"origin", "&origin=inbound"},
	{"channel", "&channel=w1"},
	{"agent", "&agent=a1&agent=a2&agent=a3"},
	{"tag", "&tag=troca&tag=entrega"},
	{"tag not", "&tag=troca&tag_mode=not"},
	{"contact tag", "&contact_tag=vip&contact_tag_mode=not"},
	{"hours", "&hours=inside"},
	{"status", "&status=closed"},
	{"rating", "&rating=5&rating=none"},
	{"business clock", "&clock=business"},
	{"combined", filtered},
}

// filterRuns is how many times as many runs as of a question: a few milliseconds that are held against each other to some percent.
const filterRuns = 7

// measureFilters measures what conditions cost; of an account that lies in a database, whole pages and first questions too.
func (r *results) measureFilters(ctx context.Context, a *account, engine *relato, o options, p patience) (err error) {
	if r.Filters, err = filterCosts(ctx, engine, p); err != nil || a.db == nil || o.late("filters") {
		return err
	}
	pages, err := pageCosts(ctx, a, engine.index, p)
	if err != nil {
		return err
	}
	r.Filters = append(r.Filters, pages...)
	if o.late("filters") {
		return nil
	}
	r.FirstFilters, err = firstCosts(ctx, a, engine, min(5, p.runs))
	return err
}

// filterCosts measures reports over the year with each condition beside the same without any.
func filterCosts(ctx context.Context, r *relato, p patience) ([]timing, error) {
	var list []timing
	p.runs *= filterRuns
	for _, s := range []struct {
		name    string
		subject subject
	}{{"overview", overview}, {"by agent", agents}, {"by tag", tags}, {"details", page}} {
		bare := question{name: s.name, subject: s.subject, address: year}
		if err := bare.parse(r.names); err != nil {
			return nil, err
		}
		for _, c := range conditions {
			q := question{name: s.name + ", " + c.name, subject: s.subject, address: year + c.query}
			if err := q.parse(r.names); err != nil {
				return nil, err
			}
			t, err := inTurns(q.name, []task{
				{"unfiltered", func() error { _, err := r.ask(ctx, &bare); return err }},
				{"filtered", func() error { _, err := r.ask(ctx, &q); return err }},
			}, p)
			if err != nil {
				return nil, err
			}
			list = append(list, t)
		}
	}
	return list, nil
}

// pageCosts measures whole pages over HTTP with each condition beside the same without any: counted anew each time, and those of
// Details asked again too.
func pageCosts(ctx context.Context, a *account, x *report.Index, p patience) ([]timing, error) {
	web, err := newPages(ctx, a.db, x)
	if err != nil {
		return nil, err
	}
	defer web.close()
	defer x.RememberRows(0)
	var list []timing
	p.runs *= filterRuns
	for _, s := range []struct {
		name, path string
		remembered int
	}{
		{"overview page", "/overview", 0}, {"by agent page", "/agents", 0}, {"by tag page", "/tags", 0}, {"details page", "/conversations", 0},
		{"details page " + again, "/conversations", report.RowsRemembered},
	} {
		x.RememberRows(s.remembered)
		bare := s.path + "?" + year
		for _, c := range conditions {
			t, err := inTurns(s.name+", "+c.name, []task{
				{"unfiltered", func() error { return web.get(bare) }},
				{"filtered", func() error { return web.get(bare + c.query) }},
			}, p)
			if err != nil {
				return nil, err
			}
			list = append(list, t)
		}
	}
	return list, nil
}

// firstCosts measures the same reports as the first that an index is ever asked for, whether filtered or not: each of an index
// that was just loaded.
func firstCosts(ctx context.Context, a *account, r *relato, runs int) ([]timing, error) {
	var saved bytes.Buffer
	revision, err := r.index.Save(&saved)
	if err != nil {
		return nil, err
	}
	ask := func(q *question) (float64, error) {
		x := a.emptyIndex()
		if err := x.Load(bytes.NewReader(saved.Bytes()), int64(saved.Len()), revision); err != nil {
			return 0, err
		}
		runtime.GC() // of what loading left
		began := time.Now()
		_, err := (&relato{x, r.names, r.scratch}).ask(ctx, q)
		return time.Since(began).Seconds() * 1000, err
	}
	var list []timing
	for _, s := range []struct {
		name    string
		subject subject
	}{{"overview", overview}, {"by agent", agents}, {"by tag", tags}} {
		took := make([][]float64, len(conditions)+1)
		for range runs {
			for i := range took {
				q := question{subject: s.subject, address: year}
				if i > 0 {
					q.address += conditions[i-1].query
				}
				if err := q.parse(r.names); err != nil {
					return nil, err
				}
				ms, err := ask(&q)
				if err != nil {
					return nil, err
				}
				took[i] = append(took[i], ms)
			}
		}
		for i, c := range conditions {
			list = append(list, timing{
				Question: s.name + ", " + c.name,
				Median:   map[string]float64{"unfiltered": median(took[0]), "filtered": median(took[i+1])},
				Fastest:  map[string]float64{"unfiltered": slices.Min(took[0]), "filtered": slices.Min(took[i+1])},
				Runs:     map[string]int{"unfiltered": runs, "filtered": runs},
			})
		}
	}
	return list, nil
}

// matching is how many conversations and messages of the period match a question.
func (r *relato) matching(ctx context.Context, q *question) (int, error) {
	f := q.filter
	f.Group, f.Sort, f.Dir, f.Page, f.Limit = "total", "", "", 1, 0
	o, err := r.index.Overview(ctx, f)
	if err != nil {
		return 0, err
	}
	return o.Total.Conversations + o.Total.Messages.All(), nil
}
