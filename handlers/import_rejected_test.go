package handlers

import (
	"slices"
	"strings"
	"testing"

	"relato/source"
)

// TestRejectedRowsAreExplainedInThePagesLanguage imports a row for everything that can be wrong with one.
func TestRejectedRowsAreExplainedInThePagesLanguage(t *testing.T) {
	const header = "conversation_id,contact_id,at,from\n"
	wrong := map[source.CellProblem]string{ // rows of messages; those of conversations have a table of their own
		source.NoTime:      "c1,p1,,in\n",
		source.NotATime:    "c1,p1,amanhã,in\n",
		source.NoSuchDate:  "c1,p1,2026-02-31 09:00,in\n",
		source.BeforeTime:  "c1,p1,20/01/1969 09:00,in\n",
		source.AheadOfTime: "c1,p1,2036-01-20 09:00,in\n",
		source.NoSender:    "c1,p1,20/01/2026 09:00,<b>ninguém\n",
		source.NoIdentity:  ",,20/01/2026 09:00,in\n",
	}
	const conversations = "conversation_id,started_at,closed_at,rating\n"
	of := map[source.CellProblem]string{
		source.BeforeStart: "c1,20/01/2026 09:00,20/01/2026 08:00,\n",
		source.NoScore:     "c1,20/01/2026 09:00,20/01/2026 10:00,7\n",
	}
	for _, problem := range source.CellProblems {
		text, known := header+"c9,p9,20/01/2026 09:00,in\n"+wrong[problem], wrong[problem] != ""
		if row := of[problem]; row != "" {
			text, known = conversations+"c9,20/01/2026 09:00,,\n"+row, true
		}
		if !known {
			t.Errorf("no row is wrong by %s", problem)
			continue
		}
		a := newImporter(t)
		address := a.upload(t, nil, sentFile{"a.csv", text}).Header().Get("Location")
		path, _, _ := strings.Cut(address, "?")
		a.outcome(t, address, "Check before importing")
		var told []string
		for _, lang := range []string{"pt-BR", "es", "en"} {
			page := a.get(path + "?lang=" + lang).Body.String()
			_, list, _ := strings.Cut(page, `class="line__wrong"`)
			list, _, _ = strings.Cut(list, "</ul>")
			if list == "" || strings.Contains(list, "<b>") || strings.Contains(list, "%!") || slices.Contains(told, list) {
				t.Errorf("%s in %s: %q", problem, lang, list)
			}
			for _, english := range []string{"missing, must be", "is not a time like", "there is no such date as &#34;", "does not tell who wrote; accepted",
				"more than 24 hours ahead", "is before", "nothing in the row"} {
				if lang != "en" && strings.Contains(list, english) {
					t.Errorf("%s in %s is English: %q", problem, lang, list)
				}
			}
			told = append(told, list)
		}
	}
}
