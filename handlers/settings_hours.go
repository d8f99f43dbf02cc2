package handlers

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"relato/conversation"
	"relato/report"
	"relato/views"
)

// hoursSettings shows the working hours and holidays.
func (s *Server) hoursSettings(c echo.Context, v visitor) error {
	settings, err := s.DB.Settings(c.Request().Context())
	if err != nil {
		return err
	}
	form := views.HoursForm{Hours: settings.Hours, Holidays: sortedDates(settings.Holidays)}
	for day, spans := range settings.Hours {
		form.Days[day] = dayForm(spans)
	}
	return s.showHours(c, v, http.StatusOK, form)
}

func (s *Server) showHours(c echo.Context, v visitor, status int, form views.HoursForm) error {
	return s.showPlain(c, v, status, func(p views.Page) templ.Component {
		return views.HoursSettings(p, form, wasSaved(c))
	})
}

// saveHours takes the working hours and holidays, all of them or none. A button that changes the form alone has it shown
// again, so that a week can be put together without a script too.
func (s *Server) saveHours(c echo.Context, v visitor) error {
	values, err := sentForm(c)
	if err != nil {
		return err
	}
	form, err := hoursForm(values)
	if err != nil {
		return err
	}
	if draft := values.Get(views.HoursDraft); draft != "" {
		if err := redraw(&form, strings.Fields(draft)); err != nil {
			return err
		}
		form.Draft = true
		return s.showHours(c, v, http.StatusOK, form)
	}
	addHoliday(&form)
	if form.Wrong() {
		return s.showHours(c, v, http.StatusUnprocessableEntity, form)
	}
	line := hoursLine(form)
	if _, err := s.DB.Append(c.Request().Context(), s.Now(), []conversation.Item{line}); err != nil {
		return err
	}
	return saved(c, "/settings/hours")
}

// hoursLine is a form that has nothing wrong as what the account is told.
func hoursLine(form views.HoursForm) conversation.SettingsLine {
	dates := make([]string, len(form.Holidays))
	for i, d := range form.Holidays {
		dates[i] = d.String()
	}
	return conversation.SettingsLine{Hours: &form.Hours, Holidays: &dates}
}

// hoursForm is what a form says, with what cannot be taken noted in it. The dates of holidays are not typed, so a wrong
// one is an error.
func hoursForm(values url.Values) (views.HoursForm, error) {
	form := views.HoursForm{Holiday: strings.TrimSpace(values.Get("new-holiday"))}
	for day, key := range conversation.Weekdays {
		from, to := values[key+"-from"], values[key+"-to"]
		for i := range min(len(from), len(to)) {
			if strings.TrimSpace(from[i]+to[i]) == "" {
				continue // closed
			}
			typed, span := readSpan(from[i], to[i])
			form.Days[day].Spans = append(form.Days[day].Spans, typed)
			if typed.Wrong == views.SpanTaken {
				form.Hours[day] = append(form.Hours[day], span)
			}
		}
		slices.SortFunc(form.Hours[day], func(a, b conversation.Span) int { return a.Start - b.Start })
	}
	for _, text := range values["holiday"] {
		date, err := conversation.ParseDate(text)
		if err != nil {
			return form, &report.ParamError{Param: "holiday", Value: text, Accepted: "YYYY-MM-DD"}
		}
		form.Holidays = append(form.Holidays, date)
	}
	form.Holidays = sortedDates(form.Holidays)
	return form, nil
}

// readSpan reads an interval of which at least one time was typed.
func readSpan(from, to string) (views.SpanForm, conversation.Span) {
	typed := views.SpanForm{From: strings.TrimSpace(from), To: strings.TrimSpace(to)}
	if typed.From == "" || typed.To == "" {
		typed.Wrong = views.SpanHalf
		return typed, conversation.Span{}
	}
	start, end := clockTime(typed.From), clockTime(typed.To)
	span, err := conversation.ParseSpan(start + "-" + end)
	switch {
	case err == nil:
		typed.From, typed.To = start, end
	case start != "" && start == end:
		typed.Wrong = views.SpanEmpty
	case start == "24:00":
		typed.Wrong = views.SpanLate
	default:
		typed.Wrong = views.SpanUnread
	}
	return typed, span
}

var typedTime = regexp.MustCompile(`^(\d{1,2})(?:[:.hH]?(\d{2})|[hH:])?$`)

// clockTime is a time of day as people type it, 9, 9h, 9h30, 930 or 09:30, in the one form that is stored. What it
// cannot read becomes empty.
func clockTime(typed string) string {
	parts := typedTime.FindStringSubmatch(typed)
	if parts == nil {
		return ""
	}
	hour, minute := parts[1], parts[2]
	if len(hour) == 1 {
		hour = "0" + hour
	}
	if minute == "" {
		minute = "00"
	}
	return hour + ":" + minute
}

// dayForm shows what holds on a day.
func dayForm(spans []conversation.Span) views.DayForm {
	var day views.DayForm
	for _, s := range spans {
		from, to, _ := strings.Cut(s.String(), "-")
		day.Spans = append(day.Spans, views.SpanForm{From: from, To: to})
	}
	return day
}

// redraw changes a form as one of its buttons says.
func redraw(form *views.HoursForm, draft []string) error {
	about := append(draft, "", "", "")[1:]
	switch draft[0] {
	case views.HoursLook:
		return nil
	case views.HolidayAdd:
		addHoliday(form)
		return nil
	case views.HolidayDrop:
		form.Holidays = slices.DeleteFunc(form.Holidays, func(d conversation.Date) bool { return d.String() == about[0] })
		return nil
	case views.HolidaysTaken, views.HolidaysMaybe:
		if year, err := strconv.Atoi(about[0]); err == nil && year >= 1 && year <= 9999 {
			addFeasts(form, draft[0], year)
			return nil
		}
	case views.HoursAdd, views.HoursCopy, views.HoursDrop:
		if day := slices.Index(conversation.Weekdays[:], about[0]); day >= 0 {
			return redrawDay(form, draft[0], time.Weekday(day), about[1])
		}
	}
	return &report.ParamError{Param: views.HoursDraft, Value: strings.Join(draft, " "), Accepted: "the buttons of the form"}
}

func redrawDay(form *views.HoursForm, what string, day time.Weekday, number string) error {
	d := &form.Days[day]
	switch what {
	case views.HoursAdd:
		d.Spans = append(d.Spans, views.SpanForm{})
		d.Fresh = true
	case views.HoursCopy:
		for other := time.Monday; other <= time.Friday; other++ {
			form.Days[other], form.Hours[other] = *d, form.Hours[day]
		}
	case views.HoursDrop:
		i, err := strconv.Atoi(number)
		if err != nil || i < 0 || i >= len(d.Spans) {
			return &report.ParamError{Param: views.HoursDraft, Value: number, Accepted: "the number of an interval"}
		}
		d.Spans = slices.Delete(slices.Clone(d.Spans), i, i+1)
		form.Hours[day] = nil
		for _, typed := range d.Spans {
			if again, span := readSpan(typed.From, typed.To); again.Wrong == views.SpanTaken {
				form.Hours[day] = append(form.Hours[day], span)
			}
		}
	}
	return nil
}

// addHoliday adds the date that was typed, if there is one.
func addHoliday(form *views.HoursForm) {
	if form.Holiday == "" {
		return
	}
	date, err := conversation.ParseDate(form.Holiday)
	if err != nil {
		form.HolidayWrong = true
		return
	}
	form.Holiday = ""
	form.Holidays = sortedDates(append(form.Holidays, date))
}

func addFeasts(form *views.HoursForm, which string, year int) {
	days := conversation.NationalHolidays
	if which == views.HolidaysMaybe {
		days = conversation.OptionalPoints
	}
	for _, d := range days(year) {
		form.Holidays = append(form.Holidays, d.Date)
	}
	form.Holidays = sortedDates(form.Holidays)
}

// sortedDates are dates in order, each once.
func sortedDates(dates []conversation.Date) []conversation.Date {
	dates = slices.Clone(dates)
	slices.SortFunc(dates, conversation.Date.Compare)
	return slices.Compact(dates)
}
