package source

// Hooks are the kinds of live sources, in the order in which they are offered.
func Hooks() []Hook { return []Hook{cloudAPI, chatwoot, evolution, waha} }

// HookOf is the kind of that name.
func HookOf(kind string) (Hook, bool) {
	for _, h := range Hooks() {
		if h.Kind == kind {
			return h, true
		}
	}
	return Hook{}, false
}
