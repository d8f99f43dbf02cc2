package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"relato/db"
)

type backupCommand struct {
	File string `arg:"" name:"file" help:"The file to write."`
	database
	Force bool `help:"Replace the file if there is one."`
}

// Run copies the database, which may be in use.
func (b *backupCommand) Run(ctx context.Context, c *console) error {
	if b.File == "" {
		return usageError{errors.New("backup: the name of the file to write is empty")}
	}
	if isDirectory(b.DB) {
		return fmt.Errorf("backup: %s is a directory; name the file of the database with --db", b.DB)
	}
	began := time.Now()
	var far distance
	bar := startProgress(c, b.File, far.get)
	copied, err := db.Backup(ctx, b.DB, b.File, db.CopyOptions{Overwrite: b.Force, Progress: far.set})
	bar.stop()
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	c.printf("%s: a copy of %s with %s, checked, in %s\n", b.File, b.DB, describe(copied), time.Since(began).Round(time.Millisecond))
	if key := b.DB + ".key"; exists(key) {
		// Together they would open to whoever finds them.
		c.printf("The key %s, without which the secrets of live sources cannot be read, is not in it: keep a copy of that elsewhere\n", key)
	}
	return nil
}

type restoreCommand struct {
	File string `arg:"" name:"file" help:"The backup."`
	database
	Force bool `help:"Replace the database if there is one; it is kept beside the restored one."`
}

// Run puts a backup in the place of the database, which nobody may have open.
func (r *restoreCommand) Run(ctx context.Context, c *console) error {
	if r.File == "" {
		return usageError{errors.New("restore: the name of the backup is empty")}
	}
	if isDirectory(r.File) {
		return fmt.Errorf("restore: %s is a directory; name the file of the backup", r.File)
	}
	began := time.Now()
	var far distance
	bar := startProgress(c, r.DB, far.get)
	restored, err := db.Restore(ctx, c.now(), r.File, r.DB, db.CopyOptions{Overwrite: r.Force, Progress: far.set})
	bar.stop()
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	c.printf("%s: restored from %s with %s, checked, in %s\n", r.DB, r.File, describe(restored.Copied), time.Since(began).Round(time.Millisecond))
	if restored.Kept != "" {
		c.printf("What was there before is now %s\n", restored.Kept)
	}
	if restored.Conversations < prepareFrom || !restored.Current() {
		return nil // what an earlier version wrote stays as it is until somebody uses it
	}
	d, err := r.open(ctx)
	if err != nil {
		return fmt.Errorf("open what was restored: %w", err)
	}
	prepare(ctx, c, d)
	return d.Close()
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func isDirectory(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func describe(c db.Copied) string {
	return fmt.Sprintf("%d conversations (%.1f MB, tables of version %d)", c.Conversations, float64(c.Bytes)/megabyte, c.Version)
}

// distance is how far a copy is, in bytes.
type distance struct{ done, total atomic.Int64 }

func (d *distance) set(done, total int64) {
	d.done.Store(done)
	d.total.Store(total)
}

func (d *distance) get() (done, total int64) { return d.done.Load(), d.total.Load() }
