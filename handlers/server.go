// Package handlers is Relato over HTTP: the route table, who may come in, and one adapter each for pages and files.
package handlers

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"time"

	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"

	"relato/db"
	"relato/imports"
	"relato/internal/fault"
	"relato/internal/turns"
	"relato/reconcile"
	"relato/report"
	"relato/source"
)

// Config is what the server needs.
type Config struct {
	DB    *db.DB
	Index *report.Index
	Now   func() time.Time // nil = time.Now
	Log   *slog.Logger     // nil = slog.Default()
	Hooks []source.Hook    // the kinds of live sources

	Demo        bool  // everybody is signed in, and nothing is secret
	Guest       bool  // of a demo: it stands in for an account, to which its pages lead back
	Live        bool  // open reports are told of new data; EndStreams ends that
	MaxUpload   int64 // bytes of the files to import that are sent at once; 0 = 2 GiB
	BehindProxy bool  // a proxy speaks TLS for us and says who the client is

	MakeDemo MakeDemo // the demo that admins may look at; nil = there is none
}

// Server answers all addresses.
type Server struct {
	Config
	http.Handler
	Syncs *reconcile.Desk // fetches from live sources, also by itself while its Run runs

	app       *echo.Echo            // whose answers Handler packs
	cookies   *sessions.CookieStore // of sessions
	devices   *sessions.CookieStore // of browsers that are known
	throttle  *throttle
	notes     notes
	committer *db.Committer
	intake    *intake
	follower  *follower
	later     rate.Sometimes // for the log
	first     firstRun
	desk      *imports.Desk
	posting   posting
	metrics   *metrics
	live      *live
	turns     turns.Turns // of pages of reports being made
	demo      guestDemo

	description []byte // of the API
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
	s := &Server{
		Config: c, throttle: newThrottle(), committer: db.NewCommitter(c.DB, c.Now),
		cookies: newCookies(key, db.SessionLife), devices: newCookies(key, deviceLife),
		intake: newIntake(c.Hooks), later: rate.Sometimes{Interval: laterLogged}, demo: guestDemo{make: c.MakeDemo}, turns: turns.New(),
	}
	s.committer.Failed = func(err error) { c.Log.Error("a delivery cannot be stored and is in quarantine", "error", err) }
	s.follower = newFollower(func(ctx context.Context) (err error) {
		defer fault.Catch(&err)
		_, err = s.Index.Account(ctx)
		return err
	})
	s.metrics = newMetrics(s)
	s.live = newLive(c.DB, func(err error) { c.Log.Warn("open reports were not told of new data", "error", err) })
	if s.description, err = describe(); err != nil {
		return nil, fmt.Errorf("describe the API: %w", err)
	}
	e := echo.New()
	e.HTTPErrorHandler = s.renderError
	e.IPExtractor = echo.ExtractIPDirect()
	if c.BehindProxy {
		e.IPExtractor = echo.ExtractIPFromXFFHeader() // believes private peers only
	}
	s.Syncs = &reconcile.Desk{DB: c.DB, Deliver: s.committer.Deliver, Now: c.Now, Log: c.Log, Changed: s.follower.changed}
	s.desk = &imports.Desk{DB: c.DB, Now: c.Now, Log: c.Log, Folder: filepath.Dir(c.DB.Path)}
	s.middleware(e)
	s.routes(e)
	s.app = e
	if s.Handler, err = compressed(e); err != nil {
		return nil, err
	}
	return s, nil
}

// Close ends the import under way, and waits for what is still written. It comes after the last request.
func (s *Server) Close() {
	s.live.close()
	s.Syncs.Close()
	if err := s.demo.close(); err != nil {
		s.Log.Warn("the demo was not removed", "error", err)
	}
	s.follower.close()
	s.desk.Close()
	s.committer.Close()
	s.notes.wait.Wait()
}

// maxBody is the largest body of a request but an upload: no form is longer.
const maxBody = "64K"

func (s *Server) middleware(e *echo.Echo) {
	e.Use(
		requestID,
		s.logRequest,
		middleware.RecoverWithConfig(middleware.RecoverConfig{LogErrorFunc: panicked}),
		s.secureHeaders,
		actor,
		sameOrigin(crossOrigin()),
		middleware.BodyLimitWithConfig(middleware.BodyLimitConfig{Limit: maxBody, Skipper: limitsItself}),
		s.throughDemo,
	)
}

// limitsItself tells whether a route has a limit of its own for its bodies.
func limitsItself(c echo.Context) bool { return c.Path() == eventsPath || isHook(c) || takesFiles(c) }

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

	e.POST("/taste", s.remember)

	get(e, "/views", s.personally(s.list))
	get(e, "/views/new/:report", s.personally(s.newView))
	e.POST("/views/new/:report", s.personally(s.saveView))
	get(e, "/views/:id", s.personally(s.openView))
	get(e, "/views/:id/edit", s.personally(s.editView))
	e.POST("/views/:id", s.personally(s.changeView))
	e.POST("/views/:id/delete", s.personally(s.deleteView))

	get(e, "/shares/new/:report", s.sharing(s.newShare))
	e.POST("/shares/new/:report", s.sharing(s.makeShare))
	e.POST("/shares/:id/revoke", s.sharing(s.revokeShare))
	e.POST("/shares/:id/delete", s.sharing(s.deleteShare))
	get(e, sharePath+":secret", s.share)

	get(e, "/settings", s.signedIn(s.settingsHome))
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
	e.POST("/demo", s.admin(s.enterDemo))
	e.POST("/demo/leave", s.admin(s.leaveDemo))

	get(e, "/settings/users", s.admin(s.usersSettings))
	get(e, "/settings/users/new", s.admin(s.newUserForm))
	e.POST("/settings/users/new", s.admin(s.addUser))
	get(e, "/settings/users/:id", s.ofUser(s.userSettings))
	e.POST("/settings/users/:id", s.ofUser(s.saveUser))
	e.POST("/settings/users/:id/link", s.ofUser(s.makeLink))
	e.POST("/settings/users/:id/sessions", s.ofUser(s.endUserSessions))
	get(e, "/settings/users/:id/remove", s.ofUser(s.askRemoval))
	e.POST("/settings/users/:id/remove", s.ofUser(s.removeUser))

	get(e, "/settings/sources", s.admin(s.sourcesSettings))
	get(e, "/settings/sources/new", s.admin(s.newSourceForm))
	e.POST("/settings/sources/new", s.admin(s.addSource))
	e.POST("/settings/sources/replay", s.admin(s.replayQuarantine))
	get(e, "/settings/sources/:id", s.ofSource(s.sourceSettings))
	get(e, "/settings/sources/:id/change", s.ofSource(s.sourceChangeForm))
	e.POST("/settings/sources/:id/change", s.ofSource(s.changeSource))
	e.POST("/settings/sources/:id/pause", s.ofSource(s.pauseSource))
	e.POST("/settings/sources/:id/sync", s.ofSource(s.syncSource))
	get(e, "/settings/sources/:id/remove", s.ofSource(s.askSourceRemoval))
	e.POST("/settings/sources/:id/remove", s.ofSource(s.removeSource))
	get(e, "/settings/sources/:id/quarantine/:delivery", s.ofSource(s.quarantinedFile))

	get(e, "/settings/me", s.person(s.mySettings))
	e.POST("/settings/me", s.person(s.saveMe))
	e.POST("/settings/me/password", s.person(s.changePassword))
	e.POST("/settings/me/sessions", s.person(s.endMySessions))
	get(e, "/settings/me/factor", s.person(s.factorSettings))
	e.POST("/settings/me/factor", s.person(s.turnOnFactor))
	e.POST("/settings/me/factor/off", s.person(s.turnOffFactor))
	e.POST("/settings/users/:id/factor", s.ofUser(s.turnOffUserFactor))
	get(e, "/settings/tokens", s.admin(s.tokensSettings))
	get(e, "/settings/tokens/new", s.admin(s.newTokenForm))
	e.POST("/settings/tokens/new", s.admin(s.addToken))
	get(e, "/settings/tokens/revoke", s.admin(s.askRevocation))
	e.POST("/settings/tokens/revoke", s.admin(s.revokeToken))
	get(e, "/settings/log", s.admin(s.logSettings))
	get(e, "/settings/log.csv", s.adminFile(s.logFile))
	get(e, "/login/code", s.codeForm)
	e.POST("/login/code", s.loginCode)

	get(e, "/password", s.passwordForm)
	e.POST("/password", s.savePassword)
	get(e, "/api/v1/overview", jsonFile(s, overview))
	get(e, "/api/v1/agents", jsonFile(s, agents))
	get(e, "/api/v1/tags", jsonFile(s, tags))
	get(e, "/api/v1/conversations", jsonFile(s, details))
	get(e, "/api/v1/conversations/*", s.authorized(s.conversationJSON))
	get(e, "/api/v1/waiting", s.authorized(s.waitingJSON))
	get(e, "/api/v1/choices", s.authorized(s.choicesJSON))
	get(e, openAPIPath, s.openAPI)
	e.POST(eventsPath, s.mayWrite(s.postEvents))

	get(e, livePath, s.authorized(s.listen))

	get(e, "/login", s.loginForm)
	e.POST("/login", s.login)
	e.POST("/logout", s.logout)

	for _, path := range []string{"/hooks/:kind/:source", "/hooks/:kind/:source/*"} {
		e.GET(path, s.handshake)
		e.POST(path, s.hook)
	}

	get(e, "/static/*", s.static)
	get(e, "/healthz", s.healthz)
	get(e, "/readyz", s.readyz)
	get(e, "/metrics", s.metricsPage)
}

// get answers GET, and HEAD with the same headers.
func get(e *echo.Echo, path string, h echo.HandlerFunc) {
	e.Match([]string{http.MethodGet, http.MethodHead}, path, h)
}

func (s *Server) home(c echo.Context) error {
	return c.Redirect(http.StatusSeeOther, inLang("/overview", askedLang(c, "")))
}
