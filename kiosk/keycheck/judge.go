package keycheck

import (
	"time"

	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/certificate"
	"hallkiosk/kiosk/visit"
)

// conditions are those that hold of one key.
type conditions map[visit.KeyCondition]bool

func (h conditions) any(of ...visit.KeyCondition) bool {
	for _, c := range of {
		if h[c] {
			return true
		}
	}
	return false
}

// judge adds what holds of the certificate.
func (c *candidate) judge(holds conditions, days int, o visit.Organisation, now time.Time) {
	holds[visit.KeyForeign] = !c.standing.Hunan
	holds[visit.KeyRevoked] = c.standing.Revocation == certificate.Revoked
	holds[visit.KeyFrozen] = c.standing.Revocation == certificate.Frozen
	holds[visit.KeyWrongHolder] = others(o, c)
	holds[visit.KeyExpired] = now.After(c.NotAfter)
	holds[visit.KeyNotYet] = now.Before(c.NotBefore)
	holds[visit.KeyExpiring] = !now.After(c.NotAfter) && days <= visit.ExpiringDays
}

// judgePIN adds how the PIN stands. A PIN that was never set is as good as
// locked: nothing is taken, and a window sets it.
func judgePIN(holds conditions, k ukey.Key) {
	if k.PIN == "" {
		return // the key could not be read
	}
	locked := k.PIN == ukey.PINLocked || k.PIN == ukey.PINUnset || k.Tries == 0
	holds[visit.KeyPINLocked] = locked
	holds[visit.KeyMustChange] = !locked && k.PIN == ukey.PINMustChange
	holds[visit.KeyPINLast] = !locked && (k.PIN == ukey.PINLast || k.Tries == 1)
}

// conclude sorts the conditions and says what can be done. A key of another
// organisation signs, but what it would be bound to is refused; so is whatever an
// issuer signed that the centre does not know, and binding what names nobody.
func (f *Finding) conclude(holds conditions) {
	f.Conditions = nil
	for _, c := range visit.KeyConditions() {
		if holds[c] {
			f.Conditions = append(f.Conditions, c)
		}
	}
	if len(f.Conditions) == 0 {
		f.Conditions = []visit.KeyCondition{visit.KeyGood}
	}
	f.Condition = f.Conditions[0]
	stuck := holds.any(visit.KeyUnreadable, visit.KeyNoModule, visit.KeyEmpty, visit.KeyForeign, visit.KeyPINLocked)
	f.CanChangePIN = !stuck
	f.CanSign = !stuck && !f.IssuerUnknown && !holds.any(visit.KeyRevoked, visit.KeyFrozen, visit.KeyWrongHolder, visit.KeyExpired, visit.KeyNotYet, visit.KeyMustChange)
	f.CanBind = f.CanSign && f.Organisation+f.USCC != ""
}
