package source

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// chatInZip reads the text of the chat in an export with media, and tells its file name. Nothing is ever unpacked to
// the disk, and entries whose names lead out of the archive are passed over.
func chatInZip(r *io.SectionReader) (chat, name string, err error) {
	archive, err := zip.NewReader(r, r.Size())
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return "", "", fmt.Errorf("the zip file is cut short or damaged: %w", err)
	}
	entry, err := chatEntry(archive.File)
	if err != nil {
		return "", "", err
	}
	const encrypted = 1 // bit of the flags in the format
	if entry.Flags&encrypted != 0 {
		return "", "", errors.New("the zip file is encrypted; unpack it and import the chat's .txt")
	}
	text, err := entry.Open()
	if err != nil {
		return "", "", fmt.Errorf("unpacking %q: %w", entry.Name, err)
	}
	defer text.Close()
	if chat, err = readChat(text); err != nil {
		return "", "", fmt.Errorf("unpacking %q: %w", entry.Name, err)
	}
	return chat, path.Base(entry.Name), nil
}

// sheetEntries are what the files of Excel (.xlsx, .xlsm, .xlsb) and LibreOffice (.ods) have in them, which are zip files.
var sheetEntries = []string{"xl/workbook.xml", "xl/workbook.bin", "content.xml"}

// chatEntry finds the chat among the files of an export. A document that was sent in the chat may be a .txt too.
func chatEntry(files []*zip.File) (*zip.File, error) {
	texts := slices.DeleteFunc(slices.Clone(files), func(f *zip.File) bool {
		return !filepath.IsLocal(f.Name) || strings.Contains(f.Name, `\`) || strings.HasPrefix(f.Name, "__MACOSX/") ||
			!strings.EqualFold(path.Ext(f.Name), ".txt")
	})
	for _, f := range texts {
		if base := path.Base(f.Name); base == "_chat.txt" || contactOfFile(base) != "" {
			return f, nil
		}
	}
	switch len(texts) {
	case 0:
		if slices.ContainsFunc(files, func(f *zip.File) bool { return slices.Contains(sheetEntries, f.Name) }) {
			return nil, errors.New("this is a spreadsheet; save it as CSV in the program that made it, and import that")
		}
		return nil, errors.New("the zip file holds no chat: there is no .txt in it")
	case 1:
		return texts[0], nil
	}
	return nil, fmt.Errorf("the zip file holds %d .txt files and none is named like a chat; import the right one by itself", len(texts))
}
