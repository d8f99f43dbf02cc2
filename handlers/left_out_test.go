package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"
)

// TestWhatFiltersLeaveOut compares the page and the files of what filters leave out with all that they do not list.
func TestWhatFiltersLeaveOut(t *testing.T) {
	a := newAccount(t)
	const filters = january + "&tag=billing&origin=inbound"
	everything := a.column(t, "/conversations.csv?"+january, "conversation_id")
	matching := a.column(t, "/conversations.csv?"+filters, "conversation_id")
	left := slices.DeleteFunc(slices.Clone(everything), func(id string) bool { return slices.Contains(matching, id) })
	if len(matching) == 0 || len(left) == 0 {
		t.Fatalf("%d match and %d are left out, which proves nothing", len(matching), len(left))
	}
	const address = filters + "&left_out=1"
	if got := a.column(t, "/conversations.csv?"+address, "conversation_id"); !slices.Equal(got, left) {
		t.Errorf("CSV has %v, want %v", got, left)
	}
	book, err := excelize.OpenReader(a.get("/conversations.xlsx?" + address).Body)
	check(t, err)
	columns, err := book.GetCols("conversations")
	check(t, err)
	if got := columns[0][1:]; !slices.Equal(got, left) {
		t.Errorf("the workbook has %v, want %v", got, left)
	}
	for _, path := range []string{"/conversations.json?", "/api/v1/conversations?"} {
		object := decode(t, a.get(path+address, "Authorization", "Bearer "+a.token).Body)
		var got []string
		for _, row := range object["rows"].([]any) {
			got = append(got, row.(map[string]any)["conversation_id"].(string))
		}
		if filter := object["filter"].(map[string]any); !slices.Equal(got, left) || filter["left_out"] != true {
			t.Errorf("%s has %v of %v, want %v", path, got, filter, left)
		}
	}
	if got := a.listed(t, "/conversations?"+address); !slices.Equal(got, left) {
		t.Errorf("the page has %v, want %v", got, left)
	}
	if got := a.column(t, "/tags.csv?"+address, "conversations"); !slices.Equal(got, a.column(t, "/tags.csv?"+filters, "conversations")) {
		t.Errorf("the report by tag counts %v", got)
	}
}

// listed are the ids of the conversations on a page of Details.
func (a *account) listed(t *testing.T, address string) []string {
	t.Helper()
	doc, err := html.Parse(a.get(address).Body)
	check(t, err)
	var ids []string
	for n := range doc.Descendants() {
		path, _, _ := strings.Cut(attribute(n, "href"), "?")
		id, is := strings.CutPrefix(path, "/conversations/")
		if id, err = url.PathUnescape(id); is && err == nil && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// TestWhatFiltersLeaveOutOfOnesOwn follows the counts of an overview as an agent, who has no other conversations.
func TestWhatFiltersLeaveOutOfOnesOwn(t *testing.T) {
	a := newAccount(t)
	a.signInAs(t, "BIA@example.com", "agent")
	const address = "/overview?" + january + "&tag=billing"
	followed := addresses{}
	for _, l := range a.countLinks(t, address, a.cookie) {
		followed.all = append(followed.all, l.address)
		if total := a.conversations(t, l.address); total != l.count {
			t.Errorf("%d leads to %d conversations at %s", l.count, total, l.address)
		}
	}
	if followed.with("left_out=1") == 0 {
		t.Error("nothing leads to what is left out")
	}
}

// TestATokenIsLimitedToWhatIsLeftOut limits a token to what filters leave out of a period: it reads nothing else.
func TestATokenIsLimitedToWhatIsLeftOut(t *testing.T) {
	a := newAccount(t)
	a.signInAs(t, "chefe@example.com", "admin")
	const limit = january + "&tag=billing&left_out=1"
	left := a.column(t, "/conversations.csv?"+limit, "conversation_id")
	secret := madeToken(t, a.post("/settings/tokens/new", newTokenOf("rest", "https://relato.example/conversations?"+limit)))
	a.cookie = &http.Cookie{Name: "none", Value: "none"}
	const all = "/conversations.csv?from=2020-01-01&to=2030-01-01&token="
	if got := a.column(t, all+secret, "conversation_id"); len(left) == 0 || !slices.Equal(got, left) {
		t.Errorf("%v, want %v", got, left)
	}
	if got := a.column(t, all+secret+"&left_out=1", "conversation_id"); len(got) > 0 {
		t.Errorf("nothing leaves out %v", got)
	}
	if got := a.column(t, all+secret+"&left_out=1&agent=nobody", "conversation_id"); !slices.Equal(got, left) {
		t.Errorf("a filter that nothing matches leaves out %v, want %v", got, left)
	}
}
