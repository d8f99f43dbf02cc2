package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/alecthomas/kong"
)

// fromFile gives flags the content of the file that RELATO_NAME_FILE names, as secrets are handed to containers.
// RELATO_NAME itself comes first, and the command line before both.
type fromFile struct{}

// Validate implements kong.Resolver.
func (fromFile) Validate(*kong.Application) error { return nil }

// Resolve implements kong.Resolver.
func (fromFile) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, name := range flag.Envs {
		if _, set := os.LookupEnv(name); set {
			return nil, nil
		}
		path := os.Getenv(name + "_FILE")
		if path == "" {
			continue
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("%s_FILE: %w", name, err)
		}
		return strings.TrimRight(string(content), "\r\n"), nil
	}
	return nil, nil
}
