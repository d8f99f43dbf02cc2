package source

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"
)

// tokenAge is how long after its end a token is taken. Evolution API makes a token for ten minutes and goes on to send
// it again for half an hour, and takes a refusal for final: an end that is kept to would lose what is sent again.
const tokenAge = time.Hour

// isToken tells whether an Authorization header holds a JSON Web Token signed with a secret by HS256, the only algorithm
// that is taken, and not long past its end.
func isToken(header, secret string, now time.Time) bool {
	token, ok := strings.CutPrefix(header, "Bearer ")
	parts := strings.Split(token, ".")
	if !ok || len(parts) != 3 {
		return false
	}
	var head struct {
		Algorithm string `json:"alg"`
	}
	var claims struct {
		Ends float64 `json:"exp"`
	}
	sum, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil || decode(parts[0], &head) != nil || decode(parts[1], &claims) != nil || head.Algorithm != "HS256" {
		return false
	}
	return signed(sha256.New, secret, hex.EncodeToString(sum), []byte(parts[0]+"."+parts[1])) &&
		float64(now.Add(-tokenAge).Unix()) <= claims.Ends
}

func decode(part string, into any) error {
	text, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}
