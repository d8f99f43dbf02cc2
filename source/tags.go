package source

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"relato/conversation"
)

// TagChanges are the events, without times and keys, by which one set of tags becomes another. What cannot be a tag is
// left out.
func TagChanges(before, after []string) []conversation.Event {
	before, after = tagSet(before), tagSet(after)
	var events []conversation.Event
	for _, tag := range before {
		if !slices.Contains(after, tag) {
			events = append(events, conversation.Event{Kind: conversation.Untag, Tag: tag})
		}
	}
	for _, tag := range after {
		if !slices.Contains(before, tag) {
			events = append(events, conversation.Event{Kind: conversation.Tag, Tag: tag})
		}
	}
	return events
}

// tagSet are the tags that names stand for: trimmed, NFC, sorted, each once.
func tagSet(names []string) []string {
	var tags []string
	for _, name := range names {
		if tag := norm.NFC.String(strings.TrimSpace(name)); tag != "" && tag != reserved {
			tags = append(tags, tag)
		}
	}
	slices.Sort(tags)
	return slices.Compact(tags)
}
