package guide

import (
	"slices"

	"hallkiosk/kiosk/visit"
)

// Curable are the conditions of a U-KEY that a service can put right: all but good.
func Curable() []visit.KeyCondition {
	return slices.DeleteFunc(visit.KeyConditions(), func(k visit.KeyCondition) bool { return k == visit.KeyGood })
}

// Remedies returns the services that put a condition of a U-KEY right, in the
// guide's order; none where nobody at the window can.
func (g *Guide) Remedies(condition visit.KeyCondition) []*Service {
	var all []*Service
	for i := range g.Services {
		if slices.Contains(g.Services[i].Remedies, condition) {
			all = append(all, &g.Services[i])
		}
	}
	return all
}
