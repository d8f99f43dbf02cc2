package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"relato/conversation"
)

// weekForm is what the form of working hours sends: for each day its times in pairs.
func weekForm(days map[string][]string) url.Values {
	form := url.Values{"new-holiday": {""}}
	for _, day := range conversation.Weekdays {
		times := days[day]
		if len(times) == 0 {
			times = []string{"", ""}
		}
		for i := 0; i < len(times); i += 2 {
			form.Add(day+"-from", times[i])
			form.Add(day+"-to", times[i+1])
		}
	}
	return form
}

func with(form url.Values, name string, values ...string) url.Values {
	form[name] = values
	return form
}

// hoursOf writes what a day's hours are.
func hoursOf(h conversation.Hours, day time.Weekday) string {
	var texts []string
	for _, s := range h[day] {
		texts = append(texts, s.String())
	}
	return strings.Join(texts, " ")
}

func TestHoursSettings(t *testing.T) {
	a := newAccount(t)
	a.signInAs(t, "chefe@example.com", "admin")
	form := weekForm(map[string][]string{
		"mon": {"13h", "18:00", " 9 ", "12h00"}, "tue": {"0930", "1200", "", ""}, "fri": {"22:00", "06:00"}, "sat": {"0", "24"},
	})
	form["holiday"], form["new-holiday"] = []string{"2026-12-25", "2026-01-01"}, []string{"2026-11-20"}
	w := a.post("/settings/hours", form)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/settings/hours?saved=1" {
		t.Fatalf("saving: %d to %q\n%s", w.Code, w.Header().Get("Location"), w.Body)
	}
	settings, err := a.db.Settings(t.Context())
	check(t, err)
	for day, want := range map[time.Weekday]string{
		time.Monday: "09:00-12:00 13:00-18:00", time.Tuesday: "09:30-12:00", time.Wednesday: "", time.Friday: "22:00-06:00",
		time.Saturday: "00:00-24:00", time.Sunday: "",
	} {
		if got := hoursOf(settings.Hours, day); got != want {
			t.Errorf("%s is %q, want %q", day, got, want)
		}
	}
	if got, want := fmt.Sprint(settings.Holidays), "[2026-01-01 2026-11-20 2026-12-25]"; got != want {
		t.Errorf("holidays are %s, want %s", got, want)
	}
	page := a.get("/settings/hours?saved=1&lang=en").Body.String()
	for _, want := range []string{
		`value="22:00"`, "22:00–06:00 ends on the next day (Saturday)", "36 h 30 min a week", "Black Consciousness", "Saved.",
		"the time they have in common counts once", // Friday's night and all of Saturday
	} {
		if !strings.Contains(strings.ReplaceAll(page, "\u00a0", " "), want) {
			t.Errorf("the page has no %q", want)
		}
	}

	// Nothing at all is no schedule.
	if w := a.post("/settings/hours", weekForm(nil)); w.Code != http.StatusSeeOther {
		t.Errorf("closing all days: %d", w.Code)
	}
	settings, err = a.db.Settings(t.Context())
	check(t, err)
	if settings.Hours.Exist() || len(settings.Holidays) > 0 {
		t.Errorf("there still are %+v", settings)
	}
}

func TestHoursThatCannotBeTaken(t *testing.T) {
	a := newAccount(t)
	a.signInAs(t, "chefe@example.com", "admin")
	before, err := a.db.Settings(t.Context())
	check(t, err)
	for _, tt := range []struct {
		name, from, to, holiday string
		says                    string
	}{
		{"no time at all", "nine", "18:00", "", "nine–18:00 cannot be read"},
		{"an hour too many", "09:00", "25:00", "", "09:00–25:00 cannot be read"},
		{"a minute too many", "09:60", "18:00", "", "09:60–18:00 cannot be read"},
		{"markup", "<b>", "18:00", "", "&lt;b&gt;–18:00 cannot be read"},
		{"no end", "09:00", "", "", "The start or the end"},
		{"no start", "", "18:00", "", "The start or the end"},
		{"an end that is the start", "9", "09:00", "", "starts and ends at the same time"},
		{"a start at the end", "24:00", "06:00", "", "24:00 can only be an end"},
		{"a date that does not exist", "09:00", "18:00", "2026-02-30", "There is no such date"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			form := with(weekForm(map[string][]string{"mon": {tt.from, tt.to}, "tue": {"08:00", "17:00"}}), "new-holiday", tt.holiday)
			w := a.post("/settings/hours?lang=en", form)
			if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), tt.says) {
				t.Errorf("%d without %q in\n%s", w.Code, tt.says, w.Body)
			}
			if !strings.Contains(w.Body.String(), `aria-invalid="true"`) || !strings.Contains(w.Body.String(), `value="08:00"`) {
				t.Error("the field is not marked, or what else was typed is gone")
			}
		})
	}
	if w := a.post("/settings/hours", with(weekForm(nil), "holiday", "soon")); w.Code != http.StatusBadRequest {
		t.Errorf("a forged holiday answers %d", w.Code)
	}
	after, err := a.db.Settings(t.Context())
	check(t, err)
	if fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("a wrong form changed %+v to %+v", before, after)
	}
}

// TestAWeekIsPutTogetherWithoutAScript presses the buttons that change the form and save nothing.
func TestAWeekIsPutTogetherWithoutAScript(t *testing.T) {
	a := newAccount(t)
	a.signInAs(t, "chefe@example.com", "admin")
	week := map[string][]string{"mon": {"08:00", "12:00", "13:00", "17:30"}, "sat": {"09:00", "13:00"}}
	for _, tt := range []struct {
		do      string
		holiday string
		has     []string
		times   map[string]int // how often a value stands in a field
	}{
		{"look", "", []string{"12 h 30 min a week"}, map[string]int{"08:00": 1}},
		{"add sat", "", []string{`id="sat-from-1"`, "autofocus"}, map[string]int{"09:00": 1}},
		{"drop mon 0", "", nil, map[string]int{"08:00": 0, "13:00": 2, "17:30": 1}},
		{"copy mon", "", []string{"46 h 30 min a week"}, map[string]int{"08:00": 5, "17:30": 5, "09:00": 1}},
		{"holiday", "2026-07-09", nil, map[string]int{"2026-07-09": 1, "2026-12-25": 1}},
		{"holiday", "2026-13-09", []string{"There is no such date"}, map[string]int{"2026-12-25": 1}},
		{"reopen 2026-12-25", "", []string{"No holidays yet"}, map[string]int{"2026-12-25": 0}},
		{"national 2026", "", []string{"Good Friday"}, map[string]int{"2026-04-03": 1, "2026-11-20": 1, "2026-12-25": 1, "2026-02-17": 0}},
		{"optional 2027", "", []string{"Corpus Christi"}, map[string]int{"2027-02-09": 1, "2027-05-27": 1, "2027-01-01": 0}},
	} {
		t.Run(tt.do, func(t *testing.T) {
			form := with(weekForm(week), "holiday", "2026-12-25")
			form["do"], form["new-holiday"] = []string{tt.do}, []string{tt.holiday}
			w := a.post("/settings/hours?lang=en", form)
			body := strings.ReplaceAll(w.Body.String(), "\u00a0", " ")
			if w.Code != http.StatusOK || !strings.Contains(body, "not saved yet") {
				t.Fatalf("%d\n%s", w.Code, body)
			}
			for _, want := range tt.has {
				if !strings.Contains(body, want) {
					t.Errorf("there is no %q", want)
				}
			}
			for value, want := range tt.times {
				if got := strings.Count(withoutOptions(body), `value="`+value+`"`); got != want {
					t.Errorf("%s stands in %d fields, want %d", value, got, want)
				}
			}
		})
	}
	for _, do := range []string{"fly", "add", "add someday", "drop mon 9", "drop mon x", "national soon", "national -1", "optional"} {
		if w := a.post("/settings/hours", with(weekForm(week), "do", do)); w.Code != http.StatusBadRequest {
			t.Errorf("%q answers %d", do, w.Code)
		}
	}
	settings, err := a.db.Settings(t.Context())
	check(t, err)
	if slices.ContainsFunc(settings.Holidays, func(d conversation.Date) bool { return d.Year == 2027 }) {
		t.Error("a draft was saved")
	}
}

// withoutOptions is a page without the lists that fields offer.
func withoutOptions(page string) string {
	before, after, _ := strings.Cut(page, `<datalist`)
	_, after, _ = strings.Cut(after, `</datalist>`)
	return before + after
}
