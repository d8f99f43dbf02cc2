package report

// shortlistShare is the part of all that was found which must be more than is wanted for a shortlist to be worth it.
const shortlistShare = 8

// shortlist leaves of conversations those that may be the first as many as wanted when they are sorted by their ranks, in
// order: by how many ranks there are of which bins. Comparing all takes ten times as long.
func (r *ranks) shortlist(among candidates, down bool, wanted int) (list []uint32) {
	split := parts(among.lo, among.hi)
	var counts [roughBins]uint32
	for _, worker := range inParallel(split, func(p part) (counts [roughBins]uint32) {
		var buffer, memory [batchSize]uint32
		for lo := p.lo; lo < p.hi; lo += batchSize {
			for _, rank := range r.of(&memory, among.at(buffer[:], lo, min(lo+batchSize, p.hi))) {
				counts[r.bin(rank)]++
			}
		}
		return counts
	}) {
		addAll(counts[:], worker[:])
	}
	bins := binsOfFirst(&counts, down, wanted)
	for _, some := range inParallel(split, func(p part) (list []uint32) {
		var buffer, memory [batchSize]uint32
		for lo := p.lo; lo < p.hi; lo += batchSize {
			batch := among.at(buffer[:], lo, min(lo+batchSize, p.hi))
			for i, rank := range r.of(&memory, batch) {
				if bin := r.bin(rank); bin >= bins.lo && bin < bins.hi {
					list = append(list, batch[i])
				}
			}
		}
		return list
	}) {
		list = append(list, some...)
	}
	return list
}

// binsOfFirst are the bins in which the first ranks lie, as many as wanted or more; all where there are fewer, since what
// has none comes last then.
func binsOfFirst(counts *[roughBins]uint32, down bool, wanted int) part {
	some := 0
	for i := 1; i < roughBins; i++ { // the first bin is of what is absent
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
