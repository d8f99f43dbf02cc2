package report

// compact lays all columns anew in the order of the conversations, without what is gone.
func (f *facts) compact() {
	old := *f
	order := old.order
	f.columns = old.columns.permuted(order)
	f.papers = old.papers.permuted(order)
	f.people.compact()
	f.onBusiness = &businessLengths{}
	total := 1
	for _, n := range order {
		total += len(old.wordsOf(n)) + 1
	}
	f.words = make([]uint16, 1, total+total/spare)
	f.waste, f.starts, f.ends = 0, nil, nil
	f.byThread = newLookup(len(order) + len(order)/spare)
	for i, from := range order {
		n := uint32(i)
		if words := old.wordsOf(from); len(words) > 0 {
			f.marksAt[n] = uint32(len(f.words))
			f.words = append(appendLength(f.words, len(words)), words...)
		} else {
			f.marksAt[n] = 0
		}
		f.byThread.put(n, f.threadHash(n))
		f.noteEnd(n)
	}
	f.order, f.removed = nil, nil
	f.digestAll()
	old.edition.last, f.edition = &old, &edition{}
}
