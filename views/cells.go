package views

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"relato/report"
)

// cells writes values as the cells of a file, before they are quoted.
type cells struct {
	clock   clock
	decimal byte // between a number and its fraction
	excel   bool
}

// append appends a value that is not empty.
func (c *cells) append(b []byte, v *report.Value) []byte {
	switch v.Kind {
	case report.Count, report.Seconds:
		return strconv.AppendInt(b, v.Num, 10)
	case report.Mean:
		return c.ratio(b, v, 1)
	case report.Rate:
		return c.ratio(b, v, 4)
	case report.Score:
		return c.ratio(b, v, 2)
	case report.Instant:
		if c.excel {
			return c.clock.appendLocal(b, v.Num, ' ')
		}
		return c.clock.append(b, v.Num)
	case report.Flag:
		return strconv.AppendBool(b, v.Num != 0)
	case report.List:
		return c.text(b, joined(v.List), false)
	}
	return c.text(b, v.Text, v.Kind == report.Phone)
}

// ratio appends a fraction with a number of decimals, rounded half away from zero. It works in whole numbers, so that
// a half is a half.
func (c *cells) ratio(b []byte, v *report.Value, decimals int) []byte {
	num, den := v.Num, v.Den
	if num < 0 {
		b = append(b, '-')
		num = -num
	}
	whole, rest := num/den, num%den
	scale := int64(1)
	for range decimals {
		scale *= 10
	}
	fraction := (2*rest*scale + den) / (2 * den)
	if fraction == scale {
		whole, fraction = whole+1, 0
	}
	b = append(strconv.AppendInt(b, whole, 10), c.decimal)
	for scale /= 10; scale > 0; scale /= 10 {
		b = append(b, byte('0'+fraction/scale%10))
	}
	return b
}

// text appends a text. One that a spreadsheet would take for a formula gets an apostrophe: names come from strangers.
// A NUL, at which some programs would stop reading, becomes the sign for what cannot be written.
func (c *cells) text(b []byte, s string, phone bool) []byte {
	if !utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "\ufffd")
	}
	if s == "" {
		return b
	}
	number := isNumber(s)
	guarded := strings.IndexByte("=+-@\t\r", s[0]) >= 0
	if c.excel && (number || !guarded && excelConverts(s)) {
		return append(append(append(b, '=', '"'), s...), '"') // a text for certain, or Excel would round or replace it
	}
	if guarded && !(phone && number) {
		b = append(b, '\'')
	}
	return append(b, s...)
}

// isNumber tells whether a text is digits, perhaps after a plus.
func isNumber(s string) bool {
	digits := strings.TrimPrefix(s, "+")
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return false
		}
	}
	return digits != ""
}

// joined is a list as one cell.
func joined(list []string) string {
	if len(list) == 1 && strings.IndexByte(list[0], '|') < 0 {
		return list[0]
	}
	var b strings.Builder
	for i, s := range list {
		if i > 0 {
			b.WriteByte('|')
		}
		b.WriteString(strings.ReplaceAll(s, "|", `\|`))
	}
	return b.String()
}

// clock writes instants in a zone. Rows are near each other in time, so it keeps the stretch between two changes of the
// zone's offset, and the day, that it used last.
type clock struct {
	zone       *time.Location
	start, end int64 // the stretch, [start, end) in Unix seconds
	offset     int64 // seconds east of UTC
	suffix     [6]byte
	day        int64  // since 1970, local
	date       []byte // of ten bytes, or more from the year 10000 on, in which 9999-12-31 ends
}

const daySeconds = 24 * 60 * 60

func newClock(zone *time.Location) clock {
	if zone == nil {
		zone = time.UTC
	}
	return clock{zone: zone, day: -1 << 62}
}

// append appends an instant as ISO 8601 with its offset.
func (c *clock) append(b []byte, at int64) []byte {
	b = c.appendLocal(b, at, 'T')
	return append(b, c.suffix[:]...)
}

// appendLocal appends the local date and time, with a byte between them.
func (c *clock) appendLocal(b []byte, at int64, between byte) []byte {
	if at < c.start || at >= c.end {
		c.move(at)
	}
	local := at + c.offset
	day := local / daySeconds
	second := local % daySeconds
	if second < 0 {
		day, second = day-1, second+daySeconds
	}
	if day != c.day {
		c.day = day
		c.date = time.Unix(day*daySeconds, 0).UTC().AppendFormat(c.date[:0], "2006-01-02")
	}
	hour, minute := second/3600, second/60%60
	second %= 60
	b = append(b, c.date...)
	return append(b, between,
		byte('0'+hour/10), byte('0'+hour%10), ':',
		byte('0'+minute/10), byte('0'+minute%10), ':',
		byte('0'+second/10), byte('0'+second%10))
}

// move takes the stretch that an instant is in.
func (c *clock) move(at int64) {
	t := time.Unix(at, 0).In(c.zone)
	start, end := t.ZoneBounds()
	c.start, c.end = -1<<62, 1<<62
	if !start.IsZero() {
		c.start = start.Unix()
	}
	if !end.IsZero() {
		c.end = end.Unix()
	}
	_, offset := t.Zone()
	c.offset = int64(offset)
	t.AppendFormat(c.suffix[:0], "-07:00")
}
