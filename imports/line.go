package imports

import "sync"

// line lets one at a time work, in the order in which they joined it.
type line struct {
	mu   sync.Mutex
	last <-chan struct{} // closed when the last who joined has left; nil = nobody has joined
}

// join takes the place at the end. turn is closed when all before have left. leave is called once, also by who gave up
// waiting: those behind still wait for those before.
func (l *line) join() (turn <-chan struct{}, leave func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	before, left := l.last, make(chan struct{})
	if before == nil {
		first := make(chan struct{})
		close(first)
		before = first
	}
	l.last = left
	return before, func() {
		select {
		case <-before:
			close(left)
		default:
			go func() {
				<-before
				close(left)
			}()
		}
	}
}
