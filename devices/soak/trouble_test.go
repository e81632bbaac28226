package soak

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/scanner"
	"hallkiosk/devices/usb/usbtest"
)

// kinds make each device in each of its ways, on a rig.
func kinds() map[string]func(*rig) unit {
	return map[string]func(*rig) unit{
		"reader, bulk":        func(r *rig) unit { return r.reader(idcard.Bulk, asIs) },
		"reader, HID":         func(r *rig) unit { return r.reader(idcard.HID64, asIs) },
		"reader, HID counted": func(r *rig) unit { return r.reader(idcard.HIDCounted, asIs) },
		"scanner, keyboard":   func(r *rig) unit { return r.scanner(scanner.Keyboard, asIs) },
		"scanner, HID POS":    func(r *rig) unit { return r.scanner(scanner.POS, asIs) },
		"scanner, serial":     func(r *rig) unit { return r.scanner(scanner.Serial, asIs) },
		"scanner, Simple COM": func(r *rig) unit { return r.scanner(scanner.SimpleCOM, asIs) },
		"ticket printer, USB": func(r *rig) unit { return r.printer(asIs) },
	}
}

// Every kind of device, and what may happen to it. Afterwards it works again,
// under the same Supervisor.
func TestTrouble(t *testing.T) {
	for name, makeUnit := range kinds() {
		for what, happens := range map[string]func(context.Context, *testing.T, *rig, unit){
			"pulled out and put back":     pulled,
			"pulled out while it is used": pulledInUse,
			"suspended and resumed":       suspended,
			"silent":                      silent,
			"garbled":                     garbled,
			"halted":                      halted,
			"two of a kind": func(ctx context.Context, t *testing.T, r *rig, u unit) {
				twoOfAKind(ctx, t, r, u, makeUnit)
			},
		} {
			t.Run(name+"/"+what, func(t *testing.T) {
				ctx, r := patience(t), newRig(t)
				u := makeUnit(r)
				u.until(ctx, t, devices.Ready, "")
				happens(ctx, t, r, u)
				u.works(ctx, t)
				u.until(ctx, t, devices.Ready, "")
			})
		}
	}
}

func pulled(ctx context.Context, t *testing.T, r *rig, u unit) {
	r.pull(u.sim)
	u.until(ctx, t, devices.Absent, devices.ReasonUnplugged)
	if err := u.use(ctx); !errors.Is(err, devices.ErrNotFound) {
		t.Error("without the device:", err)
	}
	r.plug(u.sim)
}

func pulledInUse(ctx context.Context, t *testing.T, r *rig, u unit) {
	used := make(chan error, 1)
	go func() { used <- u.use(ctx) }()
	for u.Status().State != devices.Busy && len(used) == 0 && rest(ctx, time.Microsecond) {
	}
	r.pull(u.sim)
	<-used // it ends, whether it had done its work or not
	u.until(ctx, t, devices.Absent, devices.ReasonUnplugged)
	r.plug(u.sim)
}

// suspended: the kernel finds the device anew before anybody has looked, at
// another address.
func suspended(_ context.Context, t *testing.T, r *rig, u unit) {
	before := r.device(u.sim).Address()
	r.pull(u.sim)
	r.plug(u.sim)
	if r.device(u.sim).Address() == before {
		t.Error("the address is the same")
	}
}

func silent(ctx context.Context, t *testing.T, _ *rig, u unit) {
	if u.silence == nil {
		return // nobody asks a scanner anything
	}
	u.silence()
	u.until(ctx, t, u.silent, devices.ReasonSilent)
	u.mend()
}

func garbled(ctx context.Context, t *testing.T, _ *rig, u unit) {
	if u.garble == nil {
		return // a ticket printer's answers are single bytes: ticketprinter tests them
	}
	for range 3 {
		u.garble()
		_ = u.use(ctx)
	}
	u.mend()
}

// halted: the endpoints stall until the device is reset.
func halted(_ context.Context, _ *testing.T, r *rig, u unit) {
	for _, e := range u.sim.Descriptor().Endpoints {
		r.device(u.sim).Halt(e.Address)
	}
}

// twoOfAKind: the first serves, the second is left alone until the first is lost.
func twoOfAKind(ctx context.Context, t *testing.T, r *rig, first unit, makeUnit func(*rig) unit) {
	second := makeUnit(r) // and its own supervision, which only finds what is left
	second.until(ctx, t, devices.Ready, "")
	second.Close()
	idle := r.device(second.sim)
	opened := opens(idle)
	first.works(ctx, t)
	if now := opens(idle); now != opened {
		t.Errorf("the second was opened %d times while the first served", now-opened)
	}
	r.pull(first.sim)
	if err := idle.Await(ctx, usbtest.Open, opened+1); err != nil {
		t.Fatal("the second does not serve:", err)
	}
	first.until(ctx, t, devices.Ready, "")
	r.pull(second.sim)
	first.until(ctx, t, devices.Absent, "")
	r.plug(first.sim)
}

func opens(d *usbtest.Device) (n int) {
	for _, e := range d.Events() {
		if e.Kind == usbtest.Open {
			n++
		}
	}
	return n
}

// A hub that resets takes all devices at once, in the middle of their work; all
// come back.
func TestHubResets(t *testing.T) {
	ctx, r := patience(t), newRig(t)
	units := []unit{r.reader(idcard.Bulk, asIs), r.scanner(scanner.Serial, asIs), r.printer(asIs)}
	for range 5 {
		var used sync.WaitGroup
		for _, u := range units {
			u.until(ctx, t, devices.Ready, "")
			used.Go(func() { _ = u.use(ctx) })
		}
		var gone sync.WaitGroup
		for _, u := range units {
			gone.Go(func() { r.pull(u.sim) })
		}
		gone.Wait()
		used.Wait()
		for _, u := range units {
			r.plug(u.sim)
		}
		for _, u := range units {
			u.works(ctx, t)
		}
	}
}
