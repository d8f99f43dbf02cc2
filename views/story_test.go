package views

import (
	"strings"
	"testing"

	"relato/conversation"
	"relato/report"
)

// sampleStory is a conversation with a handoff, a message that failed, and an answer outside hours.
func sampleStory(p Page, name string) *report.Story {
	row := sampleDetails(p, name, name).Rows[1]
	start := row.StartedAt
	row.ClosedAt, row.Reason, row.ClosedBy = start+4350, conversation.ByAgent, "a1"
	row.ContactName, row.Comment, row.ID, row.Replies, row.ReplySum, row.ReplyMax = name, name, "c/"+name, 1, 250, 250
	row.SurveyAt, row.LastMessageAt = conversation.None, start+350
	event := func(second int64, e conversation.Event) conversation.Entry {
		e.At = (start + second) * 1000
		return conversation.Entry{Event: e, DeliveredAt: conversation.None}
	}
	failed := event(60, conversation.Event{Kind: conversation.Message, From: conversation.FromFlow})
	failed.Delivery = conversation.Failed
	read := event(350, conversation.Event{Kind: conversation.Message, From: conversation.FromAgent, Agent: "a1"})
	read.Delivery, read.DeliveredAt = conversation.Read, start+360
	return &report.Story{
		Account: p.Account, Row: row, Number: 2, Previous: "c/" + name, Next: "c3",
		Duration: conversation.Interval{From: start, To: start + 4350},
		Exchanges: []report.Exchange{{
			Exchange: conversation.Exchange{
				Interval: conversation.Interval{From: start + 100, To: start + 350}, Answer: 2, AskedAt: start, Handoffs: 1,
			},
			By: "a1", Business: conversation.None,
		}},
		Entries: []conversation.Entry{
			event(0, conversation.Event{Kind: conversation.Message, From: conversation.FromContact}), failed,
			event(100, conversation.Event{Kind: conversation.Handoff}), read,
			event(351, conversation.Event{Kind: conversation.Tag, Tag: name}),
			event(4350, conversation.Event{Kind: conversation.Close, Agent: "a1"}),
		},
	}
}

func sampleWaiting(p Page, name string) *report.Waiting {
	now := p.Account.Now.Unix()
	row := sampleDetails(p, name, name).Rows[0]
	late := row
	late.ID, late.LastMessageAt = "c/"+name, now-24*3600
	return &report.Waiting{Account: p.Account, Total: 1234, Rows: []report.Waiter{{Row: late, Since: now - 90000}, {Row: row, Since: now - 600}}}
}

func storyPage(l Lang) Page { return samplePage(l, ConversationPath("c2")) }

func TestStoryAndWaitingInEveryLanguage(t *testing.T) {
	for _, l := range Langs {
		for _, name := range []string{"José", hostile} {
			p := storyPage(l)
			doc := rendered(t, Story(p, sampleStory(p, name)))
			checkSafe(t, doc)
			if !strings.Contains(text(doc), name) || text(all(doc, tagged("h1"))[0]) != name {
				t.Errorf("%s: the page does not show the name %q as it is", l, name)
			}
			p.Path = "/waiting"
			checkSafe(t, rendered(t, Waiting(p, sampleWaiting(p, name))))
			checkSafe(t, rendered(t, WaitingPart(p, sampleWaiting(p, name))))
		}
	}
}

func TestStoryTellsHow(t *testing.T) {
	p := storyPage(English)
	doc := rendered(t, Story(p, sampleStory(p, "José")))
	times := all(doc, withClass("how"))
	if len(times) != 2 {
		t.Fatalf("%d times are told, want the first response and the duration", len(times))
	}
	for i, want := range []string{"The clock waits for the handoff", "4 min 10 s counted", "The time is credited to Ana", "wholly outside"} {
		if !strings.Contains(text(times[0]), want) {
			t.Errorf("the first response does not say %q (%d):\n%s", want, i, text(times[0]))
		}
	}
	if got := text(all(doc, withClass("is-failed"))[0]); !strings.Contains(got, "failed, not counted") {
		t.Errorf("the failed message says %q", got)
	}
	if lines := text(all(doc, withClass("tl"))[0]); !strings.Contains(lines, "first response: 4 min 10 s · read") {
		t.Errorf("the answer is not marked in the timeline:\n%s", lines)
	}
}

func TestStoryClosedBySilence(t *testing.T) {
	p := storyPage(English)
	s := sampleStory(p, "José")
	s.Entries = s.Entries[:4]
	s.Row.Reason, s.Row.ClosedBy, s.Row.ClosedAt = conversation.ByInactivity, "", s.Row.StartedAt+350+24*3600
	s.Duration.To = s.Row.StartedAt + 350
	doc := rendered(t, Story(p, s))
	if lines := text(all(doc, withClass("tl"))[0]); !strings.HasSuffix(lines, "Closed by silence") || !strings.Contains(lines, "24 h later") {
		t.Errorf("the timeline does not tell of the silence:\n%s", lines)
	}
	if steps := text(all(doc, withClass("how"))[1]); !strings.Contains(steps, "The silence after it does not count.") {
		t.Errorf("the duration does not tell of the silence:\n%s", steps)
	}
}

func TestLongTimelineIsCut(t *testing.T) {
	p := storyPage(English)
	s := sampleStory(p, "José")
	for len(s.Entries) < timelineLimit+10 {
		s.Entries = append(s.Entries, s.Entries[0])
	}
	if page := text(rendered(t, Story(p, s))); !strings.Contains(page, "first 1,000 of 1,010 events") {
		t.Error("the timeline does not say that it leaves events out")
	}
}

func TestWaitingRows(t *testing.T) {
	p := samplePage(English, "/waiting")
	doc := rendered(t, Waiting(p, sampleWaiting(p, "José")))
	page := text(doc)
	for _, want := range []string{"25 h", "closed", "10 min", "23 h 59 min left", "2 longest waits of 1,234"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	empty := rendered(t, Waiting(p, &report.Waiting{Account: p.Account}))
	if len(all(empty, withClass("empty"))) != 1 {
		t.Error("an empty list says nothing about it")
	}
}
