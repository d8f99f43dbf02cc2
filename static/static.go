// Package static holds the files that browsers load: our stylesheet and scripts, the icons, and the vendored
// libraries. Their addresses carry a hash of their content, so that they may be cached forever.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"io/fs"
	"sync"
)

// Prefix is the path under which FS is served.
const Prefix = "/static/"

// FS holds the files by the names that URL takes.
//
//go:embed app.css app.js calendar.js theme.js icons.svg favicon.svg vendor/*.js
var FS embed.FS

// URL is the address of a file: its path, and the hash of its content as the parameter v.
func URL(name string) string { return Prefix + name + "?v=" + Hash(name) }

// Hash is the hash of a file's content that its address carries, empty for a file that does not exist. A request whose
// parameter v equals it may be answered as immutable.
func Hash(name string) string { return hashes()[name] }

// Gzipped is a file as small as gzip makes it, nil for a file that does not exist. What browsers load once and keep is
// worth the time, which is taken at the first call, for all files.
func Gzipped(name string) []byte { return gzipped()[name] }

var gzipped = sync.OnceValue(func() map[string][]byte {
	packed := map[string][]byte{}
	for name := range hashes() {
		var b bytes.Buffer
		w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err == nil {
			var content []byte
			content, err = FS.ReadFile(name)
			_, writing := w.Write(content)
			err = errors.Join(err, writing, w.Close())
		}
		if err != nil {
			panic(err) // the files are part of the program
		}
		packed[name] = b.Bytes()
	}
	return packed
})

var hashes = sync.OnceValue(func() map[string]string {
	sums := map[string]string{}
	err := fs.WalkDir(FS, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := FS.ReadFile(name)
		sum := sha256.Sum256(content)
		sums[name] = hex.EncodeToString(sum[:6])
		return err
	})
	if err != nil {
		panic(err) // the files are part of the program
	}
	return sums
})
