package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// margin is by how much a ratio has to move before anybody is told: machines differ, and so do runs.
const margin = 1.5

// compare says which ratios moved against those of a saved run. It judges nothing: that is for who reads it.
func (r *results) compare(w io.Writer, path string) error {
	before, err := readResults(path)
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintf(w, "There is no %s to compare with.\n", path)
		return nil
	}
	if err != nil {
		return err
	}
	moved := grid{{"what moved by more than half", "before", "now"}}
	note := func(name string, was, is float64) {
		if was > 0 && is > 0 && (is > was*margin || was > is*margin) {
			moved = append(moved, []string{name, times(was), times(is)})
		}
	}
	for i := range r.Questions {
		t := &r.Questions[i]
		old := before.question(t.Question)
		if old == nil {
			continue
		}
		for _, s := range r.Systems[1:] {
			note(t.Question+": "+s+" : "+ours, old.ratio(s), t.ratio(s))
		}
	}
	ratioOf := func(list []timing, name, of, to string) float64 {
		for _, t := range list {
			if t.Question == name && t.Median[to] > 0 {
				return t.Median[of] / t.Median[to]
			}
		}
		return 0
	}
	for _, t := range r.Pages {
		note("page "+t.Question+": "+ours+" : floor", ratioOf(before.Pages, t.Question, ours, "floor"), ratioOf(r.Pages, t.Question, ours, "floor"))
	}
	for _, t := range r.Filters {
		note("filter "+t.Question+": filtered : unfiltered", ratioOf(before.Filters, t.Question, "filtered", "unfiltered"),
			ratioOf(r.Filters, t.Question, "filtered", "unfiltered"))
	}
	note("bytes per conversation", before.perConversation(), r.perConversation())
	if len(moved) == 1 {
		fmt.Fprintf(w, "No ratio moved by more than half against %s of %s.\n", path, before.At.Format("2006-01-02"))
		return nil
	}
	moved.write(w)
	return nil
}
