package views

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/a-h/templ/parser/v2"
	"github.com/a-h/templ/parser/v2/visitor"

	"relato/conversation"
	"relato/report"
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

// spoken are the attributes whose values people see or hear.
var spoken = []string{"aria-label", "aria-description", "aria-roledescription", "title", "placeholder", "alt", "label", "abbr"}

// TestTemplatesHaveNoWords checks that no text for people stands in a template: it would have one language.
func TestTemplatesHaveNoWords(t *testing.T) {
	files, err := filepath.Glob("*.templ")
	check(t, err)
	if len(files) < 20 {
		t.Fatalf("only %d templates found", len(files))
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		check(t, err)
		for _, found := range hardCoded(t, string(content)) {
			t.Errorf("%s has the words %s", file, found)
		}
	}
}

// TestWordsInTemplatesAreFound plants words wherever a template may have some.
func TestWordsInTemplatesAreFound(t *testing.T) {
	const around = "package views\n\ntempl some(on bool) {\n%s\n}\n"
	for _, planted := range []string{
		"\t<p>Words</p>",
		"\t<p>\n\t\tWords on a line\n\t</p>",
		"\tif on {\n\t\t<b>{ name }: words</b>\n\t}",
		"\t<a title=\"Words\"></a>",
		"\t<a aria-label={ \"Words\" }></a>",
		"\t<p>{ \"Words\" }</p>",
		"\t<p>{ fmt.Sprintf(\"%d words\", 3) }</p>",
		"\t@callout(\"Words to say\")",
	} {
		if found := hardCoded(t, strings.Replace(around, "%s", planted, 1)); len(found) == 0 {
			t.Errorf("nothing is found in %s", planted)
		}
	}
	for _, fine := range []string{"\t<p class=\"words\">{ w.Words } · 2</p>", "\t@icon(\"print\")", "\t<a class={ \"figure\", kind } href={ at(\"x\") }></a>"} {
		if found := hardCoded(t, strings.Replace(around, "%s", fine, 1)); len(found) > 0 {
			t.Errorf("%s is said to have the words %v", fine, found)
		}
	}
}

// hardCoded are the words for people in a template: its text, the attributes that are read, what Go expressions show,
// and literals of more than one word that it hands on.
func hardCoded(t *testing.T, source string) []string {
	t.Helper()
	file, err := parser.ParseString(source)
	check(t, err)
	var found []string
	literals := func(expression string, ok *regexp.Regexp) {
		for _, quoted := range literal.FindAllString(expression, -1) {
			words, err := strconv.Unquote(quoted)
			check(t, err)
			if strings.ContainsFunc(verb.ReplaceAllString(words, ""), unicode.IsLetter) && ok.MatchString(words) && !technical.MatchString(words) {
				found = append(found, quoted)
			}
		}
	}
	v := visitor.New()
	v.Text = func(n *parser.Text) error {
		if strings.ContainsFunc(n.Value, unicode.IsLetter) && !strings.HasPrefix(n.Value, ".") { // .csv is a name, not a word
			found = append(found, strconv.Quote(n.Value))
		}
		return nil
	}
	v.StringExpression = func(n *parser.StringExpression) error {
		literals(n.Expression.Value, anything)
		return nil
	}
	v.ConstantAttribute = func(n *parser.ConstantAttribute) error {
		if slices.Contains(spoken, n.Key.String()) && strings.ContainsFunc(n.Value, unicode.IsLetter) {
			found = append(found, strconv.Quote(n.Value))
		}
		return nil
	}
	v.ExpressionAttribute = func(n *parser.ExpressionAttribute) error {
		if slices.Contains(spoken, n.Key.String()) {
			literals(n.Expression.Value, anything)
		}
		return nil
	}
	calls := v.TemplElementExpression
	v.TemplElementExpression = func(n *parser.TemplElementExpression) error {
		literals(n.Expression.Value, manyWords)
		return calls(n)
	}
	check(t, file.Visit(v))
	return found
}

var (
	literal   = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
	verb      = regexp.MustCompile(`%[a-z]`)
	anything  = regexp.MustCompile(``)
	manyWords = regexp.MustCompile(`\pL \pL|^\p{Lu}`)          // names of icons and parameters are one small word
	technical = regexp.MustCompile(`^(btn|innerHTML|relato) `) // classes, ways to swap, and what is typed into a terminal
)

// alike are the counted messages that are the same of one thing and of many.
var alike = map[Lang][]string{
	Portuguese: {".Settings.Import.MoreRejected"},
	Spanish:    {".Settings.Import.MoreRejected"},
	English:    {".NewOf", ".HeatPeak", ".SharedNote", ".Settings.Import.MoreRejected", ".People.Log.Known", ".People.Log.Rejected"},
}

// manyOnly are the messages whose number is never one, or a time.
var manyOnly = []string{
	".LastDays", ".Counted", ".LastHandoff", ".TimelineCut", ".WaitingCut", ".Panels.TopTags", ".Panels.TopAgents", ".People.Tokens.Days",
	".Setup.PasswordHint", ".Setup.PasswordShort", ".Setup.PasswordLong", ".People.Password.Hint", ".People.Password.TooShort",
	".People.Tokens.NameWrong", ".Settings.Account.TooLong", ".Problem.FewerValues", ".Problem.Shorter",
}

// thing is a number and what follows it in the plural of these languages.
var thing = regexp.MustCompile(`%s (\pL{3,}s)(?:\PL|$)`)

// notPlural are words that end like a plural and are none.
var notPlural = []string{"depois", "después", "ends", "does"}

// TestOneIsNotMany goes over every message of every language that counts something: of one thing it has a form of its own,
// and whatever has only one form does not name things after a number.
func TestOneIsNotMany(t *testing.T) {
	for _, l := range Langs {
		var walk func(name string, v reflect.Value)
		walk = func(name string, v reflect.Value) {
			switch v.Kind() {
			case reflect.Struct:
				p, counted := v.Interface().(plural)
				if !counted {
					for i := range v.NumField() {
						walk(name+"."+v.Type().Field(i).Name, v.Field(i))
					}
					return
				}
				if (p.One == p.Other) != slices.Contains(alike[l], name) {
					t.Errorf("%s: %s is %q of one and %q of many", l, name, p.One, p.Other)
				}
				if found := thing.FindStringSubmatch(p.One); found != nil && !slices.Contains(notPlural, found[1]) {
					t.Errorf("%s: one of %s is %q", l, name, strings.ReplaceAll(p.One, "%s", "1"))
				}
			case reflect.String:
				found := thing.FindStringSubmatch(v.String())
				if found != nil && !slices.Contains(notPlural, found[1]) && !slices.Contains(manyOnly, name) {
					t.Errorf("%s: %s has no form for one: %q", l, name, strings.ReplaceAll(v.String(), "%s", "1"))
				}
			}
		}
		walk("", reflect.ValueOf(*l.words()))
	}
}

// TestOneThingHasOneName looks for words that stand for what other messages call otherwise, as the contract of words has it.
func TestOneThingHasOneName(t *testing.T) {
	for lang, words := range map[Lang]string{
		Portuguese: `(?i)expediente|avaliaç|silêncio encerr|pelo silêncio|por silêncio|quando quer que|fora da conta|\b(des)?lig(ue|ad[ao]s?|ar)\b .*etapas`,
		Spanish:    `(?i)festivo|valoraci|calificaci|por silencio|cuando sea que|promedio`,
	} {
		other := regexp.MustCompile(words)
		for name, message := range messages(lang.words()) {
			if found := other.FindString(message); found != "" {
				t.Errorf("%s: %s says %q: %s", lang, name, found, message)
			}
		}
	}
}

func TestSentencesBeginWithThePeriod(t *testing.T) {
	day := func(y, m, d int) conversation.Date { return conversation.Date{Year: y, Month: time.Month(m), Day: d} }
	for _, tt := range []struct {
		lang     Lang
		from, to conversation.Date
		want     string
	}{
		{Portuguese, day(2026, 10, 31), day(2026, 11, 29), "De 31 out a 29 nov 2026"},
		{Spanish, day(2026, 11, 1), day(2026, 11, 29), "Del 1 nov al 29 nov 2026"},
		{English, day(2025, 11, 1), day(2026, 11, 29), "From 1 Nov 2025 to 29 Nov 2026"},
		{Portuguese, day(2026, 11, 29), day(2026, 11, 29), "Em 29 nov 2026"},
	} {
		p := Page{Lang: tt.lang, Filter: report.Filter{From: tt.from, To: tt.to}}
		if got := strings.ReplaceAll(p.inPeriod(), space, " "); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

// TestThePeakIsAtOneOClock checks the only hour that these languages count as one.
func TestThePeakIsAtOneOClock(t *testing.T) {
	for lang, want := range map[Lang][2]string{Portuguese: {"à %sh", "às %sh"}, Spanish: {"a la %sh", "a las %sh"}} {
		w := lang.words().HeatPeak
		if one, two := lang.form(1, w), lang.form(2, w); !strings.Contains(one, want[0]) || !strings.Contains(two, want[1]) {
			t.Errorf("%s: %q and %q", lang, one, two)
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

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
