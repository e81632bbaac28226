package guide

import (
	"fmt"
	"slices"

	"hallkiosk/kiosk/visit"
)

// roles are what Condition.Roles may name.
func roles() []visit.Role { return []visit.Role{visit.RoleAgent, visit.RoleLegal} }

func (c *checker) materials() {
	c.ids("materials", len(c.Materials), func(i int) string { return c.Materials[i].ID })
	for i := range c.Materials {
		m, path := &c.Materials[i], fmt.Sprintf("materials[%d]", i)
		c.text(path+".title", m.Title, room{30, 90})
		c.optional(path+".note", m.Note, room{80, 240})
		c.condition(path+".when", m.When)
		c.because(path, m.Assumed, m.Because, Text{})
		if m.Printed() {
			c.printed(path, m)
		} else {
			c.brought(path, m)
		}
	}
}

// brought checks what only a material has that is brought.
func (c *checker) brought(path string, m *Material) {
	c.text(path+".why", m.Why, room{80, 240})
	c.text(path+".where", m.Where, room{80, 240})
	c.optional(path+".concerns", m.Concerns, room{40, 120})
	if m.Rare && m.Concerns.Empty() {
		c.bad(path+".rare", "rare-alone")
	}
	switch {
	case m.Copies < 0 || m.Copies > 9:
		c.bad(path+".copies", "copies")
	case m.Copies == 0 && m.Sealed:
		c.bad(path+".sealed", "copies-to-seal")
	case m.Copies == 0 && m.BothSides:
		c.bad(path+".both_sides", "copies-of-sides")
	case m.Copies == 0 && !m.Original && m.Note.Empty():
		c.bad(path, "nothing-to-bring")
	}
}

// printed checks a form that the kiosk prints, which nobody brings or copies.
func (c *checker) printed(path string, m *Material) {
	oneOf(c, path+".form", "unknown-form", m.Form, Forms())
	for _, part := range []struct {
		key string
		set bool
	}{
		{"original", m.Original}, {"copies", m.Copies != 0}, {"sealed", m.Sealed}, {"both_sides", m.BothSides},
		{"why", !m.Why.Empty()}, {"where", !m.Where.Empty()}, {"concerns", !m.Concerns.Empty()}, {"rare", m.Rare},
	} {
		if part.set {
			c.bad(path+"."+part.key, "printed-here")
		}
	}
}

// condition checks the words of a condition by themselves.
func (c *checker) condition(path string, when Condition) {
	part(c, path+".roles", "unknown-role", when.Roles, roles())
	part(c, path+".organisation_types", "unknown-type", when.Types, visit.OrganisationTypes())
	part(c, path+".keys", "unknown-state", when.Keys, visit.KeyStates())
}

func part[T ~string](c *checker, path, code string, have, known []T) {
	if have != nil && len(have) == 0 {
		c.bad(path, "when-empty")
	}
	each(c, path, code, have, known)
}

// meet reports whether two parts of conditions can hold at once.
func meet[T comparable](a, b []T) bool {
	return len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(x T) bool { return slices.Contains(b, x) })
}
