package checklist_test

import (
	"testing"

	"hallkiosk/kiosk/checklist"
)

func TestDriverURL(t *testing.T) {
	for _, tt := range []struct{ host, id, want string }{
		{"centre.example", "feitian", "https://centre.example/D/feitian"},
		{"centre.example:443", "feitian", "https://centre.example/D/feitian"},
		{"centre.example:8443", "a/b?c", "https://centre.example:8443/D/a%2Fb%3Fc"},
	} {
		if got := checklist.DriverURL(tt.host, tt.id); got != tt.want {
			t.Errorf("%s, %s: %s", tt.host, tt.id, got)
		}
	}
}
