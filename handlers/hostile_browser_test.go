package handlers

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// overflow lists what reaches out of the screen to the right where nothing scrolls or cuts it: every element, with each
// menu open in turn.
const overflow = `((screen) => {
	const wide = [], root = document.documentElement, width = root.getBoundingClientRect().width;
	const held = (e) => {
		if (/\u0489.\u0489/.test(e.textContent)) return true; // no browser breaks a letter; the page cuts it
		for (let p = e.parentElement; p && !p.matches("main, body"); p = p.parentElement) {
			if (getComputedStyle(p).overflowX !== "visible") return true;
		}
		return false;
	};
	const look = (where, within) => {
		if (root.scrollWidth > width || innerWidth > screen) wide.push(where + "the page is " + Math.max(root.scrollWidth, innerWidth) + " px wide");
		for (const e of within.querySelectorAll("*")) {
			const box = e.getBoundingClientRect();
			if (box.width > 1 && box.height > 1 && (box.right > width + 1 || box.left < -1) && e.checkVisibility() && !e.closest("svg") && !held(e)) {
				wide.push(where + e.tagName + "." + e.className + " from " + Math.round(box.left) + " to " + Math.round(box.right) + ": " + e.textContent.trim().slice(0, 40));
			}
		}
	};
	look("", document.body);
	document.querySelector("#filter-set")?.matches(":not(:popover-open)") && getComputedStyle(document.querySelector("#filter-set")).display === "none" && document.querySelector("#filter-set").showPopover();
	for (const menu of document.querySelectorAll("details.menu")) {
		menu.open = true;
		look("with " + menu.querySelector("summary").textContent.trim().slice(0, 20) + " open, ", menu);
		menu.open = false;
	}
	for (const rule of document.querySelectorAll("[popover].def")) {
		rule.showPopover();
		look("with the rule " + rule.id + " open, ", rule.parentElement);
		rule.hidePopover();
	}
	return wide.slice(0, 6);
})`

// leaks lists names that turn the direction of what is written beside them: one that holds an override must be alone in
// its box.
const leaks = `(() => {
	const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let n = walk.nextNode(); n; n = walk.nextNode()) {
		const at = n.data.search(/[\u202A-\u202E\u2066-\u2068]/);
		if (at < 0 || n.data[at] === "\u2068" || !n.parentElement.checkVisibility()) continue;
		let box = n.parentElement;
		while (getComputedStyle(box).display === "inline" && !/isolate/.test(getComputedStyle(box).unicodeBidi)) box = box.parentElement;
		const text = box.innerText.split("\n").find((line) => line.includes(n.data[at])) ?? "";
		if (!/^\s*[acdpw]?\u202E.*isolate\s*$/.test(text)) found.push(box.tagName + "." + box.className + ": " + text.slice(0, 120));
	}
	return found;
})()`

// TestHostileNamesInTheBrowser shows hostile names on screens of three widths: nothing runs, nothing leaves its place.
func TestHostileNamesInTheBrowser(t *testing.T) {
	t.Parallel()
	a := newHostile(t)
	web := httptest.NewServer(a.handler)
	defer web.Close()
	b := newBrowser(t)
	b.signIn(t, web, a)
	every := url.Values{"agent": nil, "tag": hostile, "contact_tag": hostile, "channel": nil, "q": {hostile[0]}}
	for _, name := range hostile {
		every.Add("agent", "a"+name)
		every.Add("channel", "w"+name)
	}
	for _, short := range []string{"tag", "contact_tag", "agent", "channel"} {
		every[short] = withoutLong(every[short])
	}
	addresses := []string{
		"/overview?" + february, "/agents?" + february, "/tags?" + february, "/conversations?limit=500&" + february, "/waiting",
		"/tags?" + every.Encode() + "&" + february,
		"/conversations?q=" + url.QueryEscape(hostile[0]) + "&tag=" + strings.Repeat("m", 2000) + "&" + february,
	}
	for _, name := range hostile {
		addresses = append(addresses, "/conversations/"+url.PathEscape("c"+name))
	}
	for i, address := range addresses {
		widths := []int64{1440, 390, 320}
		if i >= 7 {
			widths = widths[i%3 : i%3+1] // one name does not differ much from the next
		}
		b.view(t, widths[0], "light")
		b.open(t, web.URL+address)
		for _, width := range widths {
			b.view(t, width, "light")
			b.until(t, settled)
			var wide, turned []string
			b.evalInto(t, fmt.Sprintf("%s(%d)", overflow, width), &wide)
			for _, w := range wide {
				t.Errorf("%.120q at %d px: %s", address, width, w)
			}
			b.evalInto(t, leaks, &turned)
			for _, text := range turned {
				t.Errorf("%.120q: a name turns what follows it: %q", address, text)
			}
		}
	}
}

// withoutLong leaves out what is too long for an address.
func withoutLong(names []string) []string {
	var short []string
	for _, name := range names {
		if len(name) < 500 {
			short = append(short, name)
		}
	}
	return short
}

// TestNothingIsWiderThanTheScreen looks at every page on a small phone, a phone and a desk.
func TestNothingIsWiderThanTheScreen(t *testing.T) {
	t.Parallel()
	a := newOffice(t)
	web := httptest.NewServer(a.handler)
	defer web.Close()
	b := newBrowser(t)
	for _, s := range screens(t, a) {
		b.view(t, 1440, "light")
		b.visit(t, web, a, s)
		for _, width := range []int64{1440, 1024, 768, 390, 320} {
			b.view(t, width, "light")
			b.until(t, settled)
			var wide []string
			b.evalInto(t, fmt.Sprintf("%s(%d)", overflow, width), &wide)
			for _, w := range wide {
				t.Errorf("%s at %d px: %s", s.name, width, w)
			}
		}
	}
}
