package report

import (
	"reflect"
	"slices"
	"time"
)

// Stats says how an index is, for those who run it.
type Stats struct {
	Revision      int64 // that it has reached; -1 = nothing is loaded
	Conversations int
	Contacts      int
	Waiting       int
	Messages      int64
	Bytes         int64 // of memory that it holds; of maps it is an estimate

	Loads    int64         // how often it loaded what changed
	Loading  time.Duration // how long all of that took
	LastLoad time.Duration // how long the last took
}

// Stats looks at the index as it is, without following its source.
func (x *Index) Stats() Stats {
	x.mu.RLock()
	defer x.mu.RUnlock()
	s := Stats{
		Revision: x.revision, Conversations: x.size(), Contacts: x.people.size() - 1, Waiting: len(x.waiting),
		Bytes: held(reflect.ValueOf(&x.facts).Elem()) + x.selections.bytes() + x.onBusiness.bytes(),
		Loads: x.loads, Loading: x.loading, LastLoad: x.lastLoad,
	}
	for i := range x.size() {
		s.Messages += int64(x.messages(x.at(i)).All())
	}
	return s
}

// withLocks are pointers to what reports add to while they look at the index, under locks of its own. It is counted under these.
var withLocks = []reflect.Type{reflect.TypeFor[*selections](), reflect.TypeFor[*businessLengths]()}

// ours is the package whose structs held looks into.
var ours = reflect.TypeFor[facts]().PkgPath()

// held is the memory behind a value, the value itself apart. It looks at the types of the columns rather than at their
// names, so that none can be forgotten.
func held(v reflect.Value) (bytes int64) {
	switch t := v.Type(); t.Kind() {
	case reflect.Pointer:
		if !v.IsNil() && t.Elem().PkgPath() == ours && !slices.Contains(withLocks, t) {
			bytes = int64(t.Elem().Size()) + held(v.Elem())
		}
	case reflect.Struct:
		for i := 0; t.PkgPath() == ours && i < t.NumField(); i++ {
			bytes += held(v.Field(i))
		}
	case reflect.Slice:
		bytes = int64(v.Cap()) * int64(t.Elem().Size())
		if kind := t.Elem().Kind(); kind == reflect.String || kind == reflect.Slice || kind == reflect.Pointer {
			for i := range v.Len() {
				bytes += held(v.Index(i))
			}
		}
	case reflect.Array:
		if t.Elem().Kind() == reflect.Slice {
			for i := range v.Len() {
				bytes += held(v.Index(i))
			}
		}
	case reflect.String:
		bytes = int64(v.Len())
	case reflect.Map: // one slot in eight is free, and every slot has a byte of control
		bytes = int64(v.Len()) * int64(t.Key().Size()+t.Elem().Size()+1) * 8 / 7
	}
	return bytes
}
