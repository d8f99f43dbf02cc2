package source

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// DateOrders are the orders in which dates are written, as Options names them.
var DateOrders = []string{"dmy", "mdy", "ymd"}

const (
	firstYear = 2009        // no chat on WhatsApp is older
	backward  = int64(3600) // seconds that a clock may go back inside a chat: the hour that is repeated in autumn
)

// local is the time on the phone's clock in seconds, counted as if the clock showed UTC. ok is false where the order
// makes it a date that does not exist or is older than WhatsApp.
func (h header) local(order string) (seconds int64, ok bool) {
	var year, month, day int
	switch order {
	case "dmy":
		day, month, year = h.date[0], h.date[1], h.date[2]
	case "mdy":
		month, day, year = h.date[0], h.date[1], h.date[2]
	case "ymd":
		year, month, day = h.date[0], h.date[1], h.date[2]
	}
	if h.yearDigits == 2 {
		year += 2000
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	ok = year >= firstYear && t.Month() == time.Month(month) && t.Day() == day
	return t.Unix() + int64(h.second), ok
}

// orders are the date orders that a style allows. Two digits can be a year in front too, but only the styles that are
// known to write it so are asked; for all others that is the last resort.
func (s style) orders() []string {
	switch {
	case s.yearFirst:
		return []string{"ymd"}
	case s.yearDigits == 2 && (s.dateMark == "-" || s.dateDot):
		return []string{"dmy", "mdy", "ymd"}
	}
	return []string{"dmy", "mdy"}
}

// dateOrder finds the order in which the dates of a chat are written: the one given, else the only one in which every
// date exists and is not ahead of the clock, else the only one in which time never goes back. A chat that leaves the
// choice open is not guessed at.
func dateOrder(heads []head, o Options) (string, error) {
	latest := o.Now.Add(2 * maxAhead).Unix() // the zone is not known yet
	possible := func(orders []string) []string {
		return keep(orders, func(order string) bool { return misfit(heads, order, latest) < 0 })
	}
	orders := heads[0].orders()
	fitting := possible(orders)
	if len(fitting) == 0 && heads[0].yearDigits == 2 {
		fitting = possible([]string{"ymd"})
	}
	if o.DateOrder != "" {
		return givenOrder(heads, o.DateOrder, fitting, latest)
	}
	if len(fitting) == 0 {
		return "", &OptionError{"date-order", fmt.Sprintf(
			"the dates contradict each other: line %d does not fit dmy, line %d does not fit mdy; say which order is right with --date-order, then lines that do not fit it count as text",
			heads[max(0, misfit(heads, "dmy", latest))].line, heads[max(0, misfit(heads, "mdy", latest))].line), orders}
	}
	if ordered := keep(fitting, func(order string) bool { return neverBack(heads, order) }); len(ordered) > 0 {
		fitting = ordered
	}
	if len(fitting) == 1 || sameDates(heads, fitting) {
		return fitting[0], nil
	}
	return "", ambiguous(heads, fitting)
}

// givenOrder accepts the order that the caller gave, unless it does not fit while another does.
func givenOrder(heads []head, given string, fitting []string, latest int64) (string, error) {
	switch {
	case !slices.Contains(DateOrders, given):
		return "", &OptionError{"date-order", fmt.Sprintf("%q is not a date order; accepted are %s", given, listed(DateOrders)), DateOrders}
	case slices.Contains(fitting, given), len(fitting) == 0 && misfit(heads[:1], given, latest) < 0:
		return given, nil
	}
	return "", &OptionError{"date-order", fmt.Sprintf("the dates are not written in the order %s: see line %d; leave --date-order out",
		given, heads[max(0, misfit(heads, given, latest))].line), fitting}
}

// ambiguous says what each reading of the dates would give.
func ambiguous(heads []head, orders []string) error {
	readings := make([]string, len(orders))
	for i, order := range orders {
		from, _ := heads[0].local(order)
		to, _ := heads[len(heads)-1].local(order)
		readings[i] = fmt.Sprintf("%s is %s to %s", order, day(from), day(to))
	}
	return &OptionError{"date-order", fmt.Sprintf("the dates can be read in more than one way: %s; say which with --date-order",
		strings.Join(readings, ", ")), orders}
}

func day(local int64) string { return time.Unix(local, 0).UTC().Format(time.DateOnly) }

// misfit is the index of the first header whose date does not exist in an order or lies ahead of the clock; -1 if none.
func misfit(heads []head, order string, latest int64) int {
	return slices.IndexFunc(heads, func(h head) bool {
		at, ok := h.local(order)
		return !ok || at > latest
	})
}

// neverBack tells whether time only goes forward in an order.
func neverBack(heads []head, order string) bool {
	last := int64(0)
	for _, h := range heads {
		at, _ := h.local(order)
		if at < last-backward {
			return false
		}
		last = max(last, at)
	}
	return true
}

// sameDates tells whether all orders read every date alike, like 02/02.
func sameDates(heads []head, orders []string) bool {
	return !slices.ContainsFunc(heads, func(h head) bool {
		first, _ := h.local(orders[0])
		return slices.ContainsFunc(orders[1:], func(order string) bool {
			at, _ := h.local(order)
			return at != first
		})
	})
}

func keep(orders []string, good func(order string) bool) []string {
	return slices.DeleteFunc(slices.Clone(orders), func(order string) bool { return !good(order) })
}
