package report

import "relato/conversation"

// Param is a parameter of a report's address, as a description for programs has it.
type Param struct {
	Name     string
	Meaning  string
	Many     bool     // it may be repeated, and means any of its values
	Accepted []string // nil = what Format says
	Format   string   // "date", "date-time", "number", "seconds"; empty = any text
}

// Params are the parameters that Parse reads and that change the rows of a file, in the order of the definitions. sort
// is not among them: what it accepts are the columns of each report.
func Params() []Param {
	return []Param{
		{Name: "from", Format: "date", Meaning: "first day of the period, in account time; 29 days before to"},
		{Name: "to", Format: "date", Meaning: "last day of the period, in account time; today"},
		{Name: "channel", Many: true, Meaning: "ids of channels"},
		{Name: "origin", Many: true, Accepted: conversation.OriginNames[1:], Meaning: "who started the conversation"},
		{Name: "agent", Many: true, Meaning: "ids of agents, one of whom takes part; none: no agent does"},
		{Name: "tag", Many: true, Meaning: "conversation tags; none: it has no tag"},
		{Name: "tag_mode", Accepted: modes, Meaning: "whether any, all or none of tag must be there; any"},
		{Name: "contact_tag", Many: true, Meaning: "tags of the contact; none: it has no tag"},
		{Name: "contact_tag_mode", Accepted: modes, Meaning: "likewise for contact_tag; any"},
		{Name: "hours", Accepted: hours, Meaning: "whether it started inside or outside working hours"},
		{Name: "status", Accepted: statuses, Meaning: "whether it is open or closed"},
		{Name: "rating", Many: true, Accepted: ratings, Meaning: "the customer's rating"},
		{Name: "unanswered", Accepted: yes, Meaning: "only conversations without a human reply"},
		{Name: "waiting", Accepted: yes, Meaning: "only open conversations whose last word is the contact's"},
		{Name: "clock", Accepted: clocks, Meaning: "whether times count all seconds or working seconds; calendar"},
		{Name: "since", Format: "date-time", Meaning: "started at this time or later"},
		{Name: "until", Format: "date-time", Meaning: "started before this time"},
		{Name: "closed_since", Format: "date-time", Meaning: "closed at this time or later"},
		{Name: "closed_until", Format: "date-time", Meaning: "closed before this time"},
		{Name: "weekday", Many: true, Accepted: weekdays, Meaning: "local day of the start, from Monday"},
		{Name: "hour", Many: true, Accepted: dayHours, Meaning: "local hour of the start"},
		{Name: "owner", Many: true, Meaning: "ids of agents, one of whom owns it; none: nobody does"},
		{Name: "responder", Many: true, Meaning: "ids of agents credited with the first response, or none"},
		{Name: "surveyed", Many: true, Meaning: "ids of agents credited with the survey, or none"},
		{Name: "with_tag", Many: true, Meaning: "conversation tags, all of which it has, whatever tag_mode says"},
		{Name: "has", Many: true, Accepted: Measurable, Meaning: "what must exist, all of it"},
		{Name: "lacks", Many: true, Accepted: Measurable, Meaning: "what must be missing, all of it"},
		{Name: "shared", Accepted: yes, Meaning: "only conversations with several participants"},
		{Name: "new", Accepted: yes, Meaning: "only the first conversation ever of its contact"},
		{Name: "frt", Format: "seconds", Meaning: "length of the first response in seconds, as FROM-TO or FROM-"},
		{Name: "frt_business", Format: "seconds", Meaning: "likewise in working seconds"},
		{Name: "group", Accepted: groups, Meaning: "what a row of the overview is; day"},
		{Name: "by", Accepted: bases, Meaning: "in conversations: whether the period is about starts or closes; started"},
		{Name: "left_out", Accepted: yes, Meaning: "in conversations: those of the period that do not meet all other conditions; by and q are none of these"},
		{Name: "q", Meaning: "in conversations: part of a contact's name or phone, or an id"},
		{Name: "dir", Accepted: dirs, Meaning: "direction of sort; asc"},
		{Name: "page", Format: "number", Meaning: "from 1, with limit"},
		{Name: "limit", Format: "number", Meaning: "rows of a page, up to 500; all rows unless it is given"},
	}
}
