package imports

import (
	"slices"
	"sync"
	"testing"
)

// TestALineKeepsItsOrder lets many wait behind one, of whom some give up, and expects the others in the order in which they came.
func TestALineKeepsItsOrder(t *testing.T) {
	var l line
	turn, leave := l.join()
	<-turn
	var served []int
	var waiting sync.WaitGroup
	for i := range 100 {
		turn, leave := l.join()
		if i%3 == 0 {
			leave()
			continue
		}
		waiting.Go(func() {
			<-turn
			served = append(served, i) // nobody else has the turn
			leave()
		})
	}
	if len(served) > 0 {
		t.Errorf("%v did not wait", served)
	}
	leave()
	waiting.Wait()
	if len(served) != 66 || !slices.IsSorted(served) {
		t.Errorf("served %v", served)
	}
}
