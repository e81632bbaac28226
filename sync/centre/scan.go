package centre

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"time"

	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/centre/store"
	"hallkiosk/sync/protocol"
)

// notGenuine says that a text is no ticket of this hall, and why.
type notGenuine struct{ code string }

func (e *notGenuine) Error() string { return "centre: not genuine: " + e.code }

// The reasons beside those of protocol.HandleError.
const (
	codeNoSuchKiosk = "no-such-kiosk"
	codeSignature   = "signature"
	codeOtherCase   = "other-case" // genuine, but its case was delivered as another
)

// genuineHandle reads a handle and makes sure that a kiosk of this hall signed
// it. Errors are *notGenuine, or of the store.
func (c *Centre) genuineHandle(ctx context.Context, text string) (h protocol.Handle, kiosk string, err error) {
	h, err = protocol.ParseHandle(text)
	var bad *protocol.HandleError
	if errors.As(err, &bad) {
		return h, "", &notGenuine{code: string(bad.Code)}
	}
	if err != nil {
		return h, "", err
	}
	kiosk, _, err = c.store.Keys(ctx, h.Kiosk)
	if errors.Is(err, store.ErrUnknown) {
		return h, "", &notGenuine{code: codeNoSuchKiosk}
	}
	if err != nil {
		return h, "", err
	}
	signed, err := c.signedBy(ctx, h, kiosk)
	if err == nil && !signed {
		err = &notGenuine{code: codeSignature}
	}
	return h, kiosk, err
}

// handleCase returns the case of a genuine handle; store.ErrUnknown where it
// has not arrived.
func (c *Centre) handleCase(ctx context.Context, h protocol.Handle, kiosk string) (store.Case, error) {
	found, err := c.store.Case(ctx, h.Case)
	if err == nil && (found.Kiosk != kiosk || found.Number != h.Number() || found.Day != h.Day) {
		err = &notGenuine{code: codeOtherCase}
	}
	return found, err
}

var numberPattern = regexp.MustCompile(`^[A-Z][0-9]{4}$`)

// cleanScan undoes what a Chinese input method does to what a scanner types:
// full-width forms, and 、 for the slash.
func cleanScan(text string) string {
	text = strings.ToValidUTF8(text, "")
	text = strings.Map(func(r rune) rune {
		switch {
		case r >= 0xFF01 && r <= 0xFF5E:
			return r - 0xFEE0
		case r == '、':
			return '/'
		case r == '。':
			return '.'
		case r == 0x3000:
			return ' '
		}
		return r
	}, text)
	return strings.TrimSpace(text)
}

// scan takes what a scanner or a clerk typed into the box: a ticket's handle,
// or a number of today.
func (c *Centre) scan(w http.ResponseWriter, v *visitor) error {
	if err := v.ParseForm(); err != nil {
		return formError(err)
	}
	text := cleanScan(v.PostFormValue("ticket"))
	if text == "" {
		http.Redirect(w, v.Request, "/", http.StatusSeeOther)
		return nil
	}
	if number := strings.ToUpper(text); numberPattern.MatchString(number) {
		return c.scanNumber(w, v, number)
	}
	return c.scanHandle(w, v, text)
}

func (c *Centre) scanNumber(w http.ResponseWriter, v *visitor, number string) error {
	found, err := c.store.ByNumber(v.Context(), visit.Day(c.now()), number)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		p := lookupPage{page: c.page(v, "centre.lookup.no-number-title"), Kind: "no-number", Number: number}
		p.Again = number
		return c.render(w, http.StatusNotFound, "lookup", p)
	}
	pick := found[0]
	for _, k := range found { // where numbers wrapped, the one still to be served
		if k.State == store.Waiting || k.State == store.Opened {
			pick = k
			break
		}
	}
	return c.goToCase(w, v, pick)
}

func (c *Centre) scanHandle(w http.ResponseWriter, v *visitor, text string) error {
	h, kiosk, err := c.genuineHandle(v.Context(), text)
	var found store.Case
	if err == nil {
		found, err = c.handleCase(v.Context(), h, kiosk)
	}
	var bad *notGenuine
	switch {
	case errors.As(err, &bad):
		if err := c.store.Log(v.Context(), v.by(c.now()), "scan refused", bad.code); err != nil {
			return err
		}
		audit.Log(c.log, audit.HandleRefused, audit.String(audit.KeyReason, bad.code), accountMark(v.account.Username))
		p := lookupPage{page: c.page(v, "centre.lookup.not-genuine-title"), Kind: "not-genuine", Code: bad.code}
		p.Reason = c.words.Text(v.language, "centre.not-genuine."+bad.code)
		return c.render(w, http.StatusUnprocessableEntity, "lookup", p)
	case errors.Is(err, store.ErrUnknown):
		return c.notArrived(w, v, h, kiosk, text)
	case err != nil:
		return err
	}
	return c.goToCase(w, v, found)
}

type lookupPage struct {
	page
	Kind         string // not-genuine, not-arrived, no-number
	Code, Reason string
	Number, Day  string
	Kiosk        string
	LastHeard    time.Time
	Silent       bool
}

func (c *Centre) notArrived(w http.ResponseWriter, v *visitor, h protocol.Handle, kiosk, text string) error {
	if err := c.store.Log(v.Context(), v.by(c.now()), "scan not arrived", h.Case); err != nil {
		return err
	}
	p := lookupPage{
		page: c.page(v, "centre.lookup.not-arrived-title"), Kind: "not-arrived",
		Number: h.Number(), Day: h.Day, Kiosk: kiosk,
	}
	p.Again = text
	fleet, err := c.store.Kiosks(v.Context())
	if err != nil {
		return err
	}
	for _, k := range fleet {
		if k.Name == kiosk {
			p.LastHeard, p.Silent = k.LastHeard, c.now().Sub(k.LastHeard) > silentAfter
		}
	}
	return c.render(w, http.StatusOK, "lookup", p)
}

// goToCase opens a waiting case for a window and leads to its page, which says
// so where the ticket was scanned before.
func (c *Centre) goToCase(w http.ResponseWriter, v *visitor, found store.Case) error {
	first := false
	if v.account.Role == store.Window {
		var err error
		if first, err = c.store.OpenCase(v.Context(), found.ID, v.by(c.now())); err != nil {
			return err
		}
		if first {
			c.caseEvent(audit.CaseOpened, v, found.ID)
		}
	}
	to := "/case/" + found.ID
	if !first && found.State != store.Waiting {
		to += "?again=1"
	}
	http.Redirect(w, v.Request, to, http.StatusSeeOther)
	return nil
}
