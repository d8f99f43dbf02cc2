package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// chromium is a real browser on this machine; without one the test is skipped, unless it is required.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("RELATO_REQUIRE_BROWSER") == "1" {
		t.Fatal("there is no Chromium; name one in CHROMIUM")
	}
	t.Skip("SKIP-BROWSER there is no Chromium; name one in CHROMIUM")
	return ""
}

// process is the one Chromium of all tests, which the first that needs it starts.
var process struct {
	sync.Mutex
	context.Context
	stop []func()
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, stop := range process.stop {
		stop()
	}
	os.Exit(code)
}

// startChromium gives the context of the one Chromium.
func startChromium(t *testing.T) context.Context {
	t.Helper()
	path := chromium(t)
	process.Lock()
	defer process.Unlock()
	if process.Context != nil {
		return process.Context
	}
	flags := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.WindowSize(1440, 1000)}
	for name, value := range map[string]any{
		"headless": "new", "disable-gpu": true, "no-first-run": true, "disable-background-networking": true,
		"disable-component-update": true, "disable-sync": true, "disable-dev-shm-usage": true,
		"disable-background-timer-throttling": true, "disable-backgrounding-occluded-windows": true, "disable-renderer-backgrounding": true,
	} {
		flags = append(flags, chromedp.Flag(name, value))
	}
	ctx, end := chromedp.NewExecAllocator(context.Background(), flags...)
	ctx, stop := chromedp.NewContext(ctx)
	check(t, chromedp.Do(ctx)) // starts it
	process.Context, process.stop = ctx, []func(){stop, end}
	return ctx
}

// browser is a tab that shares no cookie with another, with everything that went wrong in it.
type browser struct {
	context.Context
	mu       sync.Mutex
	errors   []string
	expected []string // parts of errors that are none
}

// tabTimeout is how long a test may use its tab.
const tabTimeout = 6 * time.Minute

// newBrowser opens a tab. At the test's end nothing may have gone wrong in it: no error of a script, no dialog, no
// violation of the content security policy.
func newBrowser(t *testing.T) *browser {
	t.Helper()
	ctx, cancel := context.WithTimeout(startChromium(t), tabTimeout)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	b := &browser{Context: ctx}
	check(t, chromedp.Listen(ctx, b.listen))
	for _, enable := range []cdp.Command[cdp.Empty, cdp.Empty]{cdplog.Enable, runtime.Enable} {
		_, err := chromedp.Call(ctx, enable, cdp.Empty{})
		check(t, err)
	}
	call(t, b, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: tellOfViolations})
	// Of several tabs at once one alone would have the focus.
	call(t, b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	b.view(t, 1440, "light")
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, e := range b.errors {
			t.Errorf("in the browser: %s", e)
		}
	})
	return b
}

// tellOfViolations makes an error of what the content security policy stops, wherever it is stopped.
const tellOfViolations = `document.addEventListener("securitypolicyviolation", (e) =>
	console.error("policy: " + e.violatedDirective + " " + e.blockedURI + " " + e.sample))`

// call sends a command of the browser's protocol.
func call[P, R any](t *testing.T, b *browser, command cdp.Command[P, R], params P) R {
	t.Helper()
	result, err := chromedp.Call(b, command, params)
	check(t, err)
	return result
}

// expect says that errors which contain a text are no errors.
func (b *browser) expect(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.expected = append(b.expected, text)
}

// listen keeps what a page must not do: fail in a script, open a dialog, break the content security policy.
func (b *browser) listen(event any) {
	switch e := event.(type) {
	case *cdplog.EventEntryAdded:
		if e.Entry.Level == cdplog.EntryLevelError || e.Entry.Level == cdplog.EntryLevelWarning {
			b.fail(fmt.Sprintf("%s: %s (%s)", e.Entry.Level, e.Entry.Text, e.Entry.URL))
		}
	case *runtime.EventExceptionThrown:
		b.fail(fmt.Sprint(e.ExceptionDetails.Text, e.ExceptionDetails.Exception))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			b.fail(fmt.Sprintf("console: %s %s", e.Type, e.Args[0].Value))
		}
	case *cdppage.EventJavascriptDialogOpening:
		b.fail(fmt.Sprintf("a dialog: %s %s (%s)", e.Type, e.Message, e.URL))
		go func() { // the page stands still until the dialog is gone; the tab may be gone first
			_, _ = chromedp.Call(b, cdppage.HandleJavaScriptDialog, cdppage.HandleJavaScriptDialogParams{Accept: true})
		}()
	}
}

func (b *browser) fail(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, part := range b.expected {
		if strings.Contains(text, part) {
			return
		}
	}
	b.errors = append(b.errors, text)
}

func (b *browser) run(t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	check(t, chromedp.Do(b, steps...))
}

// view makes the tab as wide as a screen, a phone's where it is narrow, whose system asks for a theme.
func (b *browser) view(t *testing.T, width int64, theme string) {
	t.Helper()
	b.size(t, width, 1000)
	call(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: theme},
		{Name: "prefers-reduced-motion", Value: "reduce"}, // a picture in mid-motion is no picture
	}})
}

// size makes the tab as wide and high as a screen; a narrow one is a phone's.
func (b *browser) size(t *testing.T, width, height int64) {
	t.Helper()
	var phone []chromedp.EmulateViewportOption
	if width < 800 {
		phone = append(phone, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	b.run(t, chromedp.EmulateViewport(width, height, phone...))
}

// signIn gives the tab the session of who is signed in to an account.
func (b *browser) signIn(t *testing.T, web *httptest.Server, a *account) {
	t.Helper()
	call(t, b, network.SetCookie, network.SetCookieParams{
		Name: a.cookie.Name, Value: a.cookie.Value, URL: web.URL, HTTPOnly: &a.cookie.HttpOnly,
	})
}

// open goes to an address and waits until all is drawn that is there at once.
func (b *browser) open(t *testing.T, address string) {
	t.Helper()
	b.run(t, chromedp.Navigate(address))
	b.until(t, settled)
}

// settled tells that a page has all that it is made of, the pictures of its charts too, and that nothing is loading.
const settled = `document.readyState === "complete" && !document.querySelector(".htmx-request, .htmx-settling, .htmx-swapping") &&
	[...document.querySelectorAll(".chart-host")].every((host) => host.querySelector("canvas"))`

// eval is what a script of one expression gives; it waits for a promise.
func (b *browser) eval(t *testing.T, script string) string {
	t.Helper()
	got, err := chromedp.Run(b, chromedp.Evaluate[any](script, chromedp.EvalAwaitPromise))
	if err != nil && !errors.Is(err, chromedp.ErrJSUndefined) && !errors.Is(err, chromedp.ErrJSNull) {
		t.Fatalf("%s: %v", script, err)
	}
	if s, ok := got.(string); ok {
		return s
	}
	text, err := json.Marshal(got)
	check(t, err)
	return string(text)
}

// evalInto reads what a script gives into a value, by way of JSON.
func (b *browser) evalInto(t *testing.T, script string, value any) {
	t.Helper()
	text := b.eval(t, script)
	if err := json.Unmarshal([]byte(text), value); err != nil {
		t.Fatalf("%s: %v in %s", script, err, text)
	}
}

// until waits for a script to say true.
func (b *browser) until(t *testing.T, script string) {
	t.Helper()
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		// An error is a page that just makes way for the next.
		if ok, err := chromedp.Run(b, chromedp.Evaluate[bool](script)); err == nil && ok {
			return
		}
		if time.Since(began) > 20*time.Second {
			t.Fatalf("it never came true: %s\nat %s", script, b.eval(t, "location.href"))
		}
	}
}
