package imports_test

import (
	"strings"
	"testing"

	"relato/db"
	"relato/imports"
)

// TestSummaryTellsOfSettings counts files together that change settings, one of them forth and back.
func TestSummaryTellsOfSettings(t *testing.T) {
	var s imports.Summary
	for _, changes := range [][]db.SettingChange{
		{{Key: "timezone", Old: `"UTC"`, To: `"America/Bahia"`}, {Key: "inactivity_hours", Old: "24", To: "48"}},
		{{Key: "timezone", Old: `"America/Bahia"`, To: `"America/Sao_Paulo"`}, {Key: "inactivity_hours", Old: "48", To: "24"}, {Key: "language", To: `"es"`},
			{Key: "hours", Old: "[null,null,null,null,null,null,null]", To: `[null,[{"Start":540,"End":720}],[{"Start":540,"End":720}],null,null,null,null]`}},
	} {
		s.Add(imports.Summary{Appended: db.Appended{Settings: changes}})
	}
	var b strings.Builder
	s.Print(&b, "all 2 files")
	const want = "all 2 files: 0 lines read, 0 events new, 0 already there, 0 rejected\n" +
		"  setting timezone: \"UTC\" → \"America/Sao_Paulo\"\n  setting language: → \"es\"\n" +
		"  setting hours: none → mon-tue 09:00-12:00\n"
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", &b, want)
	}
}
