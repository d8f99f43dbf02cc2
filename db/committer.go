package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"modernc.org/sqlite"

	"relato/conversation"
)

// ErrLater says that nothing was stored for a reason that passes: too much is waiting, the disk is full, or another
// process holds the database. The same may be sent again later.
var ErrLater = errors.New("this cannot be stored now; send it again later")

// What a committer takes on. Senders that wait cost memory, and a long transaction makes everybody wait.
const (
	maxWaiting = 4096   // commits
	maxGroup   = 512    // commits of one transaction
	maxItems   = 20_000 // items of one transaction, unless a single commit has more
)

// refusalsEvery is how long refused requests are counted in memory at most: writing each one down would let strangers
// keep the disk busy.
const refusalsEvery = 5 * time.Second

// Committer stores what many senders bring at once. What waits while one transaction is being written shares the next
// one, so that all of it waits for the disk only once.
type Committer struct {
	// Failed is told why a delivery is in quarantine that was understood. Set it before the first; nil = nobody wants to know.
	Failed func(error)

	db  *DB
	now func() time.Time

	queue chan *commit
	gone  chan struct{} // closed when everything is written

	mu     sync.RWMutex // held to write while closing
	closed bool

	refused   refusals
	untrimmed int64 // bytes put in quarantine since it was trimmed; of run alone
}

// commit is what one sender brings, and what became of it.
type commit struct {
	Delivery // only Items unless it comes from a source
	kept     *quarantined
	appended Appended
	err      error
	done     chan struct{}
}

// NewCommitter starts a committer. Close it before its database.
func NewCommitter(d *DB, now func() time.Time) *Committer {
	c := &Committer{
		db: d, now: now, queue: make(chan *commit, maxWaiting), gone: make(chan struct{}), untrimmed: maxQuarantine,
	}
	go c.run()
	return c
}

// Commit stores items, all or none, and returns when they are on the disk. Errors that pass by themselves wrap ErrLater.
// A context that ends stops the waiting, not the storing: the same items may be sent again without doubling anything.
func (c *Committer) Commit(ctx context.Context, items []conversation.Item) (Appended, error) {
	return c.Deliver(ctx, Delivery{Items: items})
}

// Deliver is Commit for what a live source sent. What was not understood of it goes into quarantine in the same
// transaction, and so does a delivery that cannot be stored although nothing is wrong with the machine. A source that
// is not there any more is ErrNoSource; what a paused one sends is ErrPaused.
func (c *Committer) Deliver(ctx context.Context, v Delivery) (Appended, error) {
	job := &commit{Delivery: v, done: make(chan struct{})}
	if len(v.Reasons) > 0 {
		var err error
		if job.kept, err = c.db.quarantine(ctx, v); err != nil {
			return Appended{}, err
		}
	}
	if err := c.submit(job); err != nil {
		return Appended{}, err
	}
	select {
	case <-job.done:
		return job.appended, job.err
	case <-ctx.Done():
		return Appended{}, ctx.Err()
	}
}

// submit puts a commit in the queue, unless that is full.
func (c *Committer) submit(job *commit) error {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.closed {
		return fmt.Errorf("%w: the server is stopping", ErrLater)
	}
	select {
	case c.queue <- job:
		return nil
	default:
		return fmt.Errorf("%w: %d deliveries are waiting already", ErrLater, maxWaiting)
	}
}

// Close stores what is waiting and takes nothing more.
func (c *Committer) Close() {
	c.mu.Lock()
	if !c.closed {
		c.closed = true
		close(c.queue)
	}
	c.mu.Unlock()
	<-c.gone
}

// run writes one group after the other.
func (c *Committer) run() {
	defer close(c.gone)
	for first := range c.queue {
		group := c.gather(first)
		c.write(group)
		for _, job := range group {
			close(job.done)
		}
	}
	if c.refused.waiting() {
		c.write([]*commit{{}})
	}
}

// gather takes what waits.
func (c *Committer) gather(first *commit) []*commit {
	group, items := []*commit{first}, len(first.Items)
	for len(group) < maxGroup && items < maxItems {
		select {
		case job, open := <-c.queue:
			if !open {
				return group
			}
			group, items = append(group, job), items+len(job.Items)
		default:
			return group
		}
	}
	return group
}

// write stores a group in one transaction. When one of them cannot be stored, halves are tried by themselves, so that it
// fails alone.
func (c *Committer) write(group []*commit) {
	g := groupCommit{committer: c, refused: c.refused.take()}
	err := c.db.Write(context.Background(), func(tx *sql.Tx) error { return g.write(tx, group) })
	if err != nil {
		c.refused.giveBack(g.refused)
	}
	switch first := group[0]; {
	case err == nil:
		c.untrimmed = g.untrimmed
	case passes(err):
		for _, job := range group {
			job.fail(fmt.Errorf("%w: %w", ErrLater, err))
		}
	case len(group) > 1:
		c.write(group[:len(group)/2])
		c.write(group[len(group)/2:])
	case first.Source != "" && len(first.Items) > 0:
		if c.Failed != nil {
			c.Failed(err)
		}
		first.setAside(c.db, err)
		if first.err == nil {
			c.write(group)
		}
	default:
		first.fail(err)
	}
}

func (j *commit) fail(err error) { j.appended, j.err = Appended{}, err }

// setAside makes a delivery that cannot be stored one for the quarantine.
func (j *commit) setAside(d *DB, cause error) {
	j.Items, j.Reasons = nil, append(j.Reasons, cannotBeStored(cause))
	j.kept, j.err = d.quarantine(context.Background(), j.Delivery)
}

// cannotBeStored is why a delivery lies in quarantine that was understood.
func cannotBeStored(cause error) string { return "it cannot be stored: " + cause.Error() }

// passes tells whether an error is of the machine and will be gone by itself or when somebody has helped.
func passes(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code() & 0xff {
	case sqliteBusy, sqliteFull, sqliteIO, sqliteCantOpen, sqliteReadOnly:
		return true
	}
	return false
}
