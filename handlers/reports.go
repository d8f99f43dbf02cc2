package handlers

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"relato/report"
	"relato/views"
)

// kind is one of the four reports: T is its value, R one row of it. Its faces ask it for all that they need.
type kind[T, R any] struct {
	path    string
	columns []report.Column[R]
	load    func(context.Context, report.Filter) (*T, error)
	account func(*T) report.Account
	earlier func(context.Context, report.Filter) (*T, error) // what the page compares with its own, of another period; nil = nothing
	view    func(p views.Page, now, before *T) templ.Component
	each    func(context.Context, report.Filter, func(*R) error) (total[R], error)
	count   func(context.Context, report.Filter) (int, error) // rows; nil where there are never very many

	overTime bool // it has a row for each bucket of the period

	hide func(*report.Mask, R) R // a row as strangers see it; nil where a report says nothing of anybody
	rows func(*T) *[]R           // the rows of a value, for hide
}

// total is what stands below the rows of a report.
type total[R any] struct {
	row           *R  // nil in Details, whose
	conversations int // number of conversations says it all
}

func (s *Server) overview() kind[report.Overview, report.Bucket] {
	return kind[report.Overview, report.Bucket]{
		path:     "/overview",
		overTime: true,
		columns:  report.OverviewColumns,
		load:     s.Index.Overview,
		account:  func(o *report.Overview) report.Account { return o.Account },
		earlier:  s.Index.Overview,
		view:     views.Overview,
		each: eachOf(s.Index.Overview, func(o *report.Overview) ([]report.Bucket, report.Bucket) {
			return o.Buckets, views.OverviewTotal(o)
		}),
	}
}

func (s *Server) agents() kind[report.Agents, report.AgentRow] {
	return kind[report.Agents, report.AgentRow]{
		path:    "/agents",
		columns: report.AgentColumns,
		load:    s.Index.Agents,
		account: func(a *report.Agents) report.Account { return a.Account },
		earlier: s.Index.EarlierAgents,
		view:    views.Agents,
		each: eachOf(s.Index.Agents, func(a *report.Agents) ([]report.AgentRow, report.AgentRow) {
			return a.Rows, a.Total
		}),
		hide: (*report.Mask).Agent,
		rows: func(a *report.Agents) *[]report.AgentRow { return &a.Rows },
	}
}

func (s *Server) tags() kind[report.Tags, report.TagRow] {
	return kind[report.Tags, report.TagRow]{
		path:    "/tags",
		columns: report.TagColumns,
		load:    s.Index.Tags,
		account: func(t *report.Tags) report.Account { return t.Account },
		earlier: s.Index.EarlierTags,
		view:    views.Tags,
		each: eachOf(s.Index.Tags, func(t *report.Tags) ([]report.TagRow, report.TagRow) {
			return t.Rows, t.Total
		}),
	}
}

func (s *Server) details() kind[report.Details, report.Row] {
	return kind[report.Details, report.Row]{
		path:    "/conversations",
		columns: report.DetailColumns,
		load:    s.Index.Details,
		account: func(d *report.Details) report.Account { return d.Account },
		view:    func(p views.Page, d, _ *report.Details) templ.Component { return views.Details(p, d) },
		each:    s.eachConversation,
		count:   s.countConversations,
		hide:    (*report.Mask).Row,
		rows:    func(d *report.Details) *[]report.Row { return &d.Rows },
	}
}

// masked is the report as strangers see it, on the page and in files.
func (k kind[T, R]) masked(m *report.Mask) kind[T, R] {
	if k.hide == nil {
		return k
	}
	load, each := k.load, k.each
	k.load = func(ctx context.Context, f report.Filter) (*T, error) {
		value, err := load(ctx, f)
		if err != nil {
			return nil, err
		}
		hidden := *value // the rows may be another's too
		rows := slices.Clone(*k.rows(value))
		for i := range rows {
			rows[i] = k.hide(m, rows[i])
		}
		*k.rows(&hidden) = rows
		return &hidden, nil
	}
	k.each = func(ctx context.Context, f report.Filter, yield func(*R) error) (total[R], error) {
		return each(ctx, f, func(r *R) error {
			hidden := k.hide(m, *r)
			return yield(&hidden)
		})
	}
	return k
}

// before is what a page is compared with, of the period that its filter names for that at the time of its report; nil when
// there is none.
func (k kind[T, R]) before(ctx context.Context, f report.Filter, a report.Account) (*T, error) {
	earlier, ok := f.Compared(a.Now.In(a.Zone))
	if !ok || k.earlier == nil {
		return nil, nil
	}
	return k.earlier(ctx, earlier)
}

// eachOf goes through the rows of a report that is small enough to be made at once.
func eachOf[T, R any](load func(context.Context, report.Filter) (*T, error), of func(*T) ([]R, R),
) func(context.Context, report.Filter, func(*R) error) (total[R], error) {
	return func(ctx context.Context, f report.Filter, yield func(*R) error) (total[R], error) {
		value, err := load(ctx, f)
		if err != nil {
			return total[R]{}, err
		}
		rows, all := of(value)
		rows = limited(rows, f)
		for i := range rows {
			if err := yield(&rows[i]); err != nil {
				return total[R]{}, err
			}
		}
		return total[R]{row: &all}, nil
	}
}

// limited are the rows of the page that a filter with a limit asks for, else all.
func limited[R any](rows []R, f report.Filter) []R {
	if f.Limit == 0 {
		return rows
	}
	from := min((f.Page-1)*f.Limit, len(rows))
	return rows[from:min(from+f.Limit, len(rows))]
}

// countConversations is how many conversations there are on all pages.
func (s *Server) countConversations(ctx context.Context, f report.Filter) (int, error) {
	f.Sort, f.Dir, f.Page, f.Limit = "", "", 1, 1
	d, err := s.Index.Details(ctx, f)
	if err != nil {
		return 0, err
	}
	return d.Total, nil
}

// eachConversation goes through the conversations of Details without having them all at once.
func (s *Server) eachConversation(ctx context.Context, f report.Filter, yield func(*report.Row) error) (total[report.Row], error) {
	if f.Limit > 0 { // the total counts the conversations on all pages, not those on this one
		d, err := s.Index.Details(ctx, f)
		if err != nil {
			return total[report.Row]{}, err
		}
		for i := range d.Rows {
			if err := yield(&d.Rows[i]); err != nil {
				return total[report.Row]{}, err
			}
		}
		return total[report.Row]{conversations: d.Total}, nil
	}
	n := 0
	err := s.Index.Each(ctx, f, func(_ *report.Account, r *report.Row) error {
		n++
		return yield(r)
	})
	return total[report.Row]{conversations: n}, err
}
