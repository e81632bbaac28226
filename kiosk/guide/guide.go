// Package guide holds what the hall's notice says, as data: services, the
// materials they need and when, the statement, place, contacts and the choices
// of the forms. It is loaded from TOML that a clerk can change and refused
// whole when anything in it does not fit together.
package guide

import (
	"slices"

	"hallkiosk/kiosk/visit"
)

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

// Guide is one version of the notice.
type Guide struct {
	Version   string     `toml:"version"` // "2026-11-22.1"
	Title     Text       `toml:"title"`
	Bureau    Text       `toml:"bureau"`
	Platform  Text       `toml:"platform"`
	Project   string     `toml:"project"` // 项目名称 on 附件1
	Place     Place      `toml:"place"`
	Support   Support    `toml:"support"`
	SealTypes []Choice   `toml:"seal_types"`
	Services  []Service  `toml:"services"`
	Materials []Material `toml:"materials"`
	Statement Statement  `toml:"statement"`
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

// Service is one business that people come for.
type Service struct {
	ID      string   `toml:"id"`
	Letter  string   `toml:"letter"` // of its ticket numbers, one of A to Z
	Title   Text     `toml:"title"`
	Explain Text     `toml:"explain"`
	FormBox string   `toml:"form_box"`  // box ticked in 附件1
	Power   string   `toml:"power_box"` // box ticked in 附件3
	Steps   []string `toml:"steps"`     // screens, in order; see Steps
	// Materials are the IDs of what the service may need, in the notice's order.
	Materials []string `toml:"materials"`
}

// Material is one paper to bring, or one that the kiosk prints.
type Material struct {
	ID    string `toml:"id"`
	Title Text   `toml:"title"`
	// Detail says which copies, how many, whether sealed.
	Detail Text `toml:"detail"`
	// Why says what happens without it; Where says where to get it.
	Why   Text `toml:"why"`
	Where Text `toml:"where"`
	// Printed: the kiosk prints it; nobody needs to bring it.
	Printed bool `toml:"printed"`
	// When names the cases in which it is needed; empty: always.
	When Condition `toml:"when"`
}

// Condition says in which cases something applies. Empty parts always hold.
type Condition struct {
	Roles []visit.Role             `toml:"roles"`
	Types []visit.OrganisationType `toml:"organisation_types"`
}

// Statement is the text of 附件2 that the applicant accepts.
type Statement struct {
	Version string   `toml:"version"`
	Title   Text     `toml:"title"`
	Preface Text     `toml:"preface"`
	Clauses []Clause `toml:"clauses"`
	Closing Text     `toml:"closing"`
}

// Clause is one numbered clause of the statement, with its sub-points.
type Clause struct {
	Text   Text   `toml:"text"`
	Points []Text `toml:"points"`
}

// Steps are the screens that a service may ask for.
func Steps() []string {
	return []string{"role", "materials", "card", "licence", "legal", "organisation", "contact", "statement", "review"}
}

// asking are the steps without which a field of a visit could be doubted and
// not be put right.
func asking() []string {
	return slices.DeleteFunc(Steps(), func(step string) bool { return step == "materials" })
}

// Service finds a service by ID.
func (g *Guide) Service(id string) (*Service, bool) {
	for i := range g.Services {
		if g.Services[i].ID == id {
			return &g.Services[i], true
		}
	}
	return nil, false
}

// Material finds a material by ID.
func (g *Guide) Material(id string) (*Material, bool) {
	for i := range g.Materials {
		if g.Materials[i].ID == id {
			return &g.Materials[i], true
		}
	}
	return nil, false
}

// Holds reports whether the condition holds for the visit. What the visit has
// not said yet is taken to hold, so that a list shown early errs on asking.
func (c Condition) Holds(v *visit.Visit) bool {
	return holds(c.Roles, v.Role) && holds(c.Types, v.Organisation.Type)
}

func holds[T ~string](wanted []T, have T) bool {
	if len(wanted) == 0 || have == "" {
		return true
	}
	for _, w := range wanted {
		if w == have {
			return true
		}
	}
	return false
}

// Needed returns the materials that the visit's service asks for in its case,
// in the notice's order.
func (g *Guide) Needed(v *visit.Visit) []Material {
	s, ok := g.Service(v.Service)
	if !ok {
		return nil
	}
	var needed []Material
	for _, id := range s.Materials {
		if m, ok := g.Material(id); ok && m.When.Holds(v) {
			needed = append(needed, *m)
		}
	}
	return needed
}

// Missing returns what is needed, not printed here, and not brought: what the
// person would be sent home for.
func (g *Guide) Missing(v *visit.Visit) []Material {
	var missing []Material
	for _, m := range g.Needed(v) {
		if !m.Printed && !v.Brought[m.ID] {
			missing = append(missing, m)
		}
	}
	return missing
}
