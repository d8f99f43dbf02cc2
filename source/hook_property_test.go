package source

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relato/conversation"
)

// TestDeliveriesInAnyOrder: whatever a service does with what happened, joining it into other bodies, sending it in
// another order and some of it again, the account is the same.
func TestDeliveriesInAnyOrder(t *testing.T) {
	for kind, world := range map[string]func(*rapid.T) (facts []string, bodies func([]string) []string){
		"cloudapi": drawCloudAPI, "chatwoot": drawChatwoot, "evolution": drawEvolution, "waha": drawWAHA,
	} {
		t.Run(kind, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				facts, bodies := world(rt)
				inOrder := readAllOf(rt, kind, bodies(facts))
				again := slices.Concat(facts, rapid.SliceOfN(rapid.SampledFrom(facts), 0, len(facts)).Draw(rt, "again"))
				disorder := readAllOf(rt, kind, bodies(rapid.Permutation(again).Draw(rt, "order")))
				want, got := accountOf(inOrder), accountOf(disorder)
				if diff := cmp.Diff(want, got); diff != "" {
					rt.Fatalf("in disorder, another account (-want +got):\n%s", diff)
				}
				if want.Events == 0 {
					rt.Fatalf("nothing came of %q", facts)
				}
			})
		})
	}
}

// readAllOf reads bodies, all of which have to be understood.
func readAllOf(t *rapid.T, kind string, bodies []string) (items []conversation.Item) {
	hook, _ := HookOf(kind)
	for _, body := range bodies {
		d := hook.Read(connected(kind), posted(body))
		for _, u := range d.Unread {
			t.Fatalf("%s\n%s", u.Reason, u.Raw)
		}
		items = append(items, d.Items...)
	}
	return items
}

// drawCloudAPI draws what two numbers sent and got. A fact is the value of a change; bodies hold any number of them.
func drawCloudAPI(t *rapid.T) (facts []string, bodies func([]string) []string) {
	persons := []struct{ phone, other, user string }{
		{"5511912345678", "551112345678", "BR.15"}, {"553198765432", "5531998765432", ""}, {"", "", "BR.17"}, {"14155550123", "14155550123", "US.9"},
	}
	at := int64(1772452800)
	fact := func(number, format string, args ...any) {
		facts = append(facts, fmt.Sprintf(`{"metadata":{"display_phone_number":"551130001000","phone_number_id":%q},`, number)+
			fmt.Sprintf(format, args...)+"}")
	}
	fact("1", `"messages":[{"from":"14155550123","id":"wamid.first","timestamp":"%d","type":"text"}]`, at)
	for i := range rapid.IntRange(1, 12).Draw(t, "facts") {
		at += rapid.SampledFrom([]int64{0, 1, 60, 3600, 86_401}).Draw(t, "later")
		p := rapid.SampledFrom(persons).Draw(t, "person")
		number := rapid.SampledFrom([]string{"1", "2"}).Draw(t, "number")
		phone := rapid.SampledFrom([]string{p.phone, p.other}).Draw(t, "phone")
		contacts := fmt.Sprintf(`"contacts":[{"profile":{"name":"Ana"},"wa_id":%q,"user_id":%q}],`, p.phone, p.user)
		switch rapid.SampledFrom([]string{"in", "out", "echo", "history", "other"}).Draw(t, "what") {
		case "in":
			fact(number, contacts+`"messages":[{"from":%q,"from_user_id":%q,"id":"wamid.%d","timestamp":"%d","type":"text"}]`, phone, p.user, i, at)
		case "out":
			data := rapid.SampledFrom([]string{"agent=7", "flow=x", ""}).Draw(t, "data")
			for j, status := range []string{"sent", "delivered", "read", "failed"}[:rapid.IntRange(1, 4).Draw(t, "statuses")] {
				fact(number, contacts+`"statuses":[{"id":"wamid.%d","status":%q,"timestamp":"%d","recipient_id":%q,"recipient_user_id":%q,"biz_opaque_callback_data":%q}]`,
					i, status, at+int64(j*30), phone, p.user, data)
			}
		case "echo":
			fact(number, contacts+`"message_echoes":[{"from":"551130001000","to":%q,"to_user_id":%q,"id":"wamid.%d","timestamp":"%d","type":"text"}]`, phone, p.user, i, at+2)
			fallthrough
		case "history":
			if p.phone != "" {
				fact(number, `"history":[{"threads":[{"id":%q,"messages":[{"from":"551130001000","id":"wamid.%d","timestamp":"%d","type":"text","history_context":{"status":"READ"}}]}]}]`, phone, i, at)
			}
		case "other":
			fact(number, `"messages":[{"from":"551187654321","id":"wamid.s%d","timestamp":"%d","type":"system","system":{"wa_id":"5511912345678","user_id":"BR.15"}}]`, i, at)
			fact(number, `"messages":[{"from":"5511987654321","id":"wamid.%d","timestamp":"%d","type":"text"}]`, i, at)
		}
	}
	return facts, func(facts []string) (bodies []string) {
		for len(facts) > 0 {
			n := rapid.IntRange(1, len(facts)).Draw(t, "batch")
			body := `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[`
			for i, f := range facts[:n] {
				if i > 0 {
					body += rapid.SampledFrom([]string{`,`, `]},{"id":"1","changes":[`}).Draw(t, "entry")
				}
				body += `{"field":"messages","value":` + f + `}`
			}
			bodies, facts = append(bodies, body+`]}]}`), facts[n:]
		}
		return bodies
	}
}
