package naive

import (
	"testing"
	"time"

	"relato/conversation"
)

func TestSilence(t *testing.T) {
	// Exactly 24 h is not more, and fractions of seconds do not make it more.
	all := fold(silent, contactSays("m1", "2024-01-02 10:00:00.900"), contactSays("m2", "2024-01-03 10:00:00.999"))
	equal(t, "conversations at 24 h", len(all), 1)

	all = fold(silent, contactSays("m1", "2024-01-02 10:00"), contactSays("m2", "2024-01-03 10:00:01"))
	equal(t, "conversations at 24 h 1 s", len(all), 2)
	equal(t, "first closed at", all[0].ClosedAt, sec("2024-01-03 10:00"))
	equal(t, "reason", all[0].Reason, conversation.ByInactivity)
	equal(t, "second's id", all[1].ID, "c~2")

	// The clock closes too, but not at the very second.
	events := []conversation.Event{contactSays("m1", "2024-01-02 10:00")}
	equal(t, "closed by a clock at 24 h", Fold(silent, events, day, time.Unix(sec("2024-01-03 10:00"), 0))[0].Closed, false)
	equal(t, "closed by a clock after 24 h", Fold(silent, events, day, time.Unix(sec("2024-01-03 10:00:01"), 0))[0].Closed, true)

	// A later event ahead of the clock closes as well; what it is plays no part.
	late := conversation.Event{Key: "s", Kind: conversation.Status, At: ms("2024-01-03 10:00:01"), Of: "m1"}
	equal(t, "closed by a status", Fold(silent, append(events, late), day, time.Unix(sec("2024-01-03 09:00"), 0))[0].Closed, true)

	// Without any message silence is counted from the open; a close counts in these threads too.
	all = fold(silent, something(conversation.Open, "2024-01-02 10:00", ""))
	equal(t, "open alone closed at", all[0].ClosedAt, sec("2024-01-03 10:00"))
	c := one(t, silent, contactSays("m1", "2024-01-02 10:00"), something(conversation.Close, "2024-01-03 10:00", "a1"))
	equal(t, "reason of a close in time", c.Reason, conversation.ByAgent)
	c = one(t, silent, contactSays("m1", "2024-01-02 10:00"), something(conversation.Close, "2024-01-03 10:00:01", "a1"))
	equal(t, "reason of a close too late", c.Reason, conversation.ByInactivity)
	equal(t, "explicit threads stay open", one(t, explicit, contactSays("m1", "2024-01-02 10:00")).Closed, false)
}

func TestPendingEvents(t *testing.T) {
	all := fold(explicit,
		tagged(conversation.Tag, "2024-01-02 08:00", "early"),
		something(conversation.Assign, "2024-01-02 08:01", "a1"),
		something(conversation.Close, "2024-01-02 08:02", "a9"), // ignored
		contactSays("m1", "2024-01-02 09:00"),
		something(conversation.Close, "2024-01-02 10:00", "a1"),
		tagged(conversation.Tag, "2024-01-02 11:00", "after"),    // to the one last closed
		something(conversation.Assign, "2024-01-02 11:01", "a2"), // to the next
		something(conversation.Survey, "2024-01-02 11:02", ""),   // to the one last closed
		agentSays("m2", "2024-01-02 12:00", "a3"),
	)
	equal(t, "conversations", len(all), 2)
	equal(t, "tags", len(all[0].Tags), 2)
	equal(t, "owner of the first", all[0].Owner, "a1")
	equal(t, "started", all[0].StartedAt, sec("2024-01-02 09:00"))
	equal(t, "survey of the first", all[0].SurveyAt, sec("2024-01-02 11:02"))
	equal(t, "its credit", all[0].CreditedAgent, "a1")
	equal(t, "tags of the second", len(all[1].Tags), 0)
	equal(t, "owner of the second", all[1].Owner, "a2")
	equal(t, "its participants", len(all[1].Agents), 2)
	equal(t, "its survey", all[1].SurveyAt, int64(conversation.None))
	equal(t, "nothing starts nothing", len(fold(explicit, tagged(conversation.Tag, "2024-01-02 08:00", "x"), rated("2024-01-02 08:00", 3))), 0)
}

func TestRatingBelongs(t *testing.T) {
	events := func(rating string) []Conversation {
		return fold(explicit,
			contactSays("m1", "2024-01-02 09:00"),
			something(conversation.Survey, "2024-01-02 09:30", ""),
			something(conversation.Close, "2024-01-02 10:00", "a1"),
			contactSays("m2", "2024-01-02 12:00"),
			rated(rating, 5),
		)
	}
	// To the survey's conversation within 7 days, even while another one is open.
	equal(t, "rating after 7 days", events("2024-01-09 09:30:00.999")[0].Rating, 5)
	all := events("2024-01-09 09:30:01")
	equal(t, "first's rating after more than 7 days", all[0].Rating, 0)
	equal(t, "second's rating after more than 7 days", all[1].Rating, 5)
	equal(t, "which is its own survey", all[1].SurveyAt, sec("2024-01-09 09:30:01"))
	equal(t, "first still has one sent", all[0].SurveyAt, sec("2024-01-02 09:30"))

	// Without a survey: the one last closed; before all, the first.
	all = fold(explicit, contactSays("m1", "2024-01-02 09:00"), something(conversation.Close, "2024-01-02 10:00", ""),
		rated("2024-01-02 11:00", 4), contactSays("m2", "2024-01-02 12:00"))
	equal(t, "last closed", all[0].Rating, 4)
	equal(t, "first", one(t, explicit, rated("2024-01-02 08:00", 2), contactSays("m1", "2024-01-02 09:00")).Rating, 2)
}

func TestVersions(t *testing.T) {
	// The earlier version stays, whatever else it says.
	c := one(t, explicit, agentSays("m1", "2024-01-02 09:00:00.002", "a1"), agentSays("m1", "2024-01-02 09:00:00.001", "a2"))
	equal(t, "earlier", c.Owner, "a2")
	// At the same time the smaller JSON: an agent before none ("agent" is before "at"), "a1" before "a2".
	c = one(t, explicit, agentSays("m1", "2024-01-02 09:00", ""), agentSays("m1", "2024-01-02 09:00", "a2"),
		agentSays("m1", "2024-01-02 09:00", "a1"))
	equal(t, "smaller", c.Owner, "a1")
	// seq 10 is smaller than 9 as bytes, and none is larger than either ("seq" is before "type").
	seq := func(n int64, score int) conversation.Event {
		return conversation.Event{Key: "r", Kind: conversation.Rating, At: ms("2024-01-02 10:00"), Seq: n, Score: score}
	}
	c = one(t, explicit, contactSays("m1", "2024-01-02 09:00"), seq(9, 3), seq(10, 3), seq(0, 3))
	equal(t, "seq", c.Events[1].Seq, int64(10))
	equal(t, "score is before seq", one(t, explicit, contactSays("m1", "2024-01-02 09:00"), seq(9, 3), seq(10, 4)).Rating, 3)
}

func TestFailed(t *testing.T) {
	failed := contactSays("m1", "2024-01-02 09:05")
	failed.Own = conversation.Failed
	status := func(s conversation.Delivery, at string) conversation.Event {
		return conversation.Event{Key: "s" + at, Kind: conversation.Status, At: ms(at), Of: "m1", Status: s}
	}
	// Any version, any status, at any time; read later changes nothing.
	equal(t, "version", len(fold(explicit, contactSays("m1", "2024-01-02 09:00"), failed)), 0)
	equal(t, "status before", len(fold(explicit, status(conversation.Failed, "2024-01-01 00:00"), contactSays("m1", "2024-01-02 09:00"))), 0)
	equal(t, "read after failed", len(fold(explicit, contactSays("m1", "2024-01-02 09:00"),
		status(conversation.Failed, "2024-01-02 09:01"), status(conversation.Read, "2024-01-02 09:02"))), 0)
	c := one(t, explicit, contactSays("m2", "2024-01-02 09:00"), failed)
	equal(t, "last message", c.LastMessageAt, sec("2024-01-02 09:00"))
	// A failed message does not break the silence, but it shows that time has passed.
	late := contactSays("m1", "2024-01-03 09:00:01")
	late.Own = conversation.Failed
	all := Fold(silent, []conversation.Event{contactSays("m2", "2024-01-02 09:00"), late}, 24*time.Hour, time.Unix(sec("2024-01-02 10:00"), 0))
	equal(t, "conversations", len(all), 1)
	equal(t, "closed", all[0].Closed, true)
}

func TestOrder(t *testing.T) {
	// At one instant: seq first, then kind, then key.
	closing := something(conversation.Close, "2024-01-02 09:00", "a1")
	c := one(t, explicit, closing, contactSays("m1", "2024-01-02 09:00"), something(conversation.Open, "2024-01-02 09:00", ""))
	equal(t, "closed after message", c.Closed, true)
	closing.Seq = -1
	equal(t, "a close before the message", one(t, explicit, closing, contactSays("m1", "2024-01-02 09:00")).Closed, false)
	c = one(t, explicit, agentSays("k10", "2024-01-02 09:00", "a1"), agentSays("k2", "2024-01-02 09:00", "a2"))
	equal(t, "last writer", c.Owner, "a2")
}
