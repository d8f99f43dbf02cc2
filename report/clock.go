package report

import "relato/conversation"

// ahead is how far beyond the newest conversation the working hours are laid out, in seconds, so that a running account
// rarely needs more.
const ahead = 45 * 24 * 3600

// time computes what the time zone and the working hours decide of conversations.
func (f *facts) time(numbers []uint32) {
	if len(numbers) == 0 {
		return
	}
	if f.settings.Hours.Exist() {
		f.layHours(numbers)
	}
	for _, n := range numbers {
		f.traits[n] &^= isInside
		if f.schedule != nil && f.schedule.Inside(int64(f.start[n])) {
			f.traits[n] |= isInside
		}
	}
	if f.onBusiness.size > 0 {
		f.onBusiness.extend(len(f.start))
		for _, n := range numbers {
			f.measureBusiness(n)
		}
	}
}

// layHours lays the working hours out over the time of conversations, if they are not there yet: a schedule that has to
// be extended for every answer would be slow.
func (f *facts) layHours(numbers []uint32) {
	first, last := int64(absent), int64(0)
	widen := func(n uint32) {
		first = min(first, int64(f.start[n]))
		last = max(last, int64(f.start[n]), int64(f.end(n)))
	}
	for _, n := range numbers {
		widen(n)
	}
	if f.schedule.Covers(first, last) {
		return
	}
	for n := range f.start {
		widen(uint32(n))
	}
	f.schedule = conversation.NewSchedule(f.settings.Hours, f.settings.Holidays, f.zone, first, last+ahead)
}
