package source

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// style is what the headers of one export have in common. A line with a header of another style was pasted into a
// message and starts none.
type style struct {
	end        string // what follows the time: "]" on iOS, "-" on Android, ":" on old iOS
	dateMark   string // between the numbers of the date
	timeMark   string // between hours and minutes
	dateDot    bool   // after the date, as in "12. 3. 2026."
	comma      bool   // after the date
	seconds    bool
	twelve     bool // hours with AM and PM
	yearFirst  bool // with four digits
	yearDigits int  // 4, or 2 where the style does not tell which number is the year
}

// header is what WhatsApp writes before each message.
type header struct {
	style
	date   [3]int // in the order in which they are written
	second int    // since midnight
	rest   string // the line after it
}

// The parts of headerPattern, whose groups part finds by name.
const (
	headerSpace = `[ \x{00A0}\x{202F}]`
	headerDate  = `(?<first>\d{1,4})(?<mark>[./-]) ?(?<middle>\d{1,2})[./-] ?(?<last>\d{1,4})(?<dot>\.?)(?<comma>,?)`
	headerTime  = `(?:klo )?(?<hour>\d{1,2})(?<colon>[:.])(?<minute>\d{2})(?:[:.](?<second>\d{2}))?` +
		`(?:` + headerSpace + `*(?<half>[aApP])\.?` + headerSpace + `?[mM]\.?)?`
	headerEnd = headerSpace + `?(?<end>[]:–-])(?:` + headerSpace + `|$)(?<rest>.*)$`
)

// directionMarks are characters without width that WhatsApp puts around names, placeholders and whole lines.
const directionMarks = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"

var headerPattern = regexp.MustCompile(`^(?<open>\[?)` + headerDate + headerSpace + `+` + headerTime + headerEnd)

// part is the index of a group of headerPattern.
var part = func() map[string]int {
	indexes := map[string]int{}
	for i, name := range headerPattern.SubexpNames() {
		indexes[name] = i
	}
	return indexes
}()

// parseHeader reads the header that a line starts with.
func parseHeader(line string) (h header, ok bool) {
	line = strings.TrimLeft(line, directionMarks)
	if line == "" || line[0] != '[' && (line[0] < '0' || line[0] > '9') {
		return header{}, false
	}
	m := headerPattern.FindStringSubmatch(line)
	if m == nil {
		return header{}, false
	}
	of := func(name string) string { return m[part[name]] }
	h.style = style{
		end: of("end"), dateMark: of("mark"), timeMark: of("colon"), dateDot: of("dot") != "", comma: of("comma") != "",
		seconds: of("second") != "", twelve: of("half") != "",
		yearFirst: len(of("first")) == 4, yearDigits: max(len(of("first")), len(of("last"))),
	}
	h.date = [3]int{number(of("first")), number(of("middle")), number(of("last"))}
	h.rest = of("rest")
	h.second, ok = clock(of("hour"), of("minute"), of("second"), of("half"))
	return h, ok && h.valid(of("open"), len(of("first")), len(of("last")))
}

// valid tells whether brackets match, one of the outer numbers of the date can be a year, and the date exists in some
// order.
func (h header) valid(open string, first, last int) bool {
	exists := slices.ContainsFunc(DateOrders, func(order string) bool {
		_, ok := h.local(order)
		return ok
	})
	if !exists || (open == "[") != (h.end == "]") {
		return false
	}
	return first == 4 && last <= 2 || last == 4 && first <= 2 || first <= 2 && last <= 2 && h.yearDigits == 2
}

// clock is the second of the day; half is "a", "p" or empty on a 24-hour clock.
func clock(hour, minute, second, half string) (int, bool) {
	h, min, s := number(hour), number(minute), number(second)
	if half != "" {
		if h < 1 || h > 12 {
			return 0, false
		}
		h %= 12
		if strings.EqualFold(half, "p") {
			h += 12
		}
	}
	return h*3600 + min*60 + s, h < 24 && min < 60 && s < 60
}

// number reads digits that a pattern has matched; none are 0.
func number(digits string) int {
	n, _ := strconv.Atoi(digits) // at most four digits
	return n
}
