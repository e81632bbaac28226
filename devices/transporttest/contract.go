package transporttest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"hallkiosk/devices"
)

// Cable is how the contract handles the peripheral that a Plug function has
// plugged in.
type Cable interface {
	Open(ctx context.Context) (devices.Transport, error)
	Unplug()
	Replug()
	// Halt makes an endpoint answer STALL until the device is opened anew.
	Halt(ep uint8)
}

// Plug plugs p in and pulls it out when the test ends.
type Plug func(t testing.TB, p devices.Peripheral) Cable

// patience is how long anything may take that should happen at once.
const patience = 20 * time.Second

// Run holds the transport to the contract.
func Run(t *testing.T, plug Plug) {
	for _, c := range []struct {
		name string
		test func(*testing.T, Plug)
	}{
		{"OrderAndBorders", orderAndBorders},
		{"ShortBuffer", shortBuffer},
		{"LargeTransfer", largeTransfer},
		{"Deadline", deadline},
		{"EndedContext", endedContext},
		{"Control", control},
		{"InOnly", inOnly},
		{"Refusal", refusal},
		{"Halt", halt},
		{"OneAtATime", oneAtATime},
		{"Closed", closed},
		{"UnplugWhileReceiving", unplugWhileReceiving},
		{"UnplugWhileSending", unplugWhileSending},
		{"UnplugAnywhere", unplugAnywhere},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, plug) })
	}
}

func open(t testing.TB, c Cable) (context.Context, devices.Transport) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	tr, err := openAfter(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tr.Close() })
	return ctx, tr
}

// openAfter opens, and waits for a device that was just plugged in: enumeration
// takes a moment on a real bus.
func openAfter(ctx context.Context, c Cable) (devices.Transport, error) {
	for {
		tr, err := c.Open(ctx)
		if !errors.Is(err, devices.ErrNotFound) {
			return tr, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(time.Millisecond):
		}
	}
}

func echo(ctx context.Context, tr devices.Transport, p []byte) error {
	if err := tr.Send(ctx, p); err != nil {
		return err
	}
	buf := make([]byte, len(p)+MaxPacket)
	n, err := tr.Receive(ctx, buf)
	if err != nil {
		return err
	}
	if !bytes.Equal(buf[:n], p) {
		return fmt.Errorf("sent %d bytes, other %d came back", len(p), n)
	}
	return nil
}

// pattern is n bytes that differ from place to place and from seed to seed.
func pattern(n, seed int) []byte {
	p := make([]byte, n)
	for i := range p {
		p[i] = byte(i*7 + i>>8 + seed*31)
	}
	return p
}

func orderAndBorders(t *testing.T, plug Plug) {
	e := NewEcho()
	ctx, tr := open(t, plug(t, e))
	sizes := []int{1, 63, 64, 65, 127, 128, 129, 1295, 5, 4096}
	for i, n := range sizes {
		if err := tr.Send(ctx, pattern(n, i)); err != nil {
			t.Fatal(err)
		}
	}
	buf := make([]byte, 8192)
	for i, want := range sizes {
		n, err := tr.Receive(ctx, buf)
		if err != nil || !bytes.Equal(buf[:n], pattern(want, i)) {
			t.Fatalf("transfer %d of %d bytes: got %d, %v", i, want, n, err)
		}
	}
	for i, p := range e.Heard() {
		if !bytes.Equal(p, pattern(sizes[i], i)) {
			t.Fatalf("device heard transfer %d as %d bytes", i, len(p))
		}
	}
}

func shortBuffer(t *testing.T, plug Plug) {
	e := NewEcho()
	ctx, tr := open(t, plug(t, e))
	for _, size := range []int{1, 10, 64, 100, 128} {
		whole := pattern(300, size)
		e.Say(whole)
		var got []byte
		for len(got) < len(whole) {
			buf := make([]byte, size)
			n, err := tr.Receive(ctx, buf)
			if err != nil || n == 0 {
				t.Fatalf("buffer of %d: %d bytes, then %d, %v", size, len(got), n, err)
			}
			got = append(got, buf[:n]...)
		}
		if !bytes.Equal(got, whole) {
			t.Fatalf("buffer of %d: the pieces do not make the whole", size)
		}
	}
}

func largeTransfer(t *testing.T, plug Plug) {
	ctx, tr := open(t, plug(t, NewEcho()))
	if err := echo(ctx, tr, pattern(64<<10, 1)); err != nil {
		t.Fatal(err)
	}
}

func deadline(t *testing.T, plug Plug) {
	e := NewEcho()
	ctx, tr := open(t, plug(t, e))
	for range 3 {
		short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
		n, err := tr.Receive(short, make([]byte, 64))
		cancel()
		if n != 0 || !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(n, err)
		}
	}
	stopped, cancel := context.WithCancel(ctx)
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, err := tr.Receive(stopped, make([]byte, 64)); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	// what comes after a timeout is not lost with it
	if err := echo(ctx, tr, pattern(100, 1)); err != nil {
		t.Fatal(err)
	}
}

func endedContext(t *testing.T, plug Plug) {
	e := NewEcho()
	ctx, tr := open(t, plug(t, e))
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if err := tr.Send(ended, []byte{1}); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if _, err := tr.Control(ended, devices.Request{RequestType: 0xc0, Request: 0x51}, make([]byte, 2)); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	e.Say([]byte{9})
	if _, err := tr.Receive(ended, make([]byte, 64)); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	buf := make([]byte, 64)
	if n, err := tr.Receive(ctx, buf); n != 1 || err != nil || buf[0] != 9 || len(e.Heard()) != 0 {
		t.Fatal(n, err, buf[0], e.Heard())
	}
}

func control(t *testing.T, plug Plug) {
	e := NewEcho()
	ctx, tr := open(t, plug(t, e))
	for _, size := range []int{1, 2, 8} {
		buf := make([]byte, size)
		n, err := tr.Control(ctx, devices.Request{RequestType: 0xc0, Request: 0x51, Value: 0x1234, Index: 0x5678}, buf)
		if want := []byte{0xca, 0xfe}[:min(size, 2)]; err != nil || !bytes.Equal(buf[:n], want) {
			t.Fatal(size, n, err, buf)
		}
		if r, _ := e.lastControl(); r != (devices.Request{RequestType: 0xc0, Request: 0x51, Value: 0x1234, Index: 0x5678}) {
			t.Fatalf("device was asked %+v", r)
		}
	}
	for range 2 { // a stalled request does no harm
		if _, err := tr.Control(ctx, devices.Request{RequestType: 0xc0, Request: 0x99}, make([]byte, 8)); !errors.Is(err, devices.ErrStall) {
			t.Fatal(err)
		}
	}
	n, err := tr.Control(ctx, devices.Request{RequestType: 0x41, Request: 0x52, Index: 0x0307}, []byte{1, 2, 3})
	r, kept := e.lastControl()
	if n != 3 || err != nil || !bytes.Equal(kept, []byte{1, 2, 3}) {
		t.Fatal(n, err, kept)
	}
	if r.Index != 0x0300 {
		t.Fatalf("request to the interface has index %#04x", r.Index)
	}
	if n, err := tr.Control(ctx, devices.Request{RequestType: 0x40, Request: 0x52}, nil); n != 0 || err != nil {
		t.Fatal(n, err)
	}
	if err := echo(ctx, tr, []byte("still here")); err != nil {
		t.Fatal(err)
	}
}

func inOnly(t *testing.T, plug Plug) {
	e := NewInOnly()
	ctx, tr := open(t, plug(t, e))
	e.Say([]byte{2, 1, 'a'})
	buf := make([]byte, 64)
	if n, err := tr.Receive(ctx, buf); n != 3 || err != nil {
		t.Fatal(n, err)
	}
	if err := tr.Send(ctx, []byte{1}); !errors.Is(err, devices.ErrStall) {
		t.Fatal(err)
	}
	n, err := tr.Control(ctx, devices.Request{RequestType: 0x81, Request: 6, Value: 0x2200}, buf)
	if want := e.Descriptor().HIDReportDescriptor; err != nil || !bytes.Equal(buf[:n], want) {
		t.Fatalf("% x, %v", buf[:n], err)
	}
}
