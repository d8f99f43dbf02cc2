package handlers

import (
	"fmt"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const (
	periodMenu = `.menu--period > summary`
	focusedDay = `document.activeElement.dataset.day ? new Date(document.activeElement.dataset.day * 864e5).toISOString().slice(0, 10) : document.activeElement.tagName`
	calendarIs = `document.querySelector("#calendar-said").textContent`
)

// calendarAt opens the calendar of a page by keyboard and comes to the day that it offers.
func (b *browser) calendarAt(t *testing.T, address string) {
	t.Helper()
	b.open(t, address)
	b.tabTo(t, periodMenu)
	b.keys(t, kb.Enter)
	b.until(t, `document.querySelector(".menu--period").open && document.querySelector("#calendar-months table") !== null`)
	b.tabTo(t, `[data-day]`)
}

// enter presses the key as a keyboard does: who takes the press of the key takes its letter too.
func (b *browser) enter(t *testing.T) {
	t.Helper()
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeChar, input.DispatchKeyEventTypeKeyUp} {
		key := input.DispatchKeyEventParams{Type: kind, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13}
		if kind == input.DispatchKeyEventTypeChar {
			key.Text = "\r"
		}
		call(t, b, input.DispatchKeyEvent, key)
	}
}

// asked counts the requests for results.
type asked struct{ atomic.Int64 }

func (a *asked) listen(event any) {
	if e, ok := event.(*network.EventRequestWillBeSent); ok && e.Request.Headers["HX-Request"] != nil {
		a.Add(1)
	}
}

// TestCalendarByKeyboard goes through the months by every key that moves there, chooses a period, and comes back to the
// button that opened it: one request, an address with two dates, and a step of the history that leads back.
func TestCalendarByKeyboard(t *testing.T) {
	a := newOffice(t)
	web := httptest.NewServer(a.handler)
	defer web.Close()
	b, requests := newBrowser(t), &asked{}
	b.signIn(t, web, a)
	check(t, chromedp.Listen(b, requests.listen))
	call(t, b, network.Enable, network.EnableParams{})
	for lang, week := range map[string][2]string{"pt-BR": {"2026-10-25", "2026-10-31"}, "en": {"2026-10-25", "2026-10-31"}, "es": {"2026-10-26", "2026-11-01"}} {
		t.Run(lang, func(t *testing.T) {
			address := "/agents?from=2026-10-01&to=2026-10-28&lang=" + lang
			b.calendarAt(t, web.URL+address)
			for _, step := range []struct{ key, day string }{
				{"", "2026-10-28"},
				{kb.Home, week[0]}, {kb.End, week[1]},
				{kb.ArrowLeft, "-1"}, {kb.ArrowRight, "+1"}, {kb.ArrowUp, "-7"}, {kb.ArrowDown, "+7"},
			} {
				before := b.eval(t, `document.activeElement.dataset.day`)
				if step.key != "" {
					b.keys(t, step.key)
				}
				got := b.eval(t, focusedDay)
				if moved, err := strconv.Atoi(step.day); err == nil {
					day, err := strconv.Atoi(before)
					check(t, err)
					got, step.day = b.eval(t, `document.activeElement.dataset.day`), strconv.Itoa(day+moved)
				}
				if got != step.day {
					t.Errorf("the key %q leads from %s to %s, want %s", step.key, before, got, step.day)
				}
			}
			// A month less is the same day of the month, or its last.
			b.until(t, fmt.Sprintf(`(%s) === %q`, focusedDay, week[1]))
			last := b.eval(t, focusedDay)
			b.keys(t, kb.PageUp)
			want := map[string]string{"2026-10-31": "2026-09-30", "2026-11-01": "2026-10-01"}[last]
			if got := b.eval(t, focusedDay); got != want {
				t.Errorf("a month before %s is %s, want %s", last, got, want)
			}
			requests.Store(0)
			b.keys(t, kb.Enter)
			from := b.eval(t, focusedDay)
			b.keys(t, kb.PageDown)
			to := b.eval(t, focusedDay)
			if got := b.eval(t, `document.querySelectorAll('#calendar td[aria-selected="true"]').length`); got == "0" || got == "1" {
				t.Errorf("the days between %s and %s are not shown: %s", from, to, got)
			}
			b.keys(t, kb.Enter)
			b.until(t, fmt.Sprintf(`location.search.includes("from=%s") && location.search.includes("to=%s") && !document.querySelector(".menu--period").open && %s`, from, to, settled))
			if got := b.eval(t, `document.activeElement.matches(`+strconv.Quote(periodMenu)+`)`); got != "true" {
				t.Errorf("after the choice the focus is at %s", b.eval(t, focused))
			}
			if n := requests.Load(); n != 1 {
				t.Errorf("one choice made %d requests", n)
			}
			b.eval(t, `history.back()`)
			b.until(t, `location.search.includes("from=2026-10-01&") && location.search.includes("to=2026-10-28") && `+settled)
			b.until(t, `[...document.querySelectorAll('.dates input[type="date"]')].map((i) => i.value).join(" ") === "2026-10-01 2026-10-28"`)
		})
	}
}

// TestCalendarGivesUp begins a period and leaves it by Escape: first what was begun, then the menu, and nothing is asked.
// Days that have not come cannot be chosen.
func TestCalendarGivesUp(t *testing.T) {
	a := newOffice(t)
	web := httptest.NewServer(a.handler)
	defer web.Close()
	b := newBrowser(t)
	b.signIn(t, web, a)
	b.calendarAt(t, web.URL+"/overview?lang=en")
	today := a.now.Format("2006-01-02")
	b.keys(t, kb.ArrowRight, kb.ArrowDown, kb.PageDown)
	if got := b.eval(t, focusedDay); got != today {
		t.Errorf("the keys lead beyond today to %s", got)
	}
	address := b.eval(t, `location.href`)
	hint := b.eval(t, calendarIs)
	b.keys(t, kb.Enter)
	if begun := b.eval(t, calendarIs); begun == hint {
		t.Errorf("nothing says that a period was begun: %q", begun)
	}
	b.keys(t, kb.Escape)
	if got := b.eval(t, `document.querySelector(".menu--period").open + " " + `+calendarIs); got != "true "+hint {
		t.Errorf("after Escape it is %s", got)
	}
	b.keys(t, kb.Escape)
	b.until(t, `!document.querySelector(".menu--period").open && document.activeElement.matches(`+strconv.Quote(periodMenu)+`)`)
	if got := b.eval(t, `location.href`); got != address {
		t.Errorf("giving up leads to %s", got)
	}
}

// TestCalendarReadsDates types dates as each language writes them; what is no date is said, and asks for nothing.
func TestCalendarReadsDates(t *testing.T) {
	a := newOffice(t)
	web := httptest.NewServer(a.handler)
	defer web.Close()
	b, requests := newBrowser(t), &asked{}
	b.signIn(t, web, a)
	check(t, chromedp.Listen(b, requests.listen))
	call(t, b, network.Enable, network.EnableParams{})
	for _, tt := range []struct{ lang, from, to, want string }{
		{"pt-BR", "05/03/2026", "7/4/26", "from=2026-03-05 to=2026-04-07"},
		{"pt-BR", "2026-03-05", "07042026", "from=2026-03-05 to=2026-04-07"},
		{"es", "05.03.2026", "7-4", "from=2026-03-05 to=2026-04-07"},
		{"en", "2026-03-05", "20260407", "from=2026-03-05 to=2026-04-07"},
		{"pt-BR", "31/02/2026", "07/04/2026", ""},
		{"en", "tomorrow", "2026-04-07", ""},
		{"pt-BR", "25/10/2026", "20/10/2026", ""},
	} {
		t.Run(tt.lang+" "+tt.from, func(t *testing.T) {
			b.calendarAt(t, web.URL+"/conversations?from=2026-02-01&to=2026-11-02&lang="+tt.lang)
			for _, one := range []struct{ field, text string }{{"from", tt.from}, {"to", tt.to}} {
				b.eval(t, `document.querySelector('[data-date="`+one.field+`"]').focus()`)
				b.eval(t, `document.activeElement.select()`)
				b.keys(t, strings.Split(one.text, "")...)
			}
			requests.Store(0)
			b.enter(t)
			if tt.want == "" {
				b.until(t, `document.querySelector('[data-date][aria-invalid="true"]') !== null`)
				if said := b.eval(t, calendarIs); tt.from == "25/10/2026" && !strings.Contains(said, "vem antes de 25 de out") {
					t.Errorf("an end before the start says %q", said)
				}
				if got := b.eval(t, `location.search`); got != "?from=2026-02-01&to=2026-11-02&lang="+tt.lang {
					t.Errorf("what is no date leads to %s", got)
				}
				return
			}
			b.until(t, `(() => { const q = new URLSearchParams(location.search); return "from=" + q.get("from") + " to=" + q.get("to") })() === `+strconv.Quote(tt.want))
			b.until(t, `!document.querySelector(".menu--period").open && `+settled)
			if n := requests.Load(); n != 1 {
				t.Errorf("a typed period made %d requests", n)
			}
		})
	}
}
