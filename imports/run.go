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
	"relato/internal/fault"
	"relato/source"
)

// proceed imports the files that have not ended, when it is their turn. It needs the lock.
func (j *Job) proceed() {
	ctx, cancel := context.WithCancel(db.As(j.desk.ctx, j.By)) // files may change settings, which the audit log tells
	j.state, j.cancel = Waiting, cancel
	turn, leave := j.desk.line.join()
	j.desk.work.Go(func() {
		defer cancel()
		needs := j.run(ctx, turn)
		leave()
		j.mu.Lock()
		defer j.mu.Unlock()
		j.cancel = nil
		switch {
		case ctx.Err() != nil:
			j.end(Cancelled)
		case needs == nil:
			j.end(Done)
		default:
			j.state, j.question, j.preview = Asking, needs.question, needs.preview
			if j.preview != nil {
				j.state = Previewing
			}
			j.expires = time.AfterFunc(askLife, j.expire)
		}
	})
}

// needs is what an import waits for: an option, or that a table is read rightly.
type needs struct {
	question *source.OptionError
	preview  *source.Preview
}

// run imports files, when its turn has come, until all are done, one of them needs something of somebody, or the context ends.
func (j *Job) run(ctx context.Context, turn <-chan struct{}) *needs {
	select {
	case <-turn:
	case <-ctx.Done():
		return nil
	}
	for _, u := range j.files { // their number does not change any more
		if u.Ended {
			continue
		}
		preview, err := j.file(ctx, u)
		if ctx.Err() != nil {
			return nil
		}
		var question *source.OptionError
		if errors.As(err, &question) || preview != nil {
			return &needs{question, preview}
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
	if broken := (*fault.Error)(nil); errors.As(err, &broken) {
		j.desk.Log.Error("a file was not imported", "file", u.Name, "error", err)
	}
	s := u.Summary // it does not change any more
	if failed := s.Log(db.As(context.WithoutCancel(j.desk.ctx), j.By), j.desk.DB, j.desk.Now(), u.Name, err != nil); failed != nil {
		j.desk.Log.Error("an import is missing in the audit log", "file", u.Name, "error", failed)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	u.Ended, u.Err, u.progress = true, err, nil
	j.drop(u)
}

// file checks and stores one file. A table is shown before, and nothing of it is stored until somebody takes it as it
// is shown.
func (j *Job) file(ctx context.Context, u *upload) (_ *source.Preview, err error) {
	defer fault.Catch(&err)
	j.enter(Checking)
	o, err := j.optionsNow(ctx)
	if err != nil {
		return nil, err
	}
	if strings.EqualFold(filepath.Ext(u.Name), ".csv") { // also one whose columns have to be told apart
		o.Format = source.FormatCSV
	}
	if o = u.reading.over(o); !u.reading.Taken {
		if preview, err := u.preview(ctx, o); preview != nil || err != nil {
			return preview, err
		}
	}
	err = j.store(ctx, u, o)
	var unclear *source.OptionError
	if u.reading.Taken && errors.As(err, &unclear) { // it was taken as it cannot be read: what is wrong is shown
		preview, err := u.preview(ctx, o)
		return preview, err
	}
	return nil, err
}

// preview is how the start of a table is read; nil = the file is no table.
func (u *upload) preview(ctx context.Context, o source.Options) (*source.Preview, error) {
	if _, err := u.stored.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	o.DateOrder = u.reading.Order // not that of another file
	return source.PreviewTable(cancelled{u.stored, ctx}, o)
}

// store stores a file.
func (j *Job) store(ctx context.Context, u *upload, o source.Options) error {
	if _, err := u.stored.Seek(0, io.SeekStart); err != nil {
		return err
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
