package idcard_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/devicetest"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/idcard/idcardsim"
)

// TestContract is what a kiosk relies on, in real time, on every bus.
func TestContract(t *testing.T) {
	for _, r := range devicetest.Rigs() {
		for i, framing := range []idcard.Framing{idcard.Bulk, idcard.HID64, idcard.HIDCounted} {
			t.Run(r.Name+[]string{"/bulk", "/hid", "/hid-counted"}[i], func(t *testing.T) { contract(t, r, framing) })
		}
	}
}

func contract(t *testing.T, r devicetest.Rig, framing idcard.Framing) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	sim := idcardsim.New(framing)
	bus, unplug := r.Plug(t, sim)
	dev, err := idcard.Open(ctx, bus, &idcard.Opts{Poll: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer dev.Close()

	if dev.Framing() != framing {
		t.Fatalf("framing %d taken for %d", framing, dev.Framing())
	}
	if s, err := dev.Probe(ctx); err != nil || s.State != devices.Ready {
		t.Fatalf("probe: %v %v", s, err)
	}
	type result struct {
		c   idcard.Card
		err error
	}
	read := make(chan result)
	go func() {
		c, err := dev.Read(ctx)
		read <- result{c, err}
	}()
	lay(t, sim, zhang())
	got := <-read
	if got.err != nil || got.c.Name != "张三" || got.c.Ethnicity != "土家" {
		t.Fatalf("read: %v", got.err)
	}
	if there, err := dev.Present(ctx); err != nil || !there {
		t.Fatalf("present: %v %v", there, err)
	}
	sim.Lift()
	if there, err := dev.Present(ctx); err != nil || there {
		t.Fatalf("present after lifting: %v %v", there, err)
	}
	sim.Inject(idcardsim.Fault{On: 0x3001, What: idcardsim.LiftAt, N: 640})
	lay(t, sim, zhang())
	if _, err := dev.Read(ctx); !errors.Is(err, idcard.ErrRemoved) {
		t.Fatalf("lifted mid-read: %v", err)
	}
	go func() {
		_, err := dev.Read(ctx)
		read <- result{err: err}
	}()
	unplug()
	if got := <-read; !errors.Is(got.err, devices.ErrGone) || idcard.Code(got.err) != "unplugged" {
		t.Fatalf("unplugged: %v", got.err)
	}
	if _, err := dev.Probe(ctx); !errors.Is(err, devices.ErrGone) {
		t.Fatalf("probe after unplugging: %v", err)
	}
}
