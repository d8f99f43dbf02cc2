package main

import (
	"strconv"
	"strings"
	"time"

	"relato/conversation"
)

// cell holds what the tables say of one conversation, in numbers.
type cell struct {
	day, month, hour                   int64 // local, of the start
	contact, isNew                     int64
	owner, responder, credited, shared int64
	frt, duration, replySum            int64
	unanswered, surveyed, inside       int64
	closedDay                          int64
	agents, tags, ctags                int64
}

func (e *export) cell(r *conversation.Record, m conversation.Measures) cell {
	c := cell{
		owner: number(e.names.Agents, r.Owner), responder: conversation.None, credited: number(e.names.Agents, r.CreditedAgent),
		shared: bit(len(r.Agents) > 1), frt: conversation.None, duration: conversation.None,
		unanswered: bit(r.Unanswered(m)), surveyed: bit(r.SurveyAt != conversation.None), inside: bit(e.schedule.Inside(r.StartedAt)),
		closedDay: conversation.None,
		agents:    mask(e.names.Agents, r.Agents), tags: mask(e.names.Tags, r.Tags),
		ctags: mask(e.names.ContactTags, e.contacts[r.Contact].Tags), isNew: bit(e.first[r.Contact] == firstOf(r)),
	}
	c.day, c.hour = e.local(r.StartedAt)
	at := time.Unix(r.StartedAt, 0).In(e.zone)
	c.month = int64(at.Year()*12+int(at.Month())) - 1
	c.contact, _ = strconv.ParseInt(strings.TrimPrefix(r.Contact, "p"), 10, 64)
	if m.FirstResponse.Exists() {
		c.frt, c.responder = m.FirstResponse.Seconds(), e.writer(r, m.FirstResponder)
	}
	if d := r.Duration(m); d.Exists() {
		c.duration = d.Seconds()
	}
	for _, reply := range m.Replies {
		c.replySum += reply.Seconds()
	}
	if r.ClosedAt != conversation.None {
		c.closedDay, _ = e.local(r.ClosedAt)
	}
	return c
}

// local is the number of an instant's local day since 1970, and its hour of the week from Monday 0:00.
func (f *facts) local(at int64) (day, hour int64) {
	_, offset := time.Unix(at, 0).In(f.zone).Zone()
	local := at + int64(offset)
	day = local / (24 * 3600)
	return day, (day+3)%7*24 + local/3600%24
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
