package main

import (
	"context"
	"io"
	"os"
)

// input is standard input for a command that a signal can end while nothing comes. A regular file lets nobody wait, and
// stays what can be read a second time.
func (c *console) input(ctx context.Context) io.Reader {
	if f, ok := c.in.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			return f
		}
	}
	return &waiting{ctx: ctx, from: c.in}
}

// waiting reads from where it may take long until something comes, until a context ends.
type waiting struct {
	ctx    context.Context
	from   io.Reader
	buffer []byte // what is read into: the caller's may be used for something else when a read is left behind
	end    error  // what all ended with; a terminal would give more after its end
}

// Read implements io.Reader.
func (w *waiting) Read(b []byte) (int, error) {
	if w.end != nil {
		return 0, w.end
	}
	if len(w.buffer) < len(b) {
		w.buffer = make([]byte, len(b))
	}
	into := w.buffer[:len(b)]
	n, err := await(w.ctx, func() (int, error) { return w.from.Read(into) })
	w.end = err
	return copy(b, into[:n]), err
}

// await gives what a function gives, or the end of the context if that comes first. The function is left behind then: of
// reads that wait nothing else gets away.
func await[T any](ctx context.Context, do func() (T, error)) (T, error) {
	var none T
	if err := ctx.Err(); err != nil {
		return none, err
	}
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := do()
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		return none, ctx.Err()
	}
}
