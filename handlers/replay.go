package handlers

import (
	"context"
	"errors"
	"fmt"
	"time"

	"relato/db"
	"relato/source"
)

// Replayed counts what became of the deliveries in quarantine.
type Replayed struct {
	Tried, Understood int
	Appended          db.Appended
	Left              []db.Quarantined // with their reasons of now, the first maxLeft of them
}

// maxLeft is how many deliveries that are still not understood are named.
const maxLeft = 10

// Replay tries again what lies in quarantine. What is understood by now is stored and goes out of it.
func Replay(ctx context.Context, d *db.DB, hooks []source.Hook, now time.Time) (Replayed, error) {
	ids, err := d.QuarantinedIDs(ctx)
	if err != nil {
		return Replayed{}, err
	}
	r := replay{db: d, kinds: newIntake(hooks).kinds, now: now, sources: map[string]source.Connection{}}
	for _, id := range ids {
		if err := r.one(ctx, id); err != nil {
			return r.done, fmt.Errorf("delivery %s in quarantine: %w", id, err)
		}
	}
	return r.done, nil
}

// replay is one pass through the quarantine.
type replay struct {
	db      *db.DB
	kinds   map[string]source.Hook
	now     time.Time
	sources map[string]source.Connection
	done    Replayed
}

func (r *replay) one(ctx context.Context, id string) error {
	q, body, err := r.db.Quarantined(ctx, id)
	if errors.Is(err, db.ErrNoQuarantined) {
		return nil // its time is over, or its source was removed
	}
	if err != nil {
		return err
	}
	connection, err := r.connection(ctx, q.Source)
	if err != nil {
		return err
	}
	request := source.Request{Path: q.Path, Body: body, At: q.ReceivedAt}
	brought := source.Delivery{Unread: []source.Unread{{Reason: "this version knows no source of the kind " + connection.Kind}}}
	if hook, known := r.kinds[connection.Kind]; known {
		brought, _ = hook.Try(connection, request) // its reason says what there is to say
	}
	again := delivery(connection, request, brought)
	appended, left, err := r.db.Replay(ctx, r.now, id, again)
	if err != nil {
		return err
	}
	r.done.Tried++
	r.done.Appended.New += appended.New
	r.done.Appended.Known += appended.Known
	if len(left) == 0 {
		r.done.Understood++
	} else if len(r.done.Left) < maxLeft {
		q.Reasons = left
		r.done.Left = append(r.done.Left, q)
	}
	return nil
}

func (r *replay) connection(ctx context.Context, id string) (source.Connection, error) {
	if known, ok := r.sources[id]; ok {
		return known, nil
	}
	stored, err := r.db.Source(ctx, id)
	if err == nil {
		r.sources[id] = Opened(stored)
	}
	return r.sources[id], err
}
