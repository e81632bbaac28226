// Package forms draws the papers of an application, filled in and ready for
// seal and signature: of 附件1 (in three copies), 附件2, 附件3 and 附件4 those
// that the guide prints in its case, all as one PDF document or each copy as
// one of its own. They are official forms and exist in Chinese only; labels,
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
	"time"

	"hallkiosk/kiosk/forms/pango"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

// ErrOverflow: a text has no room on its form.
var ErrOverflow = errors.New("text does not fit its box")

// ErrStatementVersion: the guide's statement is not the one that the applicant
// accepted, so that it cannot be printed as theirs.
var ErrStatementVersion = errors.New("the statement accepted is another version")

// ErrNoCopy: the case has no such paper.
var ErrNoCopy = errors.New("the case has no such copy")

// Case is what the forms are filled in from.
type Case struct {
	Application *visit.Application
	Ticket      visit.Ticket
	Guide       *guide.Guide // the one of Application.GuideVersion
	// Reprint is when a person asked for paper that was printed before, which
	// its foot then says; zero: it is the first time.
	Reprint time.Time
}

// Render writes all of the case's copies as one PDF document (A4). The same
// case gives the same bytes. Several goroutines may render at once.
func Render(w io.Writer, c Case) error {
	return c.render(w, func(sheetPlan) bool { return true })
}

// RenderCopy writes one of the case's Copies as a PDF document of one page, the
// same as within the whole document: its foot says which page of how many it is.
func RenderCopy(w io.Writer, c Case, paper visit.Paper) error {
	return c.render(w, func(p sheetPlan) bool { return p.Paper == paper })
}

// render writes the pages that are wanted, at least one.
func (c Case) render(w io.Writer, wanted func(sheetPlan) bool) error {
	if err := c.check(); err != nil {
		return fmt.Errorf("forms: %w", err)
	}
	c = c.folded()
	plans := plan(c)
	if !slices.ContainsFunc(plans, wanted) {
		return fmt.Errorf("forms: %w", ErrNoCopy)
	}
	d, err := pango.New(pango.A4, pango.Info{Title: "CA证书办理资料", Created: c.Application.Submitted.In(visit.Changde)})
	if err != nil {
		return fmt.Errorf("forms: %w", err)
	}
	defer d.Close()
	for i, p := range plans {
		if !wanted(p) {
			continue
		}
		if err := c.page(d, p, i+1, len(plans)); err != nil {
			return fmt.Errorf("forms: %s: %w", p.Form, err)
		}
	}
	if _, err := d.WriteTo(w); err != nil {
		return fmt.Errorf("forms: %w", err)
	}
	return nil
}

// page draws one page, the number-th of pages.
func (c Case) page(d *pango.Document, p sheetPlan, number, pages int) error {
	s := &sheet{doc: d, y: bodyTop}
	p.fill(s, c)
	foot(s, c, p, number, pages)
	if s.err != nil {
		return s.err
	}
	return d.EndPage()
}

// service is the case's service; check has seen that there is one.
func (c Case) service() *guide.Service {
	s, _ := c.Guide.Service(c.Application.Service)
	return s
}
