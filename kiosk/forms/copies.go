package forms

import (
	"slices"

	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

// Page describes one page.
type Page struct {
	Form  string // "附件1"
	Title string // "授权委托书"
	// Copy is which of Copies copies the page is, from 1; Keeper is who keeps it.
	Copy, Copies int
	Keeper       string
}

// Copy is one paper of a case: a page that is printed, asked about and printed
// again alone.
type Copy struct {
	Paper visit.Paper
	Page
}

// sheetPlan is a copy and how it is filled.
type sheetPlan struct {
	Copy
	version string // of the text that the page gives
	fill    func(*sheet, Case)
}

// Copies lists the papers of the case in printing order: the copies of those
// forms that are among the application's materials, as the case's guide
// prints them.
func Copies(c Case) []Copy {
	if c.Application == nil || c.Guide == nil {
		return nil
	}
	var copies []Copy
	for _, p := range plan(c) {
		copies = append(copies, p.Copy)
	}
	return copies
}

// plan returns the case's pages in printing order.
func plan(c Case) []sheetPlan {
	var plans []sheetPlan
	one := func(paper visit.Paper, form, title, version string, fill func(*sheet, Case)) {
		page := Page{Form: form, Title: title, Copy: 1, Copies: 1}
		plans = append(plans, sheetPlan{Copy: Copy{Paper: paper, Page: page}, version: version, fill: fill})
	}
	if c.prints("附件1") {
		plans = append(plans, annex1Plans(c.Guide)...)
	}
	if c.prints("附件2") {
		one(visit.PaperAnnex2, "附件2", c.Guide.Statement.Title.Zh, c.Guide.Statement.Version, annex2)
	}
	if c.prints("附件3") {
		one(visit.PaperAnnex3, "附件3", annex3Title, c.Guide.Version, annex3)
	}
	if c.prints("附件4") {
		one(visit.PaperAnnex4, "附件4", annex4Title, c.Guide.Version, annex4)
	}
	return plans
}

// annex1Plans are the three copies of 附件1.
func annex1Plans(g *guide.Guide) []sheetPlan {
	papers := []visit.Paper{visit.PaperAnnex11, visit.PaperAnnex12, visit.PaperAnnex13}
	var plans []sheetPlan
	for i, keeper := range annex1Keepers {
		page := Page{Form: "附件1", Title: annex1Title, Copy: i + 1, Copies: len(annex1Keepers), Keeper: keeper}
		plans = append(plans, sheetPlan{
			Copy: Copy{Paper: papers[i], Page: page}, version: g.Version,
			fill: func(s *sheet, c Case) { annex1(s, c, i) },
		})
	}
	return plans
}

// prints reports whether the form is one of those that the case needs.
func (c Case) prints(form string) bool {
	return slices.ContainsFunc(c.Application.Materials, func(m visit.MaterialState) bool {
		material, ok := c.Guide.Material(m.Material)
		return ok && material.Form == form && !m.Exempt
	})
}
