package screens

import (
	"cmp"
	"slices"
	"time"

	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/keycheck"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// lookAtKeys is the time between two looks at what is in the port.
const lookAtKeys = 300 * time.Millisecond

// keyWatch is what was in the port a moment ago.
type keyWatch struct {
	looked time.Time
	found  []keycheck.Finding
}

// look looks again where that is due. A key of somebody who has gone is nobody's.
func (w *keyWatch) look(c *Context, o visit.Organisation) []keycheck.Finding {
	if c.Platform.Keys == nil || c.keys.left {
		w.looked, w.found = time.Time{}, nil
		return nil
	}
	if w.looked.IsZero() || c.Now.Sub(w.looked).Abs() >= lookAtKeys {
		w.looked, w.found = c.Now, c.Platform.Keys.Look(c.Now, o)
	}
	return w.found
}

// notice says on a page of a service whose key is plugged in, where it is another
// organisation's than the visit's, and what to do: bring the right one, or have the
// certificate updated where the organisation has another name now.
func (w *keyWatch) notice(c *Context, b *ui.Body) {
	k := w.other()
	if k == nil {
		return
	}
	o := c.Visit.Organisation
	b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T("keyother.title"), Text: lines(
		c.T("keyother.whose", "holder", cmp.Or(shortened(k.Organisation), k.USCC), "organisation", cmp.Or(shortened(o.Name), o.USCC)),
		c.T("keyother.do"), renamed(c))})
}

// renamed says what an organisation does that has another name now than its key
// says: the guide's service for that, or nothing more within that service.
func renamed(c *Context) string {
	services := c.Guide.Remedies(visit.KeyWrongHolder)
	switch {
	case len(services) == 0:
		return ""
	case slices.ContainsFunc(services, func(s *guide.Service) bool { return s.ID == c.Visit.Service }):
		return c.T("keyother.renamed-here")
	}
	return c.T("keyother.renamed", "service", c.In(services[0].Title))
}

// other is a key in the port that belongs to another organisation than the visit's, or nil.
func (w *keyWatch) other() *keycheck.Finding {
	for i := range w.found {
		if slices.Contains(w.found[i].Conditions, visit.KeyWrongHolder) {
			return &w.found[i]
		}
	}
	return nil
}
