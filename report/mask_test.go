package report_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"relato/report"
)

// hidden are the fields of a row that a mask takes away or replaces. A new field is hidden until somebody decides and
// writes it into Mask.Row, or here.
var hidden = []string{"ID", "Contact", "ContactName", "ContactPhone", "ContactTags", "Comment", "URL"}

func TestAMaskHidesWhatItMust(t *testing.T) {
	var row report.Row
	fill(reflect.ValueOf(&row).Elem(), "x")
	masked := report.NewMask("key", "Contact %s").Row(row)
	before, after := reflect.ValueOf(row), reflect.ValueOf(masked)
	for i := range before.NumField() {
		name := before.Type().Field(i).Name
		same := reflect.DeepEqual(before.Field(i).Interface(), after.Field(i).Interface())
		if same == slices.Contains(hidden, name) {
			t.Errorf("%s: %v became %v", name, before.Field(i), after.Field(i))
		}
	}
}

// TestMaskedColumnsAreKnown checks the list that keeps a report from being ordered by what is hidden.
func TestMaskedColumnsAreKnown(t *testing.T) {
	var row report.Row
	fill(reflect.ValueOf(&row).Elem(), "x")
	masked := report.NewMask("key", "Contact %s").Row(row)
	for _, c := range report.DetailColumns {
		changed := !reflect.DeepEqual(c.Value(&report.Account{}, &row), c.Value(&report.Account{}, &masked))
		if changed != slices.Contains(report.Masked, c.Key) {
			t.Errorf("%s is masked: %v", c.Key, changed)
		}
	}
	for key, want := range map[string]string{"contact_name": "", "url": "", "started_at": "started_at", "": ""} {
		if got := (report.Filter{Sort: key, Dir: "asc"}).Unordered().Sort; got != want {
			t.Errorf("sorted by %s: %s", key, got)
		}
	}
}

func TestMasks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[0-9a-zÀ-ü+ ]{9,20}`)
		r := report.Row{
			ID: text.Draw(t, "id"), Contact: text.Draw(t, "contact"), ContactName: text.Draw(t, "name"), ContactPhone: text.Draw(t, "phone"),
			ContactTags: []string{text.Draw(t, "tag")}, Comment: text.Draw(t, "comment"), URL: text.Draw(t, "url"),
		}
		one, two := report.NewMask("one", "Contact %s"), report.NewMask("two", "Contact %s")
		masked := one.Row(r)
		content, err := json.Marshal(masked)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{r.ID, r.Contact, r.ContactName, r.ContactPhone, r.ContactTags[0], r.Comment, r.URL} {
			if strings.Contains(string(content), secret) {
				t.Fatalf("%q is in %s", secret, content)
			}
		}
		again := r
		again.ID, again.ContactName = "another conversation", "another name"
		switch same := one.Row(again); {
		case same.Contact != masked.Contact || same.ContactName != masked.ContactName:
			t.Fatalf("one contact is %q and %q", masked.ContactName, same.ContactName)
		case same.ID == masked.ID && r.ID != again.ID:
			t.Fatalf("two conversations are %q", same.ID)
		case two.Row(r).Contact == masked.Contact || two.Row(r).ID == masked.ID:
			t.Fatalf("two links call a contact %q", masked.Contact)
		}
	})
	if nobody := report.NewMask("key", "Contact %s").Row(report.Row{}); !reflect.DeepEqual(nobody, report.Row{}) {
		t.Errorf("nobody is %+v", nobody)
	}
}

func TestCodesOfManyContactsDiffer(t *testing.T) {
	mask, seen := report.NewMask("key", "%s"), map[string]bool{}
	for n := range 100_000 {
		seen[mask.Row(report.Row{Contact: fmt.Sprint("+55119", n)}).Contact] = true
	}
	if len(seen) != 100_000 {
		t.Errorf("%d codes for 100,000 contacts", len(seen))
	}
}

// fill gives every field of a struct a value that is not empty.
func fill(v reflect.Value, text string) {
	for i := range v.NumField() {
		switch f := v.Field(i); f.Kind() {
		case reflect.String:
			f.SetString(text + v.Type().Field(i).Name)
		case reflect.Slice:
			f.Set(reflect.ValueOf([]string{text + v.Type().Field(i).Name}))
		case reflect.Struct:
			fill(f, text)
		case reflect.Bool:
			f.SetBool(true)
		case reflect.Uint8:
			f.SetUint(1)
		default:
			f.SetInt(7)
		}
	}
}
