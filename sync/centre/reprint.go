package centre

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/centre/store"
)

// Forms draws the papers of a case, by the guide that the case was submitted
// under; see package papers.
type Forms interface {
	// Copies lists the copies that the case has, in the order of printing.
	Copies(a *visit.Application, g *guide.Guide) []visit.Paper
	// All draws all of them as one PDF document.
	All(w io.Writer, a *visit.Application, t visit.Ticket, g *guide.Guide) error
	// Copy draws one; its foot says when it was printed again, unless that is zero.
	Copy(w io.Writer, a *visit.Application, t visit.Ticket, g *guide.Guide, p visit.Paper, again time.Time) error
}

// reprintReasons are those for printing a copy again, by the end of their words' key.
func reprintReasons() []string { return []string{"jam", "spoilt", "lost", "faint", "more"} }

// reprinted is one line of the list of what was printed again.
type reprinted struct {
	store.Reprint
	Title, ReasonTitle string
}

// copies are the copies of a case's forms by name; none where the centre draws no forms.
func (c *Centre) copies(f filled, language string) []choice {
	if c.forms == nil {
		return nil
	}
	by, _ := c.guideOf(f.Application.GuideVersion)
	var list []choice
	for _, p := range c.forms.Copies(f.Application, by) {
		list = append(list, choice{Value: string(p), Title: c.paperTitle(language, string(p))})
	}
	return list
}

func (c *Centre) paperTitle(language, paper string) string {
	return c.wordOr(language, "paper.name."+paper, paper)
}

// reprintedOf lists what was printed again of a case.
func (c *Centre) reprintedOf(v *visitor, id string) ([]reprinted, error) {
	list, err := c.store.Reprints(v.Context(), id)
	if err != nil {
		return nil, err
	}
	var all []reprinted
	for _, r := range list {
		all = append(all, reprinted{Reprint: r, Title: c.paperTitle(v.language, r.Paper),
			ReasonTitle: c.wordOr(v.language, "centre.reprint.because."+r.Reason, r.Reason)})
	}
	return all, nil
}

// reprint notes who prints which copy again, when and why. The page then offers
// that very paper, whose foot says so.
func (c *Centre) reprint(w http.ResponseWriter, v *visitor) error {
	if err := v.ParseForm(); err != nil {
		return formError(err)
	}
	loaded, err := c.loadCase(v.Context(), v.PathValue("id"))
	if err != nil {
		return err
	}
	paper, reason := v.PostFormValue("paper"), v.PostFormValue("reason")
	has := slices.ContainsFunc(c.copies(loaded, v.language), func(p choice) bool { return p.Value == paper })
	switch {
	case paper != "" && !has:
		return errBadForm
	case !has || !slices.Contains(reprintReasons(), reason):
		return c.casePage(w, v, http.StatusUnprocessableEntity, func(p *casePage) { p.Problem = p.T("problem.reprint") })
	}
	return c.act(w, v, deed{
		event: audit.FormReprinted, more: []slog.Attr{audit.String(audit.KeyPaper, paper), audit.String(audit.KeyReason, reason)},
		anchor: "#forms",
		do:     func(by store.By) error { return c.store.AddReprint(v.Context(), loaded.ID, paper, reason, by) },
	})
}

// showForms writes the case's forms as a PDF, whole or not at all.
func (c *Centre) showForms(w http.ResponseWriter, v *visitor) error {
	return c.showPDF(w, v, "read forms", func(out io.Writer, f filled, by *guide.Guide) error {
		return c.forms.All(out, f.Application, f.Ticket, by)
	})
}

// showCopy writes one copy, as it came from the kiosk.
func (c *Centre) showCopy(w http.ResponseWriter, v *visitor) error {
	paper, ok := strings.CutSuffix(v.PathValue("file"), ".pdf")
	return c.showPDF(w, v, "read form", func(out io.Writer, f filled, by *guide.Guide) error {
		if !ok || !slices.Contains(c.forms.Copies(f.Application, by), visit.Paper(paper)) {
			return store.ErrUnknown
		}
		return c.forms.Copy(out, f.Application, f.Ticket, by, visit.Paper(paper), time.Time{})
	})
}

// showReprint writes a copy that was noted as printed again.
func (c *Centre) showReprint(w http.ResponseWriter, v *visitor) error {
	serial, ok := strings.CutSuffix(v.PathValue("file"), ".pdf")
	return c.showPDF(w, v, "read reprint", func(out io.Writer, f filled, by *guide.Guide) error {
		list, err := c.store.Reprints(v.Context(), f.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(r store.Reprint) bool { return ok && strconv.Itoa(r.Serial) == serial })
		if i < 0 {
			return store.ErrUnknown
		}
		return c.forms.Copy(out, f.Application, f.Ticket, by, visit.Paper(list[i].Paper), list[i].At)
	})
}

// showPDF writes what draw draws of a case, and notes who read it.
func (c *Centre) showPDF(w http.ResponseWriter, v *visitor, act string, draw func(io.Writer, filled, *guide.Guide) error) error {
	if c.forms == nil {
		return store.ErrUnknown
	}
	loaded, err := c.loadCase(v.Context(), v.PathValue("id"))
	if err != nil {
		return err
	}
	if err := c.store.Log(v.Context(), v.by(c.now()), act, loaded.ID); err != nil {
		return err
	}
	var pdf bytes.Buffer
	by, _ := c.guideOf(loaded.Application.GuideVersion)
	if err := draw(&pdf, loaded, by); err != nil {
		return fmt.Errorf("centre: forms: %w", err)
	}
	h := w.Header()
	// A browser's PDF viewer brings styles of its own, which the pages' policy forbids.
	h.Set("Content-Security-Policy", "frame-ancestors 'none'")
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", `inline; filename="`+loaded.Number+`.pdf"`)
	h.Set("Content-Length", strconv.Itoa(pdf.Len()))
	_, _ = pdf.WriteTo(w) // a browser that is gone asks again
	return nil
}
