package imports

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"relato/db"
	"relato/source"
)

// State is how far an import is.
type State int

// The states. Done and Cancelled are ends.
const (
	Receiving  State = iota // files are still coming
	Waiting                 // for its turn
	Checking                // that a file can be read
	Asking                  // for an option that a file cannot be read without
	Previewing              // showing how a table would be read, until somebody says that it is right
	Storing
	Done
	Cancelled
)

// Status is what there is to know of an import at a moment.
type Status struct {
	ID       string
	At       time.Time // when its files began to come
	State    State
	Files    []FileStatus
	Question *source.OptionError // of the state Asking, about the file that is not Ended
	Preview  *source.Preview     // of the state Previewing, likewise; not to be changed
	Reading  Reading             // how somebody wanted the table of Preview to be read; zero = nobody said
	Total    Summary
}

// FileStatus is what there is to know of a file.
type FileStatus struct {
	Name        string
	Size        int64
	Ended       bool
	Done, Total int64 // bytes of it that were read, and all; total 0 = not known
	Summary     Summary
	Err         error // why it was not stored, or not as a whole
}

// Current is the file that is under way, or was when the import was cancelled; -1 = none.
func (s Status) Current() int {
	for i, f := range s.Files {
		if !f.Ended {
			return i
		}
	}
	return -1
}

// Job is an import of files that were handed in.
type Job struct {
	ID   string
	By   db.Actor // who handed it in
	desk *Desk
	at   time.Time

	mu       sync.Mutex
	state    State
	files    []*upload
	options  source.Options
	question *source.OptionError
	preview  *source.Preview
	expires  *time.Timer        // of the question or preview
	cancel   context.CancelFunc // of what is under way; nil = nothing is
}

// upload is a file that was handed in.
type upload struct {
	FileStatus
	stored   *os.File // nil once it has ended
	reading  Reading
	progress func() (done, total int64)
}

// Take adds a file, whose name may say who the contact of a chat is.
func (j *Job) Take(name string, from io.Reader) error {
	f, err := os.CreateTemp(j.desk.Folder, ".relato-upload-*")
	if err != nil {
		return fmt.Errorf("keep an uploaded file: %w", err)
	}
	_ = os.Remove(f.Name()) // where an open file can be removed, it leaves nothing behind even after a crash
	u := &upload{FileStatus: FileStatus{Name: name}, stored: f}
	u.Size, err = io.Copy(f, from)
	if err != nil {
		return errors.Join(fmt.Errorf("keep an uploaded file: %w", err), u.drop())
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.files = append(j.files, u)
	return nil
}

// drop removes a file.
func (u *upload) drop() error {
	if u.stored == nil {
		return nil
	}
	err := u.stored.Close()
	if gone := os.Remove(u.stored.Name()); gone != nil && !errors.Is(gone, os.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	u.stored = nil
	return err
}

// Discard gives up an import whose files did not come whole.
func (j *Job) Discard() {
	j.desk.forget(j)
	j.mu.Lock()
	defer j.mu.Unlock()
	j.end(Cancelled)
}

// Start imports the files that have come.
func (j *Job) Start(o source.Options) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.options = o
	j.proceed()
}

// Answer gives the option that an import asks for, and goes on with it. It is false when the import asks for no such.
func (j *Job) Answer(option string, set func(*source.Options)) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.state != Asking || j.question.Option != option {
		return false
	}
	set(&j.options)
	j.question = nil
	j.expires.Stop()
	j.proceed()
	return true
}

// Cancel ends an import. What it has stored stays.
func (j *Job) Cancel() {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.cancel != nil {
		j.cancel()
	}
	j.giveUp()
}

// expire ends an import that nobody has answered.
func (j *Job) expire() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.giveUp()
}

// giveUp ends an import that waits for an answer. It needs the lock.
func (j *Job) giveUp() {
	if j.state == Asking || j.state == Previewing {
		j.end(Cancelled)
	}
}

// end ends the import and removes its files. It needs the lock.
func (j *Job) end(as State) {
	j.state, j.question, j.preview = as, nil, nil
	for _, u := range j.files {
		u.progress = nil
		j.drop(u)
	}
}

func (j *Job) drop(u *upload) {
	if err := u.drop(); err != nil {
		j.desk.Log.Error("an uploaded file was not removed", "error", err)
	}
}

func (j *Job) ended() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.state == Done || j.state == Cancelled
}

func (j *Job) enter(s State) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.state = s
}

// Status is how far the import is now.
func (j *Job) Status() Status {
	j.mu.Lock()
	defer j.mu.Unlock()
	s := Status{ID: j.ID, At: j.at, State: j.state, Question: j.question, Preview: j.preview}
	if i := j.current(); j.preview != nil && i >= 0 {
		s.Reading = j.files[i].reading
	}
	for _, u := range j.files {
		f := u.FileStatus
		if u.progress != nil {
			f.Done, f.Total = u.progress()
		}
		s.Files = append(s.Files, f)
		s.Total.Add(f.Summary)
	}
	return s
}
