package views

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"relato/report"
)

func TestResponseClassNames(t *testing.T) {
	var names []string
	for _, class := range report.ResponseClasses {
		names = append(names, plainly(English.class(class)))
	}
	want := []string{"< 1 min", "1–5 min", "5–15 min", "15–30 min", "30–60 min", "1–4 h", "4–8 h", "8–24 h", "≥ 24 h"}
	if !slices.Equal(names, want) {
		t.Errorf("the classes are called %q", names)
	}
}

func TestResponses(t *testing.T) {
	p := samplePage(Portuguese, "/overview")
	p.Filter.Clock = "business"
	p.Filter.FRTBusiness = report.Range{From: 120}
	r := p.responses(report.Responses{0, 300, 60, 0, 40, 0, 0, 0, 100}, report.Times{N: 500, Excluded: 1234})
	if got := plainly(r.Note); got != "60,0 % em menos de 5 min · 80,0 % em menos de 1 h · 80,0 % em menos de 24 h" {
		t.Errorf("the note says %q", got)
	}
	if r.Outside.Text != "1.234 fora do horário" || r.Outside.N != 1234 {
		t.Errorf("left out are %v", r.Outside)
	}
	if f := parsed(t, string(r.Outside.Link)); !slices.Equal(f.Has, []string{"frt"}) || !slices.Equal(f.Lacks, []string{"frt_business"}) {
		t.Errorf("what is left out leads to what has %q and lacks %q", f.Has, f.Lacks)
	}
	if r.Classes[0].Link != "" {
		t.Error("a class without a response leads somewhere")
	}
	f := parsed(t, string(r.Classes[1].Link))
	if f.FRTBusiness != (report.Range{From: 120, To: 300}) || f.FRT != (report.Range{}) {
		t.Errorf("1–5 min of what took two minutes or more leads to %v and %v", f.FRTBusiness, f.FRT)
	}
	if empty := p.responses(report.Responses{}, report.Times{}); len(empty.Classes) != 0 || empty.All != "" {
		t.Errorf("no response is laid out as %v", empty)
	}
}

// TestCSATTrend checks what a reader must see of doubt: few answers hollow, none a gap, and how wide the interval is, of a
// point alone too.
func TestCSATTrend(t *testing.T) {
	p := samplePage(English, "/overview")
	buckets := sampleOverview(p).Buckets[:3]
	buckets[0].CSAT = report.CSAT{Sent: 99, Scores: [5]int{10, 0, 10, 40, 20}}
	buckets[1].CSAT = report.CSAT{Sent: 9}
	buckets[2].CSAT = report.CSAT{Sent: 9, Scores: [5]int{0, 0, 0, 0, 1}}
	c := p.csatChart(buckets, "CSAT")
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var drawn struct {
		Links  struct{ Counts []int }
		Notes  []string
		Option struct {
			Series []struct {
				Type string
				Data []any
			}
		}
	}
	if err := json.Unmarshal(text, &drawn); err != nil {
		t.Fatal(err)
	}
	series := drawn.Option.Series
	low, reach, values := series[0].Data, series[1].Data, series[len(series)-1].Data
	if values[0] != 75.0 || values[1] != nil || low[1] != nil || reach[1] != nil {
		t.Errorf("the points are %v", values)
	}
	hollow := map[string]any{"color": "var(--surface)", "borderColor": "var(--accent)", "borderWidth": 2.0}
	if one, ok := values[2].(map[string]any); !ok || !reflect.DeepEqual(one["itemStyle"], hollow) || one["value"] != 100.0 {
		t.Errorf("a single answer is drawn as %v", values[2])
	}
	if high := low[2].(float64) + reach[2].(float64); low[2] != 20.7 || high != 100 {
		t.Errorf("the interval of one answer is %v to %v", low[2], high)
	}
	if len(series) != 5 || series[3].Type != "bar" {
		t.Fatalf("points that are alone have no columns: %v", series)
	}
	if !reflect.DeepEqual(series[2].Data, low) || !reflect.DeepEqual(series[3].Data, reach) {
		t.Errorf("their columns are %v and %v", series[2].Data, series[3].Data)
	}
	if want := []int{80, 0, 1}; !reflect.DeepEqual(drawn.Links.Counts, want) {
		t.Errorf("the points count %v", drawn.Links.Counts)
	}
	if want := "75.0% of 80 ratings\ninterval 65 to 83%|no ratings|100.0% of 1 rating\ninterval 21 to 100%"; plainly(strings.Join(drawn.Notes, "|")) != want {
		t.Errorf("the tooltips say %q", drawn.Notes)
	}
}

// TestPointsAlone checks which points of a rate have an interval of their own: those without another beside them.
func TestPointsAlone(t *testing.T) {
	for _, tt := range []struct{ values, want []any }{
		{[]any{1}, []any{1}},
		{[]any{nil}, nil},
		{[]any{1, 2, nil, 3, 4}, nil},
		{[]any{1, nil, 2, nil, 3, 4, nil, 5}, []any{1, nil, 2, nil, nil, nil, nil, 5}},
	} {
		r := rate{tt.values, tt.values, tt.values}
		var got []any
		if bars := r.bars(""); bars != nil {
			got, _ = bars[1].Data.([]any)
		}
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("of %v there are columns of %v", tt.values, got)
		}
	}
}

// TestTopTags checks what is drawn of the largest tags: as many rows and columns as there are, steps that the untagged
// do not decide, links that ask for a cell's conversations, and a sentence where something is left out.
func TestTopTags(t *testing.T) {
	p := samplePage(English, "/tags")
	p.Filter.Tags, p.Filter.TagMode = []string{"billing", "delivery"}, report.All
	r := sampleTags(p, "billing", hostile)
	r.Top = report.Top{
		Tags: []string{"billing", hostile, report.Nobody}, OfTags: 40, OfAgents: 13,
		Agents:  []report.Choice{{Value: "a1", Name: "Ana"}, {Value: report.Nobody}},
		ByAgent: [][]int{{9, 1}, {0, 4}, {1, 900}}, ByHour: make([][24]int, 3),
		Group: "day", Times: sampleOverview(p).Buckets[:2], Trend: [][]int{{1, 0}, {2, 3}},
	}
	doc := rendered(t, Layout(p, Tags(p, r, nil)))
	checkSafe(t, doc)
	agents := all(doc, withClass("matrix"))[0]
	var steps []string
	for _, c := range all(all(agents, tagged("tbody"))[0], tagged("td")) {
		steps = append(steps, text(c)+" "+attr(c, "data-step"))
	}
	if want := []string{"9 3", "1 1", "0 0", "4 2", "1 1", "900 3"}; !slices.Equal(steps, want) {
		t.Errorf("the cells are %q", steps)
	}
	links := all(agents, withClass("c"))
	if len(links) != 5 {
		t.Fatalf("%d cells are links", len(links))
	}
	f := parsed(t, attr(links[1], "href"))
	if !slices.Equal(f.Tags, p.Filter.Tags) || !slices.Equal(f.WithTags, []string{"billing"}) || !slices.Equal(f.Agents, []string{report.Nobody}) {
		t.Errorf("billing of no agent leads to %+v", f)
	}
	for _, sentence := range []string{"the 12 largest of 40 tags · the 12 agents with the most conversations, of 13", "No agent", "No tag"} {
		if !strings.Contains(text(doc), sentence) {
			t.Errorf("the page does not say %q", sentence)
		}
	}
	twin := all(all(doc, withClass("twin"))[1], tagged("td"))
	if len(twin) != 4 || text(twin[3]) != "3" {
		t.Errorf("the table of the course has %d cells", len(twin))
	}
	f = parsed(t, attr(all(twin[3], tagged("a"))[0], "href"))
	if day := (p.Filter.From.Add(1)); f.From != day || f.To != day || !slices.Equal(f.WithTags, []string{hostile}) {
		t.Errorf("a day of the course leads to %s – %s of %q", f.From, f.To, f.WithTags)
	}
}
