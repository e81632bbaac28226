package guide_test

import (
	"slices"
	"testing"

	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

func TestRemedies(t *testing.T) {
	want := map[visit.KeyCondition][]string{
		visit.KeyExpiring: {"renew"}, visit.KeyExpired: {"renew"}, visit.KeyPINLocked: {"unlock"}, visit.KeyPINLast: {"unlock"},
		visit.KeyFrozen: {"unfreeze"}, visit.KeyRevoked: {"reissue"}, visit.KeyEmpty: {"reissue"}, visit.KeyForeign: {"open"},
		visit.KeyWrongHolder: {"update"},
		// What the kiosk itself, time or the person mends, leads to no window.
		visit.KeyGood: nil, visit.KeyNotYet: nil, visit.KeyMustChange: nil, visit.KeyNoModule: nil, visit.KeyUnreadable: nil,
	}
	g := load(t)
	for _, condition := range visit.KeyConditions() {
		services, known := want[condition]
		if have := serviceIDs(g.Remedies(condition)); !known || !slices.Equal(have, services) {
			t.Errorf("%s leads to %v, want %v (known: %v)", condition, have, services, known)
		}
	}
	if got := g.Remedies("nonsense"); got != nil {
		t.Errorf("nonsense leads to %v", serviceIDs(got))
	}
	slices.Reverse(g.Services)
	g.Services[0].Remedies = []visit.KeyCondition{visit.KeyFrozen}
	if have := serviceIDs(g.Remedies(visit.KeyFrozen)); !slices.Equal(have, []string{g.Services[0].ID, "unfreeze"}) {
		t.Errorf("not in the guide's order: %v", have)
	}
}

func TestCurable(t *testing.T) {
	if have := guide.Curable(); slices.Contains(have, visit.KeyGood) || len(have) != len(visit.KeyConditions())-1 {
		t.Errorf("curable: %v", have)
	}
}

func serviceIDs(services []*guide.Service) []string {
	var ids []string
	for _, s := range services {
		ids = append(ids, s.ID)
	}
	return ids
}
