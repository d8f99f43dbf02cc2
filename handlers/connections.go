package handlers

import (
	"sync"

	"relato/source"
)

// connections are live sources as they were last read. Another process may have changed them since: one that does not
// fit a delivery is read again, and the committer sees for itself whether a source is still there.
type connections struct {
	mu      sync.RWMutex
	all     map[string]source.Connection // by id
	changes int                          // how often one was forgotten
}

func (c *connections) find(id string) (found source.Connection, ok bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	found, ok = c.all[id]
	return found, ok
}

// changed is what keep is to be told of when a source was read: that of before.
func (c *connections) changed() int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.changes
}

// keep remembers a source that was read, unless one was changed in the meantime: it might be as it was before.
func (c *connections) keep(read source.Connection, changes int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.changes == changes {
		c.all[read.ID] = read
	}
}

// forget is for a source that was changed: it must not be kept as somebody may just have read it.
func (c *connections) forget(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changes++
	delete(c.all, id)
}

// drop is for a source that is paused or not there: whoever asks for one that never was changes nothing.
func (c *connections) drop(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.all, id)
}
