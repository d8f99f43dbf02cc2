package main

import (
	"bufio"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"relato/conversation"
)

// kind is the type of a rival's column.
type kind int

// The kinds, smallest first.
const (
	tiny  kind = iota // fits 8 bits
	small             // 16 bits
	whole             // 32 bits
	large             // 64 bits
	label             // text
)

// column is a column of a rival's table.
type column struct {
	name string
	kind kind
}

// table is one of the rivals' tables.
type table struct {
	name    string
	columns []column
	order   string // the columns it is sorted by
}

// cut are the columns that filters look at. Every table has them, so that no question needs a join.
var cut = []column{{"agents", whole}, {"tags", whole}, {"ctags", whole}, {"inside", tiny}}

func with(columns ...column) []column { return append(columns, cut...) }

// tables is the star that all rivals are given: everything that depends on the time zone and the working hours is
// computed beforehand, sets are bits, and what is asked by participant, tag or writer has a table of its own.
var tables = []table{
	{"conversation", with(
		column{"day", small}, column{"month", small}, column{"hour", small}, column{"origin", tiny}, column{"contact", whole},
		column{"is_new", tiny}, column{"owner", tiny}, column{"responder", tiny}, column{"credited", tiny},
		column{"shared", tiny}, column{"frt", whole}, column{"duration", whole}, column{"replies", small},
		column{"reply_sum", whole}, column{"unanswered", tiny}, column{"surveyed", tiny}, column{"rating", tiny},
		column{"closed_day", small},
	), "day"},
	{"took_part", with(column{"agent", tiny}, column{"day", small}, column{"contact", whole}, column{"shared", tiny}), "day"},
	{"tagged", with(
		column{"tag", tiny}, column{"day", small}, column{"origin", tiny}, column{"contact", whole}, column{"frt", whole},
		column{"duration", whole}, column{"unanswered", tiny}, column{"surveyed", tiny}, column{"rating", tiny},
	), "day"},
	{"reply", with(column{"agent", tiny}, column{"day", small}, column{"n", small}, column{"total", whole}), "day"},
	{"sent", with(
		column{"day", small}, column{"hour", small}, column{"writer", tiny}, column{"n_in", small}, column{"n_agent", small},
		column{"n_flow", small},
	), "day"},
	detailTable,
}

// rows writes one table as a file that every rival can load.
type rows struct {
	file *os.File
	w    *bufio.Writer
	buf  []byte
}

func (r *rows) add(values ...int64) {
	r.buf = r.buf[:0]
	for i, v := range values {
		if i > 0 {
			r.buf = append(r.buf, ',')
		}
		if v != conversation.None {
			r.buf = strconv.AppendInt(r.buf, v, 10)
		}
	}
	r.w.Write(append(r.buf, '\n'))
}

// texts adds a row of cells, of which the empty ones are NULL.
func (r *rows) texts(cells []string) {
	for i, cell := range cells {
		if i > 0 {
			r.w.WriteByte(',')
		}
		if strings.ContainsAny(cell, "\",\r\n") {
			cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		r.w.WriteString(cell)
	}
	r.w.WriteByte('\n')
}

// export is the account on its way into the files of the star.
type export struct {
	*facts
	tables  map[string]*rows
	details bool
	replies []conversation.Reply
}

// exportTables writes the star's tables into a folder. Details are left out of very large accounts.
func exportTables(ctx context.Context, a *account, f *facts, folder string, details bool) (err error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	e := export{facts: f, tables: map[string]*rows{}, details: details}
	for _, t := range tables {
		file, err := os.Create(filepath.Join(folder, t.name+".csv"))
		if err != nil {
			return err
		}
		e.tables[t.name] = &rows{file: file, w: bufio.NewWriterSize(file, 1<<20)}
	}
	_, err = a.source.Changes(ctx, -1, &e)
	for _, r := range e.tables {
		err = errors.Join(err, r.w.Flush(), r.file.Close())
	}
	return err
}

func (e *export) Settings(conversation.Settings) error { return nil }
func (e *export) Agent(conversation.Agent) error       { return nil }
func (e *export) Channel(conversation.Channel) error   { return nil }
func (e *export) Contact(conversation.Contact) error   { return nil }
func (e *export) Removed(int64, int) error             { return nil }

func (e *export) Conversation(r *conversation.Record) error {
	m := conversation.Measure(r.Marks, e.replies)
	e.replies = m.Replies
	c := e.cell(r, m)
	sets := []int64{c.agents, c.tags, c.ctags, c.inside}
	add := func(table string, values ...int64) { e.tables[table].add(append(values, sets...)...) }

	add("conversation", c.day, c.month, c.hour, int64(r.Origin), c.contact, c.isNew, c.owner, c.responder, c.credited, c.shared,
		c.frt, c.duration, int64(len(m.Replies)), c.replySum, c.unanswered, c.surveyed, int64(r.Rating), c.closedDay)
	for agent := range int64(len(e.names.Agents) + 1) {
		if c.agents>>agent&1 != 0 {
			add("took_part", agent, c.day, c.contact, c.shared)
		}
	}
	for tag := range int64(len(e.names.Tags) + 1) {
		if c.tags>>tag&1 != 0 {
			add("tagged", tag, c.day, int64(r.Origin), c.contact, c.frt, c.duration, c.unanswered, c.surveyed, int64(r.Rating))
		}
	}
	e.addReplies(r, m, c.day, add)
	e.addSent(r, add)
	if e.details {
		e.tables["detail"].texts(e.detail(r, m, &c))
	}
	return nil
}

// addReplies adds a row for each who replied in a conversation.
func (e *export) addReplies(r *conversation.Record, m conversation.Measures, day int64, add func(string, ...int64)) {
	type key struct{ n, total int64 }
	by := map[int64]key{}
	for _, reply := range m.Replies {
		agent := e.writer(r, reply.Agent)
		k := by[agent]
		by[agent] = key{k.n + 1, k.total + reply.Seconds()}
	}
	for agent, k := range by {
		add("reply", agent, day, k.n, k.total)
	}
}

// addSent adds a row for each local hour and writer of a conversation.
func (e *export) addSent(r *conversation.Record, add func(string, ...int64)) {
	type row struct{ day, hour, writer, in, agent, flow int64 }
	var list []row
	for _, mark := range r.Marks {
		if mark.Kind == conversation.HandoffMark {
			continue
		}
		day, hour := e.local(mark.At)
		writer := int64(conversation.None)
		if mark.Kind == conversation.AgentMark {
			writer = e.writer(r, mark.Agent)
		}
		at := -1
		for i := range list { // what no agent wrote goes with what any wrote in the same hour
			l := &list[i]
			if l.day == day && l.hour == hour && (l.writer == writer || writer == conversation.None || l.writer == conversation.None) {
				at = i
				break
			}
		}
		if at < 0 {
			at, list = len(list), append(list, row{day: day, hour: hour, writer: writer})
		}
		l := &list[at]
		switch mark.Kind {
		case conversation.ContactMark:
			l.in++
		case conversation.FlowMark:
			l.flow++
		default:
			l.agent, l.writer = l.agent+1, writer
		}
	}
	for _, l := range list {
		add("sent", l.day, l.hour, l.writer, l.in, l.agent, l.flow)
	}
}

// writer is the number of an agent whom a mark names.
func (e *export) writer(r *conversation.Record, agent int32) int64 {
	if agent == conversation.None {
		return 0
	}
	return number(e.names.Agents, r.Agents[agent])
}
