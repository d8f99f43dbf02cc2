package handlers

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"
	"runtime/debug"
	"strings"

	"github.com/labstack/echo/v4"

	"relato/report"
	"relato/views"
)

const openAPIPath = apiPath + "/openapi.json"

// The parts of an OpenAPI 3.1 description that ours needs.
type (
	apiDescription struct {
		OpenAPI    string                             `json:"openapi"`
		Info       apiInfo                            `json:"info"`
		Servers    []apiServer                        `json:"servers"`
		Security   []map[string][]string              `json:"security"`
		Paths      map[string]map[string]apiOperation `json:"paths"` // by path and method
		Components apiComponents                      `json:"components"`
	}
	apiInfo struct {
		Title       string `json:"title"`
		Version     string `json:"version"`
		Description string `json:"description"`
	}
	apiServer struct {
		URL string `json:"url"`
	}
	apiComponents struct {
		Schemas         map[string]apiSchema    `json:"schemas"`
		Parameters      map[string]apiParameter `json:"parameters"`
		Responses       map[string]apiAnswer    `json:"responses"`
		SecuritySchemes map[string]apiScheme    `json:"securitySchemes"`
	}
	apiScheme struct {
		Type        string `json:"type"`
		Scheme      string `json:"scheme,omitempty"`
		Description string `json:"description"`
		In          string `json:"in,omitempty"`
		Name        string `json:"name,omitempty"`
	}
	apiOperation struct {
		ID         string                 `json:"operationId"`
		Summary    string                 `json:"summary"`
		Security   *[]map[string][]string `json:"security,omitempty"` // nil = that of the whole
		Parameters []apiParameter         `json:"parameters,omitempty"`
		Body       *apiBody               `json:"requestBody,omitempty"`
		Answers    map[string]apiAnswer   `json:"responses"` // by status
	}
	apiParameter struct {
		Ref         string     `json:"$ref,omitempty"`
		Name        string     `json:"name,omitempty"`
		In          string     `json:"in,omitempty"`
		Required    bool       `json:"required,omitempty"`
		Description string     `json:"description,omitempty"`
		Schema      *apiSchema `json:"schema,omitempty"`
	}
	apiBody struct {
		Required    bool                `json:"required"`
		Description string              `json:"description"`
		Content     map[string]apiMedia `json:"content"`
	}
	apiAnswer struct {
		Ref         string              `json:"$ref,omitempty"`
		Description string              `json:"description,omitempty"`
		Content     map[string]apiMedia `json:"content,omitempty"`
	}
	apiMedia struct {
		Schema apiSchema `json:"schema"`
	}
	apiSchema struct {
		Ref         string               `json:"$ref,omitempty"`
		Type        apiTypes             `json:"type,omitempty"`
		Format      string               `json:"format,omitempty"`
		Pattern     string               `json:"pattern,omitempty"`
		Description string               `json:"description,omitempty"`
		Enum        []string             `json:"enum,omitempty"`
		Minimum     *float64             `json:"minimum,omitempty"`
		Maximum     *float64             `json:"maximum,omitempty"`
		Items       *apiSchema           `json:"items,omitempty"`
		Properties  map[string]apiSchema `json:"properties,omitempty"`
		Required    []string             `json:"required,omitempty"`
	}
)

// apiTypes are the types that a value may have; one is written as such.
type apiTypes []string

// MarshalJSON implements json.Marshaler.
func (t apiTypes) MarshalJSON() ([]byte, error) {
	if len(t) == 1 {
		return json.Marshal(t[0])
	}
	return json.Marshal([]string(t))
}

func object(properties map[string]apiSchema, required ...string) apiSchema {
	return apiSchema{Type: apiTypes{"object"}, Properties: properties, Required: required}
}

func listOf(item apiSchema) apiSchema { return apiSchema{Type: apiTypes{"array"}, Items: &item} }

func schemaRef(name string) apiSchema { return apiSchema{Ref: "#/components/schemas/" + name} }

// valueSchema describes a value as JSON has it. Every figure may be null: over nothing there is none.
func valueSchema(kind report.ValueKind) apiSchema {
	zero, one, five := 0.0, 1.0, 5.0
	switch kind {
	case report.Count:
		return apiSchema{Type: apiTypes{"integer", "null"}, Minimum: &zero}
	case report.Seconds:
		return apiSchema{Type: apiTypes{"integer", "null"}, Minimum: &zero, Description: "seconds"}
	case report.Mean:
		return apiSchema{Type: apiTypes{"number", "null"}, Minimum: &zero, Description: "seconds, on average, not rounded"}
	case report.Rate:
		return apiSchema{Type: apiTypes{"number", "null"}, Minimum: &zero, Maximum: &one, Description: "not rounded"}
	case report.Score:
		return apiSchema{Type: apiTypes{"number", "null"}, Minimum: &one, Maximum: &five, Description: "not rounded"}
	case report.Instant:
		return apiSchema{Type: apiTypes{"string", "null"}, Format: "date-time", Description: "in account time"}
	case report.Flag:
		return apiSchema{Type: apiTypes{"boolean", "null"}}
	case report.List:
		return listOf(apiSchema{Type: apiTypes{"string"}})
	}
	return apiSchema{Type: apiTypes{"string", "null"}}
}

// rowSchema describes a row by its columns: each says itself what kind of value it holds.
func rowSchema[R any](columns []report.Column[R]) apiSchema {
	row := object(map[string]apiSchema{}, report.Keys(columns)...)
	for _, c := range columns {
		row.Properties[c.Key] = valueSchema(c.Value(&report.Account{}, new(R)).Kind)
	}
	return row
}

// typeSchema describes a Go value as encoding/json writes it.
func typeSchema(t reflect.Type) apiSchema {
	if t == reflect.TypeFor[json.RawMessage]() {
		return apiSchema{} // whoever wrote it knows
	}
	switch t.Kind() {
	case reflect.Pointer:
		s := typeSchema(t.Elem())
		s.Type = append(s.Type, "null")
		return s
	case reflect.String:
		return apiSchema{Type: apiTypes{"string"}}
	case reflect.Int, reflect.Int64:
		return apiSchema{Type: apiTypes{"integer"}}
	case reflect.Slice:
		return listOf(typeSchema(t.Elem()))
	}
	s := object(map[string]apiSchema{})
	for i := range t.NumField() {
		name, option, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue
		}
		s.Properties[name] = typeSchema(t.Field(i).Type)
		if option != "omitempty" {
			s.Required = append(s.Required, name)
		}
	}
	return s
}

// answers describes an answer in JSON.
func answers(description string, schema apiSchema) apiAnswer {
	return apiAnswer{Description: description, Content: map[string]apiMedia{echo.MIMEApplicationJSON: {schema}}}
}

// components describes what several operations have.
func components() apiComponents {
	story := typeSchema(reflect.TypeFor[views.StoryJSON]())
	story.Properties["conversation"] = schemaRef("Conversation")
	c := apiComponents{
		Schemas: map[string]apiSchema{
			"Filter": object(map[string]apiSchema{
				"from": {Type: apiTypes{"string"}, Format: "date"}, "to": {Type: apiTypes{"string"}, Format: "date"},
				"timezone": {Type: apiTypes{"string"}}, "clock": {Type: apiTypes{"string"}},
			}, "from", "to", "timezone", "clock"),
			"Overview":     rowSchema(report.OverviewColumns),
			"Agent":        rowSchema(report.AgentColumns),
			"Tag":          rowSchema(report.TagColumns),
			"Conversation": rowSchema(report.DetailColumns),
			"Waiting":      rowSchema(report.WaitingColumns),
			"Count":        object(map[string]apiSchema{"conversations": {Type: apiTypes{"integer"}}}, "conversations"),
			"Story":        story,
			"Choices":      typeSchema(reflect.TypeFor[views.ChoicesJSON]()),
			"Posted":       typeSchema(reflect.TypeFor[posted]()),
			"Problem":      typeSchema(reflect.TypeFor[problem]()),
		},
		Parameters: map[string]apiParameter{},
		Responses: map[string]apiAnswer{
			"Bad":       answers("A parameter is not understood.", schemaRef("Problem")),
			"Stranger":  answers("No token, or one that opens nothing.", schemaRef("Problem")),
			"Forbidden": answers("A token that may only read.", schemaRef("Problem")),
			"None":      answers("There is no such conversation.", schemaRef("Problem")),
			"Damaged":   answers("The body is empty, no text, or damaged.", schemaRef("Problem")),
			"TooLarge":  answers("The body is larger than 10 MiB, as sent or unpacked.", schemaRef("Problem")),
			"Packed":    answers("The body is packed in another way than gzip.", schemaRef("Problem")),
			"Later":     answers("Nothing was stored; send the same again after Retry-After seconds.", schemaRef("Problem")),
		},
		SecuritySchemes: map[string]apiScheme{
			"header": {Type: "http", Scheme: "bearer", Description: "a token: relato token add NAME"},
			"query":  {Type: "apiKey", In: "query", Name: "token", Description: "a token that reads, where no header can be sent"},
		},
	}
	for _, p := range report.Params() {
		c.Parameters[p.Name] = describeParam(p)
	}
	return c
}

// describe makes the description of the API out of what answers it: the columns of the reports, the parameters of the
// filter, and the types of the rest.
func describe() ([]byte, error) {
	d := apiDescription{
		OpenAPI: "3.1.0",
		Info: apiInfo{"Relato", buildVersion(), "Reports on a company's WhatsApp conversations. The parameters are those of " +
			"the pages, and every figure means what the definitions say."},
		Servers:    []apiServer{{"/"}},
		Security:   []map[string][]string{{"header": {}}, {"query": {}}},
		Components: components(),
		Paths:      map[string]map[string]apiOperation{},
	}
	describeReports(&d)
	d.Paths[eventsPath] = map[string]apiOperation{"post": {
		ID: "postEvents", Summary: "Store Relato NDJSON lines. The answer comes when they are on disk; sending them again doubles nothing.",
		Security: &[]map[string][]string{{"header": {}}},
		Body: &apiBody{true, "One JSON object per line, as relato import takes them; plain or gzip, up to 10 MiB.",
			map[string]apiMedia{"application/x-ndjson": {apiSchema{Type: apiTypes{"string"}}}}},
		Answers: map[string]apiAnswer{
			"200": answers("What came of each line.", schemaRef("Posted")),
			"400": {Ref: "#/components/responses/Damaged"}, "401": {Ref: "#/components/responses/Stranger"},
			"403": {Ref: "#/components/responses/Forbidden"}, "413": {Ref: "#/components/responses/TooLarge"},
			"415": {Ref: "#/components/responses/Packed"},
			"422": answers("No line could be taken, and why.", schemaRef("Posted")),
			"503": {Ref: "#/components/responses/Later"},
		},
	}}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(d)
	return b.Bytes(), err
}

// describeReports adds what can be read.
func describeReports(d *apiDescription) {
	read := func(id, summary, path, description string, answer apiSchema, more map[string]apiAnswer, parameters ...apiParameter) {
		o := apiOperation{ID: id, Summary: summary, Parameters: parameters, Answers: map[string]apiAnswer{
			"200": answers(description, answer), "401": {Ref: "#/components/responses/Stranger"},
		}}
		for status, a := range more {
			o.Answers[status] = a
		}
		d.Paths[apiPath+path] = map[string]apiOperation{"get": o}
	}
	bad := map[string]apiAnswer{"400": {Ref: "#/components/responses/Bad"}}
	for _, r := range []struct {
		path, summary string
		row, total    string
		keys          []string
	}{
		{"/overview", "The figures of a period, a row for each bucket.", "Overview", "Overview", report.Keys(report.OverviewColumns)},
		{"/agents", "The figures of a period by agent.", "Agent", "Agent", report.Keys(report.AgentColumns)},
		{"/tags", "The figures of a period by conversation tag.", "Tag", "Tag", report.Keys(report.TagColumns)},
		{"/conversations", "The conversations of a period, newest first.", "Conversation", "Count", report.Keys(report.DetailColumns)},
	} {
		parameters := []apiParameter{{Name: "sort", In: "query", Description: "a column", Schema: &apiSchema{Type: apiTypes{"string"}, Enum: r.keys}}}
		for _, p := range report.Params() {
			parameters = append(parameters, apiParameter{Ref: "#/components/parameters/" + p.Name})
		}
		read("get"+strings.ToUpper(r.path[1:2])+r.path[2:], r.summary, r.path, "The filter as it was understood, the rows, and the total.",
			object(map[string]apiSchema{"filter": schemaRef("Filter"), "rows": listOf(schemaRef(r.row)), "total": schemaRef(r.total)}, "filter", "rows", "total"),
			bad, parameters...)
	}
	read("getConversation", "One conversation: its facts, how its reply times came about, its events.", "/conversations/{id}", "The conversation.",
		schemaRef("Story"), map[string]apiAnswer{"404": {Ref: "#/components/responses/None"}},
		apiParameter{Name: "id", In: "path", Required: true, Description: "conversation_id", Schema: &apiSchema{Type: apiTypes{"string"}}})
	read("getWaiting", "The conversations that wait now, longest first, at most 200 of them.", "/waiting", "The rows, and how many wait.",
		object(map[string]apiSchema{"rows": listOf(schemaRef("Waiting")), "total": schemaRef("Count")}, "rows", "total"), nil)
	read("getChoices", "What filters can name.", "/choices", "Values by the parameters that take them.", schemaRef("Choices"), nil)
	none := []map[string][]string{}
	d.Paths[openAPIPath] = map[string]apiOperation{"get": {
		ID: "getDescription", Summary: "This description.", Security: &none,
		Answers: map[string]apiAnswer{"200": answers("An OpenAPI document.", apiSchema{Type: apiTypes{"object"}})},
	}}
}

// describeParam describes a parameter of the filter.
func describeParam(p report.Param) apiParameter {
	value := apiSchema{Type: apiTypes{"string"}, Enum: p.Accepted}
	switch p.Format {
	case "number":
		one := 1.0
		value.Type, value.Minimum = apiTypes{"integer"}, &one
	case "seconds":
		value.Pattern = `^\d+-\d*$`
	default:
		value.Format = p.Format
	}
	if p.Many {
		value = listOf(value)
	}
	return apiParameter{Name: p.Name, In: "query", Description: p.Meaning, Schema: &value}
}

// buildVersion is the version of the program.
func buildVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "unknown"
}

// openAPI describes the API. It tells nothing of the account, and tools fetch it without a token.
func (s *Server) openAPI(c echo.Context) error {
	if same, err := unchanged(c); same || err != nil { // it is the same for as long as the process lives
		return err
	}
	return c.JSONBlob(http.StatusOK, s.description)
}
