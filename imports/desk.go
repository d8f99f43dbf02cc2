package imports

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"relato/db"
)

// What a desk holds at most.
const (
	MaxFiles = 100       // of one import
	maxOpen  = 4         // imports that have not ended
	maxEnded = 20        // imports of which only the outcome is kept
	askLife  = time.Hour // how long files wait for an answer
)

// ErrBusy says that there are too many imports that have not ended.
var ErrBusy = errors.New("too many imports are under way")

// Desk takes files that were handed in and imports them, one import at a time, while others do what they do. It lives
// in memory: what a desk had under way ends with it, and what it had stored by then stays.
type Desk struct {
	DB     *db.DB
	Now    func() time.Time
	Log    *slog.Logger
	Folder string // where files lie until they are stored

	once  sync.Once
	line  line // imports wait for their turn in it
	ctx   context.Context
	close context.CancelFunc
	work  sync.WaitGroup

	mu   sync.Mutex
	jobs []*Job // oldest first
}

func (d *Desk) begin() {
	d.once.Do(func() {
		d.ctx, d.close = context.WithCancel(context.Background())
	})
}

// Close ends what is under way and waits for it.
func (d *Desk) Close() {
	d.begin()
	d.close()
	for _, j := range d.all() {
		j.Cancel()
	}
	d.work.Wait()
}

func (d *Desk) all() []*Job {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.jobs)
}

// Receive makes an import of somebody, that files can be added to. It is ErrBusy while too many have not ended.
func (d *Desk) Receive(by db.Actor) (*Job, error) {
	d.begin()
	j := &Job{ID: rand.Text(), By: by, desk: d, at: d.Now()}
	d.mu.Lock()
	defer d.mu.Unlock()
	open := 0
	for _, other := range d.jobs {
		if !other.ended() {
			open++
		}
	}
	if open >= maxOpen {
		return nil, ErrBusy
	}
	d.jobs = append(d.jobs, j)
	for ended := len(d.jobs) - 1 - open; ended > maxEnded; ended-- {
		i := slices.IndexFunc(d.jobs, (*Job).ended)
		d.jobs = slices.Delete(d.jobs, i, i+1)
	}
	return j, nil
}

// Job is the import with an id; nil = there is none, or none any more.
func (d *Desk) Job(id string) *Job {
	for _, j := range d.all() {
		if j.ID == id {
			return j
		}
	}
	return nil
}

// Jobs are the imports since the desk was opened, the latest first.
func (d *Desk) Jobs() []Status {
	all := d.all()
	slices.Reverse(all)
	var list []Status
	for _, j := range all {
		if s := j.Status(); s.State != Receiving {
			list = append(list, s)
		}
	}
	return list
}

// forget removes an import of which nothing came.
func (d *Desk) forget(j *Job) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.jobs = slices.DeleteFunc(d.jobs, func(other *Job) bool { return other == j })
}
