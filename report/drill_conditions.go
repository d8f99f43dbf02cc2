package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// condition tells whether the conversation with a number meets one condition.
type condition func(n uint32) bool

// conditions are a drill's, made ready for one pass; none of most filters.
func (f *facts) conditions(filter Filter) []condition {
	var all []condition
	d := filter.Drill
	if d.Since != 0 || d.Until != 0 {
		all = append(all, func(n uint32) bool {
			return int64(f.start[n]) >= d.Since && (d.Until == 0 || int64(f.start[n]) < d.Until)
		})
	}
	if d.ClosedSince != 0 || d.ClosedUntil != 0 {
		all = append(all, func(n uint32) bool {
			closed := f.closed[n]
			return closed != absent && int64(closed) >= d.ClosedSince && (d.ClosedUntil == 0 || int64(closed) < d.ClosedUntil)
		})
	}
	if len(d.Weekdays) > 0 || len(d.StartHours) > 0 {
		all = append(all, f.localStart(d))
	}
	agent := func(ids []string, of func(n uint32) (agent uint16, is bool)) {
		if len(ids) == 0 {
			return
		}
		chosen := f.agentTable(ids)
		all = append(all, func(n uint32) bool {
			agent, is := of(n)
			return is && chosen[agent]
		})
	}
	agent(d.Owners, func(n uint32) (uint16, bool) { return f.owner[n], true })
	agent(d.Responders, func(n uint32) (uint16, bool) { return f.responder[n], f.responder[n] != absentAgent })
	agent(d.Surveyed, func(n uint32) (uint16, bool) { return f.credited[n], f.traits[n]&isSurveyed != 0 })
	if with := setTable(f.tagSets, f.tags, d.WithTags, All); with != nil {
		all = append(all, func(n uint32) bool { return with[f.tagSet.at(n)] != 0 })
	}
	for _, what := range d.Has {
		all = append(all, f.has(what))
	}
	for _, what := range d.Lacks {
		has := f.has(what)
		all = append(all, func(n uint32) bool { return !has(n) })
	}
	if d.Shared {
		all = append(all, func(n uint32) bool { return len(f.agentSets.members[f.agentSet.at(n)]) > 1 })
	}
	if d.New {
		all = append(all, func(n uint32) bool { return f.traits[n]&isFirst != 0 })
	}
	if d.FRT != (Range{}) {
		all = append(all, func(n uint32) bool { return d.FRT.holds(f.frt[n]) })
	}
	if d.FRTBusiness != (Range{}) {
		frt := f.business().frt
		all = append(all, func(n uint32) bool { return d.FRTBusiness.holds(frt[n]) })
	}
	return all
}

// localStart asks for weekdays and hours at which a conversation started in account time.
func (f *facts) localStart(d Drill) condition {
	var wanted [7 * 24]bool
	for hour := range wanted {
		wanted[hour] = (len(d.Weekdays) == 0 || slices.Contains(d.Weekdays, strconv.Itoa(hour/24+1))) &&
			(len(d.StartHours) == 0 || slices.Contains(d.StartHours, strconv.Itoa(hour%24)))
	}
	return func(n uint32) bool {
		_, offset := unix(f.start[n], f.zone).Zone()
		return wanted[hourOfWeek(int64(f.start[n])+int64(offset))]
	}
}

// agentTable tells by agent's number whether the agent is among some ids.
func (f *facts) agentTable(ids []string) []bool {
	chosen := make([]bool, len(f.agent))
	for _, id := range ids {
		if id == Nobody {
			chosen[nobody] = true
		} else if n, known := f.agents.find(id); known && n != nobody {
			chosen[n] = true
		}
	}
	return chosen
}

// has asks for one of Measurable.
func (f *facts) has(what string) condition {
	if what == "survey" {
		return func(n uint32) bool { return f.traits[n]&isSurveyed != 0 }
	}
	lengths := f.calendar()
	name, business := strings.CutSuffix(what, "_business")
	if business {
		lengths = f.business()
	}
	switch name {
	case "frt":
		return func(n uint32) bool { return lengths.frt[n] != absent }
	case "reply":
		return func(n uint32) bool { return lengths.replies[n] > 0 }
	case "duration":
		return func(n uint32) bool { return lengths.durationOf(n) != absent }
	}
	panic(fmt.Sprintf("report: %q is not measurable", what))
}
