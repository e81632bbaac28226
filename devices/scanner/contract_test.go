package scanner_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/devicetest"
	"hallkiosk/devices/scanner"
	"hallkiosk/devices/scanner/scannersim"
)

// TestContract is what a kiosk relies on, in real time, on every bus.
func TestContract(t *testing.T) {
	for _, r := range devicetest.Rigs() {
		for _, mode := range []scanner.Mode{scanner.Keyboard, scanner.POS, scanner.Serial, scanner.SimpleCOM} {
			t.Run(r.Name+"/"+mode.String(), func(t *testing.T) { contract(t, r, mode) })
		}
	}
}

func contract(t *testing.T, r devicetest.Rig, mode scanner.Mode) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	sim := scannersim.New(mode)
	bus, unplug := r.Plug(t, sim)
	dropped := make(chan struct{}, 1)
	dev, err := scanner.Open(ctx, bus, &scanner.Opts{Dropped: func() { dropped <- struct{}{} }})
	if err != nil {
		t.Fatal(err)
	}
	defer dev.Close()
	if dev.Mode() != mode {
		t.Fatalf("mode %d", dev.Mode())
	}
	if s, err := dev.Probe(ctx); err != nil || s.State != devices.Ready {
		t.Fatalf("probe: %v %v", s, err)
	}

	type result struct {
		text string
		err  error
	}
	scanned := make(chan result)
	scan := func() {
		s, err := dev.Scan(ctx)
		scanned <- result{s.Text, err}
	}
	if err := sim.Show("nobody waits"); err != nil {
		t.Fatal(err)
	}
	<-dropped
	const want = "HTTPS://CENTRE.EXAMPLE/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	go scan()
	// The code may come before Scan has begun to wait, and is then dropped.
	got := result{}
	for got == (result{}) {
		if err := sim.Show(want); err != nil {
			t.Fatal(err)
		}
		select {
		case got = <-scanned:
		case <-dropped:
		}
	}
	if got.err != nil || got.text != want {
		t.Fatalf("scan: %q %v", got.text, got.err)
	}
	go scan()
	unplug()
	if got := <-scanned; !errors.Is(got.err, devices.ErrGone) || scanner.Code(got.err) != "unplugged" {
		t.Fatalf("unplugged: %v", got.err)
	}
	if _, err := dev.Probe(ctx); !errors.Is(err, devices.ErrGone) {
		t.Fatalf("probe after unplugging: %v", err)
	}
}
