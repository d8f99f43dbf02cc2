package views

import (
	"cmp"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"relato/report"
)

// LogEntry is one line of the audit log.
type LogEntry struct {
	At                                time.Time
	Who, Deed, About, Detail, Address string // Who empty = the command line
	Refused                           bool

	// What the detail says, for deeds whose details are facts and not words; else nil.
	User   *LogUser
	Import *LogImport
	Share  *LogShare
}

// LogUser is what of a user became another: what it was and is; nil = it stayed.
type LogUser struct{ Name, Role *[2]string }

// LogImport counts what came of a file.
type LogImport struct{ New, Known, Rejected int64 }

// LogShare is what a share shows, and until when.
type LogShare struct {
	Kept
	Until time.Time
}

// Log is a page of the audit log.
type Log struct {
	Entries   []LogEntry
	Total     int // lines that the filter chooses
	Who, Deed string
	Deeds     []string // that can be chosen
	Page      int      // from 1
	Limit     int      // lines a page
}

// AuditLog is the page of the audit log.
func AuditLog(p Page, l Log) templ.Component { return auditLog(p, l) }

// LogColumns are the columns of the audit log as a file.
var LogColumns = []report.Column[LogEntry]{
	{Key: "at", Value: func(_ *report.Account, e *LogEntry) report.Value {
		return report.Value{Kind: report.Instant, Num: e.At.Unix()}
	}},
	logText("who", func(e *LogEntry) string { return e.Who }),
	logText("what", func(e *LogEntry) string { return e.Deed }),
	logText("about", func(e *LogEntry) string { return e.About }),
	logText("detail", func(e *LogEntry) string { return e.Detail }),
	logText("address", func(e *LogEntry) string { return e.Address }),
	{Key: "refused", Value: func(_ *report.Account, e *LogEntry) report.Value {
		if e.Refused {
			return report.Value{Kind: report.Flag, Num: 1}
		}
		return report.Value{Kind: report.Flag}
	}},
}

func logText(key string, of func(*LogEntry) string) report.Column[LogEntry] {
	return report.Column[LogEntry]{Key: key, Value: func(_ *report.Account, e *LogEntry) report.Value {
		text := of(e)
		return report.Value{Kind: report.Text, Text: text, Empty: text == ""}
	}}
}

// deed names a deed; one that a later version wrote stands as it is.
func (p Page) deed(deed string) string {
	w := p.words().People.Log
	for _, d := range []struct{ key, name string }{
		{"sign_in", w.SignIn}, {"sign_out", w.SignOut}, {"user_add", w.UserAdd}, {"user_change", w.UserChange},
		{"user_remove", w.UserRemove}, {"password_link", w.Link}, {"password_change", w.Password}, {"sessions_end", w.Sessions},
		{"totp_on", w.FactorOn}, {"totp_off", w.FactorOff}, {"recovery_codes", w.RecoveryCodes}, {"recovery_code_use", w.RecoveryUse},
		{"token_add", w.TokenAdd}, {"token_revoke", w.TokenRevoke},
		{"share_add", w.ShareAdd}, {"share_revoke", w.ShareRevoke}, {"share_remove", w.ShareRemove}, {"setting_change", w.Setting}, {"export", w.Export},
		{"import", w.Import},
	} {
		if d.key == deed {
			return d.name
		}
	}
	return deed
}

// deedOptions are the deeds to choose from.
func (p Page) deedOptions(deeds []string) []Option {
	options := []Option{{"", p.words().People.Log.AnyDeed}}
	for _, d := range deeds {
		options = append(options, Option{d, p.deed(d)})
	}
	return options
}

// logWho names who did something.
func (p Page) logWho(who string) string {
	w := p.words().People.Log
	if who == "?" {
		return w.Stranger
	}
	return cmp.Or(who, w.CommandLine)
}

// logAbout is what something was done to, and what was done, as people read them; empty = the deed says it all.
func (p Page) logAbout(e LogEntry) string {
	if e.Deed == "setting_change" {
		return dotted(p.change(e))
	}
	return dotted(e.about(), p.logDetail(e))
}

// about is what something was done to, unless it is who did it.
func (e LogEntry) about() string {
	if strings.EqualFold(e.About, e.Who) {
		return ""
	}
	return e.About
}

// logDetail is the detail in the page's language. What an earlier version wrote in words stands as it is.
func (p Page) logDetail(e LogEntry) string {
	w := p.words().People
	switch {
	case e.Share != nil:
		line := p.keptLine("", e.Share.Kept)
		return dotted(line.Report, line.Period, line.Conditions, fmt.Sprintf(p.words().Sharing.Until, p.dayOf(e.Share.Until)))
	case e.Import != nil:
		return strings.Join([]string{
			p.Lang.count(int(e.Import.New), w.Log.New), p.Lang.count(int(e.Import.Known), w.Log.Known),
			p.Lang.count(int(e.Import.Rejected), w.Log.Rejected),
		}, ", ")
	case e.User != nil:
		return p.logUser(e.User)
	}
	switch e.Deed {
	case "export", "token_add": // the query of an address
		return limitText(e.Detail)
	case "user_add", "user_remove":
		return w.Users.role(e.Detail)
	case "sessions_end":
		if n, err := strconv.Atoi(e.Detail); err == nil {
			return p.Lang.count(n, w.Log.Ended)
		}
	case "sign_in":
		if e.Detail == "code" {
			return w.Factor.Code
		}
	}
	return e.Detail
}

// logUser is what of a user became another.
func (p Page) logUser(u *LogUser) string {
	var name, role string
	if u.Name != nil {
		name = became(u.Name[0], u.Name[1])
	}
	if w := p.words().People.Users; u.Role != nil {
		role = w.role(u.Role[0]) + changeArrow + w.role(u.Role[1])
	}
	return dotted(name, role)
}

// query is the part of an address that chooses lines.
func (l Log) query(p Page) url.Values {
	q := url.Values{}
	for key, value := range map[string]string{"who": l.Who, "what": l.Deed, "lang": string(p.Asked)} {
		if value != "" {
			q.Set(key, value)
		}
	}
	return q
}

// address is a page of the log by number.
func (l Log) address(p Page, page int) templ.SafeURL {
	q := l.query(p)
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	return withQuery(logPath, q)
}

// file is the same lines as a file.
func (l Log) file(p Page) templ.SafeURL { return withQuery(logPath+".csv", l.query(p)) }

func withQuery(path string, q url.Values) templ.SafeURL {
	if len(q) == 0 {
		return templ.SafeURL(path)
	}
	return templ.SafeURL(path + "?" + q.Encode())
}

// lines says which lines of how many the page shows.
func (l Log) lines(p Page) [3]string {
	first := (l.Page-1)*l.Limit + 1
	number := func(n int) string { return p.Lang.number(int64(n)) }
	return [3]string{number(min(first, l.Total)), number(first + len(l.Entries) - 1), number(l.Total)}
}
