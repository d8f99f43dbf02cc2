// Package handlers is Relato over HTTP: the route table, who may come in, and one adapter each for pages and files.
package handlers

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"relato/db"
	"relato/imports"
	"relato/report"
)

// Config is what the server needs.
type Config struct {
	DB    *db.DB
	Index *report.Index
	Now   func() time.Time // nil = time.Now
	Log   *slog.Logger     // nil = slog.Default()

	Demo        bool  // everybody is signed in, and nothing is secret
	MaxUpload   int64 // bytes of the files to import that are sent at once; 0 = 2 GiB
	BehindProxy bool  // a proxy speaks TLS for us and says who the client is
}

// Server answers all addresses.
type Server struct {
	Config
	http.Handler
	cookies  *sessions.CookieStore
	throttle *throttle
	notes    notes
	first    firstRun
	desk     *imports.Desk
}

// New makes a server. Close it before its database.
func New(ctx context.Context, c Config) (*Server, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	key, err := c.DB.Secret(ctx, "cookie")
	if err != nil {
		return nil, fmt.Errorf("key of the session cookie: %w", err)
	}
	s := &Server{Config: c, cookies: newCookies(key), throttle: newThrottle()}
	e := echo.New()
	e.HTTPErrorHandler = s.renderError
	e.IPExtractor = echo.ExtractIPDirect()
	if c.BehindProxy {
		e.IPExtractor = echo.ExtractIPFromXFFHeader() // believes private peers only
	}
	s.desk = &imports.Desk{DB: c.DB, Now: c.Now, Log: c.Log, Folder: filepath.Dir(c.DB.Path)}
	s.middleware(e)
	s.routes(e)
	s.Handler = e
	return s, nil
}

// Close ends the import under way, and waits for what is still written after answers. It comes after the last request.
func (s *Server) Close() {
	s.desk.Close()
	s.notes.wait.Wait()
}

// maxBody is the largest body of a request but an upload: no form is longer.
const maxBody = "64K"

func (s *Server) middleware(e *echo.Echo) {
	e.Use(
		requestID,
		s.logRequest,
		middleware.RecoverWithConfig(middleware.RecoverConfig{LogErrorFunc: panicked}),
		secureHeaders,
		sameOrigin(http.NewCrossOriginProtection()),
		middleware.BodyLimitWithConfig(middleware.BodyLimitConfig{Limit: maxBody, Skipper: takesFiles}),
		// Level 1: three times the pages a second of level 6, for a tenth more bytes.
		middleware.GzipWithConfig(middleware.GzipConfig{Level: 1, MinLength: 1024, Skipper: isPacked}),
	)
}

// isPacked tells whether an answer is compressed already: a workbook is a zip file.
func isPacked(c echo.Context) bool { return strings.HasSuffix(c.Request().URL.Path, ".xlsx") }

// routes is every address there is.
func (s *Server) routes(e *echo.Echo) {
	overview, agents, tags, details := s.overview(), s.agents(), s.tags(), s.details()

	get(e, "/", s.home)
	get(e, "/overview", page(s, overview))
	get(e, "/overview.csv", csvFile(s, overview))
	get(e, "/overview.xlsx", xlsxFile(s, overview))
	get(e, "/overview.json", jsonFile(s, overview))
	get(e, "/agents", page(s, agents))
	get(e, "/agents.csv", csvFile(s, agents))
	get(e, "/agents.xlsx", xlsxFile(s, agents))
	get(e, "/agents.json", jsonFile(s, agents))
	get(e, "/tags", page(s, tags))
	get(e, "/tags.csv", csvFile(s, tags))
	get(e, "/tags.xlsx", xlsxFile(s, tags))
	get(e, "/tags.json", jsonFile(s, tags))
	get(e, "/conversations", page(s, details))
	get(e, "/conversations.csv", csvFile(s, details))
	get(e, "/conversations.xlsx", xlsxFile(s, details))
	get(e, "/conversations.json", jsonFile(s, details))

	get(e, "/conversations/*", s.signedIn(s.conversation))
	get(e, "/waiting", s.signedIn(s.waiting))

	get(e, "/settings", s.admin(s.settingsHome))
	get(e, "/settings/account", s.admin(s.accountSettings))
	e.POST("/settings/account", s.admin(s.saveAccount))
	get(e, "/settings/hours", s.admin(s.hoursSettings))
	e.POST("/settings/hours", s.admin(s.saveHours))
	get(e, "/settings/import", s.admin(s.importSettings))
	e.POST("/settings/import", s.admin(s.upload))
	get(e, "/settings/import/:id", s.ofImport(s.importProgress))
	e.POST("/settings/import/:id", s.ofImport(s.answerImport))
	e.POST("/settings/import/:id/cancel", s.ofImport(s.cancelImport))

	get(e, "/setup", s.firstVisit(s.setupForm))
	e.POST("/setup", s.firstVisit(s.setUp))
	get(e, "/setup/next", s.admin(s.welcome))

	get(e, "/login", s.loginForm)
	e.POST("/login", s.login)
	e.POST("/logout", s.logout)

	get(e, "/static/*", s.static)
	get(e, "/healthz", s.healthz)
	get(e, "/readyz", s.readyz)
}

// get answers GET, and HEAD with the same headers.
func get(e *echo.Echo, path string, h echo.HandlerFunc) {
	e.Match([]string{http.MethodGet, http.MethodHead}, path, h)
}

func (s *Server) home(c echo.Context) error { return c.Redirect(http.StatusSeeOther, "/overview") }
