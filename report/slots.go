package report

// slotCounts are counts by slot of time: of a period, or of what happened in a block of conversations.
type slotCounts struct {
	sent            [][4]uint32 // messages by their words: contact's, flow's, agents'; what is no message counts under asideWord
	closed, started []uint32
}

// A year has 35,040 slots.
var (
	sentPool pool[[4]uint32]
	edgePool pool[uint32]
)

// newSlotCounts are so many slots in which nothing has happened, in memory that release gives back.
func newSlotCounts(slots int) slotCounts {
	return slotCounts{
		sentPool.cleared(slots), edgePool.cleared(slots), edgePool.cleared(slots),
	}
}

func (s *slotCounts) release() {
	sentPool.release(s.sent)
	edgePool.release(s.closed)
	edgePool.release(s.started)
}

// minusOne takes away from counts that wrap around.
const minusOne = ^uint32(0)

// count adds what happened in conversations to slots that begin at an instant, so many times; minusOne takes it away. What
// lies before the first slot wraps around to a place beyond the last.
//
// What a word of marks does comes out of a table, since no processor can foresee which words are aside: a branch for them
// takes 43 ns a conversation of 12 messages, the table 31.
func (s *slotCounts) count(f *facts, conversations []uint32, from, times uint32) (fetched uint64) {
	fetched = f.fetch(conversations)
	steps := wordSteps
	for _, n := range conversations {
		at, told := f.start[n]-from, uint32(0)
		if place := at / slot; int(place) < len(s.started) {
			s.started[place] += times
		}
		if closed := f.closed[n]; closed != absent {
			if place := (closed - from) / slot; int(place) < len(s.closed) {
				s.closed[place] += times
			}
		}
		for _, word := range f.wordsOf(n) {
			step := steps[word]
			at += uint32(int32(step) >> stepShift)
			by := (step | told) & (1<<writerBits - 1)
			told = step >> writerBits
			if place := at / slot; int(place) < len(s.sent) {
				s.sent[place][by] += times
			}
		}
	}
	return fetched
}

// wordSteps is what each word of marks does: the word that it counts under, above it the word that the next mark counts
// under whatever it says itself (0 = it says so itself), and above both the seconds from the mark before.
var wordSteps = func() *[1 << 16]uint32 {
	steps := new([1 << 16]uint32)
	for word := range steps {
		by, what := word&(1<<writerBits-1), word>>writerBits
		seconds, next := what, 0
		if by == asideWord {
			seconds, next = aside(what)
		}
		steps[word] = uint32(int32(seconds))<<stepShift | uint32(next)<<writerBits | uint32(by)
	}
	return steps
}()

// stepShift is where the seconds of wordSteps begin.
const stepShift = 2 * writerBits

// aside is how many seconds later a word aside says that the next mark is, and the word that it counts under, if it says
// that: a handoff counts as what is no message.
func aside(what int) (seconds, next int) {
	switch {
	case what == handoffAside:
		return 0, asideWord
	case what > handoffAside:
		return 0, mainWord
	}
	return int(int32(laterBy(uint32(what)))), 0
}
