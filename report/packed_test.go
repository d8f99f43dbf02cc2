package report

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relato/conversation"
)

// TestMarksArePackedWhole packs marks of any distance and writer and reads them back.
func TestMarksArePackedWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := newFacts()
		change := following{facts: &f}
		participants := []uint32{7, 3, 9}
		n := f.addRow(1, 1)
		f.start[n] = uint32(rapid.Int64Range(1_500_000_000, 1_900_000_000).Draw(t, "start"))
		f.responder[n] = rapid.SampledFrom([]uint16{absentAgent, nobody, 3, 9}).Draw(t, "responder")
		f.agentSet.set(n, f.agentSets.number(participants))
		at := int64(f.start[n])
		var marks, want []conversation.Mark
		for range rapid.IntRange(0, 40).Draw(t, "marks") {
			at += rapid.OneOf(rapid.Int64Range(0, 300), rapid.Int64Range(-100_000, 1<<14+1), rapid.Int64Range(0, 100_000_000)).Draw(t, "step")
			m := conversation.Mark{At: at, Kind: rapid.SampledFrom([]conversation.MarkKind{
				conversation.ContactMark, conversation.FlowMark, conversation.AgentMark, conversation.HandoffMark,
			}).Draw(t, "kind"), Agent: conversation.None}
			read := m
			if m.Kind == conversation.AgentMark {
				if m.Agent = rapid.Int32Range(-1, 2).Draw(t, "agent"); m.Agent < 0 {
					m.Agent = conversation.None
				} else {
					read.Agent = int32(participants[m.Agent])
				}
			}
			marks, want = append(marks, m), append(want, read)
		}
		words, err := packMarks(nil, int64(f.start[n]), marks, participants, f.responder[n])
		if err != nil {
			t.Fatal(err)
		}
		if err := change.putMarks(n, words); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, f.marksOf(n, nil)); diff != "" && len(want) > 0 {
			t.Error(diff)
		}
		compareSlots(t, &f, n, marks)
	})
}

// compareSlots counts a conversation's marks by slot and compares with them.
func compareSlots(t *rapid.T, f *facts, n uint32, marks []conversation.Mark) {
	from := f.start[n]/slot*slot - uint32(rapid.Int64Range(-2, 4).Draw(t, "slots before"))*slot
	got, want := newSlotCounts(40), newSlotCounts(40)
	got.count(f, []uint32{n}, from, 1)
	count := func(at int64, list []uint32) {
		if place := (at - int64(from)) / slot; at >= int64(from) && place < int64(len(list)) {
			list[place]++
		}
	}
	count(int64(f.start[n]), want.started)
	count(int64(f.closed[n]), want.closed)
	for _, m := range marks {
		word := map[conversation.MarkKind]int{
			conversation.ContactMark: contactWord, conversation.FlowMark: flowWord, conversation.AgentMark: mainWord,
			conversation.HandoffMark: asideWord,
		}[m.Kind]
		sent := make([]uint32, len(want.sent))
		count(m.At, sent)
		for place, n := range sent {
			want.sent[place][word] += n
		}
	}
	for _, s := range []*slotCounts{&got, &want} {
		for place := range s.sent {
			s.sent[place][asideWord] = 0
		}
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(slotCounts{})); diff != "" {
		t.Errorf("slots of the marks (-one by one +counted): %s", diff)
	}
}

// TestDigestsAreWhole packs slots, adds them to others that begin earlier or later, and compares.
func TestDigestsAreWhole(t *testing.T) {
	const size, first = 300, 2_000_000
	rapid.Check(t, func(t *rapid.T) {
		packed := newSlotCounts(size)
		for range rapid.IntRange(0, 60).Draw(t, "counts") {
			place, n := rapid.IntRange(0, size-1).Draw(t, "place"), rapid.SampledFrom([]uint32{1, 2, 127, 128, 70_000}).Draw(t, "count")
			if tally := rapid.IntRange(0, tallies-1).Draw(t, "tally"); tally < closeTally {
				packed.sent[place][tally] = n
			} else {
				[][]uint32{packed.closed, packed.started}[tally-closeTally][place] = n
			}
		}
		shift := rapid.IntRange(-size, size).Draw(t, "shift")
		got, want := newSlotCounts(size), newSlotCounts(size)
		packed.pack(first).addTo(&got, uint32(first+shift)*slot)
		for place := range size {
			if from := place + shift; from >= 0 && from < size {
				want.sent[place], want.closed[place], want.started[place] = packed.sent[from], packed.closed[from], packed.started[from]
			}
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(slotCounts{})); diff != "" {
			t.Errorf("(-slots +digest): %s", diff)
		}
	})
}

// TestLongMarks writes more marks than a word can count.
func TestLongMarks(t *testing.T) {
	f := newFacts()
	change := following{facts: &f}
	n := f.addRow(1, 1)
	for _, size := range []int{longMarks - 1, longMarks, 3 * longMarks} {
		if err := change.putMarks(n, make([]uint16, size)); err != nil {
			t.Fatal(err)
		}
		if got := f.messages(n).In; len(f.wordsOf(n)) != size {
			t.Errorf("%d words of %d, %d messages", len(f.wordsOf(n)), size, got)
		}
	}
}

// TestNumbersBecomeWide sets numbers of a column, some of which are too large for it as it is, and reads and keeps them.
func TestNumbersBecomeWide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var c numbers[uint8, uint16]
		var want, batch []uint32
		for i, number := range rapid.SliceOfN(rapid.SampledFrom([]uint32{0, 1, 255, 256, 65_535}), 0, 20).Draw(t, "numbers") {
			c.add()
			c.set(uint32(i), number)
			want, batch = append(want, number), append(batch, uint32(i))
		}
		written := tape{}
		c.pass(&written, 0, len(want))
		c = numbers[uint8, uint16]{narrow: make([]uint8, len(want))}
		if read := (tape{bytes: written.bytes, reading: true}); len(want) > 0 {
			if c.pass(&read, 0, len(want)); read.err != nil {
				t.Fatal(read.err)
			}
		}
		table := make([]uint8, 1<<16)
		table[0], table[256] = 1, 1
		var matching []uint32
		for i, number := range want {
			if got := c.at(uint32(i)); got != number {
				t.Fatalf("%d is %d, want %d", i, got, number)
			}
			if table[number] == 1 {
				matching = append(matching, uint32(i))
			}
		}
		if kept := keepNumbers(slices.Clone(batch), &c, table); !slices.Equal(kept, matching) {
			t.Errorf("%d kept, want %d", kept, matching)
		}
	})
}

// TestShelfKeepsCards puts papers on a shelf, changes and packs some in any order, and compares with a list.
func TestShelfKeepsCards(t *testing.T) {
	text := rapid.SampledFrom([]string{"", "c1", "c10", "c100~2", "https://example.com/c1", "ótimo"})
	draw := rapid.Custom(func(t *rapid.T) paper {
		return paper{
			id: []byte(text.Draw(t, "id")), url: []byte(text.Draw(t, "url")), comment: []byte(text.Draw(t, "comment")),
			survey:   rapid.SampledFrom([]uint32{absent, 0, 1_700_000_000, 1_700_000_900, absent - 1}).Draw(t, "survey"),
			closedBy: rapid.SampledFrom([]uint16{nobody, 1, 300}).Draw(t, "closed by"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		var s shelf[paper, *paper]
		var want []paper
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				for range rapid.IntRange(1, 40).Draw(t, "papers") {
					p := draw.Draw(t, "paper")
					s.set(uint32(len(want)), p)
					want = append(want, p)
				}
			},
			"change": func(t *rapid.T) {
				if len(want) > 0 {
					n := rapid.IntRange(0, len(want)-1).Draw(t, "number")
					want[n] = draw.Draw(t, "paper")
					s.set(uint32(n), want[n])
				}
			},
			"pack some": func(t *rapid.T) {
				s.packFresh(rapid.IntRange(0, len(s.fresh)).Draw(t, "papers"))
			},
			"permute": func(t *rapid.T) {
				order := make([]uint32, len(want))
				for i := range order {
					order[i] = uint32(i)
				}
				order = rapid.Permutation(order).Draw(t, "order")
				order = order[:rapid.IntRange(0, len(order)).Draw(t, "left")]
				s = s.permuted(order)
				want = permute(want, order)
			},
			"": func(t *rapid.T) {
				r := s.reader()
				for _, n := range rapid.SliceOfN(rapid.IntRange(0, max(0, len(want)-1)), 0, 20).Draw(t, "read") {
					if n < len(want) && !r.read(uint32(n)).equal(&want[n]) {
						t.Fatalf("%d: %v, want %v", n, r.read(uint32(n)), want[n])
					}
				}
			},
		})
	})
}

// TestContactCards packs phones of all kinds.
func TestContactCards(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		phone := rapid.OneOf(rapid.StringMatching(`\+?[0-9]{0,15}`), rapid.String())
		var before contactCard
		for range 3 {
			c := contactCard{
				[]byte(rapid.String().Draw(t, "id")), []byte(rapid.String().Draw(t, "name")), []byte(phone.Draw(t, "phone")),
			}
			packed := c.pack(nil, &before)
			skipped := contactCard{id: bytes.Clone(before.id)}
			if rest := skipped.skip(packed); len(rest) > 0 || !bytes.Equal(skipped.id, c.id) {
				t.Fatalf("skipping %q left %q and %d bytes", c, skipped.id, len(rest))
			}
			if rest := before.unpack(packed); len(rest) > 0 || !slices.EqualFunc(
				[][]byte{c.id, c.name, c.phone}, [][]byte{before.id, before.name, before.phone}, bytes.Equal) {
				t.Fatalf("%q became %q, and %d bytes are left", c, before, len(rest))
			}
		}
	})
}

// TestLookupFinds adds and removes numbers by names whose hashes collide, and compares with a map.
func TestLookupFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLookup(0)
		named, want := []string{}, map[string]uint32{}
		hash := func(name string) uint64 { return uint64(len(name)) << 62 }
		find := func(name string) (uint32, bool) {
			return l.find(hash(name), func(n uint32) bool { return named[n] == name })
		}
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				name := fmt.Sprint(rapid.IntRange(0, 200).Draw(t, "name"))
				if _, known := want[name]; !known {
					want[name] = uint32(len(named))
					named = append(named, name)
					l.add(want[name], func(n uint32) uint64 { return hash(named[n]) })
				}
			},
			"remove": func(t *rapid.T) {
				name := fmt.Sprint(rapid.IntRange(0, 200).Draw(t, "name"))
				if n, known := want[name]; known {
					l.remove(hash(name), n)
					delete(want, name)
				}
			},
			"": func(t *rapid.T) {
				for _, name := range append(named, "nobody") {
					n, known := find(name)
					if is, should := want[name]; known != should || known && n != is {
						t.Fatalf("%s is %d %t, want %d %t", name, n, known, is, should)
					}
				}
			},
		})
	})
}
