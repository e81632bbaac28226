package usb_test

import (
	"bytes"
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/transporttest"
	"hallkiosk/devices/usb/usbtest"
)

func patience(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestList(t *testing.T) {
	c := plug(t, transporttest.NewEcho())
	hid, err := c.virtual.Plug(transporttest.NewInOnly())
	if err != nil {
		t.Fatal(err)
	}
	var l []devices.Info
	for ctx := patience(t); len(l) < 2 && ctx.Err() == nil; {
		if l, err = c.host.List(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if len(l) != 2 || l[0].Address != c.dev.Address() || l[1].Address != hid.Address() || l[0].Bus != 1 {
		t.Fatal(l)
	}
	i := l[0]
	if i.ID != (devices.ID{Vendor: transporttest.Vendor, Product: transporttest.Product}) || i.Err != nil ||
		i.Manufacturer != "Hall" || i.Product != "Echo" || i.Serial != "E-1" {
		t.Fatalf("%+v", i)
	}
	if got, want := i.String(), `001.002 1209:0001 [ff/00/00] "Hall" "Echo" "E-1"`; got != want {
		t.Fatal(got)
	}
	if i.Port != 2 {
		t.Error("port", i.Port)
	}
	if l[1].Interfaces[0] != (devices.Class{Class: 3}) {
		t.Fatal(l[1])
	}
	g, err := c.host.Glance(patience(t))
	if err != nil || len(g) != 2 {
		t.Fatal(g, err)
	}
	for n := range g {
		l[n].Manufacturer, l[n].Product, l[n].Serial, l[n].Err = "", "", "", nil
	}
	if !reflect.DeepEqual(g, l) {
		t.Errorf("at a glance %+v, listed %+v", g, l)
	}
}

// The kernel's driver goes when we come, and comes back when we go.
func TestKernelDriver(t *testing.T) {
	ctx := patience(t)
	c := plug(t, transporttest.NewInOnly())
	for n := 1; n <= 2; n++ {
		tr, err := c.Open(ctx)
		for errors.Is(err, devices.ErrNotFound) && ctx.Err() == nil {
			tr, err = c.Open(ctx)
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := c.dev.Await(ctx, usbtest.Detach, n); err != nil {
			t.Fatal(err)
		}
		if err := tr.Close(); err != nil {
			t.Fatal(err)
		}
		if err := c.dev.Await(ctx, usbtest.Attach, n); err != nil {
			t.Fatal(err)
		}
	}
}

// Only a halted endpoint makes closing reset the device.
func TestResetAfterHaltOnly(t *testing.T) {
	ctx := patience(t)
	c := plug(t, transporttest.NewEcho())
	resets := func() (n int) {
		for _, e := range c.dev.Events() {
			if e.Kind == usbtest.Reset {
				n++
			}
		}
		return n
	}
	use := func(f func(devices.Transport)) {
		t.Helper()
		tr, err := c.Open(ctx)
		for errors.Is(err, devices.ErrNotFound) && ctx.Err() == nil {
			tr, err = c.Open(ctx)
		}
		if err != nil {
			t.Fatal(err)
		}
		f(tr)
		if err := tr.Close(); err != nil {
			t.Fatal(err)
		}
	}
	use(func(tr devices.Transport) {
		_, _ = tr.Control(ctx, devices.Request{RequestType: 0xc0, Request: 0x99}, make([]byte, 1))
	})
	if err := c.dev.Await(ctx, usbtest.Close, 1); err != nil || resets() != 0 {
		t.Fatal(err, resets())
	}
	c.dev.Halt(transporttest.OutEP)
	use(func(tr devices.Transport) { _ = tr.Send(ctx, []byte{1}) })
	if err := c.dev.Await(ctx, usbtest.Reset, 1); err != nil {
		t.Fatal(err)
	}
}

func TestBusCloseEndsTransports(t *testing.T) {
	ctx := patience(t)
	c := plug(t, transporttest.NewEcho())
	tr, err := c.Open(ctx)
	for errors.Is(err, devices.ErrNotFound) && ctx.Err() == nil {
		tr, err = c.Open(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
	received := make(chan error)
	go func() {
		_, err := tr.Receive(ctx, make([]byte, 64))
		received <- err
	}()
	if err := c.host.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-received; !errors.Is(err, devices.ErrGone) {
		t.Fatal(err)
	}
	if _, err := c.Open(ctx); !errors.Is(err, devices.ErrNotFound) {
		t.Fatal(err)
	}
	if _, err := c.host.Glance(ctx); err == nil {
		t.Error("a closed bus was glanced at")
	}
	if _, err := c.host.List(ctx); err == nil {
		t.Fatal("a closed bus lists devices")
	}
}

// echoer is a device's own package in the small.
type echoer struct{ devices.Transport }

func (e echoer) Probe(ctx context.Context) (devices.Status, error) {
	_, err := e.Control(ctx, devices.Request{RequestType: 0xc0, Request: 0x51}, make([]byte, 2))
	return devices.Status{State: devices.Ready}, err
}

func TestSupervisedOnTheVirtualBus(t *testing.T) {
	ctx := patience(t)
	c := plug(t, transporttest.NewEcho())
	s := devices.Supervise(ctx, func(ctx context.Context) (echoer, error) {
		tr, err := c.Open(ctx)
		return echoer{tr}, err
	}, &devices.SuperviseOpts{Find: 5 * time.Millisecond, Probe: 5 * time.Millisecond})
	defer s.Close()

	until := func(state devices.State) {
		t.Helper()
		for s.Status().State != state {
			select {
			case <-ctx.Done():
				t.Fatal("still", s.Status())
			case <-time.After(time.Millisecond):
			}
		}
	}
	for range 5 {
		until(devices.Ready)
		err := s.Do(ctx, func(ctx context.Context, e echoer) error {
			if err := e.Send(ctx, []byte("hello")); err != nil {
				return err
			}
			buf := make([]byte, 64)
			n, err := e.Receive(ctx, buf)
			if err == nil && !bytes.Equal(buf[:n], []byte("hello")) {
				t.Errorf("%q came back", buf[:n])
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		err = s.Do(ctx, func(ctx context.Context, e echoer) error {
			time.AfterFunc(time.Millisecond, c.Unplug)
			_, err := e.Receive(ctx, make([]byte, 64))
			return err
		})
		if !errors.Is(err, devices.ErrGone) {
			t.Fatal(err)
		}
		c.Unplug()
		until(devices.Absent)
		c.Replug()
	}
	until(devices.Ready)
}
