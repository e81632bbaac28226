package screens

import (
	"slices"
	"time"

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
// organisation's than the visit's.
func (w *keyWatch) notice(c *Context, b *ui.Body) {
	if k := w.other(); k != nil {
		b.Notice(ui.Notice{Kind: ui.Warning, Title: c.T("keyother.title"),
			Text: c.T("keyother.do", "holder", holder(c, k), "organisation", c.Visit.Organisation.Name)})
	}
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
