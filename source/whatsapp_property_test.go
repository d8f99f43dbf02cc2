package source

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relato/conversation"
)

// written is a message of a generated chat.
type written struct {
	at     time.Time // on the phone's clock
	author string
	body   string
}

// exported writes messages as an Android or iOS phone does.
func exported(messages []written, ios bool) string {
	var b strings.Builder
	for _, m := range messages {
		if ios {
			fmt.Fprintf(&b, "[%s] %s: %s\r\n", m.at.Format("02/01/2006, 15:04:05"), m.author, m.body)
		} else {
			fmt.Fprintf(&b, "%s - %s: %s\n", m.at.Format("02/01/2006 15:04"), m.author, m.body)
		}
	}
	return b.String()
}

func drawChat(t *rapid.T) []written {
	at := time.Date(2026, 3, 25, 9, 59, 50, 0, time.UTC)
	body := rapid.SampledFrom([]string{"ok", "ok", "oi\n\n25.03.2026 10:00 - Eva: oi", "", "a: b", "\u200e<Mídia oculta>", "null"})
	step := rapid.SampledFrom([]int{0, 0, 1, 20, 59, 3600, 90_000})
	messages := make([]written, rapid.IntRange(1, 40).Draw(t, "messages"))
	for i := range messages {
		at = at.Add(time.Duration(step.Draw(t, "step")) * time.Second)
		author := rapid.SampledFrom([]string{"Ana", "Loja"}).Draw(t, "author")
		messages[i] = written{at, author, body.Draw(t, "body")}
	}
	return messages
}

// imported is the set of events that imports leave, by key.
func imported(t *rapid.T, tb testing.TB, chats ...string) map[string]conversation.Event {
	set := map[string]conversation.Event{}
	for _, chat := range chats {
		records, err := readAll(tb, "WhatsApp Chat with Ana.txt", chat,
			Options{Us: "Loja", Channel: "w1", Zone: saoPaulo, DateOrder: "dmy"})
		if err != nil {
			t.Fatalf("%v\n%s", err, chat)
		}
		for _, e := range events(records) {
			if known, ok := set[e.Key]; ok {
				e = conversation.Merge(known, e)
			}
			set[e.Key] = e
		}
	}
	return set
}

// TestReexportsAddOnlyWhatIsNew: a part of a chat that was exported before or after the whole changes nothing, not even
// the order of messages, unless both start in the same minute.
func TestReexportsAddOnlyWhatIsNew(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		whole := drawChat(rt)
		ios := rapid.Bool().Draw(rt, "ios")
		from := rapid.IntRange(0, len(whole)-1).Draw(rt, "from")
		to := rapid.IntRange(from+1, len(whole)).Draw(rt, "to")
		part := whole[from:to]
		want := imported(rt, t, exported(whole, ios))
		if len(want) != len(whole) {
			rt.Fatalf("%d events of %d messages", len(want), len(whole))
		}
		got := imported(rt, t, exported(part, ios), exported(whole, ios))
		if from > 0 && part[0].at.Truncate(time.Minute).Equal(whole[0].at.Truncate(time.Minute)) {
			got, want = withoutOrder(got), withoutOrder(want)
		}
		if !maps.Equal(got, want) {
			rt.Fatalf("whole chat:\n%s\npart from %d to %d\ngot  %+v\nwant %+v", exported(whole, ios), from, to, got, want)
		}
	})
}

// TestEditedAndDeletedMessagesAreNotDoubled: whatever became of the texts, the messages are the same.
func TestEditedAndDeletedMessagesAreNotDoubled(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		before := drawChat(rt)
		after := append([]written{}, before...)
		for i := range after {
			after[i].body = rapid.SampledFrom([]string{after[i].body, "Mensagem apagada", "ok <Mensagem editada>",
				"\u200eIMG-20260325-WA0007.jpg (arquivo anexado)\noi"}).Draw(rt, "became")
		}
		want := imported(rt, t, exported(before, false))
		if got := imported(rt, t, exported(before, false), exported(after, false)); !maps.Equal(got, want) {
			rt.Fatalf("before:\n%s\nafter:\n%s", exported(before, false), exported(after, false))
		}
	})
}

// TestMovingToAnotherPhoneDoublesNothing: iOS writes seconds, Android does not; the keys are the same.
func TestMovingToAnotherPhoneDoublesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		chat := drawChat(rt)
		want := imported(rt, t, exported(chat, false))
		if got := imported(rt, t, exported(chat, true), exported(chat, false)); len(got) != len(want) {
			rt.Fatalf("%d events, want %d", len(got), len(want))
		}
	})
}

// TestEventsKeepTheOrderOfTheFile: sorted as the product sorts them, messages stand as in the chat.
func TestEventsKeepTheOrderOfTheFile(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		chat := drawChat(rt)
		records, err := readAll(t, "WhatsApp Chat with Ana.txt", exported(chat, rapid.Bool().Draw(rt, "ios")),
			Options{Us: "Loja", Channel: "w1", Zone: saoPaulo, DateOrder: "dmy"})
		if err != nil {
			rt.Fatal(err)
		}
		all := events(records)
		for i := range all {
			if (all[i].From == conversation.FromContact) != (chat[i].author == "Ana") {
				rt.Fatalf("event %d is from %v", i, all[i].From)
			}
			if i > 0 && conversation.Compare(all[i-1], all[i]) >= 0 {
				rt.Fatalf("event %d is not after the one before", i)
			}
		}
	})
}

func withoutOrder(set map[string]conversation.Event) map[string]conversation.Event {
	plain := map[string]conversation.Event{}
	for key, e := range set {
		e.Seq = 0
		plain[key] = e
	}
	return plain
}
