package reconcile

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"time"

	"relato/db"
	"relato/source"
)

// people reads the names of agents and inboxes.
func (r *run) people(ctx context.Context) error {
	for _, list := range []struct {
		path string
		read func(source.Connection, []byte) ([]item, error)
	}{{"/agents", source.ChatwootPeople}, {"/inboxes", source.ChatwootInboxes}} {
		var items []item
		err := r.client.get(ctx, r.path(list.path), nil, func(body []byte) (err error) {
			items, err = list.read(r.connection, body)
			return err
		})
		if err != nil {
			return err
		}
		if _, err := r.deliver(ctx, db.Delivery{Items: items}); err != nil {
			return err
		}
	}
	return nil
}

// listAnswers reads the answers to surveys since the last run. A token that may not see them costs no more than the
// time of answers.
func (r *run) listAnswers(ctx context.Context) error {
	r.answers = map[string][]source.ChatwootSaid{}
	query := url.Values{"sort": {"-created_at"}}
	since := r.options.Since
	if since.IsZero() && !r.options.All && !r.syncedAt.IsZero() {
		since = r.syncedAt.Add(-overlap)
	}
	if !since.IsZero() {
		query.Set("since", strconv.FormatInt(since.Unix(), 10))
		query.Set("until", strconv.FormatInt(r.began.Add(24*time.Hour).Unix(), 10))
	}
	for page := 1; ; page++ {
		query.Set("page", strconv.Itoa(page))
		var said []source.ChatwootSaid
		err := r.client.get(ctx, r.path("/csat_survey_responses"), query, func(body []byte) (err error) {
			said, err = source.ChatwootAnswers(body)
			return err
		})
		if errors.Is(err, errGone) || errors.Is(err, errRefused) {
			r.desk.Log.Warn("the answers to surveys cannot be listed; those that messages show are taken", "source", r.connection.Name, "error", err)
			return nil
		}
		if err != nil {
			return err
		}
		for _, s := range said {
			r.answers[s.Conversation] = append(r.answers[s.Conversation], s)
		}
		if len(said) < pageRows {
			return nil
		}
	}
}

// changed asks for all that changed in one list.
func (r *run) changed(ctx context.Context, span time.Duration) error {
	rows, _, err := r.list(ctx, url.Values{"updated_within": {strconv.FormatInt(int64(span.Seconds())+1, 10)}})
	if err != nil {
		return &listError{err}
	}
	r.count(func(n *db.SyncCounts) { n.Expected = int64(len(rows)) })
	for len(rows) > 0 {
		n := min(batchRows, len(rows))
		if err := r.fetch(ctx, rows[:n]); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// listError is about the list of what changed.
type listError struct{ error }

func (e *listError) Unwrap() error { return e.error }

// canPage tells whether reading page by page may do where one list did not.
func canPage(err error) bool {
	var list *listError
	return errors.As(err, &list) && !errors.Is(err, errRefused) && !errors.Is(err, errGone)
}

// list asks for conversations.
func (r *run) list(ctx context.Context, query url.Values) (rows []source.ChatwootRow, total int, err error) {
	query.Set("status", "all")
	query.Set("assignee_type", "all")
	err = r.client.get(ctx, r.path("/conversations"), query, func(body []byte) (err error) {
		rows, total, err = source.ChatwootList(r.connection, body)
		return err
	})
	return rows, total, err
}

// pages walks through the list, the latest activity first, as far as conversations with activity since a time. What moves
// to the first page meanwhile has changed, so the next run finds it; when something was deleted meanwhile, others may have
// moved over the end of a page, and the walk is made once more.
func (r *run) pages(ctx context.Context, since time.Time) error {
	for walk := 1; ; walk++ {
		seen, fewer, err := r.walk(ctx, since)
		if err != nil || !fewer || walk == 3 {
			return err
		}
		r.count(func(n *db.SyncCounts) { n.Listed -= int64(seen) })
	}
}

// walk is one walk; fewer tells whether the list became shorter under way.
func (r *run) walk(ctx context.Context, since time.Time) (seen int, fewer bool, err error) {
	most := -1
	for page := 1; ; page++ {
		rows, total, err := r.list(ctx, url.Values{"page": {strconv.Itoa(page)}})
		if err != nil {
			return seen, false, err
		}
		fewer = fewer || total >= 0 && total < most
		most = max(most, total)
		if since.IsZero() {
			r.count(func(n *db.SyncCounts) { n.Expected = int64(max(total, 0)) })
		}
		seen += len(rows)
		if err := r.fetch(ctx, rows); err != nil {
			return seen, false, err
		}
		if len(rows) == 0 || !since.IsZero() && rows[len(rows)-1].Active > 0 && rows[len(rows)-1].Active < since.Unix() {
			return seen, fewer, nil
		}
	}
}
