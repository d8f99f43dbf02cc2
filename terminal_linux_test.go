package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// terminal is a terminal for tests: what is typed on the keyboard is what its line gives.
func terminal(t *testing.T) (keyboard, line *os.File) {
	t.Helper()
	keyboard, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("there are no terminals here: ", err)
	}
	t.Cleanup(func() { _ = keyboard.Close() })
	fd := int(keyboard.Fd())
	check(t, unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0))
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	check(t, err)
	line, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	check(t, err)
	t.Cleanup(func() { _ = line.Close() })
	return keyboard, line
}

// shows tells whether a terminal shows what is typed.
func shows(t *testing.T, line *os.File) bool {
	t.Helper()
	state, err := unix.IoctlGetTermios(int(line.Fd()), unix.TCGETS)
	check(t, err)
	return state.Lflag&unix.ECHO != 0
}

// at starts a command at a terminal, as the one that Ctrl+C is for.
func at(t *testing.T, line *os.File, args ...string) (c *exec.Cmd, errs *said) {
	t.Helper()
	c, errs = command(t, t.TempDir(), args...), &said{}
	c.Stdin, c.Stdout, c.Stderr = line, errs, errs
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 0}
	check(t, c.Start())
	t.Cleanup(func() { _ = c.Process.Kill() }) // it may have ended already
	return c, errs
}

// endsWith waits for the end of a command.
func endsWith(t *testing.T, c *exec.Cmd, code int, errs *said) {
	t.Helper()
	late := time.AfterFunc(time.Minute, func() { _ = c.Process.Kill() })
	defer late.Stop()
	_ = c.Wait() // the code says what there is to say
	if got := c.ProcessState.ExitCode(); got != code {
		t.Errorf("exit %d (-1: killed, since it waited on), want %d; it said %s", got, code, errs)
	}
}

// TestCtrlCAtAPassword leaves a terminal that shows what is typed.
func TestCtrlCAtAPassword(t *testing.T) {
	for _, end := range []string{"\x03", "long enough\n\x03"} {
		keyboard, line := terminal(t)
		c, errs := at(t, line, "user", "add", "ana@example.com")
		for began := time.Now(); shows(t, line) && time.Since(began) < time.Minute; {
			time.Sleep(time.Millisecond)
		}
		_, err := keyboard.WriteString(end)
		check(t, err)
		endsWith(t, c, 1, errs)
		if !shows(t, line) {
			t.Errorf("after %q the terminal shows nothing of what is typed", end)
		}
	}
}

// TestCtrlDOnce: one end of what is typed is enough for an import.
func TestCtrlDOnce(t *testing.T) {
	keyboard, line := terminal(t)
	_, err := keyboard.WriteString("{\"type\":\"agent\",\"id\":\"a1\"}\n\x04")
	check(t, err)
	c, errs := at(t, line, "import", "-")
	endsWith(t, c, 0, errs)
}
