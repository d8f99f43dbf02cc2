package handlers

import (
	"fmt"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
)

// axeRules are those of WCAG 2.2 AA, and what axe-core thinks good practice; another theme changes nothing but colours.
var axeRules = map[string]string{
	"light": `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]`,
	"dark":  `["color-contrast", "link-in-text-block"]`,
}

// violation is a rule that a page breaks, and where.
type violation struct {
	Rule, Help string
	Nodes      []string
}

// TestAccessible lets axe-core judge every page, on a phone and on a desk, light and dark.
func TestAccessible(t *testing.T) {
	t.Parallel()
	axe, err := os.ReadFile("../static/vendor/testing/axe.min.js")
	check(t, err)
	a := newOffice(t)
	web := httptest.NewServer(a.handler)
	t.Cleanup(web.Close)
	all := screens(t, a)
	for _, width := range []int64{1440, 390} {
		t.Run(fmt.Sprintf("%d px", width), func(t *testing.T) {
			t.Parallel()
			b := newBrowser(t)
			for _, s := range all {
				b.view(t, width, "light")
				b.visit(t, web, a, s)
				b.eval(t, string(axe)+"; 0") // the protocol's scripts need no leave of the page's policy
				b.judge(t, width, s)
			}
		})
	}
}

// judge lets axe-core look at the screen that a tab shows in both themes. No rule that is on reads the style sheets, so they
// need not be loaded once more for it.
func (b *browser) judge(t *testing.T, width int64, s screen) {
	t.Helper()
	for _, theme := range []string{"light", "dark"} {
		b.view(t, width, theme)
		var found []violation
		b.evalInto(t, `axe.run(document, { runOnly: `+axeRules[theme]+`, resultTypes: ["violations"], preload: false }).then((r) => r.violations.map((v) => ({
			rule: v.id, help: v.help,
			nodes: v.nodes.map((n) => n.target.join(" ") + ": " + n.any.concat(n.all, n.none).map((c) => c.message).join("; ")),
		})))`, &found)
		for _, v := range found {
			t.Errorf("%s (%s), %d px, %s: %s: %s\n\t%s", s.name, s.path, width, theme, v.Rule, v.Help,
				strings.Join(v.Nodes[:min(len(v.Nodes), 5)], "\n\t")+fmt.Sprintf("\n\t%d in all", len(v.Nodes)))
		}
	}
}
