package db

import (
	"regexp"
	"runtime"
	"strings"
)

// plainWord is what a shell takes as it stands.
var plainWord = regexp.MustCompile(`^[\pL\pN_./:@%+=,~-]+$`)

// ShellWord is a text as one word of a command that somebody may paste into a shell.
func ShellWord(text string) string {
	switch {
	case runtime.GOOS == "windows":
		if strings.ContainsAny(text, " &()") {
			return `"` + text + `"`
		}
		return text
	case plainWord.MatchString(text) && !strings.HasPrefix(text, "~"):
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
