package handlers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"relato/report"
)

// description is the API's description as a client reads it.
type description map[string]any

func (a *account) description(t *testing.T) description {
	t.Helper()
	w := a.getAs("/api/v1/openapi.json") // no token: it tells nothing
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	return decode(t, w.Body)
}

// at follows keys, and references on the way.
func (d description) at(t *testing.T, v any, keys ...string) any {
	t.Helper()
	for {
		o, _ := v.(map[string]any)
		if ref, is := o["$ref"].(string); is {
			v = d.at(t, map[string]any(d), strings.Split(strings.TrimPrefix(ref, "#/"), "/")...)
			continue
		}
		if len(keys) == 0 {
			return v
		}
		next, is := o[keys[0]]
		if !is {
			t.Fatalf("there is no %s in %v", keys[0], v)
		}
		v = next
		keys = keys[1:]
	}
}

// conforms tells where a value is not as a schema says: a property that is missing, one that is not described, or
// another type.
func (d description) conforms(t *testing.T, schema, v any, where string) (wrong []string) {
	s := d.at(t, schema).(map[string]any)
	var types []string
	switch known := s["type"].(type) {
	case string:
		types = []string{known}
	case []any:
		for _, one := range known {
			types = append(types, one.(string))
		}
	default:
		return []string{where + " has no type"}
	}
	is := map[bool]string{true: "integer", false: "number"}
	kind := "null"
	switch v := v.(type) {
	case bool:
		kind = "boolean"
	case string:
		kind = "string"
		if _, err := time.Parse(time.RFC3339, v); s["format"] == "date-time" && err != nil {
			wrong = append(wrong, where+": "+err.Error())
		}
	case float64:
		kind = is[v == float64(int64(v)) && !slices.Contains(types, "number")]
	case []any:
		kind = "array"
		for _, item := range v {
			wrong = append(wrong, d.conforms(t, s["items"], item, where+"[]")...)
		}
	case map[string]any:
		kind = "object"
		properties, closed := s["properties"].(map[string]any)
		for name, property := range v {
			if known, is := properties[name]; is {
				wrong = append(wrong, d.conforms(t, known, property, where+"."+name)...)
			} else if closed && !strings.HasSuffix(where, ".filter") { // which has any condition besides
				wrong = append(wrong, where+"."+name+" is not described")
			}
		}
		required, _ := s["required"].([]any)
		for _, name := range required {
			if _, is := v[name.(string)]; !is {
				wrong = append(wrong, where+"."+name.(string)+" is missing")
			}
		}
	}
	if !slices.Contains(types, kind) {
		wrong = append(wrong, fmt.Sprintf("%s is %s, not one of %v", where, kind, types))
	}
	return wrong
}

// TestEveryRouteOfTheAPIIsDescribed compares the description with the routes that there are.
func TestEveryRouteOfTheAPIIsDescribed(t *testing.T) {
	a := newAccount(t)
	described := map[string]bool{}
	for path, operations := range a.description(t)["paths"].(map[string]any) {
		for method := range operations.(map[string]any) {
			described[strings.ToUpper(method)+" "+regexp.MustCompile(`{\w+}`).ReplaceAllString(path, "*")] = true
		}
	}
	routes := map[string]bool{}
	for _, r := range a.handler.(*Server).app.Routes() {
		if strings.HasPrefix(r.Path, "/api/") && r.Method != http.MethodHead {
			routes[r.Method+" "+r.Path] = true
		}
	}
	if !maps.Equal(described, routes) {
		t.Errorf("described are\n%v\nthere are\n%v", slices.Sorted(maps.Keys(described)), slices.Sorted(maps.Keys(routes)))
	}
}

// TestTheAPIAnswersAsDescribed asks every address that the description names, with a token and without.
func TestTheAPIAnswersAsDescribed(t *testing.T) {
	a := newAccount(t)
	token := a.writer(t)
	d := a.description(t)
	if d["openapi"] != "3.1.0" {
		t.Errorf("it is of version %v", d["openapi"])
	}
	const read = `{"type":"event","thread":"c1","event":{"type":"status","of":"m2","at":"2026-01-05T09:05:00-03:00","status":"read"}}`
	if w := a.postEvents(strings.NewReader(read), "Authorization", "Bearer "+token); w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	manyBad := `{"type":"conversation","id":"o2","events":[` + strings.Repeat(`{},`, maxLineReasons) + `{}]}`
	seen := map[string]bool{} // properties that a real answer had, by path
	for path, operations := range d["paths"].(map[string]any) {
		for method, operation := range operations.(map[string]any) {
			target, body := strings.ReplaceAll(path, "{id}", "c1"), ""
			if method == "post" {
				body = newThread("o1") + "\n{}\n" + manyBad
			} else if strings.Count(path, "/") == 3 {
				target += "?" + january
			}
			ask := func(token string) *httptest.ResponseRecorder {
				r := httptest.NewRequest(strings.ToUpper(method), target, strings.NewReader(body))
				if token != "" {
					r.Header.Set("Authorization", "Bearer "+token)
				}
				return a.do(r)
			}
			w := ask(token)
			if w.Code != http.StatusOK {
				t.Fatalf("%s %s: %d %s", method, target, w.Code, w.Body)
			}
			var answer any
			check(t, json.Unmarshal(w.Body.Bytes(), &answer))
			schema := d.at(t, operation, "responses", "200", "content", "application/json", "schema")
			for _, wrong := range d.conforms(t, schema, answer, path) {
				t.Error(wrong)
			}
			note(answer, path, seen)

			answers := operation.(map[string]any)["responses"].(map[string]any)
			w = ask("relato_WRONG")
			if _, described := answers[fmt.Sprint(w.Code)]; !described {
				t.Errorf("%s %s answers a stranger %d, which is not described", method, path, w.Code)
			}
			if w.Code != http.StatusOK {
				check(t, json.Unmarshal(w.Body.Bytes(), &answer))
				for _, wrong := range d.conforms(t, d.at(t, map[string]any(d), "components", "schemas", "Problem"), answer, "problem") {
					t.Error(wrong)
				}
			}
		}
	}
	for path, operations := range d["paths"].(map[string]any) {
		for _, operation := range operations.(map[string]any) {
			schema := d.at(t, operation, "responses", "200", "content", "application/json", "schema")
			for _, property := range d.properties(t, schema, path) {
				if !seen[property] {
					t.Errorf("%s is described, and no answer has it", property)
				}
			}
		}
	}
}

// note keeps the names of all properties in a value.
func note(v any, where string, seen map[string]bool) {
	seen[where] = true
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			note(item, where+"[]", seen)
		}
	case map[string]any:
		for name, property := range v {
			note(property, where+"."+name, seen)
		}
	}
}

// properties are the names of all properties that a schema describes.
func (d description) properties(t *testing.T, schema any, where string) (all []string) {
	s := d.at(t, schema).(map[string]any)
	all = append(all, where)
	if items, is := s["items"]; is {
		all = append(all, d.properties(t, items, where+"[]")...)
	}
	if properties, is := s["properties"].(map[string]any); is {
		for name, property := range properties {
			all = append(all, d.properties(t, property, where+"."+name)...)
		}
	}
	return all
}

// TestTheAPIIsTheFile compares the reports of the API with the files of the same address.
func TestTheAPIIsTheFile(t *testing.T) {
	a := newAccount(t)
	for path, sort := range map[string]string{
		"/overview": "conversations", "/agents": "conversations", "/tags": "conversations", "/conversations": "started_at",
	} {
		query := "?" + january + "&origin=inbound&dir=desc&sort=" + sort
		file, api := a.get(path+".json"+query), a.getAs("/api/v1"+path+query, "Authorization", "Bearer "+a.token)
		if file.Code != 200 || api.Code != 200 || !bytes.Equal(file.Body.Bytes(), api.Body.Bytes()) {
			t.Errorf("%s: %d and %d\n%s\n%s", path, file.Code, api.Code, file.Body, api.Body)
		}
	}
	if w := a.getAs("/api/v1/overview?from=tomorrow&token=" + a.token); w.Code != http.StatusBadRequest || decode(t, w.Body)["param"] != "from" {
		t.Errorf("a bad date: %d %s", w.Code, w.Body)
	}
	for _, path := range []string{"/overview", "/agents", "/tags", "/conversations", "/conversations/c1", "/waiting", "/choices"} {
		if w := a.getAs("/api/v1" + path); w.Code != http.StatusUnauthorized {
			t.Errorf("%s answers a stranger %d", path, w.Code)
		}
	}
}

// TestTheFilterAsUnderstood asks with every parameter that is described, and expects each in the answer's filter.
func TestTheFilterAsUnderstood(t *testing.T) {
	a := newAccount(t)
	query := url.Values{"sort": {"started_at"}}
	examples := map[string]string{"date": "2026-01-05", "date-time": "2026-01-05T00:00:00Z", "number": "3", "seconds": "60-300", "": "a1"}
	for _, p := range report.Params() {
		query.Set(p.Name, examples[p.Format])
		if p.Accepted != nil {
			query.Set(p.Name, p.Accepted[len(p.Accepted)-1])
		}
	}
	w := a.get("/api/v1/conversations?" + query.Encode())
	if w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	filter := decode(t, w.Body)["filter"].(map[string]any)
	for name, sent := range query {
		got := filter[name]
		if list, is := got.([]any); is && len(list) == 1 {
			got = list[0]
		}
		if got == true {
			got = "1"
		}
		if fmt.Sprint(got) != sent[0] {
			t.Errorf("%s=%s is understood as %v", name, sent[0], filter[name])
		}
	}
}

// TestTheAPIShowsAgentsTheirOwn asks as an agent for what belongs to others.
func TestTheAPIShowsAgentsTheirOwn(t *testing.T) {
	a := newAccount(t)
	all := a.column(t, "/conversations.csv?"+january, "conversation_id")
	a.signInAs(t, "bia@example.com", "agent")
	own := a.column(t, "/conversations.csv?"+january, "conversation_id")
	for _, id := range all {
		want := map[bool]int{true: http.StatusOK, false: http.StatusNotFound}[slices.Contains(own, id)]
		if w := a.get("/api/v1/conversations/" + id); w.Code != want {
			t.Errorf("%s: %d, want %d", id, w.Code, want)
		}
	}
	rows := decode(t, a.get("/api/v1/waiting").Body)["rows"].([]any)
	for _, row := range rows {
		if id := row.(map[string]any)["conversation_id"].(string); !slices.Contains(own, id) {
			t.Errorf("%s waits for somebody else", id)
		}
	}
}
