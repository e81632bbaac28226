// Package guide holds what the hall's notice says, as data: services, the
// materials they need and when, the statement, place, contacts, drivers and the
// choices of the forms. It is loaded from TOML that a clerk can change and
// refused whole when anything in it does not fit together.
package guide

import "hallkiosk/kiosk/visit"

// Text is one text in both languages.
type Text struct {
	Zh string `toml:"zh"`
	En string `toml:"en"`
}

// In returns the text in a language, "zh" or "en"; Chinese where there is no other.
func (t Text) In(language string) string {
	if language == "en" && t.En != "" {
		return t.En
	}
	return t.Zh
}

// Empty reports whether the text says nothing in either language.
func (t Text) Empty() bool { return t == Text{} }

// Guide is one version of the notice.
type Guide struct {
	Version   string     `toml:"version"` // "2026-11-22.1"
	Title     Text       `toml:"title"`
	Bureau    Text       `toml:"bureau"`
	Platform  Text       `toml:"platform"`
	Project   string     `toml:"project"` // 项目名称 on 附件1
	Place     Place      `toml:"place"`
	Support   Support    `toml:"support"`
	Binding   Text       `toml:"binding"` // how certificate and account are tied
	SealTypes []Choice   `toml:"seal_types"`
	Services  []Service  `toml:"services"`
	Materials []Material `toml:"materials"`
	Statement Statement  `toml:"statement"`
	Install   Install    `toml:"install"`
	Drivers   []Driver   `toml:"drivers"`
}

// Place is where the windows are and whom to ask.
type Place struct {
	Hall    Text   `toml:"hall"`
	Address Text   `toml:"address"`
	Windows Text   `toml:"windows"` // "7、8号窗口"
	Contact string `toml:"contact"`
	Phone   string `toml:"phone"`
}

// Support is the certificate authority's help.
type Support struct {
	Company Text   `toml:"company"`
	Hotline string `toml:"hotline"`
	QQ      string `toml:"qq"`
	Website string `toml:"website"`
	Driver  struct {
		Contact string `toml:"contact"`
		Phone   string `toml:"phone"`
	} `toml:"driver"`
}

// Choice is one of several answers. Value is what the form shows.
type Choice struct {
	Value string `toml:"value"`
	Title Text   `toml:"title"`
}

// Service finds a service by ID.
func (g *Guide) Service(id string) (*Service, bool) {
	return find(g.Services, id, func(s *Service) string { return s.ID })
}

// Material finds a material by ID.
func (g *Guide) Material(id string) (*Material, bool) {
	return find(g.Materials, id, func(m *Material) string { return m.ID })
}

func find[T any](list []T, id string, of func(*T) string) (*T, bool) {
	for i := range list {
		if of(&list[i]) == id {
			return &list[i], true
		}
	}
	return nil, false
}

// Needed returns the materials that the visit's service asks for in its case,
// in the service's order, but for those that were put aside as not concerning
// the person.
func (g *Guide) Needed(v *visit.Visit) []Material {
	var needed []Material
	for _, m := range g.Listed(v) {
		if !v.Exempt[m.ID] {
			needed = append(needed, m)
		}
	}
	return needed
}

// Listed returns the materials that the visit's service asks for in its case,
// in the service's order, those among them that were put aside, too.
func (g *Guide) Listed(v *visit.Visit) []Material {
	s, ok := g.Service(v.Service)
	if !ok {
		return nil
	}
	var listed []Material
	for _, need := range s.Materials {
		if m, ok := g.Material(need.ID); ok && need.When.Holds(v) && m.When.Holds(v) {
			listed = append(listed, *m)
		}
	}
	return listed
}

// PutAside puts aside what few need of the visit's case, as long as the person has
// neither brought it nor said whether it concerns them.
func (g *Guide) PutAside(v *visit.Visit) {
	for _, m := range g.Listed(v) {
		if _, said := v.Exempt[m.ID]; m.Rare && !said && !v.Brought[m.ID] {
			v.Exempt[m.ID] = true
		}
	}
}

// Missing returns what is needed, not printed here, and not brought: what the
// person would be sent home for.
func (g *Guide) Missing(v *visit.Visit) []Material {
	var missing []Material
	for _, m := range g.Needed(v) {
		if !m.Printed() && !v.Brought[m.ID] {
			missing = append(missing, m)
		}
	}
	return missing
}
