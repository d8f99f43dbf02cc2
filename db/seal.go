package db

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// minKey is the shortest text that a key may be made from.
const minKey = 16

// seals is what secrets are sealed with, as soon as there is one.
type seals struct {
	mu   sync.Mutex
	aead cipher.AEAD
}

// KeyFile is where the key is that an installation makes for itself: beside the database and never in it, so that a
// copy of the database gives no secret away.
func (d *DB) KeyFile() string { return d.Path + keyFile }

const keyFile = ".key"

// seal encrypts what must not be read out of a copy of the database. The same name must be given to unseal it, so that
// one sealed value cannot be put in the place of another.
func (d *DB) seal(ctx context.Context, name string, plain []byte) ([]byte, error) {
	aead, err := d.cipher(func(text string, err error) (string, error) {
		if errors.Is(err, fs.ErrNotExist) {
			return d.makeKey(ctx)
		}
		return text, err
	})
	if err != nil {
		return nil, err
	}
	return aead.Seal(nil, nil, plain, []byte(name)), nil // it brings its own nonce
}

// unseal decrypts what seal encrypted under a name.
func (d *DB) unseal(name string, sealed []byte) ([]byte, error) {
	aead, err := d.cipher(func(text string, err error) (string, error) { return text, err })
	if err != nil {
		return nil, err
	}
	plain, err := aead.Open(nil, nil, sealed, []byte(name))
	if err != nil {
		return nil, fmt.Errorf("it was sealed with another key; put the key back that was used (RELATO_KEY, or the file %s)", d.KeyFile())
	}
	return plain, nil
}

// cipher gives the installation's cipher; what reading the key file gave goes through otherwise.
func (d *DB) cipher(otherwise func(text string, err error) (string, error)) (cipher.AEAD, error) {
	d.seals.mu.Lock()
	defer d.seals.mu.Unlock()
	if d.seals.aead != nil {
		return d.seals.aead, nil
	}
	text, from := d.Key, "RELATO_KEY"
	if text == "" {
		from = d.KeyFile()
		content, err := os.ReadFile(from)
		if text, err = otherwise(string(content), err); err != nil {
			return nil, fmt.Errorf("the key of the secrets: %w", err)
		}
	}
	if text = strings.TrimSpace(text); len(text) < minKey {
		return nil, fmt.Errorf("the key in %s is too short; it needs at least %d characters, such as openssl rand -base64 32 prints", from, minKey)
	}
	key, err := hkdf.Key(sha256.New, []byte(text), nil, "relato: secrets at rest", 32)
	if err != nil {
		return nil, fmt.Errorf("the key of the secrets: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("the key of the secrets: %w", err)
	}
	d.seals.aead, err = cipher.NewGCMWithRandomNonce(block)
	return d.seals.aead, err
}

// makeKey writes a new key file, whole or not at all. It makes none where something is sealed already.
func (d *DB) makeKey(ctx context.Context) (text string, err error) {
	var sealed bool
	if err := d.read.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM source)").Scan(&sealed); err != nil {
		return "", fmt.Errorf("read sources: %w", err)
	}
	if sealed {
		return "", fmt.Errorf("the file %s is missing, and there are secrets sealed with it; put it back, or remove the sources and add them again", d.KeyFile())
	}
	text = rand.Text() + rand.Text()
	temporary, err := os.CreateTemp(filepath.Dir(d.Path), ".relato-key-") // with mode 0600
	if err != nil {
		return "", err
	}
	defer os.Remove(temporary.Name()) //nolint:errcheck // it is gone already when all went well
	if _, err = temporary.WriteString(text + "\n"); err == nil {
		err = temporary.Sync()
	}
	if err = errors.Join(err, temporary.Close()); err != nil {
		return "", err
	}
	err = place(temporary.Name(), d.KeyFile(), false)
	if errors.Is(err, ErrExists) { // another process was faster
		content, err := os.ReadFile(d.KeyFile())
		return string(content), err
	}
	return text, err
}
