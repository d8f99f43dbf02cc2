package conversation

// Timeline is what happened in one conversation of a thread.
type Timeline struct {
	Thread  int64 // number of the thread
	Number  int   // of the conversation in it, from 1
	Entries []Entry
}

// Entry is an event of a conversation and, where it is a message, what became of it.
type Entry struct {
	Event
	Delivery    Delivery // the furthest that is known of a message; once failed, failed
	DeliveredAt int64    // Unix seconds of the status that says so; None where only the message itself does
}

// Counts tells whether the entry is a message that counts.
func (e Entry) Counts() bool { return e.Kind == Message && e.Delivery != Failed }

// Marks tells whether the entry is one of the conversation's marks, which are in the same order.
func (e Entry) Marks() bool { return e.Counts() || e.Kind == Handoff }

// EntriesOf are the events of a thread's conversation number, in their order: those that Fold counts, the open that
// started it and the close that ended it, and messages that failed, which count nowhere. Those stand where they were tried: in the conversation open
// at the time, else the one last closed, else the first. It is empty where there is no such conversation.
func EntriesOf(t Thread, s Set, r Rules, number int) []Entry {
	f := newFolder(t, s, r, 1)
	for i := range s.events {
		e := &s.events[i]
		f.passes(e.Second())
		open, holder := f.open, f.latest()
		f.take(e)
		switch {
		case e.Kind == Close && open, e.Kind == Message && s.HasFailed(e):
			f.add(holder, e)
		case e.Kind == Open && !open:
			f.add(f.current(), e)
		}
	}
	if number < 1 || number > len(f.cycles) {
		return nil
	}
	events := f.cycles[number-1].events
	entries := make([]Entry, len(events))
	deliveries := s.deliveries()
	for i, e := range events {
		entries[i] = Entry{Event: *e, DeliveredAt: None}
		if e.Kind == Message {
			entries[i].Delivery, entries[i].DeliveredAt = e.Own, None
			if d := deliveries[e.Key]; d.Status > e.Own {
				entries[i].Delivery, entries[i].DeliveredAt = d.Status, d.Second()
			}
		}
		if e.Kind == Message && s.HasFailed(e) {
			entries[i].Delivery = Failed
		}
	}
	return entries
}

// deliveries are the furthest status of each message that has any, by the message's key: the first that says so.
func (s Set) deliveries() map[string]Event {
	furthest := map[string]Event{}
	for _, e := range s.events {
		if e.Kind == Status && e.Status > furthest[e.Of].Status {
			furthest[e.Of] = e
		}
	}
	return furthest
}
