package report

// shortlistShare is the part of all that was found which must be more than is wanted for a shortlist to be worth it.
const shortlistShare = 8

// shortlist leaves of conversations those that may be the first as many as wanted, when they are sorted by a length: by how
// many lengths there are of which bins. Comparing all takes ten times as long. By other columns it leaves all.
func (x *Index) shortlist(found []uint32, f Filter, wanted int) []uint32 {
	lengths := x.lengthsBy(f.Sort)
	if lengths == nil || wanted > len(found)/shortlistShare {
		return found
	}
	split := parts(0, len(found))
	var counts [roughBins]uint32
	for _, worker := range inParallel(split, func(p part) (counts [roughBins]uint32) {
		takeAll(found[p.lo:p.hi], func(batch []uint32) {
			var memory [batchSize]uint32
			for _, length := range lengths(&memory, batch) {
				counts[roughBin(length+1)]++
			}
		})
		return counts
	}) {
		addAll(counts[:], worker[:])
	}
	bins := binsOfFirst(&counts, f.Dir == "desc", wanted)
	var list []uint32
	for _, some := range inParallel(split, func(p part) (list []uint32) {
		takeAll(found[p.lo:p.hi], func(batch []uint32) {
			var memory [batchSize]uint32
			for i, length := range lengths(&memory, batch) {
				if bin := roughBin(length + 1); bin >= bins.lo && bin < bins.hi {
					list = append(list, batch[i])
				}
			}
		})
		return list
	}) {
		list = append(list, some...)
	}
	return list
}

// binsOfFirst are the bins in which the first lengths lie, as many as wanted or more; all where there are fewer, since what
// has no length comes last then.
func binsOfFirst(counts *[roughBins]uint32, down bool, wanted int) part {
	some := 0
	for i := 1; i < roughBins; i++ { // the first bin is of what has no length
		bin := i
		if down {
			bin = roughBins - i
		}
		if some += int(counts[bin]); some >= wanted {
			if down {
				return part{bin, roughBins}
			}
			return part{1, bin + 1}
		}
	}
	return part{0, roughBins}
}

// lengthsBy reads the lengths that a column shows; nil where it shows none.
func (x *Index) lengthsBy(column string) func(memory *[batchSize]uint32, batch []uint32) []uint32 {
	frt := func(on *lengths) func(*[batchSize]uint32, []uint32) []uint32 {
		return func(memory *[batchSize]uint32, batch []uint32) []uint32 { return gather(memory, on.frt, batch) }
	}
	switch column {
	case "frt_s":
		return frt(x.calendar())
	case "frt_business_s":
		return frt(x.business())
	case "duration_s":
		return x.calendar().gatherDurations
	case "duration_business_s":
		return x.business().gatherDurations
	}
	return nil
}
