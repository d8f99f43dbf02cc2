package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/alecthomas/kong"
)

// forgetEmpty takes variables of ours that are set to nothing, as compose files set them, for not set at all: kong would read
// them as values, of which the empty one is no number and neither true nor false.
func forgetEmpty() error {
	for _, variable := range os.Environ() {
		if name, value, _ := strings.Cut(variable, "="); value == "" && strings.HasPrefix(name, "RELATO_") {
			if err := os.Unsetenv(name); err != nil {
				return fmt.Errorf("environment variable %s: %w", name, err)
			}
		}
	}
	return nil
}

// fromFile gives flags the content of the file that RELATO_NAME_FILE names, as secrets are handed to containers. Of an empty
// file they get none. RELATO_NAME itself comes first, and the command line before both.
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
		if value := strings.TrimRight(string(content), "\r\n"); value != "" {
			return value, nil
		}
	}
	return nil, nil
}
