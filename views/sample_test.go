package views

import (
	"fmt"
	"time"

	"relato/conversation"
	"relato/report"
)

var saoPaulo = func() *time.Location {
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		panic(err)
	}
	return zone
}()

func sampleAccount() report.Account {
	var hours conversation.Hours
	for day := 1; day < 6; day++ {
		hours[day] = []conversation.Span{{Start: 480, End: 720}, {Start: 780, End: 1080}}
	}
	hours[6] = []conversation.Span{{Start: 540, End: 780}}
	return report.Account{
		Company: "Loja Horizonte",
		Zone:    saoPaulo, Language: "pt-BR", Schedule: true, Hours: hours,
		Now: time.Date(2026, 11, 22, 18, 42, 0, 0, saoPaulo), Everything: 15106,
	}
}

func samplePage(l Lang, path string) Page {
	return Page{
		Lang: l, Path: path, User: "marina.prado@example.com", Account: sampleAccount(),
		Filter: report.Filter{
			From: conversation.Date{Year: 2026, Month: 11, Day: 16}, To: conversation.Date{Year: 2026, Month: 11, Day: 22},
			TagMode: report.Any, ContactTagMode: report.Any, Clock: "calendar", Group: "day", Compare: report.PreviousPeriod, Page: 1,
		},
		Choices: report.Choices{
			Channels: []report.Choice{{Value: "w1", Name: "Vendas"}},
			Agents:   []report.Choice{{Value: "a1", Name: "Ana"}, {Value: "a2", Name: "Bruno"}},
			Tags:     []report.Choice{{Value: "billing"}, {Value: "delivery"}},
		},
	}
}

func sampleFigures(n int) report.Figures {
	times := report.Times{N: n, Sum: int64(n) * 250, Median: 250, P90: 2280, Excluded: 3}
	return report.Figures{
		Conversations: n, Origins: report.Origins{n - 3, 1, 1, 1}, Contacts: n / 2, NewContacts: n / 4,
		Messages: report.Messages{In: 3 * n, Agent: 2 * n, Flow: n}, Closed: n, Unanswered: 1,
		FRT: times, Reply: times, Duration: times, CSAT: report.CSAT{Sent: n, Scores: [5]int{1, 0, 2, 3, 30}},
	}
}

func sampleOverview(p Page) *report.Overview {
	o := &report.Overview{Account: p.Account, Filter: p.Filter, Total: sampleFigures(70000)}
	for day := p.Filter.From; day.Compare(p.Filter.To) <= 0; day = day.Add(1) {
		o.Buckets = append(o.Buckets, report.Bucket{
			Start: day.Instant(0, saoPaulo), End: day.Add(1).Instant(0, saoPaulo), Figures: sampleFigures(10 * day.Day),
		})
	}
	o.Started[0][9], o.Sent[6][23] = 12, 1234
	return o
}

func sampleAgents(p Page, names ...string) *report.Agents {
	r := &report.Agents{Account: p.Account, Filter: p.Filter}
	for i, name := range names {
		f := sampleFigures(100 + i)
		r.Rows = append(r.Rows, report.AgentRow{
			ID: fmt.Sprint("a", i), Name: name, Active: i%2 == 0, Conversations: f.Conversations, Shared: 2, FRT: f.FRT, Reply: f.Reply, Duration: f.Duration, CSAT: f.CSAT,
		})
	}
	r.Rows = append(r.Rows, report.AgentRow{ID: report.Nobody, Conversations: 7})
	r.Total = report.AgentRow{Conversations: 150, Shared: 50, CSAT: sampleFigures(100).CSAT}
	return r
}

func sampleTags(p Page, names ...string) *report.Tags {
	r := &report.Tags{Account: p.Account, Filter: p.Filter}
	for i, name := range names {
		f := sampleFigures(100 + i)
		r.Rows = append(r.Rows, report.TagRow{Tag: name, Conversations: f.Conversations, Of: 5000, Origins: f.Origins, FRT: f.FRT, Duration: f.Duration, CSAT: f.CSAT})
	}
	r.Rows = append(r.Rows, report.TagRow{Tag: report.Nobody, Conversations: 7, Of: 5000})
	r.Total = report.TagRow{Conversations: 5000, Of: 5000, Origins: report.Origins{4000, 500, 400, 100}}
	return r
}

func sampleDetails(p Page, name string, tags ...string) *report.Details {
	return &report.Details{Account: p.Account, Filter: p.Filter, Total: 3112, Rows: []report.Row{
		{
			ID: "c1", Status: "open", Origin: conversation.Inbound, Contact: "p1", ContactName: name, ContactPhone: "+5511988887777", Tags: tags,
			StartedAt: p.Account.Now.Unix() - 600, LastMessageAt: p.Account.Now.Unix() - 60, Waiting: true, FRT: conversation.None, Duration: conversation.None,
			FRTBusiness: conversation.None, DurationBusiness: conversation.None, Messages: report.Messages{In: 2}, URL: "javascript:alert(1)",
		},
		{
			ID: "c2", Status: "closed", Origin: conversation.Inbox, Contact: "p2", ContactPhone: "+14155550100", Owner: "a1", OwnerName: name, Agents: []string{"a1", "a2"},
			StartedAt: p.Account.Now.Unix() - 6000, FRT: 250, Duration: 4350, FRTBusiness: 100, DurationBusiness: 200, Rating: 2, Comment: name, URL: "https://example.com/c2",
		},
	}}
}
