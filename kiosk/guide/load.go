package guide

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"sort"

	"github.com/BurntSushi/toml"

	"hallkiosk/kiosk/visit"
)

// Load reads every *.toml in the folder of fsys, in the order of their names,
// as parts of one guide, and validates the whole.
func Load(fsys fs.FS, folder string) (*Guide, error) {
	names, err := fs.Glob(fsys, path.Join(folder, "*.toml"))
	if err != nil {
		return nil, fmt.Errorf("guide: load: %w", err)
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("guide: load: no *.toml in %q", folder)
	}
	sort.Strings(names)
	var g Guide
	home := map[string]string{} // top-level key → its file
	for _, name := range names {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("guide: load: %w", err)
		}
		meta, err := toml.Decode(string(text), &g)
		if err != nil {
			return nil, fmt.Errorf("guide: load %s: %w", name, err)
		}
		if unknown := meta.Undecoded(); len(unknown) > 0 {
			return nil, fmt.Errorf("guide: load %s: unknown key %q", name, unknown[0].String())
		}
		for _, key := range meta.Keys() {
			// The second file's list would silently take the first's place.
			if other, ok := home[key[0]]; ok && other != name {
				return nil, fmt.Errorf("guide: load %s: %q stands in %s too", name, key[0], other)
			}
			home[key[0]] = name
		}
	}
	if err := g.Validate(); err != nil {
		return nil, fmt.Errorf("guide: %w", err)
	}
	return &g, nil
}

// Validate reports everything about the guide that does not fit together.
func (g *Guide) Validate() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	need := func(t Text, where string) {
		if t.Zh == "" || t.En == "" {
			bad("%s: a text in both zh and en is needed", where)
		}
	}
	if g.Version == "" {
		bad("version is missing")
	}
	need(g.Title, "title")
	need(g.Bureau, "bureau")
	need(g.Platform, "platform")
	need(g.Place.Hall, "place.hall")
	need(g.Place.Address, "place.address")
	need(g.Place.Windows, "place.windows")
	need(g.Support.Company, "support.company")
	if g.Project == "" {
		bad("project is missing")
	}
	if len(g.SealTypes) == 0 {
		bad("seal_types: at least one is needed")
	}
	for i, c := range g.SealTypes {
		need(c.Title, fmt.Sprintf("seal_types[%d].title", i))
		if d := visit.CheckText(c.Value, visit.MaxOther); d != nil {
			bad("seal_types[%d].value: %w", i, d)
		}
	}
	g.validateMaterials(bad, need)
	g.validateServices(bad, need)
	g.validateStatement(bad, need)
	return errors.Join(errs...)
}

func (g *Guide) validateMaterials(bad func(string, ...any), need func(Text, string)) {
	seen := map[string]bool{}
	types := visit.OrganisationTypes()
	for i, m := range g.Materials {
		where := fmt.Sprintf("materials[%d] %q", i, m.ID)
		if m.ID == "" || seen[m.ID] {
			bad("%s: an id of its own is needed", where)
		}
		seen[m.ID] = true
		need(m.Title, where+".title")
		if !m.Printed() {
			need(m.Why, where+".why")
			need(m.Where, where+".where")
		}
		for _, r := range m.When.Roles {
			if r != visit.RoleLegal && r != visit.RoleAgent {
				bad("%s: unknown role %q", where, r)
			}
		}
		for _, t := range m.When.Types {
			if !contains(types, t) {
				bad("%s: unknown organisation type %q", where, t)
			}
		}
	}
}

func (g *Guide) validateServices(bad func(string, ...any), need func(Text, string)) {
	if len(g.Services) == 0 {
		bad("services: at least one is needed")
	}
	seen := map[string]bool{}
	for i, s := range g.Services {
		where := fmt.Sprintf("services[%d] %q", i, s.ID)
		if s.ID == "" || seen[s.ID] {
			bad("%s: an id of its own is needed", where)
		}
		seen[s.ID] = true
		if len(s.Letter) != 1 || s.Letter[0] < 'A' || s.Letter[0] > 'Z' {
			bad("%s: letter must be one of A to Z", where)
		}
		need(s.Title, where+".title")
		need(s.Explain, where+".explain")
		for _, step := range requiredSteps() {
			if !contains(s.Steps, step) {
				bad("%s: step %q is missing", where, step)
			}
		}
		for _, step := range s.Steps {
			if !contains(Steps(), step) {
				bad("%s: unknown step %q", where, step)
			}
		}
		for _, n := range s.Materials {
			if _, ok := g.Material(n.ID); !ok {
				bad("%s: unknown material %q", where, n.ID)
			}
		}
	}
}

func (g *Guide) validateStatement(bad func(string, ...any), need func(Text, string)) {
	s := &g.Statement
	if s.Version == "" || len(s.Clauses) == 0 {
		bad("statement: version and clauses are needed")
	}
	need(s.Title, "statement.title")
	need(s.Preface, "statement.preface")
	need(s.Closing, "statement.closing")
	for i, c := range s.Clauses {
		need(c.Text, fmt.Sprintf("statement.clauses[%d]", i))
		for j, p := range c.Points {
			need(p, fmt.Sprintf("statement.clauses[%d].points[%d]", i, j))
		}
	}
}

func contains[T comparable](list []T, x T) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}
