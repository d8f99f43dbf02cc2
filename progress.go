package main

import (
	"os"
	"time"

	"golang.org/x/term"
)

// progressEvery is how often progress is drawn.
const progressEvery = 200 * time.Millisecond

// progress draws on a terminal how far something is.
type progress struct{ stopping, stopped chan struct{} }

// startProgress draws how far a file is until it is stopped.
func startProgress(c *console, path string, progressOf func() (done, total int64)) *progress {
	return startDrawing(c, func() { drawProgress(c, path, progressOf) })
}

// startDrawing draws until it is stopped, and nothing at all where nobody looks.
func startDrawing(c *console, draw func()) *progress {
	p := &progress{make(chan struct{}), make(chan struct{})}
	screen, ok := c.err.(*os.File)
	if !ok || !term.IsTerminal(int(screen.Fd())) {
		close(p.stopped)
		return p
	}
	go func() {
		defer close(p.stopped)
		tick := time.NewTicker(progressEvery)
		defer tick.Stop()
		for {
			select {
			case <-p.stopping:
				c.warnf("\r\x1b[K") // the summary takes its place
				return
			case <-tick.C:
				draw()
			}
		}
	}()
	return p
}

const megabyte = 1e6

func drawProgress(c *console, path string, progressOf func() (done, total int64)) {
	done, total := progressOf()
	if total == 0 {
		c.warnf("\r\x1b[K%s: %.1f MB", path, float64(done)/megabyte)
		return
	}
	c.warnf("\r\x1b[K%s: [%s] %d%% of %.1f MB", path, barOf(done, total), done*100/total, float64(total)/megabyte)
}

// barOf draws how much of something is done.
func barOf(done, total int64) string {
	const width = 30
	bar := []byte("..............................")
	for i := range min(int64(width), done*width/total) {
		bar[i] = '#'
	}
	return string(bar)
}

func (p *progress) stop() {
	close(p.stopping)
	<-p.stopped
}
