package source

import (
	"bufio"
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// fromUTF16 is a text in UTF-8 that may have come in UTF-16, which its byte order mark tells.
func fromUTF16(text *bufio.Reader) *bufio.Reader {
	bom, _ := text.Peek(2)
	if !bytes.Equal(bom, []byte("\xff\xfe")) && !bytes.Equal(bom, []byte("\xfe\xff")) {
		return text
	}
	utf16 := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	return bufio.NewReaderSize(transform.NewReader(text, utf16.NewDecoder()), bufferSize)
}

// inUTF8 is a cell in UTF-8 that may have come in Windows-1252, as spreadsheets in Portuguese and Spanish save tables.
func inUTF8(cell string) string {
	if utf8.ValidString(cell) {
		return cell
	}
	decoded, err := charmap.Windows1252.NewDecoder().String(cell)
	if err != nil {
		return strings.ToValidUTF8(cell, "\ufffd")
	}
	return decoded
}
