package source

import (
	"bufio"
	"errors"
	"io"
)

// MaxLine is the longest line of Relato NDJSON that is read, in bytes without its end. A longer one is rejected.
const MaxLine = 32 << 20

// errLongLine says that the line just passed was longer than the limit; the next one can be read.
var errLongLine = errors.New("longer than 32 MiB")

// lines reads lines of any length while holding at most limit bytes.
type lines struct {
	from   *bufio.Reader
	limit  int
	number int64  // of the last line read, from 1
	long   []byte // holds a line that is longer than the buffer of from
}

// next is the next line without its line feed, valid until the following call; io.EOF ends them.
func (l *lines) next() ([]byte, error) {
	part, err := l.from.ReadSlice('\n')
	if err == nil || err == io.EOF && len(part) > 0 {
		l.number++
		return l.cut(part)
	}
	if !errors.Is(err, bufio.ErrBufferFull) {
		return nil, err
	}
	l.number++
	l.long = append(l.long[:0], part...)
	tooLong := false
	for errors.Is(err, bufio.ErrBufferFull) {
		part, err = l.from.ReadSlice('\n')
		if tooLong = tooLong || len(l.long)+len(part) > l.limit+len("\r\n"); !tooLong {
			l.long = append(l.long, part...)
		}
	}
	switch {
	case err != nil && err != io.EOF:
		return nil, err
	case tooLong:
		return nil, errLongLine
	}
	return l.cut(l.long)
}

// cut takes the end off a line and refuses one that is over the limit without it.
func (l *lines) cut(line []byte) ([]byte, error) {
	if n := len(line); n > 0 && line[n-1] == '\n' {
		line = line[:n-1]
	}
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	if len(line) > l.limit {
		return nil, errLongLine
	}
	return line, nil
}
