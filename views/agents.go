package views

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"relato/report"
)

// topBars is how many bars a chart shows; the table has all rows.
const topBars = 15

// agentsData is the agents report ready to be drawn.
type agentsData struct {
	Bars    []agentBar
	Then    string // the days that the bars are compared with; empty when they are not
	Top     string // "15 of 40" when the bars leave some out
	CSAT    []ranked
	Total   string // CSAT of the whole cohort
	Summary table
	Columns chooser
	Shared  sentence
	Count   int // agents with a row
	Empty   bool
}

// sentence is about a count, which leads to its conversations.
type sentence struct {
	Before, Count, After string
	Link                 templ.SafeURL
}

// ranked is one agent's CSAT in the list.
type ranked struct {
	Name  string
	Link  templ.SafeURL
	Score score
	Rated templ.SafeURL // to the rated conversations that the score is of
}

// newAgents draws a report, and how it changed since another period when before is not nil.
func newAgents(p Page, r, before *report.Agents) agentsData {
	if before != nil && before.Total.Conversations == 0 { // all would be new
		before = nil
	}
	w := p.words()
	columns := agentColumns(w)
	d := agentsData{
		Columns: newChooser(p, columns, summaryColumn[report.AgentRow]),
		CSAT:    p.ranking(r),
		Total:   fmt.Sprintf(w.TeamMean, p.Lang.percent(int64(r.Total.CSAT.Positive()), int64(r.Total.CSAT.Answered()))),
		Summary: tableOf(p, report.AgentColumns, chosen(p, columns, summaryColumn[report.AgentRow]), r.Rows, r.Total, p.agentCell, p.agentDrilling(), agentsBefore(before)),
		Empty:   !slices.ContainsFunc(r.Rows, func(one report.AgentRow) bool { return one.Conversations+one.Closed+one.MessagesSent > 0 }),
	}
	d.Summary.Caption = w.AgentSummary.Name
	d.Summary.Heads = slices.Insert(d.Summary.Heads, 0, p.sorting().textHead("agent_name", term{Name: w.Agent}))
	d.Summary.Foot.First.Note = w.TotalOnce
	for i := range r.Rows {
		if r.Rows[i].ID != report.Nobody {
			d.Count++
		}
	}
	if r.Total.Shared > 0 {
		before, after, _ := strings.Cut(p.Lang.form(r.Total.Shared, w.SharedRows), "%s")
		d.Shared = sentence{before, p.Lang.number(int64(r.Total.Shared)), after, p.drillTo("conversations_shared", r.Total.Shared)}
	}
	d.Bars, d.Top = p.agentBars(r.Rows, agentsBefore(before))
	if before != nil {
		d.Then = p.comparedDays(p.Filter.Compare)
	}
	return d
}

// agentsBefore finds an agent's row in another period: one that is not there had nothing.
func agentsBefore(before *report.Agents) func(*report.AgentRow) *report.AgentRow {
	if before == nil {
		return nil
	}
	rows := map[string]*report.AgentRow{"": &before.Total}
	for i := range before.Rows {
		rows[before.Rows[i].ID] = &before.Rows[i]
	}
	return func(r *report.AgentRow) *report.AgentRow { return cmp.Or(rows[r.ID], &report.AgentRow{}) }
}

// agentCell names an agent's row and links to the conversations the agent took part in.
func (p Page) agentCell(r *report.AgentRow) cell {
	w := p.words()
	link := p.drill(func(f *report.Filter) { f.Agents = []string{r.ID} })
	if r.ID == report.Nobody {
		return cell{Text: w.NobodyAgent, Note: w.NobodyAgentNote, Avatar: "-", Link: link, Kind: "row-none"}
	}
	c := cell{Text: agentLabel(r), Avatar: cmp.Or(initials(agentLabel(r)), noLetters), Link: link}
	switch {
	case !r.Active:
		c.Note = w.Removed
	case r.Shared > 0:
		c.Note = p.Lang.count(r.Shared, w.SharedNote)
		c.NoteLink = p.drill(func(f *report.Filter) { f.Agents, f.Shared = []string{r.ID}, true })
	}
	return c
}

// agentDrilling leads from an agent's row to its conversations.
func (p Page) agentDrilling() drilling[report.AgentRow] {
	return drilling[report.AgentRow]{
		func(key string) []string { return []string{agentParam(key)} },
		func(r *report.AgentRow, key string) string { return param(agentParam(key), r.ID) },
	}
}

// agentLabel is an agent's name, or what else the agent is known by.
func agentLabel(r *report.AgentRow) string { return cmp.Or(r.Name, r.Email, r.ID) }

// agentBar is one agent's conversations.
type agentBar struct {
	Name, Count, Label string
	Link               templ.SafeURL
	Width              float64 // of the largest, now or then
	Was                float64 // how wide it was in the period that it is compared with; 0 = it is not, or there was none
	Delta              *delta
}

// agentBars are the agents with the most conversations; before finds what they had in another period, nil = it is not
// compared.
func (p Page) agentBars(rows []report.AgentRow, before func(*report.AgentRow) *report.AgentRow) ([]agentBar, string) {
	agents := slices.DeleteFunc(slices.Clone(rows), func(r report.AgentRow) bool {
		return r.ID == report.Nobody || r.Conversations == 0
	})
	slices.SortStableFunc(agents, func(a, b report.AgentRow) int { return cmp.Compare(b.Conversations, a.Conversations) })
	top := agents[:min(len(agents), topBars)]
	was, largest := make([]int, len(top)), 1
	for i := range top {
		if before != nil {
			was[i] = before(&top[i]).Conversations
		}
		largest = max(largest, top[i].Conversations, was[i])
	}
	bars := make([]agentBar, len(top))
	for i := range top {
		n := top[i].Conversations
		bars[i] = agentBar{
			Name: agentLabel(&top[i]), Count: p.Lang.number(int64(n)), Label: p.Lang.number(int64(n)), Link: p.agentCell(&top[i]).Link,
			Width: float64(n) / float64(largest), Was: float64(was[i]) / float64(largest),
		}
		if before != nil {
			bars[i].Delta = p.volume(n, was[i])
			bars[i].Label += " (" + bars[i].Delta.Title + ")"
		}
	}
	return bars, p.topOf(len(top), len(agents))
}

// topOf says how many of all a chart shows, or nothing when it shows all.
func (p Page) topOf(shown, all int) string {
	if shown == all {
		return ""
	}
	return fmt.Sprintf(p.words().TopOf, p.Lang.number(int64(shown)), p.Lang.number(int64(all)))
}

// ranking orders agents by their CSAT; those with few answers come last, for theirs says little.
func (p Page) ranking(r *report.Agents) []ranked {
	rated := slices.DeleteFunc(slices.Clone(r.Rows), func(a report.AgentRow) bool {
		return a.ID == report.Nobody || a.CSAT.Answered() == 0
	})
	few := func(a report.AgentRow) int {
		if a.CSAT.Answered() < enough {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(rated, func(a, b report.AgentRow) int {
		return cmp.Or(few(a)-few(b),
			cmp.Compare(b.CSAT.Positive()*a.CSAT.Answered(), a.CSAT.Positive()*b.CSAT.Answered()))
	})
	answers := p.drillPrefix(func(f *report.Filter) { narrow, _ := p.counted("csat_answered"); narrow(f) }, agentParam("csat_answered"))
	var list []ranked
	for i := range rated[:min(len(rated), topBars)] {
		list = append(list, ranked{agentLabel(&rated[i]), p.agentCell(&rated[i]).Link, p.Lang.score(rated[i].CSAT, r.Total.CSAT), p.onShare(answers + param(agentParam("csat_answered"), rated[i].ID))})
	}
	return list
}
