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
	axe, err := os.ReadFile("../static/vendor/testing/axe.min.js")
	check(t, err)
	a := newOffice(t)
	web := httptest.NewServer(a.handler)
	defer web.Close()
	b, guest := newBrowser(t), newBrowser(t)
	b.signIn(t, web, a)
	for _, s := range screens(t, a) {
		tab := b
		if s.guest {
			tab = guest
		}
		for _, width := range []int64{1440, 390} {
			tab.view(t, width, "light")
			tab.visit(t, web, s)
			tab.eval(t, string(axe)+"; 0") // the protocol's scripts need no leave of the page's policy
			for _, theme := range []string{"light", "dark"} {
				tab.view(t, width, theme)
				var found []violation
				tab.evalInto(t, `axe.run(document, { runOnly: `+axeRules[theme]+`, resultTypes: ["violations"] }).then((r) => r.violations.map((v) => ({
					rule: v.id, help: v.help,
					nodes: v.nodes.map((n) => n.target.join(" ") + ": " + n.any.concat(n.all, n.none).map((c) => c.message).join("; ")),
				})))`, &found)
				for _, v := range found {
					t.Errorf("%s (%s), %d px, %s: %s: %s\n\t%s", s.name, s.path, width, theme, v.Rule, v.Help,
						strings.Join(v.Nodes[:min(len(v.Nodes), 5)], "\n\t")+fmt.Sprintf("\n\t%d in all", len(v.Nodes)))
				}
			}
		}
	}
}
