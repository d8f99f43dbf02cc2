package naive

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"relato/conversation"
)

// day is 24 hours, whatever the local clock does.
const day = 24 * time.Hour

// starts are when threads begin, before and after the anchor.
var starts = []time.Duration{
	-36 * time.Hour, -day, -14 * time.Hour, -time.Hour, -time.Second, -time.Millisecond, 0, time.Millisecond, 30 * time.Second,
	15 * time.Minute, time.Hour - time.Second, time.Hour, 90 * time.Minute, 2 * time.Hour, 9 * time.Hour, 12 * time.Hour,
	22 * time.Hour, day - time.Second, day, 25 * time.Hour,
}

// steps are from one event to the next.
func steps(inactivity time.Duration) []time.Duration {
	return []time.Duration{
		time.Minute, 0, 30 * time.Second, time.Millisecond, 17 * time.Minute, 0, time.Hour, 999 * time.Millisecond,
		time.Minute, 0, time.Second, 30 * time.Minute, 1001 * time.Millisecond, 17 * time.Minute, time.Hour, 3 * time.Hour,
		inactivity, inactivity + time.Second, 8 * time.Hour, 0, time.Minute, 23 * time.Hour, inactivity - time.Second,
		inactivity + time.Millisecond, 2 * day,
	}
}

// drawEvents are the events of a thread in time, most with keys of their own.
func drawEvents(t *rapid.T, anchor time.Time, inactivity time.Duration) []conversation.Event {
	at := anchor.Add(rapid.SampledFrom(starts).Draw(t, "start"))
	var events []conversation.Event
	count := rapid.IntRange(1, 8).Draw(t, "events") + rapid.IntRange(0, 12).Draw(t, "more events")
	for i := range count {
		e := drawEvent(t, fmt.Sprintf("k%d", i), at, events)
		events = append(events, e)
		if e.Kind == conversation.Survey && rapid.IntRange(0, 2).Draw(t, "rated if 0") == 0 {
			events = append(events, drawAnswer(t, fmt.Sprintf("r%d", i), at))
		}
		at = at.Add(rapid.SampledFrom(steps(inactivity)).Draw(t, "step"))
	}
	return events
}

// drawAnswer is a rating some time after a survey.
func drawAnswer(t *rapid.T, key string, survey time.Time) conversation.Event {
	after := rapid.SampledFrom([]time.Duration{
		0, time.Second, time.Hour, day, 7*day - time.Second, 7 * day, 7*day + 500*time.Millisecond, 7*day + time.Second,
		8 * day,
	}).Draw(t, "answered after")
	return conversation.Event{
		Key:     key,
		Kind:    conversation.Rating,
		At:      survey.Add(after).UnixMilli(),
		Score:   rapid.IntRange(1, 5).Draw(t, "score"),
		Comment: drawComment(t),
	}
}

func drawComment(t *rapid.T) string {
	return rapid.SampledFrom([]string{"", "", "ótimo", `ok "sim"`, "<b>"}).Draw(t, "comment")
}

// kinds, as often as they are drawn; what comes first is drawn somewhat more.
var kinds = []conversation.Kind{
	conversation.Message, conversation.Message, conversation.Assign, conversation.Message, conversation.Close,
	conversation.Message, conversation.Message, conversation.Survey, conversation.Message, conversation.Handoff,
	conversation.Message, conversation.Tag, conversation.Message, conversation.Rating, conversation.Message,
	conversation.Assign, conversation.Open, conversation.Untag, conversation.Status, conversation.Tag,
}

// drawEvent is one event; earlier are those whose keys it may name, or share.
func drawEvent(t *rapid.T, key string, at time.Time, earlier []conversation.Event) conversation.Event {
	known := key
	if len(earlier) > 0 {
		known = rapid.SampledFrom(earlier).Draw(t, "earlier event").Key
	}
	if rapid.IntRange(0, 15).Draw(t, "shares a key if 15") == 15 {
		key = known
	}
	e := conversation.Event{
		Key:  key,
		Kind: rapid.SampledFrom(kinds).Draw(t, "kind"),
		At:   at.UnixMilli(),
		Seq:  rapid.SampledFrom([]int64{0, 0, 0, 0, 0, 1, 2, 10}).Draw(t, "seq"),
	}
	fill(t, &e, known)
	if rapid.IntRange(0, 15).Draw(t, "useless agent if 15") == 15 && e.Agent == "" {
		e.Agent = rapid.SampledFrom(agentIDs).Draw(t, "useless agent")
	}
	return e
}

// fill draws what an event of a kind has; known is a key for it to name.
func fill(t *rapid.T, e *conversation.Event, known string) {
	anybody := rapid.SampledFrom([]string{"", "a1", "a1", "a2", "a2", "a3", "a10"})
	switch e.Kind {
	case conversation.Message:
		e.From = rapid.SampledFrom([]conversation.Sender{
			conversation.FromContact, conversation.FromAgent, conversation.FromContact, conversation.FromAgent,
			conversation.FromFlow,
		}).Draw(t, "from")
		if e.From == conversation.FromAgent {
			e.Agent = anybody.Draw(t, "agent")
		}
		e.Own = rapid.SampledFrom([]conversation.Delivery{
			conversation.NoDelivery, conversation.NoDelivery, conversation.NoDelivery, conversation.NoDelivery,
			conversation.Sent, conversation.Delivered, conversation.Read, conversation.Failed,
		}).Draw(t, "own status")
	case conversation.Assign:
		e.Agent = anybody.Draw(t, "assignee")
	case conversation.Tag, conversation.Untag:
		e.Tag = rapid.SampledFrom(tagNames).Draw(t, "tag")
	case conversation.Rating:
		e.Score = rapid.IntRange(1, 5).Draw(t, "score")
		e.Comment = drawComment(t)
	case conversation.Close:
		e.Agent = anybody.Draw(t, "closer")
		e.Reason = rapid.SampledFrom([]conversation.Reason{
			conversation.NoReason, conversation.NoReason, conversation.ByAgent, conversation.ByFlow,
			conversation.ByInactivity, conversation.ByAPI,
		}).Draw(t, "reason")
	case conversation.Status:
		e.Of = rapid.SampledFrom([]string{known, known, "k1", "k3", "nothing"}).Draw(t, "of")
		e.Status = rapid.SampledFrom([]conversation.Delivery{
			conversation.Sent, conversation.Delivered, conversation.Read, conversation.Failed,
		}).Draw(t, "status")
	}
}

// drawVersions adds duplicates, and versions that differ from what they repeat.
func drawVersions(t *rapid.T, events []conversation.Event) []conversation.Event {
	for range rapid.IntRange(0, 4).Draw(t, "versions") {
		e := rapid.SampledFrom(events).Draw(t, "version of")
		switch rapid.IntRange(0, 7).Draw(t, "what differs") {
		case 0:
			e.At += rapid.SampledFrom([]int64{-3600_000, -1000, -1, 1, 1000, 3600_000}).Draw(t, "by")
		case 1:
			e.Agent = rapid.SampledFrom(append([]string{""}, agentIDs...)).Draw(t, "agent")
		case 2:
			e.Seq = rapid.SampledFrom([]int64{0, 1, 2, 10}).Draw(t, "seq")
		case 3:
			e = conversation.Event{Key: e.Key, At: e.At, Seq: e.Seq, Kind: rapid.SampledFrom(kinds).Draw(t, "kind")}
			fill(t, &e, "k1")
		case 4:
			if e.Kind == conversation.Message {
				e.Own = rapid.SampledFrom([]conversation.Delivery{conversation.Read, conversation.Failed}).Draw(t, "own status")
			}
		case 5:
			e = conversation.Event{Key: e.Key, At: e.At, Seq: e.Seq, Kind: e.Kind}
			fill(t, &e, "k2")
			e.At -= rapid.SampledFrom([]int64{0, 1, 1000}).Draw(t, "earlier by")
		case 6:
			e.Comment = drawComment(t)
		}
		events = append(events, e)
	}
	return events
}
