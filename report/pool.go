package report

import (
	"math/bits"
	"sync"
)

// pool holds memory between reports, lists by the power of two that they have room for: so who needs a long one is not given a
// short one, which would be lost, and a new list made that the system has to find memory for.
type pool[T any] struct{ bySize [64]sync.Pool }

// unclear is a list of anything, to be given back by release.
func (p *pool[T]) unclear(size int) []T {
	power := bits.Len(uint(max(size, 1) - 1))
	if had, _ := p.bySize[power].Get().(*[]T); had != nil {
		return (*had)[:size]
	}
	return make([]T, size, 1<<power)
}

// cleared is a list of zeros, to be given back by release.
func (p *pool[T]) cleared(size int) []T {
	list := p.unclear(size)
	clear(list)
	return list
}

// release gives a list back.
func (p *pool[T]) release(list []T) {
	if cap(list) > 0 {
		p.bySize[bits.Len(uint(cap(list)))-1].Put(&list)
	}
}
