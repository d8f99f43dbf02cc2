package views

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/a-h/templ"
	"rsc.io/qr"
)

// FactorForm is the page on which a user turns the second factor on or off.
type FactorForm struct {
	Email         string
	On            bool
	Secret        string // of a factor to be turned on; empty when it is on
	Left          int    // recovery codes
	WrongPassword bool
	WrongCode     bool
}

// Factor is the page of the reader's second factor.
func Factor(p Page, f FactorForm) templ.Component {
	if f.On {
		return factorOff(p, f, Notice{Wrong: f.WrongPassword})
	}
	return factorOn(p, f, Notice{Wrong: f.WrongPassword || f.WrongCode})
}

// RecoveryCodes is the page that shows recovery codes, once.
func RecoveryCodes(p Page, codes []string) templ.Component { return recoveryCodes(p, codes) }

// SecondStep is the page that asks for a code after the password.
func SecondStep(l, asked Lang, failed bool) templ.Component {
	return bare(l, l.words().People.Factor.Step.Name, secondStep(l.words(), asked, failed))
}

// address is what an authenticator app reads: the secret, and whose it is.
func (f FactorForm) address(p Page) string {
	issuer := product
	if company := p.company(); company != "" {
		issuer += " " + company
	}
	u := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + issuer + ":" + f.Email}
	// Apps that do not know + for a space would show it.
	u.RawQuery = strings.ReplaceAll(url.Values{"secret": {f.Secret}, "issuer": {issuer}}.Encode(), "+", "%20")
	return u.String()
}

// groups writes a secret as people type it.
func groups(secret string) string {
	var b strings.Builder
	for i, r := range secret {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// quiet is the empty margin around a QR code, in modules, without which cameras do not find it.
const quiet = 4

// qrPath draws a QR code as the path of an SVG, and says how wide it is in modules. A text too long for one gives an
// empty path.
func qrPath(text string) (path string, size int) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", 0
	}
	var b strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			if !code.Black(x, y) {
				continue
			}
			from := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
		}
	}
	return b.String(), code.Size + 2*quiet
}

func (f FactorForm) fields(w *words) (code, password input) {
	code = input{
		Name: "code", Label: w.People.Factor.Code, Hint: w.People.Factor.CodeHint, Autocomplete: "one-time-code", InputMode: "numeric", Required: true,
	}
	if f.WrongCode {
		code.Wrong = w.People.Factor.CodeWrong
	}
	password = PasswordForm{Wrong: PasswordWrong{Current: f.WrongPassword}}.current(w)
	return code, password
}
