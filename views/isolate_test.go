package views

import "testing"

func TestIsolated(t *testing.T) {
	for name, want := range map[string]string{
		"":                               "",
		"José 🧨":                         "José 🧨",
		"אבג":                            "\u2068אבג\u2069",
		"Ana العربية":                    "\u2068Ana العربية\u2069",
		"\u202Eevil":                     "evil",
		"\u2069\u202Eout of its isolate": "out of its isolate",
		"\u2067א\u2069ב":                 "\u2068אב\u2069",
		"not \xff UTF-8":                 "not \xff UTF-8",
	} {
		if got := isolated(name); got != want {
			t.Errorf("%q isolated is %q, want %q", name, got, want)
		}
	}
}
