package views

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"relato/conversation"
	"relato/report"
)

// option is a value that a menu of the filter offers.
type option struct {
	Value, Name string
	Checked     bool
}

// menu is a list of values to tick.
type menu struct {
	Param   string
	Name    string
	Options []option
	Chosen  int // how many are ticked
}

// newMenu offers choices, and nobody's name where there may be none. Values that the address names and nobody has
// stay offered, or a change elsewhere in the form would drop them.
func newMenu(param, name, nobody string, choices []report.Choice, chosen []string) menu {
	m := menu{Param: param, Name: name, Chosen: len(chosen)}
	left := slices.Clone(chosen)
	add := func(value, name string) {
		at := slices.Index(left, value)
		if at >= 0 {
			left = slices.Delete(left, at, at+1)
		}
		m.Options = append(m.Options, option{value, name, at >= 0})
	}
	if nobody != "" {
		add(report.Nobody, nobody)
	}
	for _, c := range choices {
		add(c.Value, named(c))
	}
	for _, value := range slices.Clone(left) {
		add(value, value)
	}
	if len(m.Options) > findFrom { // in a long list what is ticked would be out of sight
		slices.SortStableFunc(m.Options, func(a, b option) int { return rank(a) - rank(b) })
	}
	return m
}

// rank puts ticked options before the others.
func rank(o option) int {
	if o.Checked {
		return 0
	}
	return 1
}

// named is a choice's name, or its value where it has none.
func named(c report.Choice) string {
	if c.Name == "" {
		return c.Value
	}
	return c.Name
}

func (p Page) channelMenu() menu {
	return newMenu("channel", p.words().Channel, "", p.Choices.Channels, p.Filter.Channels)
}

func (p Page) originMenu() menu {
	var choices []report.Choice
	for _, o := range p.Lang.origins() {
		choices = append(choices, report.Choice{Value: o.Value, Name: o.Name})
	}
	return newMenu("origin", p.words().Origin, "", choices, p.Filter.Origins)
}

func (p Page) agentMenu() menu {
	return newMenu("agent", p.words().Agent, p.words().NoAgent, p.Choices.Agents, p.Filter.Agents)
}

func (p Page) tagMenu() menu {
	return newMenu("tag", p.words().Tags.Name, p.words().NoTag, p.Choices.Tags, p.Filter.Tags)
}

func (p Page) contactTagMenu() menu {
	return newMenu("contact_tag", p.words().ContactTags.Name, p.words().NoTag, p.Choices.ContactTags, p.Filter.ContactTags)
}

func (p Page) ratingMenu() menu {
	choices := []report.Choice{}
	for _, score := range []string{"5", "4", "3", "2", "1"} {
		choices = append(choices, report.Choice{Value: score})
	}
	return newMenu("rating", p.words().Rating, p.words().NoRating, choices, p.Filter.Ratings)
}

// origin is who started a conversation: its name on screen and its hue.
type origin struct {
	Origin      conversation.Origin
	Value, Name string
	Rule, Hue   string // Hue is the class of its colour, and the name of the colour after "--who-"
}

// origins are the four origins in the order in which screens show them.
func (l Lang) origins() []origin {
	return []origin{
		l.originOf(conversation.Inbound), l.originOf(conversation.Flow), l.originOf(conversation.Inbox), l.originOf(conversation.Other),
	}
}

// originOf describes one origin.
func (l Lang) originOf(o conversation.Origin) origin {
	w := l.words()
	switch o {
	case conversation.Inbound:
		return origin{o, "inbound", w.Inbound.Name, w.Inbound.Rule, "contact"}
	case conversation.Flow:
		return origin{o, "flow", w.Flow.Name, w.Flow.Rule, "flow"}
	case conversation.Inbox:
		return origin{o, "inbox", w.Inbox.Name, w.Inbox.Rule, "agent"}
	case conversation.Other:
		return origin{o, "other", w.Other.Name, w.Other.Rule, "other"}
	}
	return origin{Name: dash, Hue: "other"}
}

// agentName is the name of an agent's id, or the id, as a part of a sentence.
func (p Page) agentName(id string) string {
	for _, c := range p.Choices.Agents {
		if c.Value == id {
			return isolated(named(c))
		}
	}
	return isolated(id)
}

// capital makes the first letter large.
func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

// initials are up to two letters for a name: the first of its first and of its last word; none of a name without letters.
func initials(name string) string {
	var letters []rune
	start := true
	for _, r := range name {
		if start && unicode.IsLetter(r) {
			letters = append(letters, unicode.ToUpper(r))
			start = false
		}
		start = start || unicode.IsSpace(r)
	}
	if len(letters) > 2 {
		letters = []rune{letters[0], letters[len(letters)-1]}
	}
	return string(letters)
}

// findFrom is the length from which a list of values gets a box to search it.
const findFrom = 8

// situations is how many conditions of the menu of situations are in effect.
func (p Page) situations() int {
	n := 0
	for _, on := range []bool{p.Filter.Status != "", p.Filter.Waiting, p.Filter.Unanswered} {
		if on {
			n++
		}
	}
	return n
}

// userInitials stand for the user: the first letters of the address, or of the company.
func (p Page) userInitials() string {
	name, _, _ := strings.Cut(p.User, "@")
	if name == "" {
		return initials(p.company())
	}
	return initials(strings.ReplaceAll(name, ".", " "))
}
