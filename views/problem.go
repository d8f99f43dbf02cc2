package views

import (
	"fmt"
	"net/http"
	"time"

	"relato/report"
)

// BadParam says what is wrong with a value in an address, and what to write instead.
func BadParam(l Lang, e *report.ParamError) string {
	w := &l.words().Problem
	return fmt.Sprintf(w.BadParam, isolated(brief(e.Value)), e.Param, accepts(l, w, e))
}

// accepts says what a parameter accepts.
func accepts(l Lang, w *problemWords, e *report.ParamError) string {
	args := make([]any, len(e.Args))
	for i, arg := range e.Args {
		args[i] = arg
		if n, ok := arg.(int); ok {
			args[i] = l.number(int64(n))
		}
	}
	switch e.Want {
	case report.WantDate:
		return w.Date
	case report.WantDateUntil:
		return fmt.Sprintf(w.DateUntil, args...)
	case report.WantNumber:
		return fmt.Sprintf(w.Number, args...)
	case report.WantInstant:
		return w.Instant
	case report.WantSpan:
		return w.Span
	case report.WantNoHours:
		return w.NoHours
	case report.WantFewerRows:
		return fmt.Sprintf(w.FewerRows, args...)
	}
	return fmt.Sprintf(w.OneOf, e.Accepted)
}

// brief is a text cut to what a sentence can bear.
func brief(s string) string {
	const most = 60
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}

// NoConversation says that there is no conversation at an address, for its reader at least.
func NoConversation(l Lang) string { return l.words().Problem.NoConversation }

// OtherSite says that a form came from another site.
func OtherSite(l Lang) string { return l.words().Problem.OtherSite }

// StatusText says what to do about a status, empty where that depends on more. wait is how long to wait before another
// attempt; 0 = not known.
func StatusText(l Lang, status int, wait time.Duration) string {
	w := &l.words().Problem
	switch status {
	case http.StatusUnauthorized:
		return w.SignIn
	case http.StatusForbidden:
		return w.Forbidden
	case http.StatusNotFound:
		return w.NotFound
	case http.StatusMethodNotAllowed:
		return w.MethodNotAllowedHow
	case http.StatusRequestEntityTooLarge:
		return w.TooLarge
	case http.StatusTooManyRequests:
		if wait > 0 {
			return fmt.Sprintf(w.TryAgainIn, l.duration(int64(wait.Seconds())))
		}
		return w.Busy
	}
	return ""
}
