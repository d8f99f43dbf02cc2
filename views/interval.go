package views

import (
	"fmt"
	"math"

	"relato/report"
)

// enough is how many measurements a value needs before it is drawn without a warning.
const enough = 30

// interval is a share of answers with its 95 % Wilson interval, all from 0 to 1.
type interval struct{ Low, At, High float64 }

// wilson is the interval in which the true share lies 95 times in 100, given positive of n answers; n is not 0.
func wilson(positive, n int) interval {
	const z = 1.959963984540054
	p, total := float64(positive)/float64(n), float64(n)
	middle := p + z*z/(2*total)
	reach := z * math.Sqrt(p*(1-p)/total+z*z/(4*total*total))
	scale := 1 + z*z/total
	return interval{max(0, (middle-reach)/scale), p, min(1, (middle+reach)/scale)}
}

// score is a CSAT as tables and lists show it.
type score struct {
	Percent, Of, Range, Label string
	Interval, Total           interval // Total is drawn as a line to compare with
	Empty, Few                bool
}

// score describes a CSAT beside that of the whole cohort.
func (l Lang) score(c, total report.CSAT) score {
	n := c.Answered()
	if n == 0 {
		return score{Empty: true}
	}
	w := l.words()
	i := wilson(c.Positive(), n)
	low, high := l.whole(i.Low), l.whole(i.High)
	s := score{
		Percent: l.percent(int64(c.Positive()), int64(n)), Of: fmt.Sprintf(w.OfAnswers, l.number(int64(n))),
		Range: low + "–" + high + w.Percent, Label: fmt.Sprintf(w.IntervalOf, low+w.Percent, high+w.Percent),
		Interval: i, Few: n < enough,
	}
	if all := total.Answered(); all > 0 {
		s.Total = interval{At: float64(total.Positive()) / float64(all)}
	}
	return s
}

// whole writes a share as whole per cents without their sign.
func (l Lang) whole(share float64) string { return l.number(int64(math.Round(share * 100))) }

// width writes a share as a length of SVG.
func width(share float64) string { return fmt.Sprintf("%.1f%%", share*100) }
