package report

// summarize makes the digests of blocks, which are divided among workers, and those of the stretches that lie among them: most
// slots of a block have one late message, and those of many blocks are the same, so that they are a fifth as long. It
// tells whether there are any: for who asks with a filter for the first time marks are read, since making digests besides
// would take a third longer.
func (s *selection) summarize(f *facts, blocks [][]int) bool {
	s.Lock()
	defer s.Unlock()
	if s.asks++; s.asks == 1 && !s.everything {
		return false
	}
	if more := f.blocks() - len(s.digests); more > 0 && !s.everything {
		s.digests = append(s.digests, make([]digest, more)...)
	}
	if more := (f.blocks()+stretchBlocks-1)/stretchBlocks - len(s.stretches); more > 0 {
		s.stretches = append(s.stretches, make([]digest, more)...)
	}
	inParallel(blocks, func(blocks []int) (none struct{}) {
		if !s.everything {
			for _, b := range blocks {
				if s.digests[b] == nil {
					s.digests[b] = f.digestSelected(s, b)
				}
			}
		}
		for i, b := range blocks {
			if stretch := b / stretchBlocks; f.wholeStretch(blocks[i:]) > 0 && s.stretches[stretch] == nil {
				s.stretches[stretch] = s.digestStretch(f, stretch)
			}
		}
		return none
	})
	return true
}

// wholeStretch is how many blocks the stretch has that blocks, in order, begin with all of; 0 = they do not. The last stretch
// may have fewer than the others.
func (f *facts) wholeStretch(blocks []int) int {
	size := min(stretchBlocks, f.blocks()-blocks[0])
	if blocks[0]%stretchBlocks == 0 && len(blocks) >= size && blocks[size-1] == blocks[0]+size-1 {
		return size
	}
	return 0
}

// digestStretch adds up the digests of a stretch; nil where one of them is not known.
func (s *selection) digestStretch(f *facts, stretch int) digest {
	first, last := uint32(absent), uint32(0)
	from, to := stretch*stretchBlocks, min((stretch+1)*stretchBlocks, f.blocks())
	for b := from; b < to; b++ {
		d := s.digestOf(f, b)
		if d == nil {
			return nil
		}
		if len(d) > 0 {
			begins, _ := number(d)
			first, last = min(first, uint32(begins)), max(last, f.ends[b]/slot)
		}
	}
	if first > last {
		return digest{}
	}
	if last-first >= longestDigest {
		return nil
	}
	slots := newSlotCounts(int(last-first) + 1)
	defer slots.release()
	for b := from; b < to; b++ {
		s.digestOf(f, b).addTo(&slots, first*slot)
	}
	return slots.pack(first)
}

// digestOf is the digest of a block, after summarize; nil = marks have to be read.
func (s *selection) digestOf(f *facts, b int) digest {
	if s.everything {
		return f.digests[b]
	}
	return s.digests[b]
}

// digestAt is a digest of what blocks begin with, and of how many of them; nil = marks have to be read, of one block.
func (s *selection) digestAt(f *facts, blocks []int) (d digest, many int) {
	if whole := f.wholeStretch(blocks); whole > 0 {
		if d := s.stretches[blocks[0]/stretchBlocks]; d != nil {
			return d, whole
		}
	}
	return s.digestOf(f, blocks[0]), 1
}
