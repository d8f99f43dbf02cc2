package db

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"

	"golang.org/x/crypto/argon2"
)

// cost is what a password hash costs to compute: 19 MiB and two passes, the least that OWASP advises for argon2id, so
// that a small machine still signs people in quickly.
type cost struct {
	memory  uint32 // KiB
	passes  uint32
	threads uint8
}

var passwordCost = cost{memory: 19 * 1024, passes: 2, threads: 1}

const (
	saltBytes = 16
	hashBytes = 32
)

func (c cost) hash(password string, salt []byte, size uint32) []byte {
	return argon2.IDKey([]byte(password), salt, c.passes, c.memory, c.threads, size)
}

// hashPassword hashes a password with a new salt, in PHC form: the parameters stand with the hash, so that they can be
// raised later.
func hashPassword(password string) string {
	salt := make([]byte, saltBytes)
	rand.Read(salt) // never fails
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, passwordCost.memory, passwordCost.passes,
		passwordCost.threads, b64.EncodeToString(salt), b64.EncodeToString(passwordCost.hash(password, salt, hashBytes)))
}

// passwordMatches tells whether a password is the one hashed. A hash that it cannot read matches nothing.
func passwordMatches(encoded, password string) bool {
	parts := strings.Split(encoded, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	var version int
	var c cost
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.passes, &c.threads); err != nil {
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(want) == 0 || c.passes == 0 || c.threads == 0 {
		return false
	}
	return subtle.ConstantTimeCompare(c.hash(password, salt, uint32(len(want))), want) == 1
}

// nobodysHash is the hash that is checked when there is no user, only to take the same time.
var nobodysHash = sync.OnceValue(func() string { return hashPassword(rand.Text()) })
