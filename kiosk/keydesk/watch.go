package keydesk

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/keycheck"
	"hallkiosk/kiosk/visit"
)

// watchEvery is how often the port is compared with what it was.
const watchEvery = 200 * time.Millisecond

// Run wakes the screen whenever something in the port changes, and notes what
// comes and goes, until ctx ends.
func (d *Desk) Run(ctx context.Context) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	var before ukey.Port
	for {
		port := d.o.Ring.Port()
		if !reflect.DeepEqual(port, before) {
			d.noted(before, port)
			before = port
			d.o.Wake()
		}
		d.tidy()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// noted writes down what came into the port and what went.
func (d *Desk) noted(before, after ukey.Port) {
	was, is := names(before), names(after)
	for range missing(was, is) {
		audit.Log(d.o.Log, audit.UKeyPulled)
	}
	came := missing(is, was)
	if len(came) == 0 {
		return
	}
	fresh := ukey.Port{
		Keys:    slices.DeleteFunc(slices.Clone(after.Keys), func(k ukey.Key) bool { return !slices.Contains(came, k.ID) }),
		Strange: slices.DeleteFunc(slices.Clone(after.Strange), func(i devices.Info) bool { return !slices.Contains(came, nameOf(i)) }),
	}
	for i := range fresh.Keys {
		fresh.Keys[i].Label = "" // some name a key for its owner: no model to write down
	}
	for _, f := range keycheck.Look(fresh, d.o.Trust(), visit.Organisation{}, d.o.Now()) {
		audit.Log(d.o.Log, audit.UKeyPlugged, audit.String(audit.KeyModel, f.Model), audit.String(audit.KeyState, f.Condition))
	}
}

// names tell what is in a port apart.
func names(p ukey.Port) []string {
	var all []string
	for _, k := range p.Keys {
		all = append(all, k.ID)
	}
	for _, i := range p.Strange {
		all = append(all, nameOf(i))
	}
	return all
}

func nameOf(i devices.Info) string { return fmt.Sprintf("%s at %d.%d", i.ID, i.Bus, i.Address) }

// missing are those of one list that the other has not.
func missing(of, from []string) []string {
	return slices.DeleteFunc(slices.Clone(of), func(name string) bool { return slices.Contains(from, name) })
}
