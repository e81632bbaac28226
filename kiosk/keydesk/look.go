package keydesk

import (
	"reflect"
	"slices"
	"time"

	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/certificate"
	"hallkiosk/kiosk/keycheck"
	"hallkiosk/kiosk/visit"
)

// lookAgain is how long findings are good while nothing changes: days go by.
const lookAgain = time.Minute

// lookedAt is what was found last, and of what. A screen looks several times a
// second, and each certificate costs a signature check or two.
type lookedAt struct {
	port  ukey.Port
	trust *certificate.Trust
	of    visit.Organisation
	at    time.Time
	found []keycheck.Finding
}

// Look looks over what is plugged in.
func (d *Desk) Look(now time.Time, o visit.Organisation) []keycheck.Finding {
	port, trust := d.o.Ring.Port(), d.o.Trust()
	if port.Empty() {
		o = visit.Organisation{} // nothing of anybody is kept here once the key is gone
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	l := &d.looked
	if l.at.IsZero() || l.trust != trust || l.of != o || now.Sub(l.at).Abs() >= lookAgain || !reflect.DeepEqual(l.port, port) {
		*l = lookedAt{port, trust, o, now, keycheck.Look(port, trust, o, now)}
	}
	return slices.Clone(l.found)
}
