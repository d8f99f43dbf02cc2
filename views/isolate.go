package views

import (
	"strings"

	"golang.org/x/text/unicode/bidi"
)

// firstHebrew begins the first script that runs from right to left; all controls of direction come after it.
const firstHebrew = '\u0590'

// isolated is a name as a part of a sentence. One with letters that run from right to left stands between the marks
// that isolate it, and controls of direction are left out: they would turn the words around the name (Unicode Standard
// Annex 9). Every other name comes back as it is.
func isolated(name string) string {
	turns, controls := false, false
	for _, r := range name {
		if r < firstHebrew {
			continue
		}
		class := directionOf(r)
		turns = turns || class == bidi.R || class == bidi.AL
		controls = controls || controlsDirection(class)
	}
	if controls {
		name = strings.Map(func(r rune) rune {
			if controlsDirection(directionOf(r)) {
				return -1
			}
			return r
		}, name)
	}
	if turns {
		return "\u2068" + name + "\u2069"
	}
	return name
}

func directionOf(r rune) bidi.Class {
	properties, _ := bidi.LookupRune(r)
	return properties.Class()
}

// controlsDirection tells the marks that embed, override and isolate from letters.
func controlsDirection(class bidi.Class) bool {
	switch class {
	case bidi.LRO, bidi.RLO, bidi.LRE, bidi.RLE, bidi.PDF, bidi.LRI, bidi.RLI, bidi.FSI, bidi.PDI:
		return true
	}
	return false
}
