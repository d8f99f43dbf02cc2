package naive

import (
	"testing"

	"relato/conversation"
)

func TestFirstResponseAndHandoff(t *testing.T) {
	c := one(t, explicit,
		agentSays("m0", "2024-01-02 08:00", "a0"), // before the first contact message: answers nothing
		contactSays("m1", "2024-01-02 09:00:00.900"),
		flowSays("m2", "2024-01-02 09:00:05"), // does not stop the clock
		something(conversation.Handoff, "2024-01-02 09:01", ""),
		contactSays("m3", "2024-01-02 09:02"),
		something(conversation.Handoff, "2024-01-02 09:03", ""),
		agentSays("m4", "2024-01-02 09:04:10.100", "a1"),
		something(conversation.Handoff, "2024-01-02 09:05", ""),
		agentSays("m5", "2024-01-02 09:06", "a2"),
	)
	equal(t, "frt", *c.FRT, Interval{sec("2024-01-02 09:03"), sec("2024-01-02 09:04:10"), "a1"}) // 70 s
	equal(t, "first contact", c.FirstContactAt, sec("2024-01-02 09:00"))
	equal(t, "origin", c.Origin, conversation.Inbox)
	equal(t, "owner", c.Owner, "a2")
	equal(t, "participants", len(c.Agents), 3)

	// Rounding down comes first: 00.900 to 10.100 are 10 s.
	c = one(t, explicit, contactSays("m1", "2024-01-02 09:00:00.900"), agentSays("m2", "2024-01-02 09:00:10.100", ""))
	equal(t, "seconds", c.FRT.To-c.FRT.From, int64(10))
	equal(t, "credit", c.FRT.Agent, "")
	equal(t, "unanswered", c.Unanswered, false)
	equal(t, "participants", len(c.Agents), 0)

	c = one(t, explicit, agentSays("m1", "2024-01-02 09:00", "a1"), contactSays("m2", "2024-01-02 09:01"), flowSays("m3", "2024-01-02 09:02"))
	equal(t, "no response after the contact", c.FRT == nil, true)
	equal(t, "unanswered", c.Unanswered, true)
	equal(t, "waiting after the flow's message", c.Waiting, false)
}

func TestTurns(t *testing.T) {
	c := one(t, explicit,
		contactSays("m1", "2024-01-02 09:00"), contactSays("m2", "2024-01-02 09:01"),
		agentSays("m3", "2024-01-02 09:02", "a1"), agentSays("m4", "2024-01-02 09:03", "a2"),
		flowSays("m5", "2024-01-02 09:04"),
		contactSays("m6", "2024-01-02 09:05"), flowSays("m7", "2024-01-02 09:06"),
		something(conversation.Handoff, "2024-01-02 09:07", ""), contactSays("m8", "2024-01-02 09:08"),
		agentSays("m9", "2024-01-02 09:10", "a2"),
		contactSays("m10", "2024-01-02 09:30"),
	)
	equal(t, "replies", len(c.Replies), 2)
	equal(t, "first", c.Replies[0], Interval{sec("2024-01-02 09:00"), sec("2024-01-02 09:02"), "a1"})
	equal(t, "second", c.Replies[1], Interval{sec("2024-01-02 09:07"), sec("2024-01-02 09:10"), "a2"})
	equal(t, "waiting", c.Waiting, true)
	equal(t, "unanswered", c.Unanswered, false)
}

func TestSurveyCredit(t *testing.T) {
	// The owner just before the survey, here by writing, is credited; who takes over later is not.
	c := one(t, explicit,
		contactSays("m1", "2024-01-02 09:00"),
		agentSays("m2", "2024-01-02 09:01", "a1"),
		something(conversation.Survey, "2024-01-02 09:02", ""),
		something(conversation.Assign, "2024-01-02 09:03", "a2"),
		rated("2024-01-02 09:04", 2),
		something(conversation.Survey, "2024-01-02 09:05", ""), // after the last rating
	)
	equal(t, "owner", c.Owner, "a2")
	equal(t, "credited", c.CreditedAgent, "a1")
	equal(t, "survey", c.SurveyAt, sec("2024-01-02 09:02"))

	// The last rating counts, with the last survey before it; an assign to nobody credits nobody.
	c = one(t, explicit,
		contactSays("m1", "2024-01-02 09:00"),
		rated("2024-01-02 09:01", 1),
		something(conversation.Assign, "2024-01-02 09:02", "a1"),
		something(conversation.Assign, "2024-01-02 09:03", ""),
		agentSays("m2", "2024-01-02 09:04", "a1"),
		something(conversation.Survey, "2024-01-02 09:05", ""),
		rated("2024-01-02 09:06", 5),
	)
	equal(t, "rating", c.Rating, 5)
	equal(t, "credited", c.CreditedAgent, "")
	equal(t, "owner", c.Owner, "")
	equal(t, "participants", len(c.Agents), 1)
}

func TestOrigin(t *testing.T) {
	equal(t, "open alone", one(t, explicit, something(conversation.Open, "2024-01-02 09:00", "")).Origin, conversation.Other)
	c := one(t, explicit, something(conversation.Open, "2024-01-02 09:00", ""), flowSays("m1", "2024-01-02 09:05"))
	equal(t, "open, then flow", c.Origin, conversation.Flow)
	equal(t, "started", c.StartedAt, sec("2024-01-02 09:00"))
	stated := explicit
	stated.Origin = conversation.Other
	all := fold(stated, contactSays("m1", "2024-01-02 09:00"), something(conversation.Close, "2024-01-02 09:01", ""),
		agentSays("m2", "2024-01-02 09:02", ""))
	equal(t, "stated", all[0].Origin, conversation.Other)
	equal(t, "later ones are derived", all[1].Origin, conversation.Inbox)
}

func TestOpenWithoutMessage(t *testing.T) {
	c := one(t, explicit, something(conversation.Open, "2024-01-02 09:00", ""), something(conversation.Close, "2024-01-02 09:10", ""))
	equal(t, "duration", c.Duration.To-c.Duration.From, int64(600))
	equal(t, "reason", c.Reason, conversation.ByAPI)
	equal(t, "last message", c.LastMessageAt, int64(conversation.None))
	equal(t, "first contact message", c.FirstContactAt, int64(conversation.None))
	equal(t, "unanswered", c.Unanswered, false)
	equal(t, "survey", c.SurveyAt, int64(conversation.None))
}

func TestDuration(t *testing.T) {
	equal(t, "open", one(t, explicit, contactSays("m1", "2024-01-02 09:00")).Duration == nil, true)
	c := one(t, silent, contactSays("m1", "2024-01-02 09:00"), contactSays("m2", "2024-01-02 10:00"))
	equal(t, "nobody wrote back", c.Duration == nil, true)
	equal(t, "closed", c.ClosedAt, sec("2024-01-03 10:00"))
	c = one(t, silent, contactSays("m1", "2024-01-02 09:00"), flowSays("m2", "2024-01-02 09:01"), contactSays("m3", "2024-01-02 10:00"))
	equal(t, "ends with the last message", c.Duration.To-c.Duration.From, int64(3600))

	// The reason decides, whoever closed it.
	closing := something(conversation.Close, "2024-01-02 12:00", "a1")
	closing.Reason = conversation.ByInactivity
	c = one(t, explicit, contactSays("m1", "2024-01-02 09:00"), agentSays("m2", "2024-01-02 09:30", "a1"), closing)
	equal(t, "by an agent for inactivity", c.Duration.To-c.Duration.From, int64(1800))
	equal(t, "closed at", c.ClosedAt, sec("2024-01-02 12:00"))
	equal(t, "closed by", c.ClosedBy, "a1")
	c = one(t, explicit, contactSays("m1", "2024-01-02 09:00"), closing)
	equal(t, "lone message", c.Duration == nil, true)

	closing.Reason = conversation.ByFlow
	c = one(t, explicit, contactSays("m1", "2024-01-02 09:00"), closing)
	equal(t, "a flow that closes leaves nobody without an answer", c.Unanswered, false)
}

func TestTags(t *testing.T) {
	c := one(t, explicit, contactSays("m1", "2024-01-02 09:00"),
		tagged(conversation.Untag, "2024-01-02 09:01", "a"), tagged(conversation.Tag, "2024-01-02 09:02", "b"),
		tagged(conversation.Tag, "2024-01-02 09:03", "a"), tagged(conversation.Tag, "2024-01-02 09:04", "b"),
		tagged(conversation.Untag, "2024-01-02 09:05", "b"))
	equal(t, "tags", len(c.Tags), 1)
	equal(t, "tag", c.Tags[0], "a")
}
