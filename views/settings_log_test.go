package views

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"relato/report"
)

func TestLogTellsOfSettingsInWords(t *testing.T) {
	const night = `[[],[{"Start":480,"End":720},{"Start":780,"End":1080}],[],[],[],[],[]]`
	for _, tt := range []struct {
		lang               Lang
		about, detail, say string
	}{
		{Portuguese, "company", ` → "Loja → Nova"`, "Nome da empresa · Loja → Nova"},
		{English, "company", `"A → \"B\"" → "C"`, `Company name · A → "B" → C`},
		{Spanish, "language", `"pt-BR" → "es"`, "Idioma · Português (Brasil) → Español"},
		{Portuguese, "inactivity_hours", `24 → 48`, "Encerrar por inatividade depois de · 24 horas → 48 horas"},
		{Portuguese, "hours", `null → ` + night, "Horário de trabalho · — → seg 08:00–12:00 13:00–18:00"},
		{English, "holidays", `["2026-12-25"] → ["2026-12-25","2027-01-01"]`, "Holidays · 1 holiday → 2 holidays"},
		{English, "holidays", `["2026-12-25"`, `Holidays · ["2026-12-25"`},
		{English, "hours", `[] → "late"`, `Working hours · [] → "late"`},
		{English, "source Loja", "added: chatwoot", "Source Loja · connected: Chatwoot"},
		{Portuguese, "source Loja", "changed: api-token, secret", "Fonte Loja · mudou: Token de API, Segredo"},
		{Spanish, "source Loja", "paused", "Fuente Loja · en pausa"},
		{Spanish, "source Loja", "a deed of later", "Fuente Loja · a deed of later"},
	} {
		p := Page{Lang: tt.lang}
		if got := p.logAbout(LogEntry{Deed: "setting_change", About: tt.about, Detail: tt.detail}); got != tt.say {
			t.Errorf("%s %s: %q, want %q", tt.about, tt.detail, got, tt.say)
		}
	}
}

func TestLogTellsOfFactsInWords(t *testing.T) {
	until := time.Date(2026, 12, 29, 16, 42, 0, 0, time.UTC)
	share := &LogShare{Kept: Kept{Path: tagsPath, Period: "last-7", Query: url.Values{"origin": {"inbound"}}}, Until: until}
	for _, tt := range []struct {
		lang  Lang
		entry LogEntry
		say   string
	}{
		{Portuguese, LogEntry{Deed: "import", About: "a.csv", Import: &LogImport{New: 21867, Rejected: 1}}, "a.csv · 21.867 eventos novos, 0 já existia, 1 recusado"},
		{Spanish, LogEntry{Deed: "import", About: "a.csv", Import: &LogImport{New: 1, Known: 1200}}, "a.csv · 1 evento nuevo, 1.200 ya estaban, 0 rechazados"},
		{English, LogEntry{Deed: "import", About: "a.csv", Import: &LogImport{New: 21867}}, "a.csv · 21,867 new events, 0 already there, 0 rejected"},
		{Portuguese, LogEntry{Deed: "import", About: "a.csv", Detail: "21867 new, 0 known, 0 rejected"}, "a.csv · 21867 new, 0 known, 0 rejected"},
		{Portuguese, LogEntry{Deed: "user_add", About: "ana@example.com", Detail: "manager"}, "ana@example.com · Gestor"},
		{Spanish, LogEntry{Deed: "user_remove", About: "ana@example.com", Detail: "admin"}, "ana@example.com · Administrador"},
		{English, LogEntry{Deed: "user_add", About: "ana@example.com", Detail: "owner"}, "ana@example.com · owner"},
		{Portuguese, LogEntry{Deed: "user_change", About: "ana@example.com", User: &LogUser{Name: &[2]string{"", "Ana"}, Role: &[2]string{"manager", "agent"}}},
			"ana@example.com · Ana · Gestor → Agente"},
		{English, LogEntry{Deed: "user_change", About: "ana@example.com", User: &LogUser{Name: &[2]string{"Ana", ""}}}, "ana@example.com · Ana → —"},
		{Portuguese, LogEntry{Deed: "user_change", About: "ana@example.com", Detail: "Ana → Bia, manager → agent"}, "ana@example.com · Ana → Bia, manager → agent"},
		{Spanish, LogEntry{Deed: "sessions_end", Who: "a", About: "a", Detail: "1"}, "1 sesión"},
		{Portuguese, LogEntry{Deed: "share_add", About: "Diretoria", Share: share}, "Diretoria · Por tag · 7 dias · Origem: Inbound · até 29 dez 2026"},
		{English, LogEntry{Deed: "share_revoke", About: "Board", Share: share}, "Board · By tag · 7 days · Source: Inbound · until 29 Dec 2026"},
	} {
		p := Page{Lang: tt.lang, Account: report.Account{Now: until, Zone: time.UTC}}
		if got := p.logAbout(tt.entry); strings.ReplaceAll(got, space, " ") != tt.say {
			t.Errorf("%s %+v: %q, want %q", tt.lang, tt.entry, got, tt.say)
		}
	}
}
