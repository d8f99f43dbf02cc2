package source

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// MaxChat is the longest text of a chat that is read, in bytes after unpacking. WhatsApp itself writes at most 40,000
// messages into an export.
const MaxChat = 256 << 20

// readChat reads the text of a chat, counting what really comes and not what an archive promises.
func readChat(r io.Reader) (string, error) {
	var text strings.Builder
	n, err := io.Copy(&text, io.LimitReader(r, MaxChat+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("reading the chat: %w", err)
	case n > MaxChat:
		return "", errors.New("the chat is longer than 256 MiB, which no export is")
	}
	return text.String(), nil
}

// head is a line of a chat that starts like a message.
type head struct {
	header
	line       int64
	start, end int // of the line in the chat, its line end left out
}

// entry is a message or notice of a chat.
type entry struct {
	line   int64
	local  int64  // seconds on the phone's clock, counted as if it showed UTC
	author string // empty = a notice of WhatsApp itself
	body   string // its text with all lines, which only tells calls from messages and is not kept
}

// looksLikeChat tells whether one of the first lines of a text starts like a message.
func looksLikeChat(start []byte) bool {
	n := 0
	for line := range strings.Lines(string(start)) {
		if _, ok := parseHeader(chomp(line)); ok {
			return true
		}
		if n++; n == 10 {
			break
		}
	}
	return false
}

// findHeads finds the lines of a chat that start like its first message does, and counts all lines.
func findHeads(chat string) (heads []head, lines int64) {
	start := 0
	for line := range strings.Lines(chat) {
		lines++
		h, ok := parseHeader(chomp(line))
		if ok && (len(heads) == 0 || h.style == heads[0].style) {
			heads = append(heads, head{h, lines, start, start + len(chomp(line))})
		}
		start += len(line)
	}
	return heads, lines
}

// chomp takes the end off a line.
func chomp(line string) string { return strings.TrimRight(line, "\r\n") }

// split cuts a chat into entries. What an author pasted may look like a message, so a header counts as text where it
// is clearly out of order: more than an hour before the message above it, or at all out of order when its author is
// none of the two who are known to write. Names that are known beforehand may contain ": ".
func split(chat string, heads []head, order string, names []string, now time.Time) []entry {
	var entries []entry
	starts := make([]int, 0, len(heads)) // of the entries' bodies
	ends := make([]int, 0, len(heads))
	authors := map[string]bool{}
	latest := now.Add(2 * maxAhead).Unix()
	last := int64(0)
	for i, h := range heads {
		at, ok := h.local(order)
		author, body := splitAuthor(h.header, names)
		stranger := author != "" && len(authors) >= 2 && !authors[author]
		if i > 0 && (!ok || at < last-backward || stranger && (at < last || goesBack(heads[i:], order))) {
			continue
		}
		if at <= latest { // a date ahead of the clock must not make text of all that follows
			last = max(last, at)
		}
		if author != "" {
			authors[author] = true
		}
		ends = append(ends, h.start)
		starts = append(starts, h.end-len(body))
		entries = append(entries, entry{line: h.line, local: at, author: author})
	}
	ends = append(ends, len(chat))
	for i := range entries {
		entries[i].body = chomp(chat[starts[i]:ends[i+1]])
	}
	return entries
}

// goesBack tells whether the header after the first of heads has an earlier time than it.
func goesBack(heads []head, order string) bool {
	if len(heads) < 2 {
		return false
	}
	at, _ := heads[0].local(order)
	next, ok := heads[1].local(order)
	return ok && next < at
}

// splitAuthor parts the author from the text of a message; the author is empty for a notice of WhatsApp. Android
// writes notices without an author, iOS under the name of the contact, the company or the group, marked by a character
// without width: a name that is known beforehand does not make a message of them.
func splitAuthor(h header, names []string) (author, body string) {
	author, body, ok := cutAuthor(h.rest, names)
	switch {
	case !ok, author == "":
		return "", h.rest
	case h.end != "]" && !slices.Contains(names, author) && isNotice(author): // a notice with a colon in it
		return "", h.rest
	case h.end == "]" && isMarkedNotice(body):
		return "", body
	}
	return author, body
}

// cutAuthor cuts a line behind its header at the end of one of the names, else at its first colon. ok is false where
// there is neither.
func cutAuthor(line string, names []string) (author, body string, ok bool) {
	for _, name := range names {
		if body, ok := strings.CutPrefix(line, name+": "); ok && name != "" {
			return name, body, true
		}
	}
	author, body, ok = strings.Cut(line, ": ")
	if !ok {
		author, ok = strings.CutSuffix(line, ":") // an empty message whose space an editor took away
	}
	return cleanName(author), body, ok
}

// nameSpaces are what names show as a space or hyphen but do not have when they are typed.
var nameSpaces = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2011", "-")

// cleanName is an author's name as people write it.
func cleanName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(directionMarks, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, "\ufffd"))
	return norm.NFC.String(strings.TrimSpace(nameSpaces.Replace(name)))
}
