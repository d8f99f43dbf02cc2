package main

import (
	"fmt"
	"slices"
	"strings"

	"relato/conversation"
)

// weekFromMonday are the days in the order in which people write working hours.
var weekFromMonday = append(slices.Clone(conversation.Weekdays[1:]), conversation.Weekdays[0])

// hoursValue reads working hours: JSON as in the import format, or "mon-fri 09:00-12:00,13:00-18:00; sat 09:00-13:00",
// or none.
func hoursValue(s string) (any, error) {
	if strings.HasPrefix(s, "{") {
		return rawJSON(s)
	}
	hours := map[string][]string{}
	if s == none {
		return hours, nil
	}
	for part := range strings.SplitSeq(s, ";") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		days, spans, err := parseDays(part)
		if err != nil {
			return nil, err
		}
		for _, day := range days {
			hours[day] = append(hours[day], spans...)
		}
	}
	if len(hours) == 0 {
		return nil, fmt.Errorf("there are no hours in it; write like \"mon-fri 09:00-18:00\", or none")
	}
	return hours, nil
}

// parseDays reads "mon-fri 09:00-12:00,13:00-18:00".
func parseDays(part string) (days, spans []string, err error) {
	words := strings.Fields(strings.ReplaceAll(part, "–", "-"))
	if len(words) < 2 {
		return nil, nil, fmt.Errorf("%q is not like \"mon-fri 09:00-18:00\"", strings.TrimSpace(part))
	}
	for name := range strings.SplitSeq(words[0], ",") {
		named, err := dayRange(strings.ToLower(name))
		if err != nil {
			return nil, nil, err
		}
		days = append(days, named...)
	}
	for span := range strings.SplitSeq(strings.Join(words[1:], ","), ",") {
		if span == "" {
			continue
		}
		parsed, err := conversation.ParseSpan(span)
		if err != nil {
			return nil, nil, err
		}
		spans = append(spans, parsed.String())
	}
	return days, spans, nil
}

// dayRange reads "mon" or "mon-fri"; "sat-mon" goes on over Sunday.
func dayRange(s string) ([]string, error) {
	first, last, isRange := strings.Cut(s, "-")
	if !isRange {
		last = first
	}
	from, to := slices.Index(weekFromMonday, first), slices.Index(weekFromMonday, last)
	if from < 0 || to < 0 {
		return nil, fmt.Errorf("%q is not a day or range of days; days are %s", s, strings.Join(weekFromMonday, ", "))
	}
	days := []string{weekFromMonday[from]}
	for from != to {
		from = (from + 1) % len(weekFromMonday)
		days = append(days, weekFromMonday[from])
	}
	return days, nil
}
