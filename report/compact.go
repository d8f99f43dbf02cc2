package report

import (
	"relato/conversation"
)

// compact lays all columns anew in the order of the conversations, without what is gone.
func (f *facts) compact() {
	old := *f
	n := len(old.order)
	f.rows = permute(old.rows, old.order)
	f.calendar = permute(old.calendar, old.order)
	f.business = permute(old.business, old.order)
	f.volumes = permute(old.volumes, old.order)
	f.survey = permute(old.survey, old.order)
	f.closedBy = permute(old.closedBy, old.order)
	f.thread = permute(old.thread, old.order)
	f.ids = old.ids.permute(old.order)
	f.urls = old.urls.permute(old.order)
	f.comments = old.comments.permute(old.order)
	total := 0
	for _, i := range old.order {
		total += int(old.marks[i].to - old.marks[i].from)
	}
	f.marks = make([]stretch, n)
	f.marksAt, f.marksBy = make([]uint32, 0, total+total/16), make([]uint16, 0, total+total/16)
	f.byThread = make(map[threadNumber]uint32, n)
	for i, from := range old.order {
		s := old.marks[from]
		f.marks[i] = stretch{uint32(len(f.marksAt)), uint32(len(f.marksAt)) + s.to - s.from}
		f.marksAt = append(f.marksAt, old.marksAt[s.from:s.to]...)
		f.marksBy = append(f.marksBy, old.marksBy[s.from:s.to]...)
		f.byThread[f.thread[i]] = uint32(i)
	}
	f.waste = 0
	f.layout++
	f.order = make([]uint32, n)
	for i := range f.order {
		f.order[i] = uint32(i)
	}
}

func permute[T any](column []T, order []uint32) []T {
	next := make([]T, len(order), len(order)+len(order)/16)
	for i, from := range order {
		next[i] = column[from]
	}
	return next
}

func (t *texts) permute(order []uint32) texts {
	next := texts{at: make([]uint64, len(order))}
	size := 0
	for _, from := range order {
		size += int(t.at[from] & (1<<lengthBits - 1))
	}
	next.bytes = make([]byte, 0, size+size/16)
	for i, from := range order {
		text := t.view(int(from))
		if len(text) > 0 {
			next.at[i] = uint64(len(next.bytes))<<lengthBits | uint64(len(text))
			next.bytes = append(next.bytes, text...)
		}
	}
	return next
}

// marksOf are a conversation's marks, whose agents are the index's own numbers; nobody is None.
func (f *facts) marksOf(n uint32, marks []conversation.Mark) []conversation.Mark {
	marks = marks[:0]
	for i := f.marks[n].from; i < f.marks[n].to; i++ {
		by := f.marksBy[i]
		mark := conversation.Mark{At: int64(f.marksAt[i]), Kind: kindOf(by), Agent: conversation.None}
		if by > firstAgentMark {
			mark.Agent = int32(by - firstAgentMark)
		}
		marks = append(marks, mark)
	}
	return marks
}
