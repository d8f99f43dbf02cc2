package conversation

// Exchange is a turn and how the time of its reply came about (section 4): the contact asks, and an agent answers. Its
// interval is what the clock measures, from the contact's first message, or the last handoff after it, to the answer;
// To is None while there is no answer.
type Exchange struct {
	Interval
	Agent    int32 // who answered, as in the mark
	Answer   int   // index of the mark that answered; None while there is none
	AskedAt  int64 // Unix seconds of the contact's first message
	Handoffs int   // the last of them started the clock; 0 = the contact's message did

	Before Said // after the contact's first message and before the handoff that started the clock
	During Said // while the clock ran
}

// Said counts messages that neither start nor stop a clock.
type Said struct{ Contact, Flow int }

// Answered tells whether an agent answered.
func (e Exchange) Answered() bool { return e.Answer != None }

// Exchanges are the turns of marks, which are in order of events. Their intervals are the replies that Measure finds;
// only the last may be without an answer.
func Exchanges(marks []Mark) []Exchange {
	var all []Exchange
	asking := false
	for i, k := range marks {
		if !asking {
			if k.Kind == ContactMark {
				all = append(all, Exchange{Interval: Interval{k.At, None}, Agent: None, Answer: None, AskedAt: k.At})
				asking = true
			}
			continue
		}
		e := &all[len(all)-1]
		switch k.Kind {
		case ContactMark:
			e.During.Contact++
		case FlowMark:
			e.During.Flow++
		case HandoffMark:
			e.From = k.At
			e.Handoffs++
			e.Before, e.During = e.Before.and(e.During), Said{}
		case AgentMark:
			e.To, e.Agent, e.Answer = k.At, k.Agent, i
			asking = false
		}
	}
	return all
}

func (s Said) and(more Said) Said { return Said{s.Contact + more.Contact, s.Flow + more.Flow} }
