package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"relato/report"
	"relato/views"
)

// tasteLife is for how long a browser remembers how its reader likes reports.
const tasteLife = 365 * 24 * time.Hour

// Names of the cookies. Each holds words of ours, joined by dots; what it holds that we do not know is passed over.
const (
	columnsCookie = "relato-columns-" // and the report's name
	chartsCookie  = "relato-charts"
)

// remember keeps in the browser how its reader likes a report, and goes back to it. It needs no sign-in: it changes
// nothing here, and the report that it goes to asks for one.
func (s *Server) remember(c echo.Context) error {
	form, err := sentForm(c)
	if err != nil {
		return err
	}
	next := localAddress(form.Get("next"))
	if form.Has("chart") {
		err = s.rememberChart(c, form.Get("chart"), form.Get("kind"))
	} else {
		err = s.rememberColumns(c, next, form)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, next)
}

// rememberColumns keeps the columns of the table of the report at an address, or forgets them.
func (s *Server) rememberColumns(c echo.Context, address string, form url.Values) error {
	path, _, _ := strings.Cut(address, "?")
	known := views.ColumnsOf(path)
	if known == nil {
		return &report.ParamError{Param: "next", Value: address, Accepted: "the address of a report whose columns can be chosen"}
	}
	var columns []string
	if form.Get("columns") != "default" {
		columns = form["column"]
	}
	for _, key := range columns {
		if !slices.Contains(known, key) {
			return &report.ParamError{Param: "column", Value: key, Accepted: strings.Join(known, ", ")}
		}
	}
	s.keep(c, columnsCookie+strings.TrimPrefix(path, "/"), columns)
	return nil
}

// rememberChart keeps the kind of a chart beside those of others.
func (s *Server) rememberChart(c echo.Context, name, kind string) error {
	if !views.ChartKind(name, kind) {
		return &report.ParamError{Param: "kind", Value: name + ": " + kind, Accepted: views.Lines + ", " + views.Columns + " of a chart over time"}
	}
	kinds := chartKinds(c.Request())
	kinds[name] = kind
	var words []string
	for name, kind := range kinds {
		if views.ChartKind(name, kind) {
			words = append(words, name+"."+kind)
		}
	}
	slices.Sort(words)
	s.keep(c, chartsCookie, words)
	return nil
}

// keep gives the browser a cookie of words, or with none takes it away.
func (s *Server) keep(c echo.Context, name string, words []string) {
	cookie := &http.Cookie{
		Name: name, Value: strings.Join(words, "."), Path: "/", MaxAge: int(tasteLife.Seconds()),
		HttpOnly: true, Secure: s.secure(c.Request()), SameSite: http.SameSiteLaxMode,
	}
	if len(words) == 0 {
		cookie.MaxAge = -1
	}
	c.SetCookie(cookie)
}

// taste is what a browser remembers for the report at a path.
func taste(r *http.Request, path string) views.Taste {
	return views.Taste{Columns: kept(r, columnsCookie+strings.TrimPrefix(path, "/")), Charts: chartKinds(r)}
}

// chartKinds are the kinds of charts by their names.
func chartKinds(r *http.Request) map[string]string {
	kinds := map[string]string{}
	words := kept(r, chartsCookie)
	for i := 0; i+1 < len(words); i += 2 {
		kinds[words[i]] = words[i+1]
	}
	return kinds
}

// kept are the words of a cookie; none without one.
func kept(r *http.Request, name string) []string {
	cookie, err := r.Cookie(name)
	if err != nil {
		return nil
	}
	return strings.Split(cookie.Value, ".")
}
