package keycheck

import (
	"time"

	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/certificate"
	"hallkiosk/kiosk/visit"
)

// candidate is one certificate of a key.
type candidate struct {
	*certificate.Certificate
	standing certificate.Standing
	hasKey   bool
	now      time.Time
}

// read reads a key's certificates but authorities', which some keys hold too.
// spoilt reports whether one could not be read.
func read(held []ukey.Certificate, trust *certificate.Trust, now time.Time) (found []*candidate, spoilt bool) {
	for _, h := range held {
		c, err := certificate.Parse(h.DER)
		switch {
		case err != nil:
			spoilt = true
		case !c.Authority:
			found = append(found, &candidate{c, trust.Check(c, now), h.HasKey, now})
		}
	}
	return found, spoilt
}

// newest returns the certificate, among those that fit, which the person means:
// renewed ones stand beside the old ones on a key.
func newest(all []*candidate, fit func(*candidate) bool) (*candidate, bool) {
	var best *candidate
	for _, c := range all {
		if fit(c) && (best == nil || c.before(best)) {
			best = c
		}
	}
	return best, best != nil
}

// before reports whether c is meant rather than d: a Hunan CA's, one that can be
// used, one of the present, of the future, of the past; with its key; the newer.
func (c *candidate) before(d *candidate) bool {
	for _, rank := range []func(*candidate) int{
		func(c *candidate) int { return bit(c.standing.Hunan) },
		func(c *candidate) int { return bit(c.usable()) },
		(*candidate).present,
		func(c *candidate) int { return bit(c.hasKey) },
	} {
		if a, b := rank(c), rank(d); a != b {
			return a > b
		}
	}
	if !c.NotBefore.Equal(d.NotBefore) {
		return c.NotBefore.After(d.NotBefore)
	}
	return c.NotAfter.After(d.NotAfter)
}

func (c *candidate) usable() bool { return c.ValidAt(c.now) && !c.stopped() }

// stopped reports whether it was revoked or frozen.
func (c *candidate) stopped() bool {
	return c.standing.Revocation == certificate.Revoked || c.standing.Revocation == certificate.Frozen
}

func (c *candidate) present() int {
	switch {
	case c.ValidAt(c.now):
		return 2
	case c.now.Before(c.NotBefore):
		return 1
	}
	return 0
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// pairs reports whether e is the certificate for encryption beside that one: of
// the same holder by the same issuer.
func pairs(signing, e *candidate) bool {
	if e.Use != certificate.Encrypt || e.Issuer != signing.Issuer {
		return false
	}
	return !others(visit.Organisation{Name: signing.Organisation, USCC: signing.USCC}, e)
}

// others reports whether the certificate is certainly another organisation's: by
// the credit codes where both are known, else by the names.
func others(o visit.Organisation, c *candidate) bool {
	if o.USCC != "" && c.USCC != "" {
		return visit.NormalUSCC(o.USCC) != c.USCC
	}
	return o.Name != "" && c.Organisation != "" && visit.NormalOrganisation(o.Name) != visit.NormalOrganisation(c.Organisation)
}
