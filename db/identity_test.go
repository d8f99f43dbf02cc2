package db_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"relato/conversation"
)

// TestPeopleAreJoinedAsIfAlwaysKnown sends messages of contacts who turn out to be the same people, in any order and in
// parts, and expects what comes of them under the ids that they are known by in the end.
func TestPeopleAreJoinedAsIfAlwaysKnown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := []string{"p0", "p1", "p2", "p3", "p4"}
		channels := []string{"w1", "w2"}
		var items, known []conversation.Item
		var pairs [][2]string
		for range rapid.IntRange(1, 4).Draw(t, "pairs") {
			pair := [2]string{rapid.SampledFrom(ids).Draw(t, "contact"), rapid.SampledFrom(ids).Draw(t, "other")}
			pairs = append(pairs, pair)
			items = append(items, conversation.SamePerson{Contact: pair[0], Other: pair[1]})
		}
		person := persons(ids, pairs)
		first := map[string]string{} // the least thread of a person on a channel, of those that have events
		type written struct{ contact, channel, thread string }
		var threads []written
		var events []conversation.Event
		for i := range rapid.IntRange(1, 12).Draw(t, "messages") {
			w := written{contact: rapid.SampledFrom(ids).Draw(t, "contact"), channel: rapid.SampledFrom(channels).Draw(t, "channel")}
			w.thread = w.channel + ":" + w.contact
			hours := rapid.IntRange(0, 80).Draw(t, "hours")
			key := fmt.Sprint("m", rapid.IntRange(0, i).Draw(t, "key"))
			threads = append(threads, w)
			events = append(events, message(key, noon.Add(time.Duration(hours)*time.Hour), conversation.Sender(rapid.IntRange(1, 3).Draw(t, "from"))))
			group := person[w.contact] + w.channel
			if least, ok := first[group]; !ok || w.thread < least {
				first[group] = w.thread
			}
		}
		for i, w := range threads {
			line := conversation.ThreadEvents{
				Thread: conversation.Thread{ID: w.thread, Channel: w.channel, Contact: w.contact, Lifecycle: conversation.Inactivity},
				Events: events[i : i+1 : i+1],
			}
			items = append(items, line)
			line.ID, line.Contact = first[person[w.contact]+w.channel], person[w.contact]
			known = append(known, line)
		}
		for i, id := range ids {
			name := "Name of " + id
			line := conversation.ContactLine{ID: id, At: int64(i), Name: &name}
			items = append(items, line)
			line.ID = person[id]
			known = append(known, line)
		}
		now := noon.Add(100 * time.Hour)
		want := open(t)
		appendAll(t, want, now, known...)
		got := open(t)
		sent := rapid.Permutation(slices.Concat(items, items)).Draw(t, "order")
		for len(sent) > 0 {
			n := rapid.IntRange(1, min(5, len(sent))).Draw(t, "together")
			appendAll(t, got, now, sent[:n]...)
			sent = sent[n:]
		}
		wanted, _ := collect(t, want, -1)
		found, _ := collect(t, got, -1)
		if diff := cmp.Diff(wanted.conversations, found.conversations, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("-always known +learned:\n%s", diff)
		}
		for id, contact := range wanted.contacts {
			if found.contacts[id].Name != contact.Name {
				t.Fatalf("contact %s: %q, want %q", id, found.contacts[id].Name, contact.Name)
			}
		}
		if wrong, err := got.Refolded(t.Context(), now, 100); err != nil || len(wrong) > 0 {
			t.Fatalf("refolded: %v, %v", wrong, err)
		}
	})
}

// persons is the id that each contact is known by: of all that pairs connect, the least one that is no pair's other.
func persons(ids []string, pairs [][2]string) map[string]string {
	group := map[string]int{}
	for i, id := range ids {
		group[id] = i
	}
	others := map[string]bool{}
	for range ids {
		for _, p := range pairs {
			least := min(group[p[0]], group[p[1]])
			group[p[0]], group[p[1]] = least, least
		}
	}
	for _, p := range pairs {
		if p[0] != p[1] {
			others[p[1]] = true
		}
	}
	known := map[string]string{}
	for _, id := range ids {
		best := ""
		for _, other := range ids {
			if group[other] == group[id] && (best == "" || others[best] && !others[other] || others[best] == others[other] && other < best) {
				best = other
			}
		}
		known[id] = best
	}
	return known
}

// TestReadersLearnOfJoinedPeople follows an account by its changes alone.
func TestReadersLearnOfJoinedPeople(t *testing.T) {
	d := open(t)
	name := "Rosa"
	thread := func(id, contact string, at time.Time) conversation.ThreadEvents {
		return conversation.ThreadEvents{
			Thread: conversation.Thread{ID: id, Channel: "w1", Contact: contact, Lifecycle: conversation.Inactivity},
			Events: []conversation.Event{message(id, at, conversation.FromContact)},
		}
	}
	appendAll(t, d, noon, thread("t1", "phone", noon), thread("t2", "lid", noon.Add(time.Hour)),
		conversation.ContactLine{ID: "lid", At: 1, Name: &name})
	_, revision := collect(t, d, -1)
	appendAll(t, d, noon, conversation.SamePerson{Contact: "phone", Other: "lid"})
	changed, revision := collect(t, d, revision)
	if len(changed.conversations) != 1 || changed.removed != 1 || changed.contacts["phone"].Name != name || changed.contacts["lid"].Name != "" {
		t.Errorf("after the proof: %+v", changed)
	}
	done := appendAll(t, d, noon, conversation.SamePerson{Contact: "phone", Other: "lid"}, thread("t2", "lid", noon.Add(time.Hour)))
	if again, after := collect(t, d, revision); after != revision || len(again.conversations) > 0 || done.New != 0 || done.Known != 1 {
		t.Errorf("the same again changed %+v, %+v", again, done)
	}
	appendAll(t, d, noon, thread("t2", "lid", noon.Add(2*time.Hour)))
	if all, _ := collect(t, d, -1); len(all.conversations) != 1 || strings.Contains(fmt.Sprint(all.conversations), "t2~") {
		t.Errorf("later events of the joined thread: %+v", all.conversations)
	}
}

// TestMattersOfOnePersonStayApart: where somebody closes conversations, each thread is a matter of its own.
func TestMattersOfOnePersonStayApart(t *testing.T) {
	d := open(t)
	for i, contact := range []string{"phone", "lid"} {
		appendAll(t, d, noon, conversation.ThreadEvents{
			Thread: conversation.Thread{ID: fmt.Sprint("t", i), Channel: "w1", Contact: contact, Lifecycle: conversation.Explicit},
			Events: []conversation.Event{message("m", noon, conversation.FromContact)},
		})
	}
	appendAll(t, d, noon, conversation.SamePerson{Contact: "phone", Other: "lid"})
	var contacts []string
	rows, err := d.Read().QueryContext(t.Context(), "SELECT contact FROM conversation")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var c string
		if err := rows.Scan(&c); err != nil {
			t.Fatal(err)
		}
		contacts = append(contacts, c)
	}
	if !slices.Equal(contacts, []string{"phone", "phone"}) || rows.Err() != nil {
		t.Errorf("%v, %v", contacts, rows.Err())
	}
}
