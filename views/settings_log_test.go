package views

import "testing"

func TestLogTellsOfSettingsInWords(t *testing.T) {
	const night = `[[],[{"Start":480,"End":720},{"Start":780,"End":1080}],[],[],[],[],[]]`
	for _, tt := range []struct {
		lang               Lang
		about, detail, say string
	}{
		{Portuguese, "company", ` → "Loja → Nova"`, "Nome da empresa · → Loja → Nova"},
		{English, "company", `"A → \"B\"" → "C"`, `Company name · A → "B" → C`},
		{Spanish, "language", `"pt-BR" → "es"`, "Idioma · Português (Brasil) → Español"},
		{Portuguese, "inactivity_hours", `24 → 48`, "Encerrar por silêncio depois de · 24 horas → 48 horas"},
		{Portuguese, "hours", `null → ` + night, "Horário de trabalho · — → seg 08:00–12:00 13:00–18:00"},
		{English, "holidays", `["2026-12-25"] → ["2026-12-25","2027-01-01"]`, "Holidays · 1 holiday → 2 holidays"},
		{English, "holidays", `["2026-12-25"`, `Holidays · ["2026-12-25"`},
		{English, "hours", `[] → "late"`, `Working hours · [] → "late"`},
		{English, "source Loja", "added: chatwoot", "source Loja · added: chatwoot"},
	} {
		p := Page{Lang: tt.lang}
		if got := p.logAbout(LogEntry{Deed: "setting_change", About: tt.about, Detail: tt.detail}); got != tt.say {
			t.Errorf("%s %s: %q, want %q", tt.about, tt.detail, got, tt.say)
		}
	}
}
