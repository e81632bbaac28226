package main

import (
	"fmt"
	"slices"
	"strings"

	"hallkiosk/kiosk/guide"
)

// serviceTable is the README's table of the guide, in Markdown: services across,
// forms and materials down.
func serviceTable(g *guide.Guide) string {
	var b strings.Builder
	row := func(first string, cell func(*guide.Service) string) {
		b.WriteString("| " + first + " |")
		for i := range g.Services {
			b.WriteString(" " + cell(&g.Services[i]) + " |")
		}
		b.WriteByte('\n')
	}
	row("", func(s *guide.Service) string { return s.Title.Zh + "<br>" + s.Title.En })
	b.WriteString(strings.Repeat("|---", len(g.Services)+1) + "|\n")
	row("numbers", func(s *guide.Service) string {
		if s.Urgent {
			return s.Letter + ", urgent"
		}
		return s.Letter
	})
	row("附件1 says", func(s *guide.Service) string { return formSays(s.FormBox, s.FormWords) })
	row("附件3 says", func(s *guide.Service) string { return formSays(s.PowerBox, s.PowerWords) })
	row("a U-KEY leads here when", func(s *guide.Service) string {
		if len(s.Remedies) == 0 {
			return ""
		}
		cell := "*" + strings.Join(keyed(s.Remedies, ""), "/") + "*"
		if !s.RemediesBecause.Empty() {
			cell += " ?"
		}
		return cell
	})
	for _, printed := range []bool{true, false} {
		for _, m := range g.Materials {
			if m.Printed() != printed {
				continue
			}
			title := m.Title.Zh + "<br>" + m.Title.En
			if printed {
				title = "**" + m.Form + "** " + title
			}
			row(title, func(s *guide.Service) string { return needed(s, &m) })
		}
	}
	fmt.Fprintf(&b, "\n● always; *in this case only*; ? assumed, for the bureau to confirm: `kioskctl guide -assumptions` says why."+
		" 附件1 to 附件4 are printed, the rest is brought. ☑ a box that is ticked, “…” what is written in. Guide %s.\n", g.Version)
	return b.String()
}

// formSays is what a form says is applied for.
func formSays(box, words string) string {
	switch {
	case box != "":
		return "☑" + box
	case words != "":
		return "“" + words + "”"
	}
	return ""
}

// needed is the cell of a service and a material.
func needed(s *guide.Service, m *guide.Material) string {
	i := slices.IndexFunc(s.Materials, func(n guide.Need) bool { return n.ID == m.ID })
	if i < 0 {
		return ""
	}
	n := s.Materials[i]
	cell := "●"
	if cases := inBrief(n.When, m.When); cases != "" {
		cell = "*" + cases + "*"
	}
	if !m.Concerns.Empty() {
		cell += " whom it concerns"
	}
	if n.Assumed || m.Assumed {
		cell += " ?"
	}
	return cell
}

// inBrief says conditions in as few words as a cell has room for.
func inBrief(all ...guide.Condition) string {
	var parts []string
	add := func(values []string, before string) {
		if len(values) > 0 {
			parts = append(parts, before+strings.Join(values, "/"))
		}
	}
	for _, when := range all {
		add(keyed(when.Roles, ""), "")
		add(keyed(when.Types, ""), "")
		add(keyed(when.Keys, ""), "key ")
	}
	return strings.Join(slices.Compact(parts), ", ")
}
