package transporttest

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hallkiosk/devices"
)

func refusal(t *testing.T, plug Plug) {
	e := NewEcho()
	ctx, tr := open(t, plug(t, e))
	e.Refuse(true)
	short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
	defer cancel()
	if err := tr.Send(short, []byte("withdrawn")); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	await(ctx, t, e.Refused())
	sent := make(chan error)
	go func() { sent <- tr.Send(ctx, []byte("held")) }()
	await(ctx, t, e.Refused())
	e.Refuse(false)
	if err := <-sent; err != nil {
		t.Fatal(err)
	}
	if err := tr.Send(ctx, []byte("next")); err != nil {
		t.Fatal(err)
	}
	if h := e.Heard(); !equal(h, "held", "next") {
		t.Fatalf("device heard %q", h)
	}
}

func halt(t *testing.T, plug Plug) {
	c := plug(t, NewEcho())
	for _, ep := range []uint8{InEP, OutEP} {
		ctx, tr := open(t, c)
		c.Halt(ep)
		for range 2 {
			if err := echo(ctx, tr, []byte("x")); !errors.Is(err, devices.ErrStall) {
				t.Fatalf("endpoint %02x: %v", ep, err)
			}
		}
		if err := tr.Close(); err != nil {
			t.Fatal(err)
		}
		ctx, tr = open(t, c)
		drain(ctx, tr)
		if err := echo(ctx, tr, []byte("y")); err != nil {
			t.Fatalf("endpoint %02x, opened anew: %v", ep, err)
		}
		tr.Close()
	}
}

// drain fetches what an earlier test left on the IN endpoint.
func drain(ctx context.Context, tr devices.Transport) {
	for {
		short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
		_, err := tr.Receive(short, make([]byte, 4096))
		cancel()
		if err != nil {
			return
		}
	}
}

func oneAtATime(t *testing.T, plug Plug) {
	c := plug(t, NewEcho())
	ctx, tr := open(t, c)
	if _, err := c.Open(ctx); !errors.Is(err, devices.ErrInUse) {
		t.Fatal(err)
	}
	if err := echo(ctx, tr, []byte("mine")); err != nil {
		t.Fatal(err)
	}
	if err := tr.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, tr = open(t, c)
	if err := echo(ctx, tr, []byte("yours")); err != nil {
		t.Fatal(err)
	}
}

func closed(t *testing.T, plug Plug) {
	c := plug(t, NewEcho())
	ctx, tr := open(t, c)
	received := make(chan error)
	go func() {
		_, err := tr.Receive(ctx, make([]byte, 64))
		received <- err
	}()
	time.AfterFunc(10*time.Millisecond, func() { tr.Close() })
	if err := <-received; !errors.Is(err, devices.ErrGone) {
		t.Fatal(err)
	}
	if err := tr.Close(); err != nil {
		t.Fatal("second Close:", err)
	}
	if err := tr.Send(ctx, []byte{1}); !errors.Is(err, devices.ErrGone) {
		t.Fatal(err)
	}
	if _, err := tr.Control(ctx, devices.Request{RequestType: 0xc0, Request: 0x51}, make([]byte, 2)); !errors.Is(err, devices.ErrGone) {
		t.Fatal(err)
	}
}

func unplugWhileReceiving(t *testing.T, plug Plug) {
	e := NewEcho()
	c := plug(t, e)
	ctx, tr := open(t, c)
	received := make(chan error)
	go func() {
		_, err := tr.Receive(ctx, make([]byte, 64))
		received <- err
	}()
	time.AfterFunc(10*time.Millisecond, c.Unplug)
	if err := <-received; !errors.Is(err, devices.ErrGone) {
		t.Fatal(err)
	}
	c.Unplug() // twice is as good as once, and waits for the first
	if n := e.unplugged(); n != 1 {
		t.Fatal("peripheral was told", n, "times")
	}
	isGone(ctx, t, tr)
	comesBack(ctx, t, c, tr)
}

func unplugWhileSending(t *testing.T, plug Plug) {
	e := NewEcho()
	c := plug(t, e)
	ctx, tr := open(t, c)
	e.Refuse(true)
	sent := make(chan error)
	go func() { sent <- tr.Send(ctx, []byte("never heard")) }()
	await(ctx, t, e.Refused())
	c.Unplug()
	if err := <-sent; !errors.Is(err, devices.ErrGone) {
		t.Fatal(err)
	}
	isGone(ctx, t, tr)
	e.Refuse(false)
	if h := e.Heard(); len(h) != 0 {
		t.Fatalf("device heard %q", h)
	}
	comesBack(ctx, t, c, tr)
}

// unplugAnywhere pulls the cable after any number of bytes: what was
// acknowledged was heard, in order and whole, and then the device is gone.
func unplugAnywhere(t *testing.T, plug Plug) {
	e := NewEcho()
	c := plug(t, e)
	c.Unplug()
	rapid.Check(t, func(rt *rapid.T) {
		sizes := rapid.SliceOfN(rapid.IntRange(1, 200), 1, 12).Draw(rt, "sizes")
		total := 0
		for _, n := range sizes {
			total += n
		}
		e.forget()
		c.Replug()
		defer c.Unplug()
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		tr, err := openAfter(ctx, c)
		if err != nil {
			rt.Fatal(err)
		}
		defer tr.Close()
		e.PullAfter(rapid.IntRange(0, total).Draw(rt, "after"), c.Unplug)

		acknowledged, back := 0, 0
		buf := make([]byte, 256)
		for i, n := range sizes {
			if err = tr.Send(ctx, pattern(n, i)); err != nil {
				break
			}
			acknowledged++
			var k int
			if k, err = tr.Receive(ctx, buf); err != nil {
				break
			}
			if !bytes.Equal(buf[:k], pattern(n, i)) {
				rt.Fatalf("transfer %d came back as %d bytes", i, k)
			}
			back++
		}
		for err == nil { // all came through before the cable was out
			_, err = tr.Receive(ctx, buf)
		}
		if !errors.Is(err, devices.ErrGone) {
			rt.Fatal(err)
		}
		heard := e.Heard()
		if len(heard) < acknowledged || back > len(heard) {
			rt.Fatalf("%d acknowledged, %d heard, %d came back", acknowledged, len(heard), back)
		}
		for i, p := range heard {
			if !bytes.Equal(p, pattern(sizes[i], i)) {
				rt.Fatalf("device heard transfer %d as %d bytes", i, len(p))
			}
		}
	})
}

func isGone(ctx context.Context, t *testing.T, tr devices.Transport) {
	t.Helper()
	for range 2 {
		if err := tr.Send(ctx, []byte{1}); !errors.Is(err, devices.ErrGone) {
			t.Fatal("send:", err)
		}
		if _, err := tr.Receive(ctx, make([]byte, 64)); !errors.Is(err, devices.ErrGone) {
			t.Fatal("receive:", err)
		}
		if _, err := tr.Control(ctx, devices.Request{RequestType: 0xc0, Request: 0x51}, make([]byte, 2)); !errors.Is(err, devices.ErrGone) {
			t.Fatal("control:", err)
		}
	}
}

func comesBack(ctx context.Context, t *testing.T, c Cable, old devices.Transport) {
	t.Helper()
	for { // a bus may take a moment to notice
		tr, err := c.Open(ctx)
		if errors.Is(err, devices.ErrNotFound) {
			break
		}
		if err == nil {
			tr.Close()
		}
		if ctx.Err() != nil {
			t.Fatal("unplugged device is still to be found:", err)
		}
		time.Sleep(time.Millisecond)
	}
	c.Replug()
	tr, err := openAfter(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	defer tr.Close()
	if err := echo(ctx, tr, []byte("back again")); err != nil {
		t.Fatal(err)
	}
	isGone(ctx, t, old)
}

func await(ctx context.Context, t *testing.T, c <-chan struct{}) {
	t.Helper()
	select {
	case <-c:
	case <-ctx.Done():
		t.Fatal("waited in vain")
	}
}

func equal(got [][]byte, want ...string) bool {
	if len(got) != len(want) {
		return false
	}
	for i := range got {
		if string(got[i]) != want[i] {
			return false
		}
	}
	return true
}
