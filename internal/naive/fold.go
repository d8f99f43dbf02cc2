package naive

import (
	"fmt"
	"slices"
	"time"

	"relato/conversation"
)

// Interval is from one whole second to another; Agent is whom it is credited to, empty = nobody.
type Interval struct {
	From, To int64
	Agent    string
}

// Conversation is one cycle of a thread. Times are Unix seconds, conversation.None where they do not exist.
type Conversation struct {
	Thread conversation.Thread
	Number int // from 1
	ID     string
	Events []conversation.Event // that belong to it, in order, without failed messages and statuses

	StartedAt int64
	Closed    bool
	ClosedAt  int64
	Reason    conversation.Reason
	ClosedBy  string

	Origin         conversation.Origin
	Owner          string   // empty = nobody
	Agents         []string // participants, sorted
	Tags           []string // sorted
	FirstContactAt int64
	LastMessageAt  int64
	FRT            *Interval // nil = empty
	Replies        []Interval
	Duration       *Interval // nil = empty; credited to the owner
	Unanswered     bool
	Waiting        bool
	SurveyAt       int64
	Rating         int // 0 = none
	Comment        string
	CreditedAgent  string // of the survey
}

// Fold turns the raw events of one thread into its conversations.
func Fold(thread conversation.Thread, raw []conversation.Event, inactivity time.Duration, now time.Time) []Conversation {
	set := distinct(raw)
	slices.SortFunc(set, earlier)

	var all []Conversation
	belongs := make([]int, len(set)) // number of the conversation that each event belongs to, 0 = none
	open := false
	lastSaid := int64(0) // second of the open conversation's last message, or of its open

	begin := func(e conversation.Event) {
		// "The first conversation has the thread's id; the n-th has `ID~n`."
		c := Conversation{Thread: thread, Number: len(all) + 1, ID: thread.ID, StartedAt: second(e), ClosedAt: conversation.None}
		if c.Number > 1 {
			c.ID = fmt.Sprintf("%s~%d", thread.ID, c.Number)
		}
		all = append(all, c)
		open, lastSaid = true, second(e)
	}
	end := func(at int64, reason conversation.Reason, by string) {
		c := &all[len(all)-1]
		c.Closed, c.ClosedAt, c.Reason, c.ClosedBy = true, at, reason, by
		open = false
	}
	// "when more than 24 h (… exactly 24 h is not more) pass after the last message (or the `open`, if there is none
	// yet), the conversation is closed at that time + 24 h with reason `inactivity`, as soon as the clock or any later
	// event passes it"
	silence := func(clock int64) {
		deadline := lastSaid + int64(inactivity/time.Second)
		if open && thread.Lifecycle == conversation.Inactivity && clock > deadline {
			end(deadline, conversation.ByInactivity, "")
		}
	}

	for i, e := range set {
		silence(second(e))
		// While a conversation is open it is this one, afterwards the one last closed, before the first the first.
		current := max(len(all), 1)
		switch e.Kind {
		case conversation.Message:
			if failed(e, raw, set) {
				continue // "counts nowhere and starts nothing"
			}
			// "A `message` (not failed) or `open` when no conversation of the thread is open starts one."
			if !open {
				begin(e)
			}
			lastSaid = second(e)
			belongs[i] = len(all)
		case conversation.Open:
			if !open {
				begin(e)
			}
			belongs[i] = len(all)
		case conversation.Assign, conversation.Handoff:
			// "Coming when none is open, `assign` and `handoff` belong to the next conversation"
			if open {
				belongs[i] = len(all)
			} else {
				belongs[i] = len(all) + 1
			}
		case conversation.Tag, conversation.Untag, conversation.Survey:
			// "`tag`, `untag` and `survey` to the one last closed; before the first conversation starts everything but
			// `close` belongs to the first"
			belongs[i] = current
		case conversation.Rating:
			belongs[i] = current
			if s := surveyFor(set, i); s >= 0 {
				belongs[i] = belongs[s]
			}
		case conversation.Close:
			// "`close` ends the open conversation; a `close` when none is open is ignored."
			if open {
				belongs[i] = len(all)
				end(second(e), closeReason(e), e.Agent)
			}
		}
	}
	silence(now.Unix())

	for n := range all {
		for i, e := range set {
			if belongs[i] == all[n].Number {
				all[n].Events = append(all[n].Events, e)
			}
		}
		all[n].measure()
	}
	return all
}

// surveyFor is the index of "the last `survey` in the thread in the 7 days before" a rating; -1 without one.
func surveyFor(set []conversation.Event, rating int) int {
	for i := rating - 1; i >= 0; i-- {
		if set[i].Kind == conversation.Survey {
			if second(set[rating])-second(set[i]) <= 7*24*60*60 {
				return i
			}
			return -1
		}
	}
	return -1
}

// closeReason: "A close without reason has reason `agent` if it names one, else `api`."
func closeReason(e conversation.Event) conversation.Reason {
	switch {
	case e.Reason != conversation.NoReason:
		return e.Reason
	case e.Agent != "":
		return conversation.ByAgent
	}
	return conversation.ByAPI
}
