package centre

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/centre/store"
)

// maxNote bounds what a clerk writes to a case, in characters.
const maxNote = 200

// deed is one thing done to a case.
type deed struct {
	event  audit.Event
	more   []slog.Attr // of the event
	anchor string      // where on the case's page it was done, "#…"
	do     func(store.By) error
}

// act does one thing to a case and leads back to its page. A case that somebody
// else has ended meanwhile is shown as it is now.
func (c *Centre) act(w http.ResponseWriter, v *visitor, d deed) error {
	err := d.do(v.by(c.now()))
	if errors.Is(err, store.ErrState) {
		return c.casePage(w, v, http.StatusConflict, func(p *casePage) { p.Problem = p.T("problem.state") })
	}
	if err != nil {
		return err
	}
	c.caseEvent(d.event, v, v.PathValue("id"), d.more...)
	http.Redirect(w, v.Request, "/case/"+v.PathValue("id")+d.anchor, http.StatusSeeOther)
	return nil
}

func (c *Centre) openCase(w http.ResponseWriter, v *visitor) error {
	if _, err := c.store.Case(v.Context(), v.PathValue("id")); err != nil {
		return err
	}
	return c.act(w, v, deed{event: audit.CaseOpened, do: func(by store.By) error {
		first, err := c.store.OpenCase(v.Context(), v.PathValue("id"), by)
		if err == nil && !first {
			err = store.ErrState
		}
		return err
	}})
}

func (c *Centre) resumeCase(w http.ResponseWriter, v *visitor) error {
	return c.act(w, v, deed{event: audit.CaseOpened, do: func(by store.By) error {
		return c.store.Resume(v.Context(), v.PathValue("id"), by)
	}})
}

func (c *Centre) tick(w http.ResponseWriter, v *visitor) error {
	if err := v.ParseForm(); err != nil {
		return formError(err)
	}
	loaded, err := c.loadCase(v.Context(), v.PathValue("id"))
	if err != nil {
		return err
	}
	id, seen := v.PostFormValue("material"), v.PostFormValue("seen")
	if !hasMaterial(loaded, id) || seen != "yes" && seen != "no" {
		return errBadForm
	}
	return c.act(w, v, deed{
		event: audit.MaterialTicked, more: []slog.Attr{audit.String(audit.KeyMaterial, id), audit.Bool(audit.KeyDone, seen == "yes")},
		anchor: "#material-" + url.PathEscape(id),
		do:     func(by store.By) error { return c.store.SetTick(v.Context(), loaded.ID, id, seen == "yes", by) },
	})
}

func (c *Centre) finish(w http.ResponseWriter, v *visitor) error {
	if err := v.ParseForm(); err != nil {
		return formError(err)
	}
	loaded, err := c.loadCase(v.Context(), v.PathValue("id"))
	if err != nil {
		return err
	}
	ticks, err := c.store.Ticks(v.Context(), loaded.ID)
	if err != nil {
		return err
	}
	open := unticked(c.materials(loaded, v.language, ticks))
	if open > 0 && v.PostFormValue("incomplete") != "yes" {
		return c.casePage(w, v, http.StatusUnprocessableEntity, func(p *casePage) {
			p.Problem = p.T("problem.unticked", "count", open)
		})
	}
	reason := ""
	if open > 0 {
		reason = "incomplete"
	}
	return c.act(w, v, deed{event: audit.CaseFinished, do: func(by store.By) error {
		return c.store.Decide(v.Context(), loaded.ID, store.Decision{Kind: store.Finished, Reason: reason, By: by})
	}})
}

func (c *Centre) sendBack(w http.ResponseWriter, v *visitor) error {
	if err := v.ParseForm(); err != nil {
		return formError(err)
	}
	reason := v.PostFormValue("reason")
	note := strings.Join(strings.Fields(strings.ToValidUTF8(v.PostFormValue("note"), "")), " ")
	refuse := func(key string) error {
		return c.casePage(w, v, http.StatusUnprocessableEntity, func(p *casePage) {
			p.Problem, p.Reason, p.Note = p.T(key, "limit", maxNote), reason, note
		})
	}
	switch {
	case !slices.Contains(reasons(), reason):
		return refuse("problem.reason")
	case note == "" && reason == "other":
		return refuse("problem.note-missing")
	case note != "" && visit.CheckText(note, maxNote) != nil:
		return refuse("problem.note")
	}
	return c.act(w, v, deed{event: audit.CaseSentBack, do: func(by store.By) error {
		return c.store.Decide(v.Context(), v.PathValue("id"), store.Decision{Kind: store.SentBack, Reason: reason, Note: note, By: by})
	}})
}
