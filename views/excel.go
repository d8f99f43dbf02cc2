package views

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestConverted is the most bytes of a text that Excel may take for something else: dates with names of months and times.
const longestConverted = 64

// excelConverts tells whether Excel, in a language of ours and with any separators, may make a number, date, time or truth
// value of a text that is not empty when it opens a file: 1e10, 3-4, 1/2, 1:30, 50%, 5-mai. In doubt it may.
func excelConverts(s string) bool {
	if len(s) > longestConverted {
		return false
	}
	if !hasDigit(s) {
		return strings.IndexByte("tTfFvV", s[0]) >= 0 &&
			slices.ContainsFunc(truthValues, func(word string) bool { return strings.EqualFold(word, s) })
	}
	for i, size := 0, 0; i < len(s); i += size {
		var r rune
		r, size = utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsLetter(r):
			size = wordLength(s[i:])
			if !inNumber(s[:i], s[i:i+size], s[i+size:]) {
				return false
			}
		case !strings.ContainsRune("0123456789 .,:/-+%()'$€£¥\u00a0\u202f", r):
			return false
		}
	}
	return true
}

func hasDigit(s string) bool {
	for i := range len(s) {
		if '0' <= s[i] && s[i] <= '9' {
			return true
		}
	}
	return false
}

// truthValues are those of Excel in our languages.
var truthValues = []string{"true", "false", "verdadeiro", "falso", "verdadero"}

// monthNames are how names of months begin in our languages.
var monthNames = []string{
	"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
	"fev", "abr", "mai", "ago", "set", "out", "dez",
	"ene", "dic",
}

// wordLength is how many bytes of letters a text begins with.
func wordLength(s string) int {
	if end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }); end >= 0 {
		return end
	}
	return len(s)
}

// inNumber tells whether a word between two texts may be part of a number, date or time.
func inNumber(before, word, after string) bool {
	switch strings.ToLower(word) {
	case "e", "de": // 1e10, 1 de maio
		return before != "" && after != ""
	case "a", "p", "am", "pm":
		return before != "" && after == ""
	case "r":
		return strings.HasPrefix(after, "$")
	}
	return len(word) >= 3 && slices.Contains(monthNames, strings.ToLower(word[:3]))
}
