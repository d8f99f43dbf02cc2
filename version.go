package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
)

type versionCommand struct{}

// Run prints what is needed to tell a build from another.
func (versionCommand) Run(ctx context.Context, c *console) error {
	version, commit, goVersion := "unknown", "unknown", "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		version, goVersion = info.Main.Version, info.GoVersion
		for _, s := range info.Settings {
			switch {
			case s.Key == "vcs.revision":
				commit = s.Value
			case s.Key == "vcs.modified" && s.Value == "true":
				commit += " with changes"
			}
		}
	}
	sqlite, err := sqliteVersion(ctx)
	if err != nil {
		return err
	}
	c.printf("relato  %s\ncommit  %s\ngo      %s\nsqlite  %s\n", version, commit, goVersion, sqlite)
	return nil
}

// sqliteVersion asks the engine, without any database.
func sqliteVersion(ctx context.Context) (version string, err error) {
	engine, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return "", fmt.Errorf("SQLite: %w", err)
	}
	err = engine.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version)
	return version, errors.Join(err, engine.Close())
}
