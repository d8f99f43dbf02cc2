package imports

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"relato/db"
	"relato/source"
)

// proceed imports the files that have not ended, when it is their turn.
func (j *Job) proceed() {
	ctx, cancel := context.WithCancel(j.desk.ctx)
	j.mu.Lock()
	j.state, j.cancel = Waiting, cancel
	j.mu.Unlock()
	j.desk.work.Go(func() {
		defer cancel()
		question := j.run(ctx)
		j.mu.Lock()
		j.cancel = nil
		over := ctx.Err() != nil
		if !over && question != nil {
			j.state, j.question = Asking, question
			j.expires = time.AfterFunc(askLife, j.Cancel)
		}
		j.mu.Unlock()
		switch {
		case over:
			j.end(Cancelled)
		case question == nil:
			j.end(Done)
		}
	})
}

// run imports files until all are done, one of them needs an answer, or the context ends.
func (j *Job) run(ctx context.Context) *source.OptionError {
	if !Send(ctx, j.desk.turn, struct{}{}) {
		return nil
	}
	defer func() { <-j.desk.turn }()
	for _, u := range j.files { // their number does not change any more
		if u.Ended {
			continue
		}
		err := j.file(ctx, u)
		if ctx.Err() != nil {
			return nil
		}
		var question *source.OptionError
		if errors.As(err, &question) {
			return question
		}
		j.fileEnded(u, err)
	}
	if _, err := j.desk.DB.Settle(ctx, j.desk.Now()); err != nil {
		j.desk.Log.Error("silent conversations were not closed after an import", "error", err)
	}
	return nil
}

// fileEnded notes what came of a file, which is not needed any more.
func (j *Job) fileEnded(u *upload, err error) {
	s := u.Summary // it does not change any more
	if failed := s.Log(db.As(context.WithoutCancel(j.desk.ctx), j.By), j.desk.DB, j.desk.Now(), u.Name, err != nil); failed != nil {
		j.desk.Log.Error("an import is missing in the audit log", "file", u.Name, "error", failed)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	u.Ended, u.Err, u.progress = true, err, nil
	j.drop(u)
}

// file checks and stores one file.
func (j *Job) file(ctx context.Context, u *upload) error {
	j.enter(Checking)
	o, err := j.optionsNow(ctx)
	if err != nil {
		return err
	}
	if _, err := u.stored.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if strings.EqualFold(filepath.Ext(u.Name), ".csv") { // also one whose columns have to be told apart
		o.Format = source.FormatCSV
	}
	file, err := source.Open(u.Name, cancelled{u.stored, ctx}, o)
	if err != nil {
		return err
	}
	j.mu.Lock()
	j.state, u.progress = Storing, file.Progress
	j.mu.Unlock()
	s, err := Store(ctx, j.desk.DB, file, o.Now, Options{Each: func(s Summary) { j.note(u, s) }})
	j.note(u, s)
	return errors.Join(err, file.Close())
}

func (j *Job) note(u *upload, s Summary) {
	j.mu.Lock()
	defer j.mu.Unlock()
	u.Summary = s
}

// optionsNow are the options of a file that is opened now.
func (j *Job) optionsNow(ctx context.Context) (source.Options, error) {
	j.mu.Lock()
	o := j.options
	j.mu.Unlock()
	o.Now = j.desk.Now()
	var err error
	if o.Zone == nil {
		o.Zone, err = Zone(ctx, j.desk.DB)
	}
	return o, err
}

// cancelled is a file whose reading ends with a context, so that a large one can be given up while it is checked.
type cancelled struct {
	*os.File
	ctx context.Context
}

func (c cancelled) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.File.Read(p)
}
