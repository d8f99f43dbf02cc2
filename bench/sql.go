package main

import (
	"fmt"
	"strings"
)

// figure is a column of a selection: a name of the answer and what it is in SQL.
type figure struct{ name, sql string }

// selection is what is asked of one table. A key by which nothing is grouped is the total's.
type selection struct {
	key      string // SQL of the row's number; "" = the total
	from     string
	where    string
	figures  []figure
	contacts bool     // distinct ones are asked too
	lengths  []string // columns of which count, sum, median and 90th percentile are asked
	members  bool     // the key is a set; each of its members is a row
}

func plain(pairs ...string) []figure {
	var list []figure
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, figure{pairs[i], pairs[i+1]})
	}
	return list
}

// counted counts the values of a column that are of interest.
func counted(name, column string, from, to int) []figure {
	var list []figure
	for v := from; v <= to; v++ {
		list = append(list, figure{fmt.Sprintf("%s_%d", name, v), fmt.Sprintf("count(*) FILTER (WHERE %s = %d)", column, v)})
	}
	return list
}

func figuresIn(lists ...[]figure) []figure {
	var all []figure
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// Figures that several selections have.
var (
	origins   = counted("origin", "origin", 1, 4)
	ratings   = append(plain("csat_sent", "sum(surveyed)"), counted("rating", "rating", 1, 5)...)
	writers   = plain("messages_in", "sum(n_in)", "messages_agent", "sum(n_agent)", "messages_flow", "sum(n_flow)")
	closings  = plain("closed", "count(*)")
	answering = plain("reply_n", "sum(replies)", "reply_sum", "sum(reply_sum)")
)

// bothLengths are those that have percentiles.
var bothLengths = []string{"frt", "duration"}

// selections are what is asked of the tables to answer a question about figures.
func (q *question) selections() []selection {
	switch q.subject {
	case overview:
		return q.overview()
	case messages:
		return []selection{
			{key: "day", from: "sent", where: q.in("day"), figures: writers},
			{from: "sent", where: q.in("day"), figures: writers},
		}
	case agents:
		return q.agents()
	case tags:
		return q.tags()
	case months:
		figures := plain("conversations", "count(*)", "new_contacts", "sum(is_new)")
		return []selection{
			{key: "month", from: "conversation", where: q.in("day"), figures: figures, contacts: true},
			{from: "conversation", where: q.in("day"), figures: figures, contacts: true},
		}
	case heatmap:
		return []selection{
			{key: "hour", from: "conversation", where: q.in("day"), figures: plain("started", "count(*)")},
			{key: "hour", from: "sent", where: q.in("day"), figures: plain("sent", "sum(n_in + n_agent + n_flow)")},
		}
	}
	return nil
}

func (q *question) overview() []selection {
	cohort := figuresIn(plain("conversations", "count(*)", "new_contacts", "sum(is_new)", "unanswered", "sum(unanswered)"),
		origins, answering, ratings)
	var list []selection
	for _, key := range []string{"day", ""} {
		closed := key
		if key != "" {
			closed = "closed_day"
		}
		list = append(list,
			selection{key: key, from: "conversation", where: q.in("day"), figures: cohort, contacts: true, lengths: bothLengths},
			selection{key: key, from: "sent", where: q.in("day"), figures: writers},
			selection{key: closed, from: "conversation", where: q.in("closed_day"), figures: closings},
		)
	}
	return list
}

func (q *question) agents() []selection {
	took := plain("conversations", "count(*)", "shared", "sum(shared)")
	owned := plain("owned", "count(*)", "unanswered", "sum(unanswered)")
	responded := plain("first_responses", "count(*)")
	replied := plain("reply_n", "sum(n)", "reply_sum", "sum(total)")
	cohort := q.in("day")
	return []selection{
		{key: "agent", from: "took_part", where: cohort, figures: took, contacts: true},
		{key: "owner", from: "conversation", where: cohort, figures: owned, lengths: []string{"duration"}},
		{key: "responder", from: "conversation", where: cohort + " AND frt IS NOT NULL", figures: responded, lengths: []string{"frt"}},
		{key: "credited", from: "conversation", where: cohort + " AND surveyed = 1", figures: ratings},
		{key: "agent", from: "reply", where: cohort, figures: replied},
		{key: "owner", from: "conversation", where: q.in("closed_day"), figures: closings},
		{key: "writer", from: "sent", where: cohort + " AND writer IS NOT NULL", figures: plain("messages_sent", "sum(n_agent)")},
		{key: "agents", from: "sent", where: cohort, figures: plain("messages_received", "sum(n_in)"), members: true},
		{from: "conversation", where: cohort, contacts: true, lengths: bothLengths,
			figures: figuresIn(took, owned, plain("first_responses", "count(frt)"), answering, ratings)},
		{from: "conversation", where: q.in("closed_day"), figures: closings},
		{from: "sent", where: cohort, figures: plain("messages_sent", "sum(n_agent)", "messages_received", "sum(n_in)")},
	}
}

func (q *question) tags() []selection {
	figures := figuresIn(plain("conversations", "count(*)", "unanswered", "sum(unanswered)"), origins, ratings)
	sent := plain("messages", "sum(n_in + n_agent + n_flow)")
	return []selection{
		{key: "tag", from: "tagged", where: q.in("day"), figures: figures, contacts: true, lengths: bothLengths},
		{key: "tags", from: "sent", where: q.in("day"), figures: sent, members: true},
		{from: "conversation", where: q.in("day"), figures: figures, contacts: true, lengths: bothLengths},
		{from: "sent", where: q.in("day"), figures: sent},
	}
}

// keyed is the selection's key as SQL, and what groups by it.
func (s *selection) keyed() (key, group string) {
	if s.key == "" {
		return fmt.Sprint(totalRow), ""
	}
	return s.key, " GROUP BY k"
}

// query is what one query yields: a key, then the figures of these names.
type query struct {
	sql   string
	names []string
}

// queries are the selection as SQL. Plain figures, distinct contacts and percentiles are asked one after the other: every
// rival is faster so than with all in one, DuckDB six times. percentiles is how a dialect asks for those of a column.
func (s *selection) queries(percentiles func(s *selection, column string) string) []query {
	list := []query{s.plain()}
	if s.contacts {
		key, _ := s.keyed()
		list = append(list, query{fmt.Sprintf("SELECT k, count(*) FROM (SELECT DISTINCT %s AS k, contact FROM %s WHERE %s) d GROUP BY k",
			key, s.from, s.where), []string{"contacts"}})
	}
	for _, l := range s.lengths {
		list = append(list, query{percentiles(s, l), []string{l + "_median", l + "_p90"}})
	}
	return list
}

// plain are the figures that need one pass.
func (s *selection) plain() query {
	key, group := s.keyed()
	var names, columns, sums []string
	add := func(name, sql string) {
		column := fmt.Sprintf("f%d", len(names))
		names, columns, sums = append(names, name), append(columns, sql+" AS "+column), append(sums, "sum("+column+")")
	}
	for _, f := range s.figures {
		add(f.name, f.sql)
	}
	for _, l := range s.lengths {
		add(l+"_n", "count("+l+")")
		add(l+"_sum", "sum("+l+")")
	}
	sql := fmt.Sprintf("SELECT %s AS k, %s FROM %s WHERE %s%s", key, strings.Join(columns, ", "), s.from, s.where, group)
	if s.members {
		sql = fmt.Sprintf("WITH s AS MATERIALIZED (%s) SELECT m.n, %s FROM s JOIN member m ON (s.k & m.bit) <> 0 GROUP BY m.n",
			sql, strings.Join(sums, ", "))
	}
	return query{sql, names}
}

// aggregated asks for percentiles by an aggregate that yields both.
func aggregated(aggregate string) func(*selection, string) string {
	return func(s *selection, column string) string {
		key, group := s.keyed()
		return fmt.Sprintf("SELECT k, q[1], q[2] FROM (SELECT %s AS k, %s AS q FROM %s WHERE %s AND %s IS NOT NULL%s) p",
			key, strings.ReplaceAll(aggregate, "?", column), s.from, s.where, column, group)
	}
}

// pageQueries are the rows of a page of Details, and how many there are on all pages. The rows are found by what an
// index or a column or two hold, and only those of the page are read whole: key names them.
func (q *question) pageQueries(key []string) (rows, total string) {
	f := q.filter
	order := detailTable.order
	if f.Sort != "" {
		order = f.Sort + " DESC NULLS LAST, " + order
	}
	var keys, same []string
	for i, k := range key {
		keys = append(keys, fmt.Sprintf("%s AS k%d", k, i))
		same = append(same, fmt.Sprintf("d.%s = p.k%d", k, i))
	}
	rows = fmt.Sprintf("SELECT %s FROM detail d JOIN (SELECT %s FROM detail WHERE %s ORDER BY %s LIMIT %d OFFSET %d) p ON %s ORDER BY %s",
		detailNames(), strings.Join(keys, ", "), q.seconds(), order, 50, 50*(f.Page-1), strings.Join(same, " AND "), order)
	return rows, "SELECT count(*) FROM detail WHERE " + q.seconds()
}

// fileQuery is all of Details.
func (q *question) fileQuery() string {
	return "SELECT " + detailNames() + " FROM detail WHERE " + q.seconds() + " ORDER BY " + detailTable.order
}

// seconds restricts rows of Details to the question's period. The account's zone has no change of its clock in it.
func (q *question) seconds() string {
	const west = 3 * 3600
	return fmt.Sprintf("start >= %d AND start < %d", dayNumber(q.from)*24*3600+west, (dayNumber(q.to)+1)*24*3600+west)
}

func detailNames() string {
	var names []string
	for _, c := range detailTable.columns[1:] {
		names = append(names, c.name)
	}
	return strings.Join(names, ", ")
}
