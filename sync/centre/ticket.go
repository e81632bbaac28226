package centre

import (
	"errors"
	"net/http"
	"slices"

	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/centre/store"
	"hallkiosk/sync/protocol"
)

type ticketPage struct {
	page
	Genuine       bool
	Number, Day   string
	Service       string
	State         string // a state of the case; "unknown" where it has not arrived
	Ahead         int    // -1: unknown
	Past          bool   // of another day
	Urgent        bool
	Approved      bool
	Hall, Address string
	Windows       string
	Materials     []material
}

// ticket is where a ticket's QR code leads: the staff to the case, anybody
// else to a page of the queue that holds nothing personal. The signature covers
// the host of the QR code, which is the one that the request names.
func (c *Centre) ticket(w http.ResponseWriter, v *visitor) error {
	h, kiosk, err := c.genuineHandle(v.Context(), "HTTPS://"+v.Host+"/T/"+v.PathValue("handle"))
	var found store.Case
	if err == nil {
		found, err = c.handleCase(v.Context(), h, kiosk)
	}
	var bad *notGenuine
	switch {
	case errors.As(err, &bad):
		p := ticketPage{page: c.page(v, "centre.ticket.not-genuine-title")}
		return c.render(w, http.StatusNotFound, "ticket", p)
	case errors.Is(err, store.ErrUnknown):
	case err != nil:
		return err
	case v.account.Role == store.Window || v.account.Role == store.Approver:
		http.Redirect(w, v.Request, "/case/"+found.ID, http.StatusSeeOther)
		return nil
	}
	return c.waitingPage(w, v, h, found)
}

func (c *Centre) waitingPage(w http.ResponseWriter, v *visitor, h protocol.Handle, found store.Case) error {
	p := ticketPage{
		page: c.page(v, "centre.ticket.title"), Genuine: true, Number: h.Number(), Day: h.Day, State: "unknown", Ahead: -1,
		Past: h.Day != visit.Day(c.now()), Hall: c.guide().Place.Hall.In(v.language),
		Address: c.guide().Place.Address.In(v.language), Windows: c.guide().Place.Windows.In(v.language),
	}
	if found.ID != "" {
		loaded, err := c.loadCase(v.Context(), found.ID)
		if err != nil {
			return err
		}
		p.Service, p.State = c.serviceTitle(found.Service, v.language), string(found.State)
		p.Urgent, p.Approved = found.Urgent, !found.Approved.IsZero()
		p.Materials = slices.DeleteFunc(c.materials(loaded, v.language, nil), func(m material) bool { return m.Exempt })
		if found.State == store.Waiting {
			if p.Ahead, err = c.store.Ahead(v.Context(), found); err != nil {
				return err
			}
		}
	} else if s, ok := c.serviceOf(h.Letter); ok {
		p.Service = s.Title.In(v.language)
	}
	return c.render(w, http.StatusOK, "ticket", p)
}

// serviceOf finds the service of a number's letter where only one has it.
func (c *Centre) serviceOf(letter byte) (s guide.Service, ok bool) {
	for _, one := range c.guide().Services {
		if one.Letter == string(letter) {
			if ok {
				return guide.Service{}, false
			}
			s, ok = one, true
		}
	}
	return s, ok
}
