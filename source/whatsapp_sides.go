package source

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// author is one who wrote in a chat.
type author struct {
	name     string
	messages int
}

// authorsOf lists who wrote or called in a chat, in order of appearance.
func authorsOf(entries []entry) []author {
	var authors []author
	known := map[string]int{}
	for _, e := range entries {
		if e.author == "" {
			continue
		}
		i, ok := known[e.author]
		if !ok {
			i = len(authors)
			known[e.author] = i
			authors = append(authors, author{name: e.author})
		}
		if !isCall(e.body) {
			authors[i].messages++
		}
	}
	return authors
}

// checkOneContact refuses the chat of a group.
func checkOneContact(entries []entry, authors []author) error {
	for _, e := range entries {
		if e.author == "" && isGroupNotice(e.body) {
			return fmt.Errorf("this is the chat of a group: see line %d; reports are on conversations with one contact", e.line)
		}
	}
	if len(authors) > 2 {
		return fmt.Errorf("this is the chat of a group: %d authors write in it (%s); reports are on conversations with one contact",
			len(authors), described(authors))
	}
	return nil
}

// described names authors with the number of their messages.
func described(authors []author) string {
	const most = 5
	names := make([]string, 0, most+1)
	for i, a := range authors {
		if i == most {
			names = append(names, "…")
			break
		}
		noun := "messages"
		if a.messages == 1 {
			noun = "message"
		}
		names = append(names, fmt.Sprintf("%q with %d %s", a.name, a.messages, noun))
	}
	return strings.Join(names, ", ")
}

// findSides tells which author is the company and which the contact. Who is who is never guessed: the caller says it,
// or the file is named after the contact. Where only one side ever wrote, the file's name has to tell the other.
//
// The company's name stays empty where it never wrote and the caller has named the channel instead.
func findSides(authors []author, named string, o Options) (company, contact string, err error) {
	us := o.Us
	is := func(name string) func(author) bool {
		return func(a author) bool { return sameAuthor(a.name, name) }
	}
	names := make([]string, len(authors))
	for i, a := range authors {
		names[i] = a.name
	}
	i := slices.IndexFunc(authors, is(us))
	c := slices.IndexFunc(authors, is(named))
	switch {
	case us != "" && i < 0 && (len(authors) > 1 || c < 0):
		return "", "", &OptionError{"us", fmt.Sprintf("--us %q is none of the authors: %s", us, described(authors)), names}
	case us == "" && len(authors) == 1 && c == 0 && o.Channel != "":
		return "", authors[0].name, nil
	case us == "" && (c < 0 || len(authors) == 1):
		return "", "", &OptionError{"us", fmt.Sprintf("the file does not say who is the company; name it with --us: %s", described(authors)), names}
	case us == "":
		return authors[1-c].name, authors[c].name, nil
	case len(authors) == 2:
		return authors[i].name, authors[1-i].name, nil
	case i < 0: // only the contact wrote
		return cleanName(us), authors[0].name, nil
	case named == "" || c == 0:
		return "", "", fmt.Errorf("only %q wrote, so the contact is known neither from the chat nor from the file's name; name the file \"WhatsApp Chat with NAME.txt\"", authors[i].name)
	}
	return authors[i].name, cleanName(named), nil
}

// phonePattern is how WhatsApp writes an author who is not in the phone's address book.
var phonePattern = regexp.MustCompile(`^\+[\d ().-]{8,}$`)

// phoneOf is the number of an author who has no name: + and digits; else empty.
func phoneOf(name string) string {
	if !phonePattern.MatchString(name) {
		return ""
	}
	return "+" + strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, name)
}

// authorID is what identifies an author over several exports: the phone number, else the name.
func authorID(name string) string {
	if phone := phoneOf(name); phone != "" {
		return phone
	}
	return name
}

func sameAuthor(name, other string) bool {
	return other != "" && authorID(name) == authorID(cleanName(other))
}

// exportName is how WhatsApp names the file of a chat. Browsers add " (1)" to the second download.
var exportName = regexp.MustCompile(`(?i)^(?:WhatsApp[ -]Chat (?:with|mit|-)|Chat de WhatsApp (?:con|-)|Conversa do WhatsApp (?:com|-)|` +
	`Discussion WhatsApp avec|Chat WhatsApp con) (.+?)(?: \(\d+\))?$`)

// contactOfFile is the contact after whom WhatsApp named a file; empty where the name does not tell.
func contactOfFile(file string) string {
	name := norm.NFC.String(path.Base(strings.ReplaceAll(file, `\`, "/")))
	for _, ext := range []string{".gz", ".txt", ".zip"} {
		if n := len(name) - len(ext); n > 0 && strings.EqualFold(name[n:], ext) {
			name = name[:n]
		}
	}
	m := exportName.FindStringSubmatch(name)
	if m == nil {
		return ""
	}
	return cleanName(m[1])
}
