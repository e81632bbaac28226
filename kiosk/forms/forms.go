// Package forms draws the papers of an application as one PDF document, filled
// in and ready for seal and signature: 附件1 in three copies, 附件2, 附件3 where an
// agent comes, 附件4. They are official forms and exist in Chinese only; labels,
// clauses and notes are the notice's, word for word.
//
// Every value is shown whole: it wraps, then is set smaller, then its row
// grows at the cost of the blank area. What does not fit even so is an
// ErrOverflow, never cut off.
package forms

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"hallkiosk/kiosk/forms/pango"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

// ErrOverflow: a text has no room on its form.
var ErrOverflow = errors.New("text does not fit its box")

// ErrStatementVersion: the guide's statement is not the one that the applicant
// accepted, so that it cannot be printed as theirs.
var ErrStatementVersion = errors.New("the statement accepted is another version")

// Case is what the forms are filled in from.
type Case struct {
	Application *visit.Application
	Ticket      visit.Ticket
	Guide       *guide.Guide
}

// Page describes one page of the document.
type Page struct {
	Form  string // "附件1"
	Title string // "授权委托书"
	// Copy is which of Copies copies the page is, from 1; Keeper is who keeps it.
	Copy, Copies int
	Keeper       string
}

// sheetPlan is a page and how it is filled.
type sheetPlan struct {
	Page
	version string
	fill    func(*sheet, Case)
}

// Pages lists the pages of the case's document in order.
func Pages(c Case) []Page {
	var pages []Page
	for _, p := range plan(c) {
		pages = append(pages, p.Page)
	}
	return pages
}

func plan(c Case) []sheetPlan {
	var plans []sheetPlan
	for i, keeper := range annex1Keepers {
		plans = append(plans, sheetPlan{
			Page:    Page{Form: "附件1", Title: annex1Title, Copy: i + 1, Copies: len(annex1Keepers), Keeper: keeper},
			version: c.Guide.Version,
			fill:    func(s *sheet, c Case) { annex1(s, c, i) },
		})
	}
	one := func(form, title, version string, fill func(*sheet, Case)) {
		plans = append(plans, sheetPlan{Page: Page{Form: form, Title: title, Copy: 1, Copies: 1}, version: version, fill: fill})
	}
	one("附件2", c.Guide.Statement.Title.Zh, c.Guide.Statement.Version, annex2)
	if c.Application.Role == visit.RoleAgent {
		one("附件3", annex3Title, c.Guide.Version, annex3)
	}
	one("附件4", annex4Title, c.Guide.Version, annex4)
	return plans
}

// Render writes the case's forms as one PDF document (A4). The same case gives
// the same bytes. Several goroutines may render at once.
func Render(w io.Writer, c Case) error {
	if err := c.check(); err != nil {
		return fmt.Errorf("forms: %w", err)
	}
	d, err := pango.New(pango.A4, pango.Info{Title: "CA证书办理资料", Created: c.Application.Submitted.In(visit.Changde)})
	if err != nil {
		return fmt.Errorf("forms: %w", err)
	}
	defer d.Close()
	plans := plan(c)
	for i, p := range plans {
		s := &sheet{doc: d, y: bodyTop}
		p.fill(s, c)
		foot(s, c, p, i+1, len(plans))
		if s.err != nil {
			return fmt.Errorf("forms: %s: %w", p.Form, s.err)
		}
		if err := d.EndPage(); err != nil {
			return fmt.Errorf("forms: %s: %w", p.Form, err)
		}
	}
	if _, err := d.WriteTo(w); err != nil {
		return fmt.Errorf("forms: %w", err)
	}
	return nil
}

// check refuses a case that would print something untrue.
func (c Case) check() error {
	if c.Application == nil || c.Guide == nil {
		return errors.New("application and guide are needed")
	}
	if c.Ticket.Case != c.Application.ID {
		return errors.New("the ticket is another case's")
	}
	if c.Application.StatementVersion != c.Guide.Statement.Version {
		return fmt.Errorf("%w: accepted %q, have %q", ErrStatementVersion, c.Application.StatementVersion, c.Guide.Statement.Version)
	}
	service, ok := c.Guide.Service(c.Application.Service)
	switch {
	case !ok:
		return fmt.Errorf("unknown service %q", c.Application.Service)
	case service.FormBox != "" && !slices.Contains(serviceBoxes, service.FormBox):
		return fmt.Errorf("附件1 has no box %q", service.FormBox)
	case service.PowerBox != "" && !slices.Contains(powerBoxes, service.PowerBox):
		return fmt.Errorf("附件3 has no box %q", service.PowerBox)
	}
	return nil
}

// service is the case's service; check has seen that there is one.
func (c Case) service() *guide.Service {
	s, _ := c.Guide.Service(c.Application.Service)
	return s
}
