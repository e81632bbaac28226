package guide

import (
	"slices"

	"hallkiosk/kiosk/visit"
)

// Material is one paper or thing to bring, or a form that the kiosk prints.
type Material struct {
	ID    string `toml:"id"`
	Title Text   `toml:"title"`
	// Form is the form that the kiosk prints, filled in: "附件1". "": it is brought.
	Form string `toml:"form"`
	// Original: the original is shown. Copies are kept by the window; Sealed: each
	// bears the organisation's seal; BothSides: of both sides.
	Original  bool `toml:"original"`
	Copies    int  `toml:"copies"`
	Sealed    bool `toml:"sealed"`
	BothSides bool `toml:"both_sides"`
	// Note is what else to know; it may be empty.
	Note Text `toml:"note"`
	// Why says what happens without it; Where says where to get it.
	Why   Text `toml:"why"`
	Where Text `toml:"where"`
	// Concerns names those who need it, where not everybody does: a person may
	// say that it does not concern them. Empty: it concerns everybody.
	Concerns Text `toml:"concerns"`
	// Rare: few of those who come for a service that lists it need it, so it is
	// put aside until the person says that it concerns them.
	Rare bool `toml:"rare"`
	// When names the cases in which any service asks for it; empty: always.
	When Condition `toml:"when"`
	// Assumed: the notice does not name it, or not the case; Because says why we
	// think so.
	Assumed bool `toml:"assumed"`
	Because Text `toml:"because"`
}

// Printed reports whether this kiosk prints it, so that nobody need bring it.
func (m *Material) Printed() bool { return m.Form != "" }

// Forms are what Material.Form may name.
func Forms() []string { return []string{"附件1", "附件2", "附件3", "附件4"} }

// Condition says in which cases something applies. Empty parts always hold.
type Condition struct {
	Roles []visit.Role             `toml:"roles"`
	Types []visit.OrganisationType `toml:"organisation_types"`
	Keys  []visit.KeyState         `toml:"keys"`
}

// Holds reports whether the condition holds for the visit. What the visit has
// not said yet is taken to hold, so that a list shown early errs on asking.
func (c Condition) Holds(v *visit.Visit) bool {
	return holds(c.Roles, v.Role) && holds(c.Types, v.Organisation.Type) && holds(c.Keys, v.Key)
}

// Empty reports whether the condition always holds.
func (c Condition) Empty() bool { return len(c.Roles) == 0 && len(c.Types) == 0 && len(c.Keys) == 0 }

func holds[T ~string](wanted []T, have T) bool {
	return len(wanted) == 0 || have == "" || slices.Contains(wanted, have)
}
