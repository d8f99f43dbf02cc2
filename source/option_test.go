package source

import "testing"

// TestOptions gives options of all kinds values that they can have, and others.
func TestOptions(t *testing.T) {
	for _, tt := range []struct {
		kind, option string
		good, bad    []string
	}{
		{"chatwoot", "url", []string{"", "https://chat.example.com", "http://10.0.0.2:3000/chat/"}, []string{"notaurl", "ftp://x", "https://", "chat.example.com", "://"}},
		{"chatwoot", "account", []string{"", "1", "123456"}, []string{"abc", "-1", "1.5", " "}},
		{"chatwoot", "sync-every", []string{"", "0", "5", "10080"}, []string{"x", "-1", "10081", "5m"}},
		{"chatwoot", "sync-rate", []string{"", "1", "2400"}, []string{"0", "x"}},
		{"chatwoot", "api-token", []string{"", "any thing"}, nil},
		{"evolution", "header", []string{"", "Authorization", "X-Key_1"}, []string{"bad header", "X:", "é"}},
		{"evolution", "api-writer", []string{"", "agent", " Flow "}, []string{"bogus"}},
		{"waha", "labels", []string{"", "3=VIP", "3=VIP; 4=Novo cliente;"}, []string{"abc", "=VIP", "3=", "3=VIP;4"}},
	} {
		h, known := HookOf(tt.kind)
		if !known {
			t.Fatalf("there is no kind %s", tt.kind)
		}
		for _, o := range h.Options {
			if o.Name != tt.option {
				continue
			}
			for _, value := range tt.good {
				if err := o.Wrong(value); err != nil {
					t.Errorf("%s of %s cannot be %q: %v", tt.option, tt.kind, value, err)
				}
			}
			for _, value := range tt.bad {
				if o.Wrong(value) == nil {
					t.Errorf("%s of %s can be %q", tt.option, tt.kind, value)
				}
			}
			tt.option = ""
		}
		if tt.option != "" {
			t.Errorf("%s has no option %s", tt.kind, tt.option)
		}
	}
}
