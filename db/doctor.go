package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"time"

	"relato/conversation"
)

// Finding is something that a check of the database found wrong, and what to do about it.
type Finding struct {
	What   string
	Remedy string
}

// lowDisk is the free space in bytes below which writing is likely to fail soon.
const lowDisk = 256 << 20

// Check looks for what is wrong with the database, its file, its disk, the clock and the settings.
func (d *DB) Check(ctx context.Context, now time.Time) ([]Finding, error) {
	var found []Finding
	for _, check := range []func(context.Context, time.Time) ([]Finding, error){
		d.checkIntegrity, d.checkConversations, d.checkFile, d.checkClock, d.checkSettings, d.checkSecrets,
	} {
		more, err := check(ctx, now)
		if err != nil {
			return found, err
		}
		found = append(found, more...)
	}
	return found, nil
}

// checkIntegrity lets SQLite read every page.
func (d *DB) checkIntegrity(ctx context.Context, _ time.Time) ([]Finding, error) {
	var found []Finding
	for _, pragma := range []string{"PRAGMA integrity_check(10)", "PRAGMA foreign_key_check"} {
		lines, err := d.lines(ctx, pragma)
		if err != nil {
			return found, fmt.Errorf("check integrity: %w", err)
		}
		for _, line := range lines {
			if line != "ok" {
				found = append(found, Finding{"the database file is damaged: " + line, afterDamage(d.Path)})
			}
		}
	}
	return found, nil
}

// lines are the first column of a query as texts.
func (d *DB) lines(ctx context.Context, query string) ([]string, error) {
	rows, err := d.read.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var lines []string
	for rows.Next() {
		cells := make([]any, len(columns))
		for i := range cells {
			cells[i] = new(any)
		}
		if err := rows.Scan(cells...); err != nil {
			return nil, err
		}
		lines = append(lines, fmt.Sprint(*cells[0].(*any)))
	}
	return lines, rows.Err()
}

// checkConversations compares what is kept of conversations with what the events of a sample of threads fold to.
func (d *DB) checkConversations(ctx context.Context, now time.Time) ([]Finding, error) {
	wrong, err := d.Refolded(ctx, now, sampleThreads)
	if err != nil {
		return nil, err
	}
	var found []Finding
	for _, id := range wrong {
		found = append(found, Finding{
			fmt.Sprintf("conversation %s is not what its events say", id),
			"this is a fault of Relato: please report it, with this line",
		})
	}
	return found, nil
}

// checkFile looks at the file's permissions and the space beside it.
func (d *DB) checkFile(context.Context, time.Time) ([]Finding, error) {
	var found []Finding
	path, err := filepath.Abs(d.Path)
	if err != nil {
		return nil, fmt.Errorf("check file: %w", err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("check file: %w", err)
	}
	const people, secrets = "it holds names and phone numbers", "it opens the secrets of live sources"
	found = append(found, readable(path, info, people)...)
	for beside, holds := range map[string]string{path + indexFile: people, path + keyFile: secrets} {
		if info, err := os.Stat(beside); err == nil {
			found = append(found, readable(beside, info, holds)...)
		}
	}
	dir := filepath.Dir(path)
	if err := writable(dir); err != nil {
		found = append(found, Finding{
			dir + " cannot be written, and SQLite needs its log beside the database: " + err.Error(),
			"give the user that runs Relato the right to write there",
		})
	}
	if free, known := freeSpace(dir); known && free < lowDisk {
		found = append(found, Finding{
			fmt.Sprintf("only %d MiB are free beside the database", free>>20),
			"free some space: writes stop when the disk is full",
		})
	}
	return found, nil
}

// readable looks whether others than its owner can read a file, which they should not for what it holds.
func readable(path string, info os.FileInfo, holds string) []Finding {
	mode := info.Mode().Perm()
	if mode&0o077 == 0 {
		return nil
	}
	return []Finding{{
		fmt.Sprintf("other users of this machine can read %s (mode %o): %s", path, mode, holds),
		"chmod 600 " + ShellWord(path),
	}}
}

// checkClock compares the clock with what has happened already.
func (d *DB) checkClock(ctx context.Context, now time.Time) ([]Finding, error) {
	latest, err := column[int64](ctx, d.read, "SELECT coalesce(max(started_at), 0) FROM conversation")
	if err != nil {
		return nil, err
	}
	if ahead := time.UnixMilli(latest[0]).Sub(now); ahead > 24*time.Hour {
		return []Finding{{
			fmt.Sprintf("the newest conversation started %s after this machine's clock", ahead.Round(time.Minute)),
			"set the clock (timedatectl set-ntp true): conversations would never be closed by silence",
		}}, nil
	}
	return nil, nil
}

// checkSettings looks for settings that make reports wrong without anybody noticing.
func (d *DB) checkSettings(ctx context.Context, _ time.Time) ([]Finding, error) {
	s, err := d.Settings(ctx)
	if err != nil {
		return nil, err
	}
	var found []Finding
	if _, err := s.Zone(); err != nil {
		found = append(found, Finding{"the time zone is not known: " + err.Error(), "relato settings set timezone America/Sao_Paulo"})
	}
	if !s.TimezoneSet {
		found = append(found, Finding{
			"the time zone was never set: days begin at midnight UTC", "relato settings set timezone America/Sao_Paulo (or yours)",
		})
	}
	return found, nil
}

// checkSecrets looks whether what live sources send can be read: their secrets have to be opened for that.
func (d *DB) checkSecrets(ctx context.Context, _ time.Time) ([]Finding, error) {
	sources, err := d.Sources(ctx)
	if err != nil {
		return nil, err
	}
	var found []Finding
	for _, s := range sources {
		if _, err := d.Source(ctx, s.ID); err != nil {
			found = append(found, Finding{
				fmt.Sprintf("all that the live source %s sends is refused: %v", s.Name, err),
				fmt.Sprintf("put the key back that was used (the file %s, which is in no backup, or RELATO_KEY), or remove the source and add it again",
					d.KeyFile()),
			})
		}
	}
	return found, nil
}

// sampleThreads is how many threads a check folds again.
const sampleThreads = 2000

// Refolded folds a sample of threads again from all their events and names the conversations that are not what is
// kept.
func (d *DB) Refolded(ctx context.Context, now time.Time, sample int) ([]string, error) {
	s, err := d.Settings(ctx)
	if err != nil {
		return nil, err
	}
	threads, err := column[int64](ctx, d.read, "SELECT n FROM thread ORDER BY n % 9973, n LIMIT ?", sample)
	if err != nil {
		return nil, err
	}
	var wrong []string
	for _, n := range threads {
		different, err := d.refolded(ctx, n, s, now)
		if err != nil {
			return wrong, errors.Join(fmt.Errorf("check thread %d", n), err)
		}
		wrong = append(wrong, different...)
	}
	return wrong, nil
}

// refolded names the conversations of one thread that are not what its events fold to.
func (d *DB) refolded(ctx context.Context, n int64, s Settings, now time.Time) ([]string, error) {
	tx, err := d.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	t, err := threadNumbered(ctx, tx, n)
	if err != nil {
		return nil, err
	}
	events, err := readEvents(tx.QueryContext(ctx, eventsFrom, n, 0))
	if err != nil {
		return nil, err
	}
	kept, err := readConversations(ctx, tx, n)
	if err != nil {
		return nil, err
	}
	rules := conversation.Rules{Inactivity: time.Duration(s.InactivityHours) * time.Hour, Now: now}
	var wrong []string
	folded := conversation.Fold(t.Thread, conversation.OrderedSet(events, nil), rules)
	for i := range max(len(folded), len(kept)) {
		if i >= len(folded) || i >= len(kept) || !sameConversation(folded[i], kept[i], now) {
			wrong = append(wrong, ConversationID(t.ID, i+1))
		}
	}
	return wrong, nil
}

// sameConversation compares what is kept with what events fold to; a conversation that silence has ended since it was
// kept is no difference.
func sameConversation(folded, kept conversation.Conversation, now time.Time) bool {
	if kept.IsOpen() && folded.Reason == conversation.ByInactivity && folded.ClosedAt <= now.Unix() {
		kept.ClosedAt, kept.Reason = folded.ClosedAt, folded.Reason
	}
	return reflect.DeepEqual(normal(folded), normal(kept))
}

// normal makes empty lists equal.
func normal(c conversation.Conversation) conversation.Conversation {
	if len(c.Tags) == 0 {
		c.Tags = nil
	}
	if len(c.Agents) == 0 {
		c.Agents = nil
	}
	if len(c.Marks) == 0 {
		c.Marks = nil
	}
	return c
}
