package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// totalRow is the key of the row that stands for all.
const totalRow = -1

// answer is what a system says to a question, in one form for all: figures by row and name, or lines in order. Averages
// are compared as their sums and counts, so that none is rounded. What does not exist is not there, and 0 is the same.
type answer struct {
	figures map[int64]map[string]int64
	lines   []string
}

func newAnswer() answer { return answer{figures: map[int64]map[string]int64{}} }

// set notes a figure.
func (a *answer) set(row int64, name string, value int64) {
	if value == 0 {
		return
	}
	if a.figures[row] == nil {
		a.figures[row] = map[string]int64{}
	}
	a.figures[row][name] = value
}

// only keeps the rows that a filter shows, and the total.
func (a *answer) only(rows []int64) {
	maps.DeleteFunc(a.figures, func(row int64, _ map[string]int64) bool { return row != totalRow && !slices.Contains(rows, row) })
}

// differs says where an answer differs from the one that it should be; nil where it does not.
func (a *answer) differs(name string, want *answer, wants string) error {
	rows := slices.Sorted(maps.Keys(a.figures))
	for row := range want.figures {
		if _, ok := a.figures[row]; !ok {
			rows = append(rows, row)
		}
	}
	for _, row := range rows {
		for _, figure := range figuresOf(a.figures[row], want.figures[row]) {
			if got, wanted := a.figures[row][figure], want.figures[row][figure]; got != wanted {
				return fmt.Errorf("row %d, %s: %s says %d, %s says %d", row, figure, name, got, wants, wanted)
			}
		}
	}
	if len(a.lines) != len(want.lines) {
		return fmt.Errorf("%s has %d lines, %s has %d", name, len(a.lines), wants, len(want.lines))
	}
	for i, line := range a.lines {
		if line != want.lines[i] {
			return fmt.Errorf("line %d: %s says %q, %s says %q", i, name, line, wants, want.lines[i])
		}
	}
	return nil
}

// figuresOf are the names of the figures of either row.
func figuresOf(a, b map[string]int64) []string {
	names := slices.Collect(maps.Keys(a))
	names = slices.AppendSeq(names, maps.Keys(b))
	slices.SortFunc(names, cmp.Compare)
	return slices.Compact(names)
}
