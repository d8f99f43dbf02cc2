package views

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"relato/conversation"
)

// change is what was done to a setting: its name in the page's language, and what it was and became. A setting that this
// version does not know, and one whose values it cannot read, stand as they were written.
func (p Page) change(e LogEntry) (name, detail string) {
	account, hours := p.words().Settings.Account, p.words().Settings.Hours
	for _, s := range []struct {
		key, name string
		say       func(value string) (string, error)
	}{
		{"company", account.Company, saidText},
		{"timezone", account.Timezone, saidText},
		{"language", account.Language, saidLanguage},
		{"inactivity_hours", account.Inactivity, func(value string) (string, error) {
			return value + " " + p.Lang.unit(value, account.InactivityUnit), nil
		}},
		{"hours", hours.Hours.Name, p.Lang.saidHours},
		{"holidays", hours.Holidays.Name, p.Lang.saidHolidays},
	} {
		if s.key != e.About {
			continue
		}
		old, to, err := splitChange(e.Detail)
		if err == nil && old != "" {
			old, err = s.say(old)
		}
		if err == nil {
			to, err = s.say(to)
		}
		if err != nil {
			return s.name, e.Detail
		}
		return s.name, became(old, to)
	}
	if source, is := strings.CutPrefix(e.About, "source "); is {
		return p.sourceChange(source, e.Detail)
	}
	return e.about(), e.Detail
}

// sourceChange is what was done to a live source, and which of them.
func (p Page) sourceChange(name, detail string) (about, done string) {
	w := p.words().People.Log
	about = fmt.Sprintf(w.Source, isolated(name))
	deed, of, _ := strings.Cut(detail, ": ")
	switch deed {
	case "added":
		return about, fmt.Sprintf(w.SourceAdd, KindName(of))
	case "changed":
		options := p.words().Sources.Options
		var names []string
		for option := range strings.SplitSeq(of, ", ") {
			if option == "secret" {
				names = append(names, p.words().Sources.Secret)
				continue
			}
			names = append(names, options.named(option).Name)
		}
		return about, fmt.Sprintf(w.SourceChange, strings.Join(names, ", "))
	case "removed":
		return about, w.SourceRemove
	case "paused":
		return about, w.SourcePause
	case "resumed":
		return about, w.SourceResume
	}
	return about, detail
}

// changeArrow stands between what something was and what it became.
const changeArrow = " → "

// became says what something was and what it became, of what had no value only the latter.
func became(old, to string) string {
	if old == "" {
		return to
	}
	return old + changeArrow + cmp.Or(to, dash)
}

// splitChange takes a change of JSON texts apart; old is empty for what had no value.
func splitChange(detail string) (old, to string, err error) {
	if to, first := strings.CutPrefix(detail, changeArrow); first {
		return "", to, nil
	}
	var value json.RawMessage
	d := json.NewDecoder(strings.NewReader(detail))
	if err := d.Decode(&value); err != nil {
		return "", "", err
	}
	to, split := strings.CutPrefix(detail[d.InputOffset():], changeArrow)
	if !split {
		return "", "", io.ErrUnexpectedEOF
	}
	return string(value), to, nil
}

func saidText(value string) (said string, err error) {
	return said, json.Unmarshal([]byte(value), &said)
}

func saidLanguage(value string) (string, error) {
	tag, err := saidText(value)
	if lang := Lang(tag); slices.Contains(Langs, lang) {
		return lang.words().Name, err
	}
	return tag, err
}

func (l Lang) saidHours(value string) (string, error) {
	var hours conversation.Hours
	if err := json.Unmarshal([]byte(value), &hours); err != nil {
		return "", err
	}
	if !hours.Exist() {
		return dash, nil
	}
	return l.hours(hours), nil
}

func (l Lang) saidHolidays(value string) (string, error) {
	var dates []string
	err := json.Unmarshal([]byte(value), &dates)
	return l.count(len(dates), l.words().Holidays), err
}
