package reconcile

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"

	"relato/conversation"
	"relato/db"
	"relato/internal/fault"
	"relato/source"
)

type item = conversation.Item

// What one page of messages holds, and how many pages of a conversation are read.
const (
	pageLatest = 20
	pageAfter  = 100
	maxPages   = 2000
)

// leastGrace is for what changes while it is fetched: of a change, REST tells no more than the second.
const leastGrace = 2 * time.Second

// errStore says that what was fetched cannot be stored, which is no fault of what was fetched.
var errStore = errors.New("it cannot be stored")

// conversation fetches one conversation.
func (r *run) conversation(ctx context.Context, row source.ChatwootRow, before db.Fetched) (fetched source.ChatwootFetched, done db.Fetched, err error) {
	defer fault.Catch(&err)
	done = db.Fetched{ID: row.Number(), Stamp: row.Stamp, Upto: before.Upto}
	if r.options.All {
		before.Upto = 0
	}
	fetched = source.ChatwootFetched{Conversation: row.Raw}
	if !row.Ours || row.ID == "" {
		return fetched, done, nil
	}
	if done.Upto, err = r.messages(ctx, row, before.Upto, &fetched); err != nil {
		return fetched, done, err
	}
	who, err := r.contacts.get(row.Contact, func() (contact, error) { return r.contact(ctx, row.Contact) })
	fetched.Contact, fetched.Labels = who.addresses, who.labels
	for _, said := range r.answers[row.ID] {
		fetched.Answers = append(fetched.Answers, said.Raw)
	}
	return fetched, done, err
}

// store stores what was fetched of a conversation. Where the done that it returns has no ID, the next run looks at the
// conversation again.
func (r *run) store(ctx context.Context, row source.ChatwootRow, fetched source.ChatwootFetched, done db.Fetched) (_ db.Fetched, err error) {
	defer fault.Catch(&err)
	known, err := r.desk.DB.EventsOf(ctx, row.Thread)
	if err != nil {
		return done, fmt.Errorf("%w: %w", errStore, err)
	}
	for _, e := range known {
		if e.Kind == conversation.Rating {
			fetched.Rated = append(fetched.Rated, e.Key)
		}
	}
	delivery, err := r.read(fetched)
	if err != nil {
		return done, err
	}
	if r.isFresh(row) {
		done.ID = 0
	} else {
		r.state(row, fetched, known, &delivery)
	}
	appended, err := r.deliver(ctx, delivery)
	if err != nil {
		return done, err
	}
	r.count(func(n *db.SyncCounts) {
		n.Events += int64(appended.New)
		if len(delivery.Reasons) > 0 {
			n.Unread++
		}
	})
	if appended.New > 0 && r.desk.Changed != nil {
		r.desk.Changed()
	}
	return done, nil
}

// isFresh tells whether webhooks about a conversation may still be on their way.
func (r *run) isFresh(row source.ChatwootRow) bool {
	changed := time.UnixMilli(row.Updated)
	if row.Updated == 0 {
		changed = time.Unix(row.Active, 0)
	}
	there := r.desk.Now().Add(time.Duration(r.client.ahead.Load()))
	return there.Sub(changed) < max(r.options.Grace, leastGrace)
}

// messages fetches a conversation's messages that are new, and the latest in every case, since what became of them may
// have changed. upto is the number up to which all are here then.
func (r *run) messages(ctx context.Context, row source.ChatwootRow, known int64, into *source.ChatwootFetched) (upto int64, err error) {
	latest, err := r.page(ctx, row, nil)
	if err != nil {
		return known, err
	}
	lines := latest
	oldest := int64(0)
	if len(latest) > 0 {
		oldest = slices.MinFunc(latest, byID).ID
	}
	into.Whole = len(latest) < pageLatest
	if !into.Whole && oldest > known {
		into.Whole = known == 0
		for after, page := known, 0; after < oldest; page++ {
			if page == maxPages {
				return known, fmt.Errorf("it has more than %d messages", maxPages*pageAfter)
			}
			more, err := r.page(ctx, row, url.Values{"after": {strconv.FormatInt(after, 10)}})
			if err != nil {
				return known, err
			}
			lines = append(lines, more...)
			if len(more) == 0 {
				break
			}
			newest := slices.MaxFunc(more, byID).ID
			if newest <= after {
				break
			}
			after = newest
		}
	}
	slices.SortStableFunc(lines, byID)
	upto = known
	for i, line := range lines {
		if i > 0 && line.ID != 0 && line.ID == lines[i-1].ID {
			continue
		}
		into.Messages = append(into.Messages, line.Raw)
		upto = max(upto, line.ID)
	}
	return upto, nil
}

func byID(a, b source.ChatwootLine) int {
	switch {
	case a.ID < b.ID:
		return -1
	case a.ID > b.ID:
		return 1
	}
	return 0
}

// page fetches a page of messages.
func (r *run) page(ctx context.Context, row source.ChatwootRow, query url.Values) (lines []source.ChatwootLine, err error) {
	err = r.client.get(ctx, r.path("/conversations/"+row.ID+"/messages"), query, func(body []byte) (err error) {
		lines, err = source.ChatwootLines(body)
		return err
	})
	return lines, err
}

// read says what was fetched brings. Whatever the reader makes of it, it is not lost.
func (r *run) read(fetched source.ChatwootFetched) (d db.Delivery, err error) {
	body, err := fetched.Body()
	if err != nil {
		return d, fmt.Errorf("%w: %w", source.ErrShape, err)
	}
	hook, known := source.HookOf(r.connection.Kind)
	if !known {
		return d, fmt.Errorf("this version knows no source of the kind %s", r.connection.Kind)
	}
	now := r.desk.Now()
	brought, broken := hook.Try(r.connection, source.Request{Path: source.FetchedPath, Body: body, At: now})
	if broken != nil {
		r.desk.Log.Error("a conversation was not read and is in quarantine", "source", r.connection.Name, "error", broken)
	}
	return db.Delivery{
		Source: r.connection.ID, At: now, Path: source.FetchedPath, Body: body, Fetched: true,
		Items: brought.Items, Ignored: brought.Ignored, Reasons: brought.Reasons(),
	}, nil
}

// state adds what the events, those of the delivery among them, do not say of the conversation as it is now.
func (r *run) state(row source.ChatwootRow, fetched source.ChatwootFetched, known []conversation.Event, d *db.Delivery) {
	isOurs := false
	for _, i := range d.Items {
		if t, ok := i.(conversation.ThreadEvents); ok && t.ID == row.Thread {
			known, isOurs = append(known, t.Events...), true
		}
	}
	if !isOurs {
		return
	}
	if thread, more := source.ChatwootState(r.connection, d.At, fetched, known); len(more) > 0 {
		d.Items = append(d.Items, conversation.ThreadEvents{Thread: thread, Events: more})
	}
}

// deliver stores items, waiting a little where they cannot be stored now.
func (r *run) deliver(ctx context.Context, d db.Delivery) (db.Appended, error) {
	d.Source, d.Fetched = r.connection.ID, true
	if d.At.IsZero() {
		d.At = r.desk.Now()
	}
	for wait := time.Second; ; wait *= 2 {
		done, err := r.desk.Deliver(ctx, d)
		switch {
		case err == nil || ctx.Err() != nil:
			return done, err
		case !errors.Is(err, db.ErrLater) || errors.Is(err, db.ErrPaused) || wait > 8*time.Second:
			return done, fmt.Errorf("%w: %w", errStore, err)
		}
		if err := r.client.wait(ctx, wait); err != nil {
			return done, err
		}
	}
}

// contact is what is fetched of a contact.
type contact struct{ addresses, labels json.RawMessage }

// contact fetches where WhatsApp knows a contact, and its labels.
func (r *run) contact(ctx context.Context, id string) (c contact, err error) {
	path := r.path("/contacts/" + id)
	err = r.client.get(ctx, path, nil, func(body []byte) (err error) {
		c.addresses, err = source.ChatwootContact(body)
		return err
	})
	if err == nil {
		err = r.client.get(ctx, path+"/labels", nil, func(body []byte) (err error) {
			c.labels, err = source.ChatwootLabels(body)
			return err
		})
	}
	if errors.Is(err, errGone) {
		return c, nil // deleted meanwhile
	}
	return c, err
}

// maxContacts is how many contacts are remembered within a run.
const maxContacts = 20_000

// contacts remembers contacts: people write again, and are fetched once in a run.
type contacts struct {
	mu  sync.Mutex
	all map[string]*contactOnce
}

type contactOnce struct {
	once sync.Once
	who  contact
	err  error
}

// get is a contact, fetched if it is not known; nobody for the empty id.
func (c *contacts) get(id string, fetch func() (contact, error)) (contact, error) {
	if id == "" {
		return contact{}, nil
	}
	c.mu.Lock()
	if c.all == nil || len(c.all) >= maxContacts {
		c.all = map[string]*contactOnce{}
	}
	known, ok := c.all[id]
	if !ok {
		known = &contactOnce{}
		c.all[id] = known
	}
	c.mu.Unlock()
	known.once.Do(func() { known.who, known.err = fetch() })
	if known.err != nil {
		c.mu.Lock()
		delete(c.all, id)
		c.mu.Unlock()
	}
	return known.who, known.err
}
