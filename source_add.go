package main

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"relato/db"
	"relato/handlers"
	"relato/source"
)

type sourceAddCommand struct {
	Kind string `arg:"" help:"${kinds}."`
	Name string `arg:"" help:"What it is called in lists."`
	sealed
	Secret string `placeholder:"TEXT" help:"What the service signs with. Everybody on this machine can see a command line; RELATO_SECRET and RELATO_SECRET_FILE keep it to yourself."`

	kong.Plugins // a flag for every option that any kind knows
	options      []string
}

// newSourceAdd is the command with the flags that the options of all kinds make.
func newSourceAdd(hooks []source.Hook) sourceAddCommand {
	var s sourceAddCommand
	var flags []reflect.StructField
	for _, h := range hooks {
		for _, o := range h.Options {
			if slices.Contains(s.options, o.Name) {
				continue
			}
			flags = append(flags, reflect.StructField{
				Name: fmt.Sprint("Option", len(flags)), Type: reflect.TypeFor[string](),
				Tag: reflect.StructTag(fmt.Sprintf(`name:%q placeholder:"TEXT" help:%q`, o.Name, "For "+whoKnows(hooks, o.Name)+".")),
			})
			s.options = append(s.options, o.Name)
		}
	}
	s.Plugins = kong.Plugins{reflect.New(reflect.StructOf(flags)).Interface()}
	return s
}

// whoKnows lists the kinds that know an option, and which of them need it.
func whoKnows(hooks []source.Hook, option string) string {
	var kinds []string
	for _, h := range hooks {
		for _, o := range h.Options {
			if o.Name == option && o.Required {
				kinds = append(kinds, h.Kind+" (needed)")
			} else if o.Name == option {
				kinds = append(kinds, h.Kind)
			}
		}
	}
	return strings.Join(kinds, ", ")
}

// Run connects a source and prints its path, alone, so that a script can use it.
func (s *sourceAddCommand) Run(ctx context.Context, c *console) error {
	n, err := s.source()
	if err != nil {
		return usageError{err}
	}
	d, err := s.open(ctx)
	if err != nil {
		return err
	}
	added, err := d.AddSource(ctx, c.now(), n)
	if err != nil {
		return errors.Join(fmt.Errorf("source %s: %w", s.Name, err), d.Close())
	}
	c.printf("%s\n", hookPath(added))
	if s.Secret == "" {
		c.warnf("No --secret was given: unless this kind does without one, all that is sent there is refused.\n")
	}
	c.warnf("Let the service send its webhooks to this path at the address that it reaches this server by.\n")
	return d.Close()
}

// source is what the flags say, as far as the kind knows it.
func (s *sourceAddCommand) source() (db.NewSource, error) {
	i := slices.IndexFunc(hooks, func(h source.Hook) bool { return h.Kind == s.Kind })
	if i < 0 {
		return db.NewSource{}, fmt.Errorf("%q is no kind of source; accepted are %s", s.Kind, strings.Join(kinds(), ", "))
	}
	given := map[string]string{}
	values := reflect.ValueOf(s.Plugins[0]).Elem()
	for i, name := range s.options {
		if value := values.Field(i).String(); value != "" {
			given[name] = value
		}
	}
	for _, o := range hooks[i].Options {
		if err := o.Wrong(given[o.Name]); err != nil {
			return db.NewSource{}, fmt.Errorf("--%s %q: %w", o.Name, given[o.Name], err)
		}
	}
	n, missing := handlers.NewSource(hooks[i], s.Name, s.Secret, given)
	if len(missing) > 0 {
		return n, fmt.Errorf("a source of the kind %s needs --%s", s.Kind, strings.Join(missing, " and --"))
	}
	for name := range given {
		if !slices.ContainsFunc(hooks[i].Options, func(o source.Option) bool { return o.Name == name }) {
			return n, fmt.Errorf("a source of the kind %s knows no --%s", s.Kind, name)
		}
	}
	return n, nil
}
