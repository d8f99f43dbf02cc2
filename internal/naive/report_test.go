package naive

import (
	"testing"
	"time"

	"relato/conversation"
	"relato/report"
)

func everything(from, to conversation.Date) report.Filter {
	return report.Filter{From: from, To: to, TagMode: report.Any, ContactTagMode: report.Any, Clock: "calendar", Group: "day", Page: 1}
}

func account(threads ...conversation.ThreadEvents) Account {
	return Account{Zone: time.UTC, Inactivity: 24 * time.Hour, Now: time.Unix(sec("2024-02-01 00:00"), 0), Threads: threads}
}

func thread(id, contact string, events ...conversation.Event) conversation.ThreadEvents {
	return conversation.ThreadEvents{Thread: conversation.Thread{ID: id, Contact: contact, Channel: "w1"}, Events: events}
}

func TestPercentile(t *testing.T) {
	values := []int64{50, 10, 40, 20, 30, 60, 70, 80, 90, 100, 110}
	equal(t, "median of 11", percentile(values, 50), int64(60))
	equal(t, "p90 of 11", percentile(values, 90), int64(100))
	equal(t, "median of 10", percentile(values[:10], 50), int64(50))
	equal(t, "p90 of 10", percentile(values[:10], 90), int64(90))
	equal(t, "median of 2", percentile([]int64{2, 1}, 50), int64(1))
	equal(t, "p90 of 1", percentile([]int64{7}, 90), int64(7))
}

func TestNewContacts(t *testing.T) {
	a := account(
		thread("c2", "p1", contactSays("m1", "2024-01-02 09:00:00.100")),
		thread("c10", "p1", contactSays("m1", "2024-01-02 09:00:00.900")), // the same second; "c10" is before "c2"
		thread("c3", "p2", contactSays("m1", "2023-12-31 23:59:59"), something(conversation.Close, "2024-01-01 00:00", ""), contactSays("m2", "2024-01-02 10:00")),
		thread("c4", "", contactSays("m1", "2024-01-02 09:00")), // of nobody known
	)
	f := everything(date(2024, 1, 1), date(2024, 1, 2))
	total := Overview(a, f).Total
	equal(t, "conversations", total.Conversations, 4)
	equal(t, "contacts", total.Contacts, 2)
	equal(t, "new contacts", total.NewContacts, 1) // p2 wrote last year
	equal(t, "closed", total.Closed, 1)            // the one that started before
	for _, row := range Details(a, f) {
		equal(t, row.ID+" new", row.NewContact, row.ID == "c10")
	}
	// A filter that leaves out the first conversation leaves out the new contact.
	a.Threads[1].Channel = "w2"
	f.Channels = []string{"w1"}
	equal(t, "new contacts of w1", Overview(a, f).Total.NewContacts, 0)
}

func TestAgents(t *testing.T) {
	no := false
	a := account(
		thread("c1", "p1", contactSays("m1", "2024-01-02 09:00"), agentSays("m2", "2024-01-02 09:01", "a1"),
			something(conversation.Assign, "2024-01-02 09:02", "a2"), something(conversation.Survey, "2024-01-02 09:03", ""),
			something(conversation.Close, "2024-01-02 09:10", "a3"), rated("2024-01-20 09:00", 4)),
		thread("c2", "p1", contactSays("m1", "2024-01-02 09:00"), agentSays("m2", "2024-01-03 10:00", "")),
		thread("c3", "p2", contactSays("m1", "2024-01-02 11:00")),
	)
	a.Agents = []conversation.AgentLine{{ID: "a3", Active: &no}, {ID: "a4", Active: &no}, {ID: "a5"}}
	f := everything(date(2024, 1, 2), date(2024, 1, 2))
	agents := Agents(a, f)

	var ids []string
	rows := map[string]report.AgentRow{}
	for _, r := range agents.Rows {
		ids, rows[r.ID] = append(ids, r.ID), r
	}
	want := []string{"a1", "a2", "a5", "none"} // a3 and a4 were removed and did nothing that a column shows
	if len(ids) != len(want) {
		t.Fatalf("rows %v, want %v", ids, want)
	}
	for i := range want {
		equal(t, "row", ids[i], want[i])
	}
	a1, a2, none, total := rows["a1"], rows["a2"], rows["none"], agents.Total
	equal(t, "a1 conversations", a1.Conversations, 1)
	equal(t, "a1 owned", a1.Owned, 0)
	equal(t, "a1 shared", a1.Shared, 1)
	equal(t, "a1 frt", a1.FRT, report.Times{N: 1, Sum: 60, Median: 60, P90: 60})
	equal(t, "a1 replies", a1.Reply, report.Times{N: 1, Sum: 60})
	equal(t, "a1 sent", a1.MessagesSent, 1)
	equal(t, "a2 owned", a2.Owned, 1)
	equal(t, "a2 closed", a2.Closed, 1) // by owner, not by who closed
	equal(t, "a2 duration", a2.Duration.Sum, int64(600))
	equal(t, "a2 csat", a2.CSAT, report.CSAT{Sent: 1, Scores: [5]int{0, 0, 0, 1, 0}})
	equal(t, "a2 received", a2.MessagesReceived, 1)
	equal(t, "none conversations", none.Conversations, 2)
	equal(t, "none owned", none.Owned, 2)
	equal(t, "none first responses", none.FirstResponses, 1)
	equal(t, "none sent", none.MessagesSent, 0) // the day after
	equal(t, "none unanswered", none.Unanswered, 1)
	equal(t, "total conversations", total.Conversations, 3)
	equal(t, "total owned", total.Owned, 3)
	equal(t, "total shared", total.Shared, 1)
	equal(t, "total contacts", total.Contacts, 2)
	equal(t, "total first responses", total.FirstResponses, 2)
	equal(t, "total received", total.MessagesReceived, 3)

	f.Agents = []string{"a4", "a5", "none", "unknown"}
	agents = Agents(a, f)
	equal(t, "chosen rows", len(agents.Rows), 2) // a5 with zeros, none
	equal(t, "chosen total", agents.Total.Conversations, 2)
}

func TestExcludedKeepsItsRow(t *testing.T) {
	a := account(thread("c1", "p1", contactSays("m1", "2024-01-02 20:00"), agentSays("m2", "2024-01-02 21:00", "a1"),
		contactSays("m3", "2024-01-02 22:00"), agentSays("m4", "2024-01-03 20:00", "")))
	a.Hours[time.Monday] = []conversation.Span{{Start: 9 * 60, End: 18 * 60}}
	f := everything(date(2024, 1, 2), date(2024, 1, 2))
	f.Clock = "business"
	agents := Agents(a, f)
	equal(t, "rows", len(agents.Rows), 2) // `none` has a reply, though outside hours
	equal(t, "none", agents.Rows[1].Reply, report.Times{Excluded: 1})
	row := Details(a, f)[0]
	equal(t, "frt", row.FRT, int64(3600))
	equal(t, "frt_business", row.FRTBusiness, int64(conversation.None))
	equal(t, "replies", row.Replies, 2)
	equal(t, "replies_business", row.RepliesBusiness, 0)
	equal(t, "reply_max", row.ReplyMax, int64(22*3600))
}

func TestTagsReport(t *testing.T) {
	a := account(
		thread("c1", "p1", contactSays("m1", "2024-01-02 09:00"), tagged(conversation.Tag, "2024-01-02 09:00", "x"),
			tagged(conversation.Tag, "2024-01-02 09:00", "y")),
		thread("c2", "p1", contactSays("m1", "2024-01-01 09:00"), tagged(conversation.Tag, "2024-01-02 09:00", "z"),
			flowSays("m2", "2024-01-02 10:00")),
		thread("c3", "p2", contactSays("m1", "2024-01-02 11:00")),
	)
	f := everything(date(2024, 1, 2), date(2024, 1, 2))
	tags := Tags(a, f)
	want := []report.TagRow{
		{Tag: "x", Conversations: 1, Messages: 1}, {Tag: "y", Conversations: 1, Messages: 1},
		{Tag: "z", Conversations: 0, Messages: 1}, {Tag: "none", Conversations: 1, Messages: 1},
	}
	equal(t, "rows", len(tags.Rows), len(want))
	for i, w := range want {
		equal(t, "tag", tags.Rows[i].Tag, w.Tag)
		equal(t, w.Tag+" conversations", tags.Rows[i].Conversations, w.Conversations)
		equal(t, w.Tag+" messages", tags.Rows[i].Messages, w.Messages)
		equal(t, w.Tag+" of", tags.Rows[i].Of, 2)
	}
	equal(t, "total", tags.Total.Conversations, 2)
	equal(t, "total messages", tags.Total.Messages, 3)

	f.Tags = []string{"none", "x"}
	equal(t, "any", len(Tags(a, f).Rows), 2) // y, which c1 carries too, was not chosen
	f.TagMode = report.All
	equal(t, "all with none", len(Tags(a, f).Rows), 0)
	f.TagMode = report.Not
	rows := Tags(a, f).Rows
	equal(t, "not", len(rows), 1)
	equal(t, "not x, not none", rows[0].Tag, "z")
}

func TestContactLines(t *testing.T) {
	text := func(s string) *string { return &s }
	a := account()
	a.Contacts = []conversation.ContactLine{
		{ID: "p1", At: 200, Name: text("new"), Tags: &[]string{"b", "a"}},
		{ID: "p1", At: 100, Name: text("old"), Phone: text("+1")},
		{ID: "p1", At: 200, Tags: &[]string{}},
		{ID: "p1", At: -1 << 63, Phone: text("+2")},
	}
	equal(t, "name", a.contactName("p1"), "new")
	equal(t, "phone", a.contactPhone("p1"), "+1")
	equal(t, "tags", len(a.contactTags("p1")), 0)
}

func TestHeat(t *testing.T) {
	a := account(thread("c1", "p1", contactSays("m1", "2018-02-18 01:30"), contactSays("m2", "2018-02-18 02:30")))
	a.Zone = zoneOf(t, "America/Sao_Paulo")
	overview := Overview(a, everything(date(2018, 2, 17), date(2018, 2, 17)))
	equal(t, "started on Saturday at 23", overview.Started[5][23], 1)
	equal(t, "both messages at 23", overview.Sent[5][23], 2)
}
