package report

import "sync"

// facet is a small fact of a conversation by which a filter may choose and do nothing else.
type facet int

const (
	noFacet facet = iota - 1
	byChannel
	byOrigin
	byRating
	facets
)

// mostValues is how many values a facet may have for its digests to be worth it: accounts with more channels have digests of
// few conversations each.
const mostValues = 16

// facetDigests are the digests of blocks by the value of a facet. A filter by nothing else adds those of the values that it
// chooses, and reads no marks, which is most of what it costs. They are made when somebody first asks for them: no more than
// 2 bytes a conversation and facet, until the columns are laid anew.
type facetDigests struct {
	sync.Mutex
	blocks [][]digest // by block, then by value; nil = they have to be made, empty = the marks have to be read
}

// chosenParts are the parts of blocks that a filter by one facet alone chooses.
type chosenParts struct {
	digests [][]digest // by block, then by value; nil = the filter is about something else
	chosen  []uint8    // by value: 1 = it is chosen
}

// partsOf are the parts that a filter chooses, of some blocks at least, which are divided among workers.
func (f *facts) partsOf(m *matcher, blocks [][]int) chosenParts {
	by, chosen := m.facet()
	if by == noFacet {
		return chosenParts{}
	}
	return chosenParts{f.digestsBy(by, blocks), chosen}
}

// addTo adds the parts of a block to slots that begin at an instant, if they are known.
func (p *chosenParts) addTo(slots *slotCounts, b int, from uint32) bool {
	if p.digests == nil || len(p.digests[b]) == 0 {
		return false
	}
	for value, d := range p.digests[b] {
		if d != nil && p.chosen[value] == 1 {
			d.addTo(slots, from)
		}
	}
	return true
}

// facet is the facet by which alone a filter chooses, and the values that it chooses; noFacet = it is about something else.
func (m *matcher) facet() (facet, []uint8) {
	rest := *m
	rest.channels, rest.origins, rest.ratings = nil, nil, nil
	if !rest.everything() {
		return noFacet, nil
	}
	only, chosen := noFacet, []uint8(nil)
	for f, values := range [facets][]uint8{byChannel: m.channels, byOrigin: m.origins, byRating: m.ratings} {
		if values == nil {
			continue
		}
		if only != noFacet || len(values) > mostValues {
			return noFacet, nil
		}
		only, chosen = facet(f), values
	}
	return only, chosen
}

// valueOf is a conversation's value of a facet.
func (f *facts) valueOf(by facet, n uint32) int {
	switch by {
	case byOrigin:
		return f.traits[n].place()
	case byRating:
		return f.traits[n].rating()
	}
	return int(f.via.at(n))
}

// digestsBy are the digests of blocks by a facet, those of some blocks at least, which are divided among workers.
func (f *facts) digestsBy(by facet, blocks [][]int) [][]digest {
	made := &f.byFacet[by]
	made.Lock()
	defer made.Unlock()
	for len(made.blocks) < f.blocks() {
		made.blocks = append(made.blocks, nil)
	}
	inParallel(blocks, func(blocks []int) (none struct{}) {
		for _, b := range blocks {
			if made.blocks[b] == nil {
				made.blocks[b] = f.blockBy(by, b)
			}
		}
		return none
	})
	return made.blocks
}

// blockBy are the digests of a block by a facet; none where one of them would be too long.
func (f *facts) blockBy(by facet, b int) []digest {
	var values [mostValues][]uint32
	buffer := batchPool.Get().(*[batchSize]uint32)
	defer batchPool.Put(buffer)
	most := 0
	for _, n := range f.block(b, buffer[:]) {
		value := f.valueOf(by, n)
		values[value] = append(values[value], n)
		most = max(most, value)
	}
	digests := make([]digest, most+1)
	for value, conversations := range values[:most+1] {
		if len(conversations) == 0 {
			continue
		}
		if digests[value] = f.digestOf(conversations); digests[value] == nil {
			return []digest{}
		}
	}
	return digests
}

// forgetFacets forgets the digests of a block, in which something changed.
func (f *facts) forgetFacets(b int) {
	for by := range f.byFacet {
		if made := &f.byFacet[by]; b < len(made.blocks) {
			made.blocks[b] = nil
		}
	}
}
