package report

import (
	"maps"
	"net/url"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestParameters holds the addresses that pages write against the standard library's values.
func TestParameters(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.SampledFrom([]string{"tag", "tag_mode", "to"}), rapid.String())
		var parameters Parameters
		values := url.Values{}
		for range rapid.IntRange(0, 12).Draw(t, "parameters") {
			one := Parameter{name.Draw(t, "name"), rapid.String().Draw(t, "value")}
			parameters = parameters.With(one.Name, one.Value)
			values.Set(one.Name, one.Value)
		}
		same := func(what string) {
			t.Helper()
			if got, want := parameters.Encode(), values.Encode(); got != want {
				t.Fatalf("%s: %s, want %s", what, got, want)
			}
			if got := parameters.Values(); !maps.EqualFunc(got, values, slices.Equal) {
				t.Fatalf("%s: %v, want %v", what, got, values)
			}
		}
		same("all")
		before := parameters.Encode()
		original := parameters

		one := Parameter{name.Draw(t, "set"), rapid.String().Draw(t, "to")}
		parameters = parameters.With(one.Name, one.Value)
		values.Set(one.Name, one.Value)
		same("with one")

		left := name.Draw(t, "left out")
		parameters = parameters.Without(left)
		values.Del(left)
		same("without one")

		if after := original.Encode(); after != before {
			t.Fatalf("what they were made from is %s, and was %s", after, before)
		}
	})
}
