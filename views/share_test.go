package views

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/a-h/templ"
)

// TestEnclosed draws what reports have, and what they may have one day.
func TestEnclosed(t *testing.T) {
	for drawn, want := range map[string]string{
		`<a class="c" href="/conversations?a=1&amp;b=2">12</a>`:                           `<span class="c">12</span>`,
		`<a href="">1</a><a href="/share/S?page=2">2</a><a href="/share/SX?page=2">3</a>`: `<span>1</span><a href="/share/S?page=2">2</a><span>3</span>`,
		`<a HREF='//evil.example'>x</a><a href="/share/S/../../x">y</a>`:                  `<span>x</span><span>y</span>`,
		`<tr hx-boost="true" class="x"><td data-hx-get="/x">1</td></tr>`:                  `<tr class="x"><td>1</td></tr>`,
		`<p>a</p><form action="/x"><form><input name="y"></form><b>no</b></form><p>b</p>`: `<p>a</p><p>b</p>`,
		`<details class="menu"><details><a href="/x">x</a></details>y</details>z`:         `z`,
		`<details><summary>kept</summary></details>`:                                      `<details><summary>kept</summary></details>`,
		`<button type="submit">x</button><button popovertarget="d">i</button><input>`:     `<button popovertarget="d">i</button>`,
		`<svg viewBox="0 0 8 8"><path d="M4 1"/></svg> &lt;a href="/x"&gt;`:               `<svg viewBox="0 0 8 8"><path d="M4 1"/></svg> &lt;a href="/x"&gt;`,
		`<script type="application/json">{"a":"<a href='/x'>"}</script>`:                  `<script type="application/json">{"a":"<a href='/x'>"}</script>`,
	} {
		var got strings.Builder
		c := templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
			_, err := io.WriteString(w, drawn)
			return err
		})
		if err := enclosed(c, "/share/S?").Render(t.Context(), &got); err != nil {
			t.Fatal(err)
		}
		if got.String() != want {
			t.Errorf("%s\nbecame %s\nwant   %s", drawn, got.String(), want)
		}
	}
}
