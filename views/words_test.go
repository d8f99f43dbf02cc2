package views

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// messages lists every message of a language by its name.
func messages(w *words) map[string]string {
	all := map[string]string{}
	var walk func(name string, v reflect.Value)
	walk = func(name string, v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			all[name] = v.String()
		case reflect.Struct:
			for i := range v.NumField() {
				walk(name+"."+v.Type().Field(i).Name, v.Field(i))
			}
		case reflect.Array:
			for i := range v.Len() {
				walk(name+"[]"+string(rune('a'+i)), v.Index(i))
			}
		default:
			panic("a message that is a " + v.Kind().String())
		}
	}
	walk("", reflect.ValueOf(*w))
	return all
}

// TestEveryMessageExists checks that no language misses a message, and that all put the same values in.
func TestEveryMessageExists(t *testing.T) {
	verbs := regexp.MustCompile(`%(\[\d\])?s`)
	want := messages(&portuguese)
	for _, l := range Langs {
		for name, message := range messages(l.words()) {
			if message == "" {
				t.Errorf("%s has no message %s", l, name)
			}
			if got, want := len(verbs.FindAllString(message, -1)), len(verbs.FindAllString(want[name], -1)); got != want {
				t.Errorf("%s: %s puts in %d values, not %d", l, name, got, want)
			}
		}
	}
}

// TestTemplatesHaveNoWords checks that no text for people stands in a template: it would have one language.
func TestTemplatesHaveNoWords(t *testing.T) {
	files, err := filepath.Glob("*.templ")
	if err != nil || len(files) == 0 {
		t.Fatal("no templates found", err)
	}
	text := regexp.MustCompile(`>([^<>{}]+)<`)
	attribute := regexp.MustCompile(`\b(?:aria-label|title|placeholder|alt|label)="([^"]*)"`)
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for number, line := range strings.Split(string(content), "\n") {
			if strings.HasPrefix(strings.TrimSpace(line), "//") {
				continue
			}
			for _, found := range append(text.FindAllStringSubmatch(line, -1), attribute.FindAllStringSubmatch(line, -1)...) {
				if strings.ContainsFunc(found[1], unicode.IsLetter) && !strings.HasPrefix(found[1], ".") { // .csv is a name, not a word
					t.Errorf("%s:%d has the words %q", file, number+1, found[1])
				}
			}
		}
	}
}

func TestCount(t *testing.T) {
	for _, c := range []struct {
		lang Lang
		n    int
		want string
	}{
		{Portuguese, 0, "0 agente"}, {Portuguese, 1, "1 agente"}, {Portuguese, 2000, "2.000 agentes"},
		{English, 0, "0 agents"}, {English, 1, "1 agent"}, {Spanish, 0, "0 agentes"}, {Spanish, 1, "1 agente"},
	} {
		if got := c.lang.count(c.n, c.lang.words().AgentsCount); got != c.want {
			t.Errorf("%s: got %q, want %q", c.lang, got, c.want)
		}
	}
}
