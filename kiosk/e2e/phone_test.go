package e2e

import (
	"cmp"
	"fmt"
	"net/url"

	"github.com/chromedp/chromedp"
)

// phone opens what the last ticket or list says in its code, or the screen in one
// that was seen since, as a visitor's telephone does, which nobody has signed in.
func (h *house) phone(_ *walk, c command) error {
	link, err := url.Parse(cmp.Or(h.shown, h.handle))
	if err != nil || link.Host == "" {
		return fmt.Errorf("the last code is no address: %w", err)
	}
	link.Scheme = "http" // before a real centre's pages stands what ends TLS
	return newStaff(h.t, "").do(chromedp.Navigate(link.String()), shows(c.args[0]))
}
