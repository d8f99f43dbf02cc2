package source

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"hash"
)

// signed tells whether sum, in hexadecimal, is the HMAC of the parts with the secret, in a time that tells nothing of
// either. Nothing is signed with an empty secret.
func signed(algorithm func() hash.Hash, secret, sum string, parts ...[]byte) bool {
	got, err := hex.DecodeString(sum)
	if err != nil || secret == "" {
		return false
	}
	return hmac.Equal(got, macOf(algorithm, secret, parts...))
}

func macOf(algorithm func() hash.Hash, secret string, parts ...[]byte) []byte {
	mac := hmac.New(algorithm, []byte(secret))
	for _, part := range parts {
		mac.Write(part) // a hash never fails
	}
	return mac.Sum(nil)
}

// isSecret tells whether what a request shows is a secret, in a time that tells neither how much of it is right nor how
// long it is. An empty secret is none.
func isSecret(shown, secret string) bool {
	a, b := sha256.Sum256([]byte(shown)), sha256.Sum256([]byte(secret))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1 && secret != ""
}

// unsigned is ErrSignature with the place that was looked at.
func unsigned(place string) error { return fmt.Errorf("%s: %w", place, ErrSignature) }
