package handlers

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"relato/conversation"
	"relato/views"
)

// TestConversationsOfAnyID asks for conversations by ids that an address must escape, and of one thread in turn.
func TestConversationsOfAnyID(t *testing.T) {
	a := newAccount(t)
	details, err := url.Parse("http://relato.example/conversations")
	check(t, err)
	at := a.now.Add(-3600 * 1e9).UnixMilli()
	for _, id := range []string{"a/b", "50%2F", "x?y#z", `"><script>alert(1)</script>`, "é ~", "5511@s.whatsapp.net", "report.csv", "~2x", ".", "..", "../..", "...", ".~x"} {
		events := []conversation.Event{
			{Kind: conversation.Message, At: at, From: conversation.FromContact},
			{Kind: conversation.Close, At: at + 1000},
			{Kind: conversation.Message, At: at + 2000, From: conversation.FromContact},
		}
		for i := range events {
			events[i].Key = fmt.Sprint("k", i)
		}
		_, err := a.db.Append(context.Background(), a.now, []conversation.Item{
			conversation.ThreadEvents{Thread: conversation.Thread{ID: id}, Events: events},
		})
		check(t, err)
		link, err := details.Parse(views.ConversationPath(id)) // as a browser does
		check(t, err)
		first := a.get(link.RequestURI())
		if first.Code != http.StatusOK || strings.Contains(first.Body.String(), "<script>alert") {
			t.Errorf("%q: status %d\n%.500s", id, first.Code, first.Body)
		}
		next := views.ConversationPath(id + "~2")
		if !strings.Contains(first.Body.String(), `href="`+next+"?") {
			t.Errorf("%q does not lead to %s", id, next)
		}
		second := a.get(next)
		if second.Code != http.StatusOK || !strings.Contains(second.Body.String(), `href="`+link.EscapedPath()+"?") {
			t.Errorf("%q: status %d, and whether it leads back to %s", next, second.Code, link)
		}
		program, err := details.Parse("/api/v1" + views.ConversationPath(id))
		check(t, err)
		if got := decode(t, a.get(program.RequestURI()).Body)["conversation"]; got.(map[string]any)["conversation_id"] != id {
			t.Errorf("%s is %v", program, got)
		}
	}
}
