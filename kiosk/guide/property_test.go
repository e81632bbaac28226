package guide_test

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/pelletier/go-toml/v2"
	"pgregory.net/rapid"

	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

// word is a short text in both languages.
func word(r *rapid.T, label string) guide.Text {
	return guide.Text{
		Zh: rapid.StringMatching(`[一-龥]{1,12}`).Draw(r, label+" zh"),
		En: rapid.StringMatching(`[A-Za-z][a-z ]{0,20}[a-z]`).Draw(r, label+" en"),
	}
}

// some draws a subset of a list, in its order; nil where it is empty.
func some[T any](r *rapid.T, label string, list []T) []T {
	var out []T
	for _, x := range list {
		if rapid.Bool().Draw(r, label) {
			out = append(out, x)
		}
	}
	return out
}

// edits are what a clerk may do to a guide that leaves it one.
func edits() map[string]func(*rapid.T, *guide.Guide) {
	return map[string]func(*rapid.T, *guide.Guide){
		"another title": func(r *rapid.T, g *guide.Guide) {
			g.Services[rapid.IntRange(0, len(g.Services)-1).Draw(r, "service")].Title = word(r, "title")
		},
		"another phone": func(r *rapid.T, g *guide.Guide) {
			g.Place.Phone = rapid.StringMatching(`(1[3-9][0-9]{9}|07[0-9]{2}-[2-9][0-9]{6})`).Draw(r, "phone")
		},
		"a service fewer": func(r *rapid.T, g *guide.Guide) {
			if i := rapid.IntRange(0, len(g.Services)-1).Draw(r, "service"); len(g.Services) > 1 {
				g.Services = slices.Delete(g.Services, i, i+1)
			}
		},
		"services in another order": func(r *rapid.T, g *guide.Guide) {
			g.Services = rapid.Permutation(g.Services).Draw(r, "services")
		},
		"a driver fewer": func(r *rapid.T, g *guide.Guide) {
			if len(g.Drivers) > 0 {
				i := rapid.IntRange(0, len(g.Drivers)-1).Draw(r, "driver")
				g.Drivers = slices.Delete(g.Drivers, i, i+1)
			}
		},
		"one more paper for a service": func(r *rapid.T, g *guide.Guide) {
			id := rapid.StringMatching(`x[a-z0-9]{3,8}`).Draw(r, "id")
			if _, taken := g.Material(id); taken || len(g.Materials) > 40 {
				return
			}
			m := guide.Material{ID: id, Title: word(r, "title"), Why: word(r, "why"), Where: word(r, "where"), Copies: rapid.IntRange(1, 9).Draw(r, "copies")}
			m.Sealed, m.Original = rapid.Bool().Draw(r, "sealed"), rapid.Bool().Draw(r, "original")
			m.When.Types = some(r, "type", visit.OrganisationTypes())
			g.Materials = append(g.Materials, m)
			s := &g.Services[rapid.IntRange(0, len(g.Services)-1).Draw(r, "service")]
			n := guide.Need{ID: id}
			n.When.Keys = some(r, "key", s.Keys)
			n.When.Roles = some(r, "role", []visit.Role{visit.RoleAgent, visit.RoleLegal})
			if n.Assumed = rapid.Bool().Draw(r, "assumed"); n.Assumed {
				n.Because = word(r, "because")
			}
			s.Materials = slices.Insert(slices.Clone(s.Materials), rapid.IntRange(0, len(s.Materials)).Draw(r, "at"), n)
		},
		"a paper fewer that is brought": func(r *rapid.T, g *guide.Guide) {
			s := &g.Services[rapid.IntRange(0, len(g.Services)-1).Draw(r, "service")]
			s.Materials = slices.DeleteFunc(slices.Clone(s.Materials), func(n guide.Need) bool {
				m, ok := g.Material(n.ID)
				return ok && !m.Printed() && rapid.Bool().Draw(r, "drop")
			})
		},
	}
}

// TestEditedGuidesLoadAndKeepTheirRules edits the shipped guide, writes it as
// TOML, loads it, and looks at what any visit is asked for.
func TestEditedGuidesLoadAndKeepTheirRules(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		g, err := guide.Parse(shipped(t))
		if err != nil {
			r.Fatal(err)
		}
		all := edits()
		names := slices.Sorted(maps.Keys(all))
		for range rapid.IntRange(0, 8).Draw(r, "edits") {
			all[rapid.SampledFrom(names).Draw(r, "edit")](r, g)
		}
		text, err := toml.Marshal(tidy(g))
		if err != nil {
			r.Fatal(err)
		}
		loaded, err := guide.Parse(map[string][]byte{"all.toml": text})
		if err != nil {
			r.Fatalf("%v\n%s", err, text)
		}
		v := &visit.Visit{
			Service: rapid.SampledFrom(loaded.Services).Draw(r, "service").ID,
			Role:    rapid.SampledFrom([]visit.Role{"", visit.RoleAgent, visit.RoleLegal}).Draw(r, "role"),
			Key:     rapid.SampledFrom(append(visit.KeyStates(), "")).Draw(r, "key"),
			Brought: map[string]bool{}, Exempt: map[string]bool{},
		}
		v.Organisation.Type = rapid.SampledFrom(append(visit.OrganisationTypes(), "")).Draw(r, "type")
		for _, m := range loaded.Materials {
			v.Brought[m.ID], v.Exempt[m.ID] = rapid.Bool().Draw(r, "brought"), !m.Printed() && rapid.Bool().Draw(r, "exempt")
		}
		rules(r, loaded, v)
	})
}

// rules checks what Listed, Needed and Missing promise of any guide and visit.
func rules(r *rapid.T, g *guide.Guide, v *visit.Visit) {
	s, _ := g.Service(v.Service)
	order := map[string]int{}
	for i, n := range s.Materials {
		order[n.ID] = i
	}
	listed, needed, missing := ids(g.Listed(v)), ids(g.Needed(v)), ids(g.Missing(v))
	for _, list := range [][]string{listed, needed, missing} {
		for i := 1; i < len(list); i++ {
			if order[list[i-1]] >= order[list[i]] {
				r.Fatalf("%v is not in the service's order", list)
			}
		}
	}
	forms := 0
	for _, m := range g.Materials {
		_, asked := order[m.ID]
		in := slices.Contains(needed, m.ID)
		if slices.Contains(listed, m.ID) != (asked && s.Materials[order[m.ID]].When.Holds(v) && m.When.Holds(v)) {
			r.Fatalf("%s is listed against its conditions", m.ID)
		}
		if in != (slices.Contains(listed, m.ID) && !v.Exempt[m.ID]) {
			r.Fatalf("%s is needed: %v", m.ID, in)
		}
		if slices.Contains(missing, m.ID) != (in && !m.Printed() && !v.Brought[m.ID]) {
			r.Fatalf("%s is missing against what was said", m.ID)
		}
		if in && m.Printed() {
			forms++
		}
	}
	if forms == 0 {
		r.Fatal("a case that ends in no form")
	}
	// Saying more never asks for more.
	unsaid := *v
	unsaid.Role, unsaid.Key, unsaid.Organisation.Type = "", "", ""
	for _, id := range needed {
		if !slices.Contains(ids(g.Needed(&unsaid)), id) {
			r.Fatalf("%s is needed once more is said", id)
		}
	}
}

// tidy returns the guide as a table without the empty lists that a clerk leaves out.
func tidy(g *guide.Guide) any {
	text, err := toml.Marshal(g)
	if err != nil {
		return err
	}
	var tree map[string]any
	if err := toml.Unmarshal(text, &tree); err != nil {
		return err
	}
	prune(tree)
	return tree
}

func prune(tree map[string]any) {
	for key, value := range tree {
		switch v := value.(type) {
		case map[string]any:
			prune(v)
		case []any:
			for _, item := range v {
				if table, ok := item.(map[string]any); ok {
					prune(table)
				}
			}
			if len(v) == 0 {
				delete(tree, key)
			}
		}
	}
}

// TestDamagedFilesAreAnswered puts pieces of the shipped files where they do
// not belong: the answer is a guide or mistakes that say where.
func TestDamagedFilesAreAnswered(t *testing.T) {
	files := shipped(t)
	names := slices.Sorted(maps.Keys(files))
	rapid.Check(t, func(r *rapid.T) {
		damaged := maps.Clone(files)
		for range rapid.IntRange(1, 4).Draw(r, "times") {
			name, from := rapid.SampledFrom(names).Draw(r, "file"), files[rapid.SampledFrom(names).Draw(r, "from")]
			text := slices.Clone(damaged[name])
			at := rapid.IntRange(0, len(text)).Draw(r, "at")
			end := min(len(text), at+rapid.IntRange(0, 40).Draw(r, "gone"))
			begin := rapid.IntRange(0, len(from)).Draw(r, "piece")
			piece := from[begin:min(len(from), begin+rapid.IntRange(0, 200).Draw(r, "long"))]
			if rapid.Bool().Draw(r, "signs") {
				piece = []byte(rapid.StringMatching(`[\[\]{}=.,"'#\n a0\\]{0,12}`).Draw(r, "new"))
			}
			damaged[name] = slices.Replace(text, at, end, piece...)
		}
		g, err := guide.Parse(damaged)
		var found guide.Mistakes
		if (g == nil) != errors.As(err, &found) {
			r.Fatalf("guide %v, %v", g != nil, err)
		}
		for _, m := range found {
			codes{}.add(r, m)
			if _, ok := damaged[m.File]; !ok || m.Line < 1 {
				r.Fatalf("%+v", m)
			}
		}
	})
}
