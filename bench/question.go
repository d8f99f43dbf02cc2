package main

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"relato/conversation"
	"relato/report"
)

// subject is what a question is about.
type subject int

// The subjects.
const (
	overview subject = iota
	messages
	agents
	tags
	months
	heatmap
	page
	file
)

// question is something that all systems are asked.
type question struct {
	name    string
	subject subject
	address string // its filter, as an address of Relato has it
	filter  report.Filter

	from, to conversation.Date
	where    string // the filter as SQL, the period apart
}

const (
	year  = "from=2025-11-23&to=2026-11-22"
	month = "from=2026-10-24&to=2026-11-22"

	// filtered combines a tag, a contact tag, three agents and the working hours.
	filtered = "&tag=troca&tag=entrega&contact_tag=vip&contact_tag_mode=not&agent=a1&agent=a2&agent=a3&hours=inside"
)

// questions are all of them, those about single conversations left out where there are no details.
func questions(n *names, details bool) ([]question, error) {
	list := []question{}
	for _, period := range []struct{ name, address string }{
		{"year", year}, {"year, filtered", year + filtered}, {"30 days", month}, {"30 days, filtered", month + filtered},
	} {
		list = append(list,
			question{name: "overview by day and origin, " + period.name, subject: overview, address: period.address},
			question{name: "messages by day and sender, " + period.name, subject: messages, address: period.address},
			question{name: "by agent, " + period.name, subject: agents, address: period.address},
			question{name: "by tag, " + period.name, subject: tags, address: period.address},
		)
	}
	list = append(list,
		question{name: "contacts by month, year", subject: months, address: year + "&group=month"},
		question{name: "heatmap, year", subject: heatmap, address: year},
	)
	if details {
		list = append(list,
			question{name: "details, page 1", subject: page, address: year},
			question{name: "details, page 1,000", subject: page, address: year + "&page=1000"},
			question{name: "details, by duration", subject: page, address: year + "&sort=duration_s&dir=desc"},
			question{name: "details as CSV, year", subject: file, address: year},
		)
	}
	for i := range list {
		if err := list[i].parse(n); err != nil {
			return nil, fmt.Errorf("question %q: %w", list[i].name, err)
		}
	}
	return list, nil
}

func (q *question) parse(n *names) error {
	query, err := url.ParseQuery(q.address)
	if err != nil {
		return err
	}
	q.filter, err = report.Parse(query, report.Setting{
		Today: conversation.DateOf(until), Schedule: true, Columns: report.Keys(report.DetailColumns),
	})
	q.from, q.to = q.filter.From, q.filter.To
	q.where = q.condition(n)
	return err
}

// condition is the question's filter over the columns that every table has.
func (q *question) condition(n *names) string {
	var all []string
	sets := func(column string, list, of []string, mode report.Mode) {
		if len(of) == 0 {
			return
		}
		comparison := "<>"
		if mode == report.Not {
			comparison = "="
		}
		all = append(all, fmt.Sprintf("(%s & %d) %s 0", column, mask(list, of), comparison))
	}
	sets("agents", n.Agents, q.filter.Agents, report.Any)
	sets("tags", n.Tags, q.filter.Tags, q.filter.TagMode)
	sets("ctags", n.ContactTags, q.filter.ContactTags, q.filter.ContactTagMode)
	if q.filter.Hours != "" {
		all = append(all, fmt.Sprintf("inside = %d", bit(q.filter.Hours == "inside")))
	}
	return strings.Join(all, " AND ")
}

// dayNumber is a date as the tables have it.
func dayNumber(d conversation.Date) int {
	return d.Sub(conversation.Date{Year: 1970, Month: 1, Day: 1})
}

// in restricts rows to the question's period by a column that holds days, and to its filter.
func (q *question) in(day string) string {
	where := fmt.Sprintf("%s BETWEEN %d AND %d", day, dayNumber(q.from), dayNumber(q.to))
	if q.where != "" {
		where += " AND " + q.where
	}
	return where
}

// shown are the rows that the question's filter leaves; nil = all.
func (q *question) shown(n *names) []int64 {
	list, of := n.Agents, q.filter.Agents
	if q.subject == tags {
		list, of = n.Tags, q.filter.Tags
	}
	if q.subject != tags && q.subject != agents || len(of) == 0 {
		return nil
	}
	var rows []int64
	for _, name := range slices.Sorted(slices.Values(of)) {
		rows = append(rows, number(list, name))
	}
	return rows
}
