package certificate_test

import (
	"slices"
	"testing"

	"hallkiosk/kiosk/certificate"
	"hallkiosk/kiosk/certificate/certtest"
)

func TestOverdue(t *testing.T) {
	named := func(name string) *certtest.Authority {
		return authority(t, certtest.Options{Algorithm: certtest.ECDSA, Name: []certtest.Attribute{{Type: "CN", Value: name}}})
	}
	a, b := named("CA A"), named("CA B")
	of := func(ca *certtest.Authority, days int, more ...string) []byte {
		return list(t, ca, certtest.List{This: now.AddDate(0, 0, days-7), Next: now.AddDate(0, 0, days), Extensions: more,
			Revoked: []certtest.Revoked{{Serial: "01"}}})
	}
	both := [][]byte{a.DER, b.DER}
	part := []string{"issuingDistributionPoint = critical,@scope", "[scope]", "onlyuser = TRUE"}
	for name, c := range map[string]struct {
		trust   *certificate.Trust
		lists   int
		overdue []string
	}{
		"nothing known":            {nil, 0, nil},
		"no lists":                 {trust(t, both), 0, nil},
		"in time":                  {trust(t, both, of(a, 1), of(b, 2)), 2, nil},
		"one overdue":              {trust(t, both, of(a, 1), of(b, -1)), 2, []string{"CA B"}},
		"due now":                  {trust(t, both, of(a, 0)), 1, []string{"CA A"}},
		"both":                     {trust(t, both, of(b, -1), of(a, -2)), 2, []string{"CA A", "CA B"}},
		"replaced":                 {trust(t, both, of(a, -1), of(a, 3)), 1, nil},
		"a part of one's, and all": {trust(t, both, of(a, -1, part...), of(a, -2), of(b, 1)), 3, []string{"CA A"}},
	} {
		lists := c.trust.Lists()
		if got := c.trust.Overdue(now); len(lists) != c.lists || !slices.Equal(got, c.overdue) {
			t.Errorf("%s: %d lists %+v, overdue %v", name, len(lists), lists, got)
		}
		for _, l := range lists {
			if l.Entries != 1 || l.Authority == "" || l.Next.Sub(l.Made).Hours() != 7*24 {
				t.Errorf("%s: %+v", name, l)
			}
		}
	}
	if n := trust(t, [][]byte{a.DER, b.DER, a.DER}).Authorities(); n != 2 {
		t.Errorf("%d authorities", n)
	}
	var none *certificate.Trust
	if none.Authorities() != 0 {
		t.Error("nothing has authorities")
	}
	if !(certificate.List{Made: now}).Overdue(now) {
		t.Error("a list that announces no next is never out of date")
	}
}
