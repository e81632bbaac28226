package centre

import (
	"net/http"
	"slices"

	"hallkiosk/kiosk/checklist"
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/centre/store"
)

type casePage struct {
	page
	Case       store.Case
	Service    string
	Again      bool // the ticket was scanned before
	Mine       bool // by the one who looks at it
	OldDay     bool
	Window     bool // may act on it
	HasForms   bool
	Copies     []choice // of the forms
	Reprinted  []reprinted
	Because    []choice // reasons for printing again
	Groups     []group
	Materials  []material
	Unticked   int
	Decisions  []decision
	Also       []store.Case // unfinished ones of the same person and service
	Reasons    []choice
	Problem    string // what is wrong with the form that was sent
	Note       string // as typed there
	Reason     string
	GuideOther bool // submitted under a guide that this centre never had
	Approvals  []store.Approval
	Approvable bool // by whoever looks at it, now
	Unapproved bool // the information centre has yet to decide
}

type choice struct{ Value, Title string }

type decision struct {
	store.Decision
	ReasonTitle string
}

// reasons are those for sending somebody back, by the end of their words' key.
func reasons() []string {
	return []string{"missing", "seal", "copy", "mismatch", "expired", "person", "other"}
}

// reason is why a case was sent back or ended as it was, in words: those that an
// applicant reads, too, but where the window is told another thing; "" for none.
func (c *Centre) reason(language, code string) string {
	return c.wordOr(language, "centre.reason."+code, c.wordOr(language, "reason."+code, ""))
}

func (c *Centre) showCase(w http.ResponseWriter, v *visitor) error {
	return c.casePage(w, v, http.StatusOK, func(*casePage) {})
}

// casePage shows a case as it stands; change sets what a failed form says.
func (c *Centre) casePage(w http.ResponseWriter, v *visitor, status int, change func(*casePage)) error {
	loaded, err := c.loadCase(v.Context(), v.PathValue("id"))
	if err != nil {
		return err
	}
	if err := c.store.Log(v.Context(), v.by(c.now()), "read", loaded.ID); err != nil {
		return err
	}
	_, known := c.guideOf(loaded.Application.GuideVersion)
	p := casePage{
		page: c.page(v, "centre.case.title"), Case: loaded.Case, Service: c.serviceTitle(loaded.Service, v.language),
		Again: v.URL.Query().Has("again") && !loaded.Opened.IsZero(), Mine: loaded.OpenedBy == v.account.Username,
		OldDay: loaded.Day != visit.Day(c.now()), Window: v.account.Role == store.Window, HasForms: c.forms != nil,
		GuideOther: !known,
	}
	p.Title = loaded.Number + " · " + p.Title
	p.Path = "/case/" + loaded.ID
	p.Groups = caseGroups(loaded.Application, p.page)
	if p.Also, err = c.alsoOf(v.Context(), loaded); err != nil {
		return err
	}
	ticks, err := c.store.Ticks(v.Context(), loaded.ID)
	if err != nil {
		return err
	}
	p.Materials = c.materials(loaded, v.language, ticks)
	p.Unticked = unticked(p.Materials)
	list, err := c.store.Decisions(v.Context(), loaded.ID)
	if err != nil {
		return err
	}
	for _, d := range list {
		p.Decisions = append(p.Decisions, decision{Decision: d, ReasonTitle: c.reason(v.language, d.Reason)})
	}
	if p.Approvals, err = c.store.Approvals(v.Context(), loaded.ID); err != nil {
		return err
	}
	p.Approvable = c.canApprove(loaded, v)
	p.Unapproved = c.needsApproval(loaded) && loaded.Approved.IsZero()
	p.Copies = c.copies(loaded, v.language)
	if p.Reprinted, err = c.reprintedOf(v, loaded.ID); err != nil {
		return err
	}
	for _, r := range reprintReasons() {
		p.Because = append(p.Because, choice{Value: r, Title: p.T("reprint.because." + r)})
	}
	for _, r := range reasons() {
		p.Reasons = append(p.Reasons, choice{Value: r, Title: c.reason(v.language, r)})
	}
	change(&p)
	return c.render(w, status, "case", p)
}

// material is one line of the list to tick off.
type material struct {
	ID            string
	Title, Detail string
	Printed       bool
	Brought       bool
	Exempt        bool // it was put aside as not concerning the applicant
	Rare          bool // so it is until they say that it does
	Known         bool // in this version of the guide
	Tick          store.Tick
	Ticked        bool
}

// materials are those that the applicant was asked for, in the order they were asked.
func (c *Centre) materials(f filled, language string, ticks map[string]store.Tick) []material {
	by, _ := c.guideOf(f.Application.GuideVersion)
	var list []material
	for _, s := range f.Application.Materials {
		m := material{ID: s.Material, Title: s.Material, Brought: s.Brought, Exempt: s.Exempt}
		if g, ok := by.Material(s.Material); ok {
			m.Title, m.Detail, m.Printed, m.Known = g.Title.In(language), checklist.Detail(c.words, language, *g), g.Printed(), true
			m.Rare = g.Rare
		}
		m.Tick, m.Ticked = ticks[s.Material]
		list = append(list, m)
	}
	return list
}

// unticked counts those that were not seen yet, but for those that do not
// concern the applicant.
func unticked(list []material) (n int) {
	for _, m := range list {
		if !m.Ticked && !m.Exempt {
			n++
		}
	}
	return n
}

func hasMaterial(f filled, id string) bool {
	return slices.ContainsFunc(f.Application.Materials, func(m visit.MaterialState) bool { return m.Material == id })
}
