package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"
)

// groupCommit is one transaction of a committer under way.
type groupCommit struct {
	committer *Committer
	refused   map[string]refusal
	untrimmed int64 // what the committer's will be

	sources map[string]*tally
}

// tally is what a group brings of one source.
type tally struct {
	err                                      error // why nothing of it is taken
	deliveries, events, ignored, quarantined int
	last                                     time.Time
}

const (
	sourcePaused = "SELECT paused FROM source WHERE id = ?"
	sourceCount  = `UPDATE source SET deliveries = deliveries + ?1, events = events + ?2, ignored = ignored + ?3,
		quarantined = quarantined + ?4, delivered_at = iif(?1 > 0, max(coalesce(delivered_at, 0), ?5), delivered_at) WHERE id = ?6`
)

// write stores a group. Its commits get their results, which hold if all of it does.
func (g *groupCommit) write(tx *sql.Tx, group []*commit) error {
	ctx := context.Background() // one that can end costs the driver a goroutine for every statement
	a, err := g.committer.db.newAppender(ctx, tx, g.committer.now())
	if err != nil {
		return err
	}
	g.sources, g.untrimmed = map[string]*tally{}, g.committer.untrimmed
	for _, job := range group {
		of, err := g.source(a, job.Source)
		if err != nil {
			return err
		}
		if job.appended, job.err = (Appended{}), of.err; of.err != nil {
			continue
		}
		if job.appended, err = a.append(ctx, job.Items); err != nil {
			return err
		}
		if job.kept != nil {
			if err := job.kept.keep(ctx, tx); err != nil {
				return err
			}
			of.quarantined++
			g.untrimmed += job.kept.Size
		}
		of.add(job)
	}
	return errors.Join(a.finish(), g.finish(ctx, a))
}

func (t *tally) add(job *commit) {
	t.events += job.appended.New
	if job.Fetched {
		return
	}
	t.deliveries++
	t.ignored += job.Ignored
	if job.At.After(t.last) {
		t.last = job.At
	}
}

// source is the tally of a source, which is looked for once in a group; the empty one counts nothing.
func (g *groupCommit) source(a *appender, id string) (*tally, error) {
	if t, known := g.sources[id]; known {
		return t, nil
	}
	t := &tally{}
	g.sources[id] = t
	if id == "" {
		return t, nil
	}
	var paused bool
	switch err := a.QueryRowContext(a.ctx, sourcePaused, id).Scan(&paused); {
	case errors.Is(err, sql.ErrNoRows):
		t.err = ErrNoSource
	case err != nil:
		return nil, fmt.Errorf("read source: %w", err)
	case paused:
		t.err = ErrPaused
	}
	return t, nil
}

// finish writes what is counted, and keeps the quarantine within its bounds.
func (g *groupCommit) finish(ctx context.Context, a *appender) error {
	for id, t := range g.sources {
		if id == "" || t.err != nil {
			continue
		}
		if _, err := a.exec(sourceCount, t.deliveries, t.events, t.ignored, t.quarantined, t.last.UnixMilli(), id); err != nil {
			return fmt.Errorf("count deliveries: %w", err)
		}
	}
	for id, r := range g.refused {
		if _, err := a.tx.ExecContext(ctx, `UPDATE source SET refused = refused + ?1,
			refusal = iif(?2 >= coalesce(refused_at, 0), ?3, refusal), refused_at = max(coalesce(refused_at, 0), ?2) WHERE id = ?4`,
			r.count, r.last.UnixMilli(), cut(r.why), id); err != nil {
			return fmt.Errorf("count refusals: %w", err)
		}
	}
	if g.untrimmed < maxQuarantine/16 {
		return nil
	}
	g.untrimmed = 0
	return trimQuarantine(ctx, a.tx, maxQuarantine)
}

// refusals are requests that were refused and are not written down yet.
type refusals struct {
	mu     sync.Mutex
	counts map[string]refusal // by source
}

type refusal struct {
	count int
	last  time.Time
	why   string // of the last one
}

// Refused counts a request to a source whose signature was missing or wrong, and keeps why it was refused.
func (c *Committer) Refused(source string, at time.Time, why string) {
	if c.refused.add(source, refusal{1, at, why}) == 1 {
		time.AfterFunc(refusalsEvery, func() { _ = c.submit(&commit{done: make(chan struct{})}) }) // else with the next delivery
	}
}

// add counts, and says how many sources wait to be written.
func (r *refusals) add(source string, more refusal) (waiting int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.counts == nil {
		r.counts = map[string]refusal{}
	}
	sum, known := r.counts[source]
	sum.count += more.count
	if !more.last.Before(sum.last) {
		sum.last, sum.why = more.last, more.why
	}
	r.counts[source] = sum
	if known {
		return 0
	}
	return len(r.counts)
}

func (r *refusals) waiting() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.counts) > 0
}

// take gives what is counted and begins anew.
func (r *refusals) take() map[string]refusal {
	r.mu.Lock()
	defer r.mu.Unlock()
	counts := r.counts
	r.counts = nil
	return counts
}

// giveBack counts again what could not be written.
func (r *refusals) giveBack(counts map[string]refusal) {
	for source, count := range counts {
		r.add(source, count)
	}
}
