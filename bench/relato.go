package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"relato/report"
	"relato/views"
)

// system is Relato or a rival.
type system interface {
	name() string
	// ask answers a question; the time that it takes is what is measured. What it returns makes the answer comparable.
	ask(ctx context.Context, q *question) (func() (answer, error), error)
	Close() error
}

// relato is the product's engine, in this process.
type relato struct {
	index   *report.Index
	names   *names
	scratch string // folder for files that nobody keeps
}

func (r *relato) name() string { return "Relato" }

func (r *relato) Close() error { return nil }

// ask asks the report that has the figures. The overview has everything by time, whatever part of it is wanted, but for
// what is only about when something happened.
func (r *relato) ask(ctx context.Context, q *question) (func() (answer, error), error) {
	switch q.subject {
	case overview, months:
		o, err := r.index.Overview(ctx, q.filter)
		return func() (answer, error) { return r.overview(q, o), nil }, err
	case messages, heatmap:
		o, err := r.index.Activity(ctx, q.filter)
		return func() (answer, error) { return r.overview(q, o), nil }, err
	case agents:
		a, err := r.index.Agents(ctx, q.filter)
		return func() (answer, error) { return r.agents(a), nil }, err
	case tags:
		t, err := r.index.Tags(ctx, q.filter)
		return func() (answer, error) { return r.tags(t), nil }, err
	case page:
		d, err := r.index.Details(ctx, q.filter)
		return func() (answer, error) { return pageAnswer(d) }, err
	}
	path := filepath.Join(r.scratch, "relato.csv")
	err := r.file(ctx, q, path)
	return func() (answer, error) { return fileAnswer(path) }, err
}

func (r *relato) overview(q *question, o *report.Overview) answer {
	a := newAnswer()
	if q.subject == heatmap {
		for day := range o.Started {
			for hour := range o.Started[day] {
				row := int64(day*24 + hour)
				a.set(row, "started", int64(o.Started[day][hour]))
				a.set(row, "sent", int64(o.Sent[day][hour]))
			}
		}
		return a
	}
	put := overviewFigures
	switch q.subject {
	case messages:
		put = messageFigures
	case months:
		put = contactFigures
	}
	put(&a, totalRow, &o.Total)
	for i := range o.Buckets {
		at := unix(o.Buckets[i].Start, o.Account.Zone)
		row := int64(dayNumber(dateOf(at)))
		if q.subject == months {
			row = int64(at.Year()*12+int(at.Month())) - 1
		}
		put(&a, row, &o.Buckets[i].Figures)
	}
	return a
}

func messageFigures(a *answer, row int64, g *report.Figures) {
	a.set(row, "messages_in", int64(g.Messages.In))
	a.set(row, "messages_agent", int64(g.Messages.Agent))
	a.set(row, "messages_flow", int64(g.Messages.Flow))
}

func contactFigures(a *answer, row int64, g *report.Figures) {
	a.set(row, "conversations", int64(g.Conversations))
	a.set(row, "contacts", int64(g.Contacts))
	a.set(row, "new_contacts", int64(g.NewContacts))
}

func overviewFigures(a *answer, row int64, g *report.Figures) {
	contactFigures(a, row, g)
	messageFigures(a, row, g)
	a.origins(row, g.Origins)
	a.set(row, "closed", int64(g.Closed))
	a.set(row, "unanswered", int64(g.Unanswered))
	a.times(row, "frt", g.FRT)
	a.times(row, "duration", g.Duration)
	a.set(row, "reply_n", int64(g.Reply.N))
	a.set(row, "reply_sum", g.Reply.Sum)
	a.csat(row, g.CSAT)
}

func (r *relato) agents(report *report.Agents) answer {
	a := newAnswer()
	agentFigures(&a, totalRow, &report.Total)
	for i := range report.Rows {
		agentFigures(&a, number(r.names.Agents, report.Rows[i].ID), &report.Rows[i])
	}
	return a
}

func agentFigures(a *answer, row int64, g *report.AgentRow) {
	for name, n := range map[string]int{
		"conversations": g.Conversations, "owned": g.Owned, "shared": g.Shared, "first_responses": g.FirstResponses,
		"closed": g.Closed, "contacts": g.Contacts, "messages_sent": g.MessagesSent, "messages_received": g.MessagesReceived,
		"unanswered": g.Unanswered, "reply_n": g.Reply.N, "reply_sum": int(g.Reply.Sum),
	} {
		a.set(row, name, int64(n))
	}
	a.times(row, "frt", g.FRT)
	a.times(row, "duration", g.Duration)
	a.csat(row, g.CSAT)
}

func (r *relato) tags(report *report.Tags) answer {
	a := newAnswer()
	tagFigures(&a, totalRow, &report.Total)
	for i := range report.Rows {
		tagFigures(&a, number(r.names.Tags, report.Rows[i].Tag), &report.Rows[i])
	}
	return a
}

func tagFigures(a *answer, row int64, g *report.TagRow) {
	a.set(row, "conversations", int64(g.Conversations))
	a.set(row, "contacts", int64(g.Contacts))
	a.set(row, "messages", int64(g.Messages))
	a.set(row, "unanswered", int64(g.Unanswered))
	a.origins(row, g.Origins)
	a.times(row, "frt", g.FRT)
	a.times(row, "duration", g.Duration)
	a.csat(row, g.CSAT)
}

func (a *answer) origins(row int64, origins report.Origins) {
	for i, n := range origins {
		a.set(row, fmt.Sprintf("origin_%d", i+1), int64(n))
	}
}

func (a *answer) times(row int64, name string, t report.Times) {
	if t.N == 0 {
		return
	}
	a.set(row, name+"_n", int64(t.N))
	a.set(row, name+"_sum", t.Sum)
	a.set(row, name+"_median", t.Median)
	a.set(row, name+"_p90", t.P90)
}

func (a *answer) csat(row int64, c report.CSAT) {
	a.set(row, "csat_sent", int64(c.Sent))
	for i, n := range c.Scores {
		a.set(row, fmt.Sprintf("rating_%d", i+1), int64(n))
	}
}

// pageAnswer are the rows of a page as files have them, after their number on all pages.
func pageAnswer(d *report.Details) (answer, error) {
	var text strings.Builder
	w := views.NewCSV(&text, &d.Account, report.DetailColumns)
	for i := range d.Rows {
		if err := w.Row(&d.Rows[i]); err != nil {
			return answer{}, err
		}
	}
	if err := w.Close(); err != nil {
		return answer{}, err
	}
	records, err := csv.NewReader(strings.NewReader(text.String())).ReadAll()
	if err != nil {
		return answer{}, err
	}
	a := answer{lines: []string{fmt.Sprint(d.Total)}}
	for _, record := range records[1:] {
		a.lines = append(a.lines, strings.Join(record, "\t"))
	}
	return a, nil
}

// file writes Details as CSV.
func (r *relato) file(ctx context.Context, q *question, path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	account, err := r.index.Account(ctx)
	if err != nil {
		return err
	}
	w := views.NewCSV(f, &account, report.DetailColumns)
	if err := r.index.Each(ctx, q.filter, func(_ *report.Account, row *report.Row) error { return w.Row(row) }); err != nil {
		return err
	}
	return w.Close()
}
