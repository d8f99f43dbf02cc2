package report

// surveys are counts of surveys, and of their answers by rating, of which 0 is none.
type surveys struct {
	sent    uint32
	ratings [8]uint32
}

// take counts a conversation's survey and rating.
func (s *surveys) take(t traits) {
	s.sent += uint32(t.has(isSurveyed))
	s.ratings[t.rating()]++
}

// join adds what another worker counted.
func (s *surveys) join(o *surveys) {
	s.sent += o.sent
	for rating, n := range o.ratings {
		s.ratings[rating] += n
	}
}

// addTo adds the counts to figures.
func (s *surveys) addTo(c *CSAT) {
	c.Sent += int(s.sent)
	for i := range c.Scores {
		c.Scores[i] += int(s.ratings[i+1])
	}
}
