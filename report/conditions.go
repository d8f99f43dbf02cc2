package report

import (
	"fmt"
	"reflect"

	"relato/conversation"
)

// conditions are what of a filter says which conversations match, whatever their period and how they are shown.
func (f Filter) conditions() Filter {
	f.From, f.To, f.Ends, f.ByClose = conversation.Date{}, conversation.Date{}, 0, false
	f.Clock, f.Group, f.Compare, f.Sort, f.Dir, f.Page, f.Limit, f.Search = "", "", "", "", "", 0, 0, ""
	if len(f.Tags) == 0 {
		f.TagMode = ""
	}
	if len(f.ContactTags) == 0 {
		f.ContactTagMode = ""
	}
	if f.Within != nil {
		within := f.Within.conditions()
		f.Within = &within
	}
	return f
}

// name tells filters apart by all of their fields, so that none can be forgotten, as Go would write them: JSON would make
// one text of all that are not UTF-8.
func (f *Filter) name() (name string) {
	for within := f; within != nil; within = within.Within {
		one := *within
		one.Within = nil
		name += fmt.Sprintf(" %#v", one)
	}
	return name
}

// noConditions is the name of conditions that let everything pass.
var noConditions = (&Filter{}).name()

// lasting tells whether many may ask for conditions again, other than for one figure's conversations, and only what is written
// of a conversation or its contact changes whether it matches.
func (f *Filter) lasting() bool {
	for within := f.Within; within != nil; within = within.Within {
		if within.New { // another conversation may become the first
			return false
		}
	}
	return reflect.ValueOf(f.Drill).IsZero()
}

// ofContacts tells whether conditions look at tags of contacts.
func (f *Filter) ofContacts() bool {
	return len(f.ContactTags) > 0 || f.Within != nil && f.Within.ofContacts()
}
