package screens

import (
	"strconv"
	"strings"
	"time"

	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/keycheck"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

// keyDay is a day of the hall; "" for none.
func keyDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return visit.Day(t)
}

// drawDetails shows all that is known of a key.
func (s *keyCheck) drawDetails(c *Context, f *ui.Frame, k *keycheck.Finding) {
	b := c.page(f, ui.Page{Title: c.T("keycheck.details"), Lead: c.T("keycheck.details-lead"), Back: c.back(), Pager: &s.pager})
	b.Facts(c.T("keycheck.certificate"), certificateFacts(c, k)...)
	b.Facts(c.T("keycheck.key"), tokenFacts(c, k)...)
}

// known are the facts that have a value.
func known(facts ...ui.Fact) []ui.Fact {
	var all []ui.Fact
	for _, fact := range facts {
		if fact.Value != "" {
			all = append(all, fact)
		}
	}
	return all
}

func certificateFacts(c *Context, k *keycheck.Finding) []ui.Fact {
	if k.Certificate == nil {
		return []ui.Fact{{Label: c.T("keycheck.certificate"), Value: c.T("keycheck.none")}}
	}
	fact := func(key, value string) ui.Fact { return ui.Fact{Label: c.T("keycheck." + key), Value: value} }
	chain := "chain-unknown"
	switch {
	case k.ChainKnown:
		chain = "chain-known"
	case k.IssuerUnknown:
		chain = "chain-nobody"
	}
	return known(
		ui.Fact{Label: c.T("field.organisation"), Value: k.Organisation},
		ui.Fact{Label: c.T("field.uscc"), Value: k.USCC},
		fact("issuer", k.Issuer),
		fact("chain", c.T("keycheck."+chain)),
		fact("revocation", revocation(c, k)),
		fact("lasts", c.T("keycheck.from-to", "from", keyDay(k.NotBefore), "to", keyDay(k.NotAfter))),
		fact("serial", grouped(k.Serial, 4)),
		fact("serial-decimal", k.SerialDecimal),
		fact("algorithm", algorithm(k.Algorithm)),
		fact("encryption", c.T("keycheck.encryption-"+strconv.FormatBool(k.Encryption))),
	)
}

// algorithm is how people write its name.
func algorithm(name string) string { return strings.ToUpper(name) }

// revocation says whether the certificate is revoked, as far as is known.
func revocation(c *Context, k *keycheck.Finding) string {
	switch {
	case !k.Since.IsZero() && k.Condition == visit.KeyFrozen:
		return c.T("keycheck.revocation-frozen", "since", keyDay(k.Since))
	case !k.Since.IsZero():
		return c.T("keycheck.revocation-revoked", "since", keyDay(k.Since))
	case k.RevocationKnown:
		return c.T("keycheck.revocation-good")
	}
	return c.T("keycheck.revocation-cannot")
}

func tokenFacts(c *Context, k *keycheck.Finding) []ui.Fact {
	usb := ""
	if k.USB.Vendor != 0 {
		usb = strings.ToUpper(k.USB.String())
	}
	return known(
		ui.Fact{Label: c.T("keycheck.model"), Value: k.Model},
		ui.Fact{Label: c.T("keycheck.kind"), Value: keyDriverName(c, k)},
		ui.Fact{Label: c.T("keycheck.usb"), Value: usb},
		ui.Fact{Label: c.T("keycheck.tries"), Value: triesWords(c, k.Tries)},
	)
}

// triesWords say how many wrong PINs a key still takes.
func triesWords(c *Context, tries int) string {
	if tries < 0 {
		return c.T("pin.tries-unknown")
	}
	return c.Count("pin.tries", tries)
}

// keyDriver is the driver for a key's USB number, or nil.
func keyDriver(c *Context, k *keycheck.Finding) *guide.Driver {
	for i := range c.Guide.Drivers {
		for _, number := range c.Guide.Drivers[i].USB {
			if strings.EqualFold(number, k.USB.String()) {
				return &c.Guide.Drivers[i]
			}
		}
	}
	return nil
}

// keyDriverName is the name of the kind of key that it is, "" where that is not known.
func keyDriverName(c *Context, k *keycheck.Finding) string {
	if d := keyDriver(c, k); d != nil {
		return c.In(d.Name)
	}
	return ""
}

// keyArt is the drawing of the kind of key that it is.
func keyArt(c *Context, k *keycheck.Finding) ui.Art {
	if d := keyDriver(c, k); d != nil {
		return shapeArt(d.Shape)
	}
	return ui.ArtKey
}
