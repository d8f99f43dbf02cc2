package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// patience is how often something is measured: at most so many runs, and no more than fit into a time once there are a
// few.
type patience struct {
	runs, least int
	budget      time.Duration // of each system and question
}

// timing are the medians of one question, in milliseconds by system.
type timing struct {
	Question string             `json:"question"`
	Rows     int                `json:"rows"` // conversations and messages that match, which growth is measured by
	Median   map[string]float64 `json:"median_ms"`
	Fastest  map[string]float64 `json:"fastest_ms"`
	Runs     map[string]int     `json:"runs"`
}

// ratio is how many times as long as Relato a rival takes; 0 = it was not asked.
func (t *timing) ratio(system string) float64 {
	if t.Median[ours] == 0 {
		return 0
	}
	return t.Median[system] / t.Median[ours]
}

// fastest is the same of the fastest runs, which a busy machine disturbs least.
func (t *timing) fastest(system string) float64 {
	if t.Fastest[ours] == 0 {
		return 0
	}
	return t.Fastest[system] / t.Fastest[ours]
}

// ours is the system that the others are compared with.
const ours = "Relato"

// check asks all systems a question and compares what they say with the first.
func check(ctx context.Context, systems []system, q *question) error {
	want, err := answerOf(ctx, systems[0], q)
	if err != nil {
		return err
	}
	if len(want.figures) == 0 && len(want.lines) == 0 {
		return fmt.Errorf("question %q: the answer is empty, which compares with nothing", q.name)
	}
	for _, s := range systems[1:] {
		got, err := answerOf(ctx, s, q)
		if errors.As(err, new(errMissing)) {
			continue
		}
		if err != nil {
			return err
		}
		if err := got.differs(s.name(), &want, systems[0].name()); err != nil {
			return fmt.Errorf("WRONG ANSWER to %q: %w", q.name, err)
		}
	}
	return nil
}

func answerOf(ctx context.Context, s system, q *question) (answer, error) {
	comparable, err := s.ask(ctx, q)
	if err != nil {
		return answer{}, fmt.Errorf("question %q: %s: %w", q.name, s.name(), err)
	}
	return comparable()
}

// measure compares all systems' answers to a question and then takes its times, in turns, so that what else the machine
// does falls on all alike.
func measure(ctx context.Context, systems []system, q *question, p patience) (timing, error) {
	if err := check(ctx, systems, q); err != nil {
		return timing{}, err
	}
	tasks := make([]task, len(systems))
	for i, s := range systems {
		tasks[i] = task{s.name(), func() error {
			_, err := s.ask(ctx, q)
			return err
		}}
	}
	return inTurns(q.name, tasks, p)
}

// task is something whose time is taken.
type task struct {
	name string
	do   func() error
}

// inTurns runs tasks in turns, each time beginning with another. What is missing has no times.
func inTurns(name string, tasks []task, p patience) (timing, error) {
	times := map[string][]float64{}
	spent := make([]time.Duration, len(tasks))
	missing := make([]bool, len(tasks))
	for run := range p.runs {
		for i := range tasks {
			i = (i + run) % len(tasks)
			if missing[i] || run >= p.least && spent[i] > p.budget {
				continue
			}
			began := time.Now()
			err := tasks[i].do()
			took := time.Since(began)
			if errors.As(err, new(errMissing)) {
				missing[i] = true
				continue
			}
			if err != nil {
				return timing{}, fmt.Errorf("%s: %s: %w", name, tasks[i].name, err)
			}
			spent[i] += took
			times[tasks[i].name] = append(times[tasks[i].name], float64(took.Nanoseconds())/1e6)
		}
	}
	t := timing{Question: name, Median: map[string]float64{}, Fastest: map[string]float64{}, Runs: map[string]int{}}
	for task, list := range times {
		t.Median[task], t.Fastest[task], t.Runs[task] = median(list), slices.Min(list), len(list)
	}
	return t, nil
}

func median(list []float64) float64 {
	list = slices.Sorted(slices.Values(list))
	if n := len(list); n%2 == 1 {
		return list[n/2]
	} else {
		return (list[n/2-1] + list[n/2]) / 2
	}
}
