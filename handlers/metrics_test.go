package handlers

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	dto "github.com/prometheus/client_model/go"
)

// scrape reads the metrics as a program on this machine.
func (a *account) scrape(t *testing.T) map[string]*dto.MetricFamily {
	t.Helper()
	w := a.do(fromHere())
	if w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(w.Body)
	check(t, err)
	return families
}

func fromHere() *http.Request {
	r := httptest.NewRequest(http.MethodGet, "http://localhost:8080/metrics", nil)
	r.RemoteAddr = "127.0.0.1:40000"
	return r
}

// value is the value of a metric with labels, as name{label="value"}.
func value(t *testing.T, families map[string]*dto.MetricFamily, metric string) float64 {
	t.Helper()
	name, labels, _ := strings.Cut(strings.TrimSuffix(metric, "}"), "{")
	f := families[name]
	if f == nil {
		t.Fatalf("there is no %s", name)
	}
	for _, m := range f.Metric {
		all := ""
		for _, l := range m.Label {
			all += fmt.Sprintf(",%s=%q", l.GetName(), l.GetValue())
		}
		if strings.TrimPrefix(all, ",") != labels {
			continue
		}
		switch {
		case m.Gauge != nil:
			return m.Gauge.GetValue()
		case m.Counter != nil:
			return m.Counter.GetValue()
		}
		return float64(m.Histogram.GetSampleCount())
	}
	return 0
}

func TestMetrics(t *testing.T) {
	a := newAccount(t)
	a.get("/overview") // the index is loaded with the first report
	before := a.scrape(t)
	const agents = `relato_http_request_duration_seconds{method="GET",route="/agents",status="200"}`
	for range 3 {
		a.get("/agents")
	}
	a.get("/agents?clock=sun")
	token := a.writer(t)
	a.postEvents(strings.NewReader(newThread("m1")+"\n{}\n"), "Authorization", "Bearer "+token)
	a.get("/conversations.csv")
	a.signIn(t, "a wrong password")
	after := a.scrape(t)
	for metric, grown := range map[string]float64{
		agents:                                   3,
		strings.Replace(agents, "200", "400", 1): 1,
		`relato_http_request_duration_seconds{method="GET",route="/metrics",status="200"}`: 1,
		`relato_http_request_duration_seconds{method="POST",route="/login",status="401"}`:  1,
		`relato_posted_lines_total{status="accepted"}`:                                     1,
		`relato_posted_lines_total{status="rejected"}`:                                     1,
		`relato_posted_lines_total{status="partial"}`:                                      0,
		`relato_posted_events_total{result="new"}`:                                         1,
		`relato_sign_ins_total{result="refused"}`:                                          1,
		`relato_conversations`:                                                             1,
		`relato_messages`:                                                                  1,
		`relato_revision`:                                                                  1,
		`relato_index_revision`:                                                            1,
		`relato_index_loads_total`:                                                         1,
		`relato_tokens`:                                                                    1,
		`relato_sessions`:                                                                  0,
	} {
		was := 0.0
		if name, labels, _ := strings.Cut(metric, "{"); before[name] != nil || labels == "" {
			was = value(t, before, metric)
		}
		if got := value(t, after, metric) - was; got != grown {
			t.Errorf("%s grew by %v, want %v", metric, got, grown)
		}
	}
	for metric, least := range map[string]float64{
		`relato_index_bytes`: 1000, `relato_database_bytes{file="main"}`: 4096, `relato_contacts`: 3, `go_goroutines`: 1,
		`relato_index_load_seconds_total`: 1e-9, `relato_index_last_load_seconds`: 1e-9, `relato_sessions`: 1,
	} {
		if got := value(t, after, metric); got < least {
			t.Errorf("%s is %v", metric, got)
		}
	}
	if after["relato_build_info"] == nil {
		t.Error("it does not say what it is")
	}
}

// TestMetricsAreForThoseWhoRunIt asks from this machine, from others, and through proxies.
func TestMetricsAreForThoseWhoRunIt(t *testing.T) {
	a := newAccount(t)
	for name, tt := range map[string]struct {
		peer, host string
		header     map[string]string
		status     int
	}{
		"this machine":                        {"127.0.0.1:5", "localhost:8080", nil, 200},
		"this machine, IPv6":                  {"[::1]:5", "[::1]:8080", nil, 200},
		"another machine":                     {"192.0.2.1:5", "relato.example", nil, 401},
		"another machine that claims":         {"192.0.2.1:5", "localhost:8080", map[string]string{"X-Forwarded-For": "127.0.0.1"}, 401},
		"through a proxy":                     {"127.0.0.1:5", "localhost:8080", map[string]string{"X-Forwarded-For": "192.0.2.1"}, 401},
		"through a proxy that says Forwarded": {"127.0.0.1:5", "127.0.0.1:8080", map[string]string{"Forwarded": "for=192.0.2.1"}, 401},
		"through a silent proxy":              {"127.0.0.1:5", "relato.example", nil, 401},
		"a page that rebinds its name":        {"127.0.0.1:5", "evil.example:8080", nil, 401},
		"a read token":                        {"192.0.2.1:5", "relato.example", map[string]string{"Authorization": "Bearer " + a.token}, 200},
		"a wrong token":                       {"192.0.2.1:5", "relato.example", map[string]string{"Authorization": "Bearer relato_WRONG"}, 401},
	} {
		r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
		r.RemoteAddr, r.Host = tt.peer, tt.host
		for key, value := range tt.header {
			r.Header.Set(key, value)
		}
		if w := a.do(r); w.Code != tt.status || strings.Contains(w.Body.String(), "relato_conversations") != (tt.status == 200) {
			t.Errorf("%s: %d, want %d: %.200s", name, w.Code, tt.status, w.Body)
		}
	}
	a.signInAs(t, "bia@example.com", "agent")
	if w := a.get("/metrics"); w.Code != http.StatusForbidden {
		t.Errorf("an agent, who sees their own alone: %d", w.Code)
	}
}

// TestStrangersCannotMakeUpLabels asks for addresses and with methods that there are not.
func TestStrangersCannotMakeUpLabels(t *testing.T) {
	a := newAccount(t)
	for i := range 50 {
		for _, path := range []string{"/nothing", "/static/", "/conversations/", "/api/v1/", "/overview.", "/login/", "/metrics/"} {
			a.getAs(path + "x-" + strconv.Itoa(i))
			a.do(httptest.NewRequest("MADE"+strconv.Itoa(i), "/overview", nil))
		}
	}
	families := a.scrape(t)
	made := regexp.MustCompile(`x-\d|MADE`)
	for _, f := range families {
		for _, m := range f.Metric {
			for _, l := range m.Label {
				if made.MatchString(l.GetValue()) {
					t.Errorf("%s has the label %s=%q", f.GetName(), l.GetName(), l.GetValue())
				}
			}
		}
	}
	if n := value(t, families, `relato_http_request_duration_seconds{method="GET",route="none",status="404"}`); n < 100 {
		t.Errorf("%v requests for what there is not", n)
	}
}
