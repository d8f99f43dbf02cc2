package views

import (
	"strconv"
	"strings"

	"relato/report"
)

const (
	dash  = "—"      // what does not exist: never 0
	space = "\u00a0" // between a number and its unit, so that no line breaks there
)

// number writes a whole number in groups of three digits.
func (l Lang) number(n int64) string {
	digits := strconv.FormatInt(n, 10)
	if 0 <= n && n < 1000 { // most of them
		return digits
	}
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	group := l.words().Group
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(group)
		}
		b.WriteRune(d)
	}
	return sign + b.String()
}

// ratio writes num/den with a number of decimals, rounded half away from zero; both are not negative.
func (l Lang) ratio(num, den int64, decimals int) string {
	scale := int64(1)
	for range decimals {
		scale *= 10
	}
	scaled := rounded(num*scale, den)
	if decimals == 0 {
		return l.number(scaled)
	}
	rest := strconv.FormatInt(scaled%scale, 10)
	return l.number(scaled/scale) + l.words().Decimal + strings.Repeat("0", decimals-len(rest)) + rest
}

// percent writes num/den as a percentage with one decimal, a dash for a share of nothing.
func (l Lang) percent(num, den int64) string {
	if den == 0 {
		return dash
	}
	return l.ratio(num*100, den, 1) + l.words().Percent
}

// rounded is num/den rounded half away from zero, for numbers that are not negative.
func rounded(num, den int64) int64 { return (2*num + den) / (2 * den) }

// part is a number and its unit in a duration.
type part struct{ Number, Unit string }

// inUnits are the two largest units of a number of seconds, rounded to the smaller one: seconds up to an hour, minutes up to
// two days, then hours. There may be none of the smaller.
func (l Lang) inUnits(seconds int64) (n int64, unit string, m int64, smaller string) {
	w := l.words()
	const minute, hour = 60, 60 * 60
	switch {
	case seconds < minute:
		return seconds, w.UnitSecond, 0, ""
	case seconds < hour:
		return seconds / minute, w.UnitMinute, seconds % minute, w.UnitSecond
	}
	if minutes := rounded(seconds, minute); minutes < 2*24*60 {
		return minutes / 60, w.UnitHour, minutes % 60, w.UnitMinute
	}
	hours := rounded(seconds, hour)
	return hours / 24, w.UnitDay, hours % 24, w.UnitHour
}

// durationParts are the numbers of duration and their units.
func (l Lang) durationParts(seconds int64) []part {
	n, unit, m, smaller := l.inUnits(seconds)
	if m == 0 {
		return []part{{l.number(n), unit}}
	}
	return []part{{l.number(n), unit}, {l.number(m), smaller}}
}

// duration writes seconds as "4 min 10 s", and as "4 min" where nothing is left.
func (l Lang) duration(seconds int64) string {
	n, unit, m, smaller := l.inUnits(seconds)
	if m == 0 {
		return l.number(n) + space + unit
	}
	return l.number(n) + space + unit + space + l.number(m) + space + smaller
}

// value writes a cell of a report.
func (l Lang) value(v report.Value, a *report.Account) string {
	switch {
	case v.Empty:
		return dash
	case v.Kind == report.Count:
		return l.number(v.Num)
	case v.Kind == report.Seconds:
		return l.duration(v.Num)
	case v.Kind == report.Mean:
		return l.duration(rounded(v.Num, v.Den))
	case v.Kind == report.Rate:
		return l.percent(v.Num, v.Den)
	case v.Kind == report.Score:
		return l.ratio(v.Num, v.Den, 2)
	case v.Kind == report.Instant:
		return l.moment(v.Num, a)
	case v.Kind == report.Flag && v.Num != 0:
		return l.words().Yes
	case v.Kind == report.Flag:
		return l.words().No
	case v.Kind == report.List:
		return strings.Join(v.List, ", ")
	}
	return v.Text
}
