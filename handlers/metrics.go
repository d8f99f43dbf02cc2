package handlers

import (
	"context"
	"errors"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"relato/db"
)

// durationBuckets are in seconds: pages take milliseconds, long files and large posts seconds.
var durationBuckets = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 60}

// metrics are what the server counts. Labels come from the code alone, never from a request: strangers must not be able
// to make up new ones.
type metrics struct {
	handler  http.Handler
	requests *prometheus.HistogramVec
	lines    *prometheus.CounterVec
	events   *prometheus.CounterVec
	signIns  *prometheus.CounterVec
}

func newMetrics(s *Server) *metrics {
	counter := func(name, help string, label string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "relato", Name: name, Help: help}, []string{label})
	}
	m := &metrics{
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Namespace: "relato", Name: "http_request_duration_seconds", Buckets: durationBuckets,
			Help: "How long answers took, by route, method and status.",
		}, []string{"route", "method", "status"}),
		lines:   counter("posted_lines_total", "Lines of "+eventsPath+" by what came of them.", "status"),
		events:  counter("posted_events_total", "Events of "+eventsPath+" that were new, or there already.", "result"),
		signIns: counter("sign_ins_total", "Attempts to sign in by how they went.", "result"),
	}
	r := prometheus.NewRegistry()
	r.MustRegister(m.requests, m.lines, m.events, m.signIns, &gauges{s},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Namespace: "relato", Name: "build_info", Help: "1, with what was built.",
			ConstLabels: prometheus.Labels{"version": buildVersion(), "go": runtime.Version()},
		}, func() float64 { return 1 }))
	m.handler = promhttp.HandlerFor(r, promhttp.HandlerOpts{
		DisableCompression: true, // the middleware does that
		ErrorLog:           promLog{s},
	})
	return m
}

// promLog takes the errors of a scrape.
type promLog struct{ server *Server }

func (l promLog) Println(v ...any) { l.server.Log.Error("metrics are not complete", "error", v) }

// gauges are how things are at the moment of a scrape.
type gauges struct{ server *Server }

func gaugeOf(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("relato_"+name, help, labels, nil)
}

var (
	revisionGauge      = gaugeOf("revision", "Number of the last change in the database.")
	indexRevisionGauge = gaugeOf("index_revision", "Number of the last change that reports know of; they follow when they are asked.")
	conversationsGauge = gaugeOf("conversations", "Conversations in the reports.")
	waitingGauge       = gaugeOf("conversations_waiting", "Open conversations whose last word is the contact's.")
	contactsGauge      = gaugeOf("contacts", "Contacts in the reports.")
	messagesGauge      = gaugeOf("messages", "Messages in the reports.")
	indexBytesGauge    = gaugeOf("index_bytes", "Memory of the reports' index.")
	loadsTotal         = gaugeOf("index_loads_total", "How often the index loaded what had changed.")
	loadingTotal       = gaugeOf("index_load_seconds_total", "How long that took.")
	lastLoadGauge      = gaugeOf("index_last_load_seconds", "How long the last time took.")
	databaseGauge      = gaugeOf("database_bytes", "Size of the database on disk.", "file")
	listenersGauge     = gaugeOf("listeners", "Open reports that are told of new data.")
	sessionsGauge      = gaugeOf("sessions", "Sessions that are in use.")
	tokensGauge        = gaugeOf("tokens", "Tokens that are in use.")
)

// Describe implements prometheus.Collector: what a scrape finds depends on the database, so nothing is promised.
func (g *gauges) Describe(chan<- *prometheus.Desc) {}

// scrapeTimeout is how long the database may take to count.
const scrapeTimeout = 5 * time.Second

// Collect implements prometheus.Collector.
func (g *gauges) Collect(to chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	x := g.server.Index.Stats()
	gauge(indexRevisionGauge, float64(x.Revision))
	gauge(conversationsGauge, float64(x.Conversations))
	gauge(waitingGauge, float64(x.Waiting))
	gauge(contactsGauge, float64(x.Contacts))
	gauge(messagesGauge, float64(x.Messages))
	gauge(indexBytesGauge, float64(x.Bytes))
	to <- prometheus.MustNewConstMetric(loadsTotal, prometheus.CounterValue, float64(x.Loads))
	to <- prometheus.MustNewConstMetric(loadingTotal, prometheus.CounterValue, x.Loading.Seconds())
	gauge(lastLoadGauge, x.LastLoad.Seconds())

	gauge(listenersGauge, float64(g.server.live.count()))

	ctx, cancel := context.WithTimeout(context.Background(), scrapeTimeout)
	defer cancel()
	d, err := g.server.DB.Stats(ctx, g.server.Now())
	if err != nil {
		to <- prometheus.NewInvalidMetric(revisionGauge, err)
		return
	}
	gauge(revisionGauge, float64(d.Revision))
	gauge(databaseGauge, float64(d.FileBytes), "main")
	gauge(databaseGauge, float64(d.LogBytes), "log")
	gauge(databaseGauge, float64(d.IndexBytes), "index")
	gauge(sessionsGauge, float64(d.Sessions))
	gauge(tokensGauge, float64(d.Tokens))
	if err := g.collectSources(ctx, to); err != nil {
		to <- prometheus.NewInvalidMetric(sourceEvents, err)
	}
}

// methods are the methods that have a name of their own among the labels.
var methods = map[string]string{http.MethodGet: "GET", http.MethodHead: "HEAD", http.MethodPost: "POST"}

// request counts an answer under the route as the route table has it.
func (m *metrics) request(c echo.Context, took time.Duration) {
	if c.Path() == livePath {
		return // it lasts as long as somebody listens, which says nothing of the server
	}
	route, method := c.Path(), methods[c.Request().Method]
	if route == "" {
		route = "none" // there is no such address
	}
	if method == "" {
		method = "other"
	}
	m.requests.WithLabelValues(route, method, strconv.Itoa(c.Response().Status)).Observe(took.Seconds())
}

// posted counts what came of a body of events.
func (m *metrics) posted(p *posted) {
	m.lines.WithLabelValues(lineAccepted).Add(float64(p.accepted))
	m.lines.WithLabelValues(linePartial).Add(float64(p.partial))
	m.lines.WithLabelValues(lineRejected).Add(float64(p.refused))
	m.events.WithLabelValues("new").Add(float64(p.New))
	m.events.WithLabelValues("known").Add(float64(p.Known))
}

// metricsPage answers those who may look: a program on this machine, or one with a token. How much a company writes is
// nobody else's business.
func (s *Server) metricsPage(c echo.Context) error {
	if !local(c) {
		switch v, err := s.visitor(c); {
		case errors.Is(err, db.ErrNoAccess):
			c.Response().Header().Set(echo.HeaderWWWAuthenticate, `Bearer realm="Relato"`)
			return echo.NewHTTPError(http.StatusUnauthorized, "metrics are read from this machine, or with a read token as \"Authorization: Bearer TOKEN\"")
		case err != nil:
			return err
		case len(v.only) > 0 || v.token.Filter != "":
			return echo.NewHTTPError(http.StatusForbidden, "metrics are about the whole account")
		}
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	s.metrics.handler.ServeHTTP(c.Response(), c.Request())
	return nil
}

// local tells whether a request was made on this machine. What a proxy on this machine passes on was not: it says so in a
// header, or asks for another host.
func local(c echo.Context) bool {
	r := c.Request()
	for _, header := range []string{"Forwarded", echo.HeaderXForwardedFor, echo.HeaderXRealIP, "X-Forwarded-Host", "Via"} {
		if r.Header.Get(header) != "" {
			return false
		}
	}
	peer, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	return loopback(peer) && (host == "localhost" || loopback(host))
}

func loopback(address string) bool {
	ip := net.ParseIP(address)
	return ip != nil && ip.IsLoopback()
}
