package source

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
)

// bufferSize is how much is read at once, and how far the format is looked for.
const bufferSize = 256 << 10

// seekable is what can be read again from its start: a regular file, or bytes in memory.
type seekable interface {
	io.ReadSeeker
	io.ReaderAt
}

// input counts what is read from a file or stream, which it keeps on disk where it has to be read twice.
type input struct {
	from  io.Reader
	again seekable // from, where that can be read again; else nil
	start int64    // where again starts
	size  int64    // 0 = not known
	temp  *os.File // holds what came from a stream; nil without need
	done  atomic.Int64
}

func newInput(r io.Reader) *input {
	in := &input{from: r}
	s, ok := r.(seekable)
	if f, isFile := r.(*os.File); isFile {
		info, err := f.Stat()
		ok = err == nil && info.Mode().IsRegular()
	}
	if ok {
		in.remember(s)
	}
	return in
}

// remember makes s what can be read again, from where it stands.
func (in *input) remember(s seekable) {
	start, err1 := s.Seek(0, io.SeekCurrent)
	end, err2 := s.Seek(0, io.SeekEnd)
	_, err3 := s.Seek(start, io.SeekStart)
	if errors.Join(err1, err2, err3) == nil {
		in.from, in.again, in.start, in.size = s, s, start, end-start
	}
}

// Read implements io.Reader.
func (in *input) Read(p []byte) (int, error) {
	n, err := in.from.Read(p)
	in.done.Add(int64(n))
	return n, err
}

// rewind makes the input readable from its start, whose first bytes are in ahead. A stream is written to a temporary
// file first, as long as the disk has room.
func (in *input) rewind(ahead *bufio.Reader) error {
	if in.again == nil {
		if err := in.spool(ahead); err != nil {
			return fmt.Errorf("keeping the stream in a temporary file: %w", err)
		}
	}
	in.done.Store(0)
	_, err := in.again.Seek(in.start, io.SeekStart)
	return err
}

func (in *input) spool(r io.Reader) error {
	temp, err := os.CreateTemp("", "relato-import-*")
	if err != nil {
		return err
	}
	in.temp = temp
	_ = os.Remove(temp.Name()) // where an open file can be removed, it leaves nothing behind even after a crash
	if _, err := io.Copy(temp, r); err != nil {
		return err
	}
	if _, err := temp.Seek(0, io.SeekStart); err != nil {
		return err
	}
	in.remember(temp)
	if in.again == nil {
		return errors.New("it cannot be read again")
	}
	return nil
}

// gunzip checks a gzip file to its end, so that a broken one is refused before anything of it is taken, and then
// gives its text.
func (in *input) gunzip(ahead *bufio.Reader) (*bufio.Reader, error) {
	if err := in.rewind(ahead); err != nil {
		return nil, err
	}
	unzipped, err := gzip.NewReader(bufio.NewReaderSize(in, bufferSize))
	if err == nil {
		_, err = io.Copy(io.Discard, unzipped)
	}
	if err != nil {
		return nil, fmt.Errorf("the gzip file is cut short or damaged (%w); nothing of it was taken", err)
	}
	if err := in.rewind(nil); err != nil {
		return nil, err
	}
	if unzipped, err = gzip.NewReader(bufio.NewReaderSize(in, bufferSize)); err != nil {
		return nil, err
	}
	return bufio.NewReaderSize(unzipped, bufferSize), nil
}

// Close removes the temporary file. What was opened by others stays open.
func (in *input) Close() error {
	if in.temp == nil {
		return nil
	}
	err := in.temp.Close()
	if gone := os.Remove(in.temp.Name()); gone != nil && !errors.Is(gone, os.ErrNotExist) {
		return errors.Join(err, gone)
	}
	return err
}
