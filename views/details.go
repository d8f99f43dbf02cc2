package views

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"relato/conversation"
	"relato/report"
)

// detailsData is a page of Details ready to be drawn.
type detailsData struct {
	Columns []rowColumn
	Chooser chooser
	Heads   []head
	Rows    []detail
	Pager   pager
	Empty   bool
}

// detail is one conversation on screen.
type detail struct {
	Started              string
	Contact, Phone       string
	Named                bool
	Origin               origin
	Agents, MoreAgents   string
	Tags                 []string
	MoreTags, AllTags    string // AllTags is empty where all of them can be read
	Status, StatusTitle  string
	Open, Waiting        bool
	FRT, Duration        string
	Messages, MessagesBy string
	Rating, Comment      string
	Low                  bool
	Page                 templ.SafeURL   // of the conversation
	Fields               map[string]cell // by column's key, of those that are not drawn in their own way
}

// tagsShown is how many tags a row names before it counts the rest, and tagRoom how many bytes of one surely have room.
const (
	tagsShown = 2
	tagRoom   = 12
)

func newDetails(p Page, r *report.Details) detailsData {
	w := p.words()
	all := p.rowColumns()
	d := detailsData{
		Columns: chosen(p, all, rowColumn.choosable), Chooser: newChooser(p, all, rowColumn.choosable),
		Pager: p.pager(r.Total, len(r.Rows), w.RowsOf), Empty: r.Total == 0,
	}
	sorting := p.sorting()
	for _, c := range d.Columns {
		h := sorting.head(c.Sort, c.Term)
		h.Text = c.Text
		if c.FromA {
			h = sorting.textHead(c.Sort, c.Term)
		}
		if c.Key == "started_at" && p.Filter.Sort == "" { // the report's own order: newest first
			h.Sort, h.Link = "descending", sorting.by("started_at", true)
		}
		d.Heads = append(d.Heads, h)
	}
	values, page := valuesOf(report.DetailColumns), p.conversations()
	d.Rows = make([]detail, len(r.Rows))
	for i := range r.Rows {
		row := p.detail(&r.Rows[i])
		row.Page = page(r.Rows[i].ID)
		row.Fields = map[string]cell{}
		for _, c := range d.Columns {
			if c.Class == "" {
				row.Fields[c.Key] = p.fieldOf(c, &r.Rows[i], values)
			}
		}
		d.Rows[i] = row
	}
	return d
}

func (p Page) detail(r *report.Row) detail {
	w, l := p.words(), p.Lang
	d := detail{
		Started: l.moment(r.StartedAt, p.account()), Phone: phone(r.ContactPhone),
		Contact: r.ContactName, Named: r.ContactName != "",
		Origin: l.originOf(r.Origin), Status: w.Closed, Open: r.Status == "open", Waiting: r.Waiting,
		FRT: p.lasting(r.FRT, r.FRTBusiness), Duration: p.lasting(r.Duration, r.DurationBusiness),
		Messages: l.number(int64(r.Messages.All())), MessagesBy: p.sendersOf(r.Messages),
		Low: r.Rating == 1 || r.Rating == 2, Comment: r.Comment,
	}
	if !d.Named {
		d.Contact, d.Phone = cmp.Or(d.Phone, r.Contact), w.NoName
	}
	switch {
	case r.Waiting:
		d.Status, d.StatusTitle = w.WaitingBadge, fmt.Sprintf(w.LastMessageAt, l.moment(r.LastMessageAt, p.account()))
	case d.Open:
		d.Status = w.Open
	}
	if r.Rating > 0 {
		d.Rating = fmt.Sprint(r.Rating)
	}
	d.Agents, d.MoreAgents = p.participants(r)
	d.Tags = r.Tags[:min(len(r.Tags), tagsShown)]
	d.MoreTags = l.more(len(r.Tags) - len(d.Tags))
	if d.MoreTags != "" || slices.ContainsFunc(d.Tags, func(tag string) bool { return len(tag) > tagRoom }) {
		d.AllTags = strings.Join(r.Tags, ", ")
	}
	return d
}

// account is the account with its zone set.
func (p Page) account() *report.Account {
	a := p.Account
	a.Zone = p.zone()
	return &a
}

// dateOf is the local date of a Unix second.
func (p Page) dateOf(unix int64) conversation.Date {
	return conversation.DateOf(unixIn(unix, p.zone()))
}

// lasting is a time on the clock that the filter names.
func (p Page) lasting(calendar, business int64) string {
	seconds := calendar
	if p.Filter.Business() {
		seconds = business
	}
	if seconds == conversation.None {
		return dash
	}
	return p.Lang.duration(seconds)
}

// participants are the owner, or else the first agent, and how many more took part.
func (p Page) participants(r *report.Row) (first, others string) {
	if len(r.Agents) == 0 {
		return dash, ""
	}
	first = isolated(cmp.Or(r.OwnerName, r.Owner))
	if first == "" {
		first = p.agentName(r.Agents[0])
	}
	return first, p.Lang.more(len(r.Agents) - 1)
}

// more counts what a row does not name; nothing when it names all.
func (l Lang) more(n int) string {
	if n <= 0 {
		return ""
	}
	return "+" + l.number(int64(n))
}

// sendersOf spells out who wrote how many messages.
func (p Page) sendersOf(m report.Messages) string {
	w, l := p.words(), p.Lang
	return w.MessagesIn.Name + ": " + l.number(int64(m.In)) + " · " + w.MessagesAgent.Name + ": " + l.number(int64(m.Agent)) +
		" · " + w.MessagesFlow.Name + ": " + l.number(int64(m.Flow))
}

// phone spaces a Brazilian number as people write it; others stay as they are.
func phone(number string) string {
	local, ok := strings.CutPrefix(number, "+55")
	if !ok || len(local) != 10 && len(local) != 11 || strings.Trim(local, "0123456789") != "" {
		return number
	}
	end := len(local) - 4
	return "(" + local[:2] + ")" + space + local[2:end] + "-" + local[end:]
}
