package main

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"
)

// silent is input of which nothing comes. It tells when somebody waits for it.
type silent struct{ waited, ever chan struct{} }

func (s silent) Read([]byte) (int, error) {
	close(s.waited)
	<-s.ever
	return 0, io.EOF
}

// TestWaitingForInputCanBeEnded ends commands, as a signal does, while nothing comes on standard input.
func TestWaitingForInputCanBeEnded(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, args := range []string{
		"import -", "import - --format csv", "user add ana@example.com --password-stdin", "user password ana@example.com --password-stdin",
	} {
		ctx, stop := context.WithCancel(t.Context())
		in := silent{make(chan struct{}), make(chan struct{})}
		var said bytes.Buffer
		ended := make(chan error)
		go func() { ended <- run(ctx, strings.Fields(args), &console{in, io.Discard, &said, time.Now}) }()
		<-in.waited
		stop()
		select {
		case err := <-ended:
			if exitCode(err) != 1 || said.String() != "relato: stopped\n" {
				t.Errorf("%s ends with %v: %s", args, err, &said)
			}
		case <-time.After(time.Minute):
			t.Fatalf("%s waits on", args)
		}
		close(in.ever)
	}
}

// lines is input that ends at each empty line and then goes on, as a terminal does.
type lines []string

func (l *lines) Read(b []byte) (int, error) {
	line := (*l)[0]
	*l = (*l)[1:]
	if line == "" {
		return 0, io.EOF
	}
	return copy(b, line), nil
}

// TestInputEndsOnce reads on after the end, where a terminal would wait for more.
func TestInputEndsOnce(t *testing.T) {
	in := (&console{in: &lines{"all", "", "more", ""}}).input(t.Context())
	for _, want := range []string{"all", ""} {
		if got, err := io.ReadAll(in); string(got) != want || err != nil {
			t.Errorf("read %q, %v, want %q", got, err, want)
		}
	}
}
