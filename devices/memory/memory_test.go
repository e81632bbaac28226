package memory_test

import (
	"context"
	"errors"
	"testing"

	"go.uber.org/goleak"

	"hallkiosk/devices"
	"hallkiosk/devices/memory"
	"hallkiosk/devices/transporttest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestContractOfCable(t *testing.T) {
	transporttest.Run(t, func(t testing.TB, p devices.Peripheral) transporttest.Cable {
		c := memory.Plug(p)
		t.Cleanup(c.Unplug)
		return c
	})
}

// onBus opens by searching the bus.
type onBus struct {
	*memory.Cable
	bus *memory.Bus
}

func (b onBus) Open(ctx context.Context) (devices.Transport, error) {
	return b.bus.Open(ctx, transporttest.Match())
}

func TestContractOfBus(t *testing.T) {
	transporttest.Run(t, func(t testing.TB, p devices.Peripheral) transporttest.Cable {
		b := memory.NewBus()
		c := b.Plug(p)
		t.Cleanup(c.Unplug)
		return onBus{c, b}
	})
}

func TestBus(t *testing.T) {
	ctx := t.Context()
	b := memory.NewBus()
	b.Plug(transporttest.NewEcho())
	scanner := b.Plug(transporttest.NewInOnly())

	l, err := b.List(ctx)
	if err != nil || len(l) != 2 || l[0].Product != "Echo" || l[0].Interfaces[0] != (devices.Class{Class: 0xff}) || l[1].Address != 2 {
		t.Fatal(l, err)
	}
	hid := devices.Match{Classes: []devices.Class{{Class: 3, Subclass: devices.Any, Protocol: devices.Any}}}
	tr, err := b.Open(ctx, hid)
	if err != nil {
		t.Fatal(err)
	}
	if err := tr.Send(ctx, []byte{1}); !errors.Is(err, devices.ErrStall) {
		t.Fatal("opened the wrong device:", err)
	}
	if _, err := b.Open(ctx, hid); !errors.Is(err, devices.ErrInUse) {
		t.Fatal(err)
	}
	scanner.Unplug()
	if _, err := b.Open(ctx, hid); !errors.Is(err, devices.ErrNotFound) {
		t.Fatal(err)
	}
	scanner.Replug()
	if l, _ := b.List(ctx); len(l) != 2 || l[1].Address != 3 {
		t.Fatal("after plugging in again:", l)
	}
	if _, err := b.Open(ctx, devices.Match{}); !errors.Is(err, devices.ErrNotFound) {
		t.Fatal("a match that means nothing found something:", err)
	}
}

func TestSecondOfAKindServesWhenTheFirstIsTaken(t *testing.T) {
	ctx := t.Context()
	b := memory.NewBus()
	b.Plug(transporttest.NewEcho())
	b.Plug(transporttest.NewEcho())
	for range 2 {
		tr, err := b.Open(ctx, transporttest.Match())
		if err != nil {
			t.Fatal(err)
		}
		defer tr.Close()
	}
	if _, err := b.Open(ctx, transporttest.Match()); !errors.Is(err, devices.ErrInUse) {
		t.Fatal(err)
	}
}
