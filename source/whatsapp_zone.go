package source

import "time"

// clockIn turns times of a phone's clock into instants.
type clockIn struct {
	zone *time.Location
	last int64 // the instant before, in Unix seconds
}

// instant is the Unix second at which the clock showed local, which is counted as if it showed UTC. Of a time that the
// clock showed twice in autumn it is the first that does not lie before the message above, as the order of a file is
// the truth; of a time that it skipped in spring, the one that the offset before gives.
func (c *clockIn) instant(local int64) int64 {
	const day = 24 * 60 * 60
	before, after := c.offset(local-day), c.offset(local+day)
	first, second := local-before, local-after
	if first > second {
		first, second = second, first
	}
	at := first
	switch {
	case !c.shows(first, local) && !c.shows(second, local):
		at = local - before
	case !c.shows(first, local), c.shows(second, local) && first < c.last:
		at = second
	}
	c.last = max(c.last, at)
	return at
}

// offset is the zone's difference to UTC in seconds.
func (c *clockIn) offset(at int64) int64 {
	_, offset := time.Unix(at, 0).In(c.zone).Zone()
	return int64(offset)
}

// shows tells whether the clock shows local at an instant.
func (c *clockIn) shows(at, local int64) bool { return at+c.offset(at) == local }
