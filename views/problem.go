package views

import (
	"fmt"
	"time"

	"relato/report"
)

// BadParam says what is wrong with a value in an address, and what to write instead.
func BadParam(l Lang, e *report.ParamError) string {
	w := &l.words().Problem
	format := w.BadParam
	switch e.Want {
	case report.WantDateUntil, report.WantNoHours, report.WantFewerRows, report.WantFewerValues, report.WantShorter:
		format = "%[3]s (%[2]s=“%[1]s”)" // it is understood, and asks for what there is not
	}
	return fmt.Sprintf(format, isolated(brief(e.Value)), e.Param, accepts(l, w, e))
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
	case report.WantFewerValues:
		return fmt.Sprintf(w.FewerValues, args...)
	case report.WantShorter:
		return fmt.Sprintf(w.Shorter, args...)
	case report.WantEncoded:
		return w.Encoded
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

// StartingLine says that there is no page yet, and that there soon is.
func StartingLine(l Lang) string {
	w := &l.words().Problem
	return w.Starting + ". " + w.StartingHow
}

// StatusText says what to do about a status, empty where that depends on more. wait is how long to wait before another
// attempt; 0 = not known.
func StatusText(l Lang, status int, wait time.Duration) string {
	w := &l.words().Problem
	switch status {
	case 401:
		return w.SignIn
	case 403:
		return w.Forbidden
	case 404:
		return w.NotFound
	case 405:
		return w.MethodNotAllowedHow
	case 413:
		return w.TooLarge
	case 429:
		if wait > 0 {
			return fmt.Sprintf(w.TryAgainIn, l.duration(int64(wait.Seconds())))
		}
		return w.Busy
	}
	return ""
}
