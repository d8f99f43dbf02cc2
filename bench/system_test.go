package main

import (
	"context"
	"strings"
	"testing"
)

// liar answers as another system does, but for one figure or line.
type liar struct{ system }

func (l liar) name() string { return "liar" }

func (l liar) ask(ctx context.Context, q *question) (func() (answer, error), error) {
	comparable, err := l.system.ask(ctx, q)
	if err != nil {
		return nil, err
	}
	return func() (answer, error) {
		a, err := comparable()
		for _, figures := range a.figures {
			for name := range figures {
				figures[name]++
				return a, err
			}
		}
		a.lines[len(a.lines)-1] += "0"
		return a, err
	}, nil
}

// TestRivalsAgree asks a small account every question, and finds out who lies.
func TestRivalsAgree(t *testing.T) {
	ctx := context.Background()
	a, err := openAccount(ctx, t.TempDir(), 3000, true)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	s := &star{account: a, folder: a.folder, scratch: t.TempDir(), details: true, names: &names{}}
	if err := s.make(ctx); err != nil {
		t.Fatal(err)
	}
	x, err := a.index(ctx)
	if err != nil {
		t.Fatal(err)
	}
	engine := &relato{x, s.names, s.scratch}
	rival, err := openSQLite(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	defer rival.Close()
	list, err := questions(s.names, true)
	if err != nil {
		t.Fatal(err)
	}
	for i := range list {
		q := &list[i]
		if err := check(ctx, []system{engine, rival}, q); err != nil {
			t.Error(err)
		}
		err := check(ctx, []system{engine, liar{engine}}, q)
		if err == nil || !strings.Contains(err.Error(), q.name) {
			t.Errorf("%s: the liar was not found out: %v", q.name, err)
		}
	}
}
