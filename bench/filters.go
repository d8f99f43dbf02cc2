package main

import "context"

// conditions are filters one by one, and all together.
var conditions = []struct{ name, query string }{
	{"origin", "&origin=inbound"},
	{"channel", "&channel=w1"},
	{"agent", "&agent=a1&agent=a2&agent=a3"},
	{"tag", "&tag=troca&tag=entrega"},
	{"tag not", "&tag=troca&tag_mode=not"},
	{"contact tag", "&contact_tag=vip&contact_tag_mode=not"},
	{"hours", "&hours=inside"},
	{"status", "&status=closed"},
	{"rating", "&rating=5&rating=none"},
	{"business clock", "&clock=business"},
	{"combined", filtered},
}

// filterCosts measures reports over the year with each condition beside the same without any.
func filterCosts(ctx context.Context, r *relato, p patience) ([]timing, error) {
	var list []timing
	for _, s := range []struct {
		name    string
		subject subject
	}{{"overview", overview}, {"by agent", agents}, {"by tag", tags}, {"details", page}} {
		bare := question{name: s.name, subject: s.subject, address: year}
		if err := bare.parse(r.names); err != nil {
			return nil, err
		}
		for _, c := range conditions {
			q := question{name: s.name + ", " + c.name, subject: s.subject, address: year + c.query}
			if err := q.parse(r.names); err != nil {
				return nil, err
			}
			t, err := inTurns(q.name, []task{
				{"unfiltered", func() error { _, err := r.ask(ctx, &bare); return err }},
				{"filtered", func() error { _, err := r.ask(ctx, &q); return err }},
			}, p)
			if err != nil {
				return nil, err
			}
			list = append(list, t)
		}
	}
	return list, nil
}

// matching is how many conversations and messages of the period match a question.
func (r *relato) matching(ctx context.Context, q *question) (int, error) {
	f := q.filter
	f.Group, f.Sort, f.Dir, f.Page, f.Limit = "total", "", "", 1, 0
	o, err := r.index.Overview(ctx, f)
	if err != nil {
		return 0, err
	}
	return o.Total.Conversations + o.Total.Messages.All(), nil
}
