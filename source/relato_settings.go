package source

import (
	"slices"
	"strings"
	"time"

	"relato/conversation"
)

// Languages are the languages of the product.
var Languages = []string{"pt-BR", "es", "en"}

// The hours of silence that may end a conversation.
const (
	MinInactivity = 1
	MaxInactivity = 168
)

func (f *fields) settings(l lineFields) conversation.SettingsLine {
	s := conversation.SettingsLine{Company: f.optional("company", l.company)}
	if zone := f.optional("timezone", l.timezone); zone != nil {
		if !IsZone(*zone) {
			f.bad("timezone", l.timezone, "an IANA time zone like America/Sao_Paulo")
		}
		s.Timezone = zone
	}
	if !l.language.absent() {
		language := Languages[f.choice("language", l.language, Languages)]
		s.Language = &language
	}
	s.Hours = f.schedule(l.hours)
	s.Holidays = f.dates("holidays", l.holidays)
	if !l.inactivityHours.absent() {
		hours := int(f.integer("inactivity_hours", l.inactivityHours, MinInactivity, MaxInactivity, "an integer from 1 to 168"))
		s.InactivityHours = &hours
	}
	return s
}

// IsZone tells whether name is a zone of the IANA database. Machines know more names than these, which mean another zone on
// another machine, or count leap seconds, so that hours would not begin where they do.
func IsZone(name string) bool {
	switch begin, _, _ := strings.Cut(name, "/"); begin {
	case "", "Local", "localtime", "posixrules", "Factory", "posix", "right":
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}

// schedule is the whole schedule of a settings line, where days that are not named have no hours; nil when absent.
func (f *fields) schedule(v value) *conversation.Hours {
	if v.absent() {
		return nil
	}
	if !v.isObject() {
		f.bad("hours", v, `an object like {"mon":["09:00-18:00"]}`)
		return nil
	}
	var hours conversation.Hours
	v.members(func(name []byte, v value) {
		day := slices.Index(conversation.Weekdays[:], string(name))
		if day < 0 {
			f.fail("hours", "%q is not a day, which are %s", name, listed(conversation.Weekdays[:]))
			return
		}
		hours[day] = f.spans("hours."+string(name), v)
	})
	return &hours
}

// spans are the intervals of one day.
func (f *fields) spans(field string, v value) []conversation.Span {
	var spans []conversation.Span
	f.list(field, v, "a list like [\"09:00-18:00\"]", func(s string) {
		span, err := conversation.ParseSpan(s)
		if err != nil {
			f.fail(field, "%v", err)
		}
		spans = append(spans, span)
	})
	return spans
}

// dates is a list of dates; nil when absent.
func (f *fields) dates(field string, v value) *[]string {
	dates := []string{}
	present := f.list(field, v, "a list of dates like 2026-12-25", func(s string) {
		if _, err := conversation.ParseDate(s); err != nil {
			f.fail(field, "%v", err)
		}
		dates = append(dates, s)
	})
	if !present {
		return nil
	}
	return &dates
}
