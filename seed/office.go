package seed

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"
	_ "time/tzdata" // the company's zone must be known on every machine

	"relato/conversation"
)

// The seed of every draw. Another number is another company.
const (
	seedHigh = 0x4c6f6a61486f7269
	seedLow  = 0x7a6f6e7465
)

// Units of time: everything here counts in milliseconds, as events do.
const (
	second = int64(1000)
	minute = 60 * second
	hour   = 60 * minute
	day    = 24 * hour
)

// office is the company at work: all that the scripts of its conversations draw on.
type office struct {
	company  Company
	until    int64 // Unix milliseconds; nothing happens after it
	zone     *time.Location
	holidays []conversation.Date
	desk     desk
	crew     []agent
	slots    []slot
	people   people
	rng      *rand.Rand

	script  script // reused from thread to thread
	threads int
}

func newOffice(c Company) *office {
	zone, err := time.LoadLocation(Zone)
	if err != nil {
		panic(fmt.Sprintf("seed: embedded zone %s: %v", Zone, err))
	}
	from, until := c.Until.Add(-c.Span).In(zone), c.Until.In(zone)
	rng := rand.New(rand.NewPCG(seedHigh, seedLow))
	o := &office{
		company:  c,
		until:    until.UnixMilli(),
		zone:     zone,
		holidays: holidays(from.Year(), until.Year()),
		rng:      rng,
		people:   people{rng: rng},
	}
	o.desk = newDesk(workingHours, o.holidays, from, until)
	o.crew = newCrew(o.until)
	o.slots = newSlots(from, until, o.holidays, rng)
	return o
}

// pace is how long something takes: half of the times up to the median, in seconds. The wider the spread, the longer
// the long ones: the 90th percentile is at median · e^(1.28·spread).
type pace struct{ median, spread float64 }

// times is the pace of somebody who takes that many times as long.
func (p pace) times(factor float64) pace { return pace{p.median * factor, p.spread} }

// draw is one time of a pace in milliseconds. People are log-normal: mostly quick, now and then very slow.
func (o *office) draw(p pace) int64 {
	return int64(p.median * 1000 * math.Exp(p.spread*o.rng.NormFloat64()))
}

func (o *office) chance(p float64) bool { return o.rng.Float64() < p }

// few is 0 mostly and 1, 2, … up to most ever less often, each with probability p of one more.
func (o *office) few(p float64, most int) int {
	n := 0
	for n < most && o.chance(p) {
		n++
	}
	return n
}
