package guide

import (
	"fmt"
	"slices"
	"strings"

	"hallkiosk/kiosk/visit"
)

// needs checks which materials a service asks for, and that each can be asked for.
func (c *checker) needs(path string, s *Service) {
	var known []string
	for _, m := range c.Materials {
		known = append(known, m.ID)
	}
	seen := map[string]bool{}
	for j, n := range s.Materials {
		at := fmt.Sprintf("%s.materials[%d]", path, j)
		c.condition(at+".when", n.When)
		c.because(at, n.Assumed, n.Because, s.Because)
		m, ok := c.Material(n.ID)
		switch {
		case !ok:
			c.bad(at+".id", "unknown-material", named(n.ID, known)...)
			continue
		case seen[n.ID]:
			c.bad(at+".id", "twice", "name", n.ID)
		}
		seen[n.ID] = true
		c.possible(at, s, n, m)
	}
}

// possible checks that there is a case in which the service asks for the material.
func (c *checker) possible(at string, s *Service, n Need, m *Material) {
	if !meet(n.When.Roles, m.When.Roles) {
		c.bad(at+".when.roles", "when-excluded", "name", m.ID, "only", list(m.When.Roles))
	}
	if !meet(n.When.Types, m.When.Types) {
		c.bad(at+".when.organisation_types", "when-excluded", "name", m.ID, "only", list(m.When.Types))
	}
	if len(n.When.Keys)+len(m.When.Keys) == 0 {
		return
	}
	if !slices.Contains(s.Steps, "key") {
		c.bad(at+".when.keys", "when-not-asked")
		return
	}
	for i, key := range n.When.Keys {
		if slices.Contains(visit.KeyStates(), key) && !slices.Contains(s.Keys, key) {
			c.bad(fmt.Sprintf("%s.when.keys[%d]", at, i), "when-not-offered", "name", key)
		}
	}
	both := s.Keys
	for _, part := range [][]visit.KeyState{n.When.Keys, m.When.Keys} {
		if len(part) > 0 {
			both = slices.DeleteFunc(slices.Clone(both), func(k visit.KeyState) bool { return !slices.Contains(part, k) })
		}
	}
	if len(s.Keys) > 0 && len(both) == 0 && (len(m.When.Keys) > 0 || len(n.When.Keys) == 0) {
		c.bad(at+".when.keys", "when-excluded", "name", m.ID, "only", list(m.When.Keys))
	}
}

// list writes the words of a condition as the file does: "agent, legal".
func list[T ~string](words []T) string {
	var all []string
	for _, w := range words {
		all = append(all, string(w))
	}
	return strings.Join(all, ", ")
}
