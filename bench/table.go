package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// grid is a table in Markdown, which is legible on a terminal as well.
type grid [][]string

func (g grid) write(w io.Writer) {
	widths := make([]int, len(g[0]))
	for _, row := range g {
		for i, cell := range row {
			widths[i] = max(widths[i], len([]rune(cell)))
		}
	}
	for n, row := range g {
		for i, cell := range row {
			space := strings.Repeat(" ", widths[i]-len([]rune(cell)))
			if i == 0 {
				fmt.Fprintf(w, "| %s%s ", cell, space)
			} else {
				fmt.Fprintf(w, "| %s%s ", space, cell)
			}
		}
		fmt.Fprintln(w, "|")
		if n == 0 {
			for i, width := range widths {
				line := strings.Repeat("-", width+1)
				if i == 0 {
					fmt.Fprintf(w, "|%s-", line)
				} else {
					fmt.Fprintf(w, "|%s:", line)
				}
			}
			fmt.Fprintln(w, "|")
		}
	}
}

// print writes one run's tables.
func print(w io.Writer, r *results) {
	fmt.Fprintf(w, "\n%d conversations, %d messages; %s, %d processors, %s; load %s to %s\n\n",
		r.Conversations, r.Messages, r.CPU, r.Processors, r.Go, r.Load[0], r.Load[1])
	for _, g := range []grid{r.questionGrid(), r.pageGrid(), filterGrid("filter, year", r.Filters), filterGrid("filter, year, nothing asked before", r.FirstFilters), r.otherGrid()} {
		if len(g) > 1 {
			g.write(w)
			fmt.Fprintln(w)
		}
	}
}

// questionGrid has the medians in milliseconds, and how many times as long as Relato each rival takes.
func (r *results) questionGrid() grid {
	head := []string{"question", ours + " ms"}
	for _, s := range r.Systems[min(1, len(r.Systems)):] {
		head = append(head, s+" ms", "×", "× fastest")
	}
	g := grid{head}
	for _, t := range r.Questions {
		row := []string{t.Question, ms(t.Median[ours])}
		for _, s := range r.Systems[1:] {
			row = append(row, ms(t.Median[s]), times(t.ratio(s)), times(t.fastest(s)))
		}
		g = append(g, row)
	}
	for _, name := range []string{"overview", "messages"} {
		if pass, ok := r.Pass[name]; ok {
			t := r.question(map[string]string{"overview": "overview by day and origin, year", "messages": "messages by day and sender, year"}[name])
			row := append([]string{"(" + name + ", year: one pass over the needed bytes)", ms(pass)}, make([]string, len(head)-2)...)
			if t != nil {
				row[0] = fmt.Sprintf("(%s, year: one pass over the needed bytes; Relato takes %s times)", name, times(t.Median[ours]/pass))
			}
			g = append(g, row)
		}
	}
	return g
}

func (r *results) pageGrid() grid {
	g := grid{{"whole page over HTTP", ours + " ms", again + " ms", "floor ms", "× floor", again + " × floor"}}
	for _, t := range r.Pages {
		floor := t.Median[floored]
		g = append(g, []string{t.Question, ms(t.Median[ours]), ms(t.Median[again]), ms(floor), times(t.Median[ours] / floor), times(t.Median[again] / floor)})
	}
	return g
}

func filterGrid(name string, list []timing) grid {
	g := grid{{name, "unfiltered ms", "filtered ms", "×"}}
	for _, t := range list {
		g = append(g, []string{t.Question, ms(t.Median["unfiltered"]), ms(t.Median["filtered"]), times(t.Median["filtered"] / t.Median["unfiltered"])})
	}
	return g
}

func (r *results) otherGrid() grid {
	g := grid{{"other", "measured"}}
	add := func(name, format string, args ...any) { g = append(g, []string{name, fmt.Sprintf(format, args...)}) }
	if r.Memory.Bytes > 0 {
		add("memory of the index", "%.0f bytes per conversation", r.perConversation())
		add("loading the index", "%.2f s", r.Memory.LoadSeconds)
	}
	if s := r.Start; s != nil {
		add("start without a snapshot: to the first report of 30 days", "%.2f s", s.Database.Month)
		add("start without a snapshot: to the report of the year, asked for next", "%.2f s", s.Database.Year)
		add("start from the snapshot: to the first report of 30 days", "%.2f s", s.Snapshot.Month)
		add("start from the snapshot: to the report of the year, asked for next", "%.2f s", s.Snapshot.Year)
		add("first start after an update: to the first report of 30 days", "%.2f s", s.AfterUpdate.Month)
		add("first start after an update: to the report of the year, asked for next", "%.2f s", s.AfterUpdate.Year)
		add("first start after an update: until everything was loaded anew and saved", "%.2f s", s.Renewing)
		if s.Preparing > 0 {
			add("first start after an import: to the first report of 30 days", "%.2f s", s.AfterImport.Month)
			add("first start after an import: to the report of the year, asked for next", "%.2f s", s.AfterImport.Year)
			add("what the import takes longer for it", "%.2f s", s.Preparing)
		}
	}
	if i := r.Import; i != nil {
		add("import", "%.1f s, sqlite3 .import %.1f s: %s times (%d events)", i.Relato, i.Shell, times(i.Relato/i.Shell), i.Events)
	}
	for _, c := range []*crowd{r.Readers, r.ReadersAgain} {
		if c == nil {
			continue
		}
		name := "32 readers at once, counted anew"
		if c == r.ReadersAgain {
			name = "32 readers at once, of what was asked before"
		}
		add(name, "%.0f pages/s, one reader %.0f: %s times, where %.2f processors were free", c.Many, c.One, times(c.Many/c.One), c.Processors)
		add("processor time of a page", "%.2f ms, for one reader %.2f: %s times", c.ManyCPU, c.OneCPU, times(c.ManyCPU/c.OneCPU))
		add("their 99th percentile", "%.1f ms, median %.1f: %s times", c.P99MS, c.MedianMS, times(c.P99MS/c.MedianMS))
		add("growth while they read", "%+d KB of heap, %+d goroutines in %.0f s", (c.HeapAfter-c.HeapBefore)/1024, c.GoroutinesA-c.GoroutinesB, 2*c.Seconds)
	}
	return g
}

// growthGrid is what a matching conversation or message costs in accounts of several sizes.
func growthGrid(all []*results) grid {
	head := []string{"ns per matching conversation and message"}
	for _, r := range all {
		for _, s := range []string{ours, "DuckDB"} {
			head = append(head, fmt.Sprintf("%s, %d", s, r.Size))
		}
	}
	g := grid{head}
	for _, t := range all[len(all)-1].Questions {
		row := []string{t.Question}
		for _, r := range all {
			q := r.question(t.Question)
			for _, s := range []string{ours, "DuckDB"} {
				if q == nil || q.Median[s] == 0 || q.Rows == 0 {
					row = append(row, "–")
					continue
				}
				row = append(row, fmt.Sprintf("%.1f", q.Median[s]*1e6/float64(q.Rows)))
			}
		}
		g = append(g, row)
	}
	return g
}

// printFiles writes the tables of results that were saved, and how costs grow from the first to the last.
func printFiles(paths []string) error {
	var all []*results
	for _, path := range paths {
		r, err := readResults(path)
		if err != nil {
			return err
		}
		print(os.Stdout, r)
		all = append(all, r)
	}
	if len(all) > 1 {
		growthGrid(all).write(os.Stdout)
	}
	return nil
}

func ms(t float64) string {
	switch {
	case t == 0:
		return "–"
	case t < 1:
		return fmt.Sprintf("%.3f", t)
	case t < 100:
		return fmt.Sprintf("%.1f", t)
	}
	return fmt.Sprintf("%.0f", t)
}

func times(ratio float64) string {
	switch {
	case ratio == 0:
		return "–"
	case ratio < 10:
		return fmt.Sprintf("%.2f", ratio)
	}
	return fmt.Sprintf("%.0f", ratio)
}
