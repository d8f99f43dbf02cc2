package views

import (
	"fmt"
	"strings"
	"testing"

	"rsc.io/qr"
)

// TestQRPath draws the path and compares it with the code, module by module.
func TestQRPath(t *testing.T) {
	const text = "otpauth://totp/Relato%20Loja:ana@example.com?issuer=Relato%20Loja&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	path, size := qrPath(text)
	code, err := qr.Encode(text, qr.M)
	if err != nil || size != code.Size+2*quiet {
		t.Fatalf("%d modules wide, want %d and margins, %v", size, code.Size, err)
	}
	drawn := map[[2]int]bool{}
	for _, part := range strings.Split(path, "z") {
		var x, y, n, back int
		if part == "" {
			continue
		}
		if _, err := fmt.Sscanf(part, "M%d %dh%dv1h-%d", &x, &y, &n, &back); err != nil || n != back {
			t.Fatalf("%q: %v", part, err)
		}
		for i := range n {
			drawn[[2]int{x + i, y}] = true
		}
	}
	for y := range size {
		for x := range size {
			if got, want := drawn[[2]int{x, y}], code.Black(x-quiet, y-quiet); got != want {
				t.Fatalf("the module at %d, %d is black: %v, want %v", x, y, got, want)
			}
		}
	}
	if path, _ := qrPath(strings.Repeat("x", 5000)); path != "" {
		t.Error("a text too long for a code has one")
	}
}
