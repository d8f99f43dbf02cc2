package handlers

import (
	"testing"

	"relato/source"
)

// TestAChangedSourceIsNotKeptAsItWas reads a source, which is changed before what was read is kept.
func TestAChangedSourceIsNotKeptAsItWas(t *testing.T) {
	t.Parallel()
	c := connections{all: map[string]source.Connection{}}
	before := c.changed()
	c.keep(source.Connection{ID: "a", Secret: "old"}, before)
	if kept, ok := c.find("a"); !ok || kept.Secret != "old" {
		t.Errorf("%v, %v is kept", kept, ok)
	}
	c.forget("a")
	c.keep(source.Connection{ID: "a", Secret: "old"}, before)
	if kept, ok := c.find("a"); ok {
		t.Errorf("%v is kept", kept)
	}
	after := c.changed()
	c.drop("ghost")
	c.keep(source.Connection{ID: "a", Secret: "new"}, after)
	if kept, _ := c.find("a"); kept.Secret != "new" {
		t.Errorf("%v is kept", kept)
	}
}
