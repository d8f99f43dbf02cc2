package report

// surveyCounts is how many counts there are of surveys: those sent, and then their answers by rating, of which 0 is none.
const surveyCounts = 1 + 8

// take fills in what was counted.
func (c *CSAT) take(counts []int64) {
	c.Sent = int(counts[0])
	for i := range c.Scores {
		c.Scores[i] = int(counts[2+i])
	}
}
