package centre

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/centre/store"
	"hallkiosk/sync/guidefile"
	"hallkiosk/sync/protocol"
)

// silentAfter is how long a kiosk may be silent before the staff are told; it
// speaks every minute or so.
const silentAfter = 5 * time.Minute

type homePage struct {
	page
	Today       string
	Now         time.Time
	Live, Ended []row
	Waiting     int
	Alerts      []string
	KeysLeft    []string // at which kiosks somebody forgot a U-KEY
}

// row is one case in the list of today.
type row struct {
	store.Case
	Service string
}

func (c *Centre) home(w http.ResponseWriter, v *visitor) error {
	if v.account.Role == store.Admin {
		http.Redirect(w, v.Request, "/kiosks", http.StatusSeeOther)
		return nil
	}
	p, err := c.homePage(v)
	if err != nil {
		return err
	}
	return c.render(w, http.StatusOK, "home", p)
}

// list is the part of the home page that changes by itself.
func (c *Centre) list(w http.ResponseWriter, v *visitor) error {
	p, err := c.homePage(v)
	if err != nil {
		return err
	}
	return c.renderPart(w, http.StatusOK, "home", "list", p)
}

func (c *Centre) homePage(v *visitor) (homePage, error) {
	now := c.now()
	p := homePage{page: c.page(v, "centre.home.title"), Today: visit.Day(now), Now: now}
	cases, err := c.store.Day(v.Context(), p.Today)
	if err != nil {
		return p, err
	}
	for _, k := range cases {
		r := row{Case: k, Service: c.serviceTitle(k.Service, v.language)}
		switch k.State {
		case store.Waiting:
			p.Waiting++
			p.Live = append(p.Live, r)
		case store.Opened:
			p.Live = append(p.Live, r)
		default:
			p.Ended = append(p.Ended, r)
		}
	}
	fleet, err := c.fleet(v)
	for _, k := range fleet {
		if k.Report.KeyLeft && !k.Revoked {
			p.KeysLeft = append(p.KeysLeft, p.T("alert.key-left", "kiosk", k.Name))
		}
		if k.Silent {
			p.Alerts = append(p.Alerts, p.T("alert.silent", "kiosk", k.Name, "time", p.Moment(k.LastHeard)))
		}
		if k.Report.DeadLetters > 0 {
			p.Alerts = append(p.Alerts, p.T("alert.dead-letters", "kiosk", k.Name, "count", k.Report.DeadLetters))
		}
	}
	return p, err
}

// serviceTitle is what the guide calls a service; one that this guide does not
// know shows its ID.
func (c *Centre) serviceTitle(id, language string) string {
	if s, ok := c.guide().Service(id); ok {
		return s.Title.In(language)
	}
	return id
}

type kiosksPage struct {
	page
	Kiosks  []fleetKiosk
	Overdue string // the authorities whose revocation list is overdue; "": none
}

type fleetKiosk struct {
	store.Kiosk
	Report      protocol.Heartbeat
	Silent      bool
	Devices     []fleetDevice
	Ready       *fleetReady // of today; nil: none yet
	Behind      string      // the guide that it should use and does not; "": all is well
	TrustBehind bool        // it checks U-KEYs against something older
	// GuideMistakes are why it did not take the guide that it was offered last.
	GuideMistakes []guideMistake
}

type guideMistake struct{ Where, What string }

type fleetDevice struct {
	Name, State, Reason string
	PaperLow, Good      bool
	Counted             bool // TicketsLeft is known
	TicketsLeft         int
}

func (c *Centre) kiosks(w http.ResponseWriter, v *visitor) error {
	fleet, err := c.fleet(v)
	if err != nil {
		return err
	}
	trust, err := c.trust(v.Context())
	if err != nil {
		return err
	}
	overdue := strings.Join(trust.check.Overdue(c.now()), c.words.Text(v.language, "centre.kiosks.trust-and"))
	return c.render(w, http.StatusOK, "kiosks", kiosksPage{page: c.page(v, "centre.kiosks.title"), Kiosks: fleet, Overdue: overdue})
}

func (c *Centre) fleet(v *visitor) ([]fleetKiosk, error) {
	known, err := c.store.Kiosks(v.Context())
	if err != nil {
		return nil, err
	}
	offer, err := c.offer(v.Context())
	if err != nil {
		return nil, err
	}
	trust, err := c.trust(v.Context())
	if err != nil {
		return nil, err
	}
	var fleet []fleetKiosk
	for _, k := range known {
		f := fleetKiosk{Kiosk: k, Silent: !k.Revoked && c.now().Sub(k.LastHeard) > silentAfter}
		if len(k.Report) > 0 {
			if err := json.Unmarshal(k.Report, &f.Report); err != nil {
				return nil, err
			}
		}
		if used := f.Report.Guide.Version; used != "" && used != offer.Version {
			f.Behind = offer.Version
		}
		f.TrustBehind = f.Report.Trust != "" && f.Report.Trust != trust.wire.Version
		if f.Ready, err = c.ready(v.Context(), k.Name, v.language); err != nil {
			return nil, err
		}
		f.GuideMistakes = c.guideMistakes(f.Report.Guide, v.language)
		for _, d := range f.Report.Devices {
			f.Devices = append(f.Devices, fleetDevice{
				Name: c.wordOr(v.language, "centre.device."+d.Name, d.Name), State: c.wordOr(v.language, "centre.device-state."+strings.ReplaceAll(d.State, " ", "-"), d.State),
				Reason: c.wordOr(v.language, "centre.device-reason."+d.Reason, d.Reason), PaperLow: d.PaperLow, Good: d.State == "ready" || d.State == "busy",
			})
			if d.TicketsLeft != nil {
				last := &f.Devices[len(f.Devices)-1]
				last.Counted, last.TicketsLeft = true, *d.TicketsLeft
			}
		}
		fleet = append(fleet, f)
	}
	return fleet, nil
}

// guideMistakes says in words why a kiosk did not take a guide.
func (c *Centre) guideMistakes(state protocol.GuideState, language string) (list []guideMistake) {
	for _, m := range state.Refused {
		said := guideMistake{Where: m.File, What: guidefile.Said(c.words, language, m)}
		if m.File != "" && m.Line > 0 {
			said.Where = c.words.Text(language, "centre.kiosks.guide-line", "file", m.File, "line", m.Line)
		}
		list = append(list, said)
	}
	return list
}

// wordOr returns the words for a key, or a text that has none.
func (c *Centre) wordOr(language, key, text string) string {
	if c.words.Has(key) {
		return c.words.Text(language, key)
	}
	return text
}
