package usbtest_test

import (
	"context"
	"runtime"
	"slices"
	"testing"
	"time"
	"weak"

	"github.com/google/gousb"
	"go.uber.org/goleak"

	"hallkiosk/devices/transporttest"
	"hallkiosk/devices/usb/usbtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func newBus(t testing.TB) *usbtest.Bus {
	t.Helper()
	b, err := usbtest.NewBus()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

func patience(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// opened is a device seen through bare gousb, for what devices/usb takes care
// that nobody sees.
type opened struct {
	dev *gousb.Device
	cfg *gousb.Config
	in  *gousb.InEndpoint
	out *gousb.OutEndpoint
}

func start(t testing.TB) *gousb.Context {
	t.Helper()
	host := gousb.NewContext()
	t.Cleanup(func() {
		if err := host.Close(); err != nil {
			t.Error(err)
		}
	})
	return host
}

func open(t testing.TB, host *gousb.Context) *opened {
	t.Helper()
	o := &opened{}
	var err error
	if o.dev, err = host.OpenDeviceWithVIDPID(transporttest.Vendor, transporttest.Product); err != nil || o.dev == nil {
		t.Fatal(o.dev, err)
	}
	t.Cleanup(func() { o.dev.Close() })
	if o.cfg, err = o.dev.Config(1); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.cfg.Close() })
	intf, err := o.cfg.Interface(0, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(intf.Close)
	if o.in, err = intf.InEndpoint(transporttest.InEP & 0x7f); err != nil {
		t.Fatal(err)
	}
	if o.out, err = intf.OutEndpoint(transporttest.OutEP); err != nil {
		t.Fatal(err)
	}
	return o
}

func TestOverflow(t *testing.T) {
	b := newBus(t)
	host := start(t)
	e := transporttest.NewEcho()
	if _, err := b.Plug(e); err != nil {
		t.Fatal(err)
	}
	o := open(t, host)
	e.Say(make([]byte, 20))
	if _, err := o.in.Read(make([]byte, 10)); err != gousb.TransferOverflow {
		t.Fatal("20 bytes into 10:", err)
	}
	e.Say(make([]byte, 100))
	n, err := o.in.Read(make([]byte, transporttest.MaxPacket))
	if err == nil && n == 10 { // what was left of the first
		n, err = o.in.Read(make([]byte, transporttest.MaxPacket))
	}
	if n != transporttest.MaxPacket || err != nil {
		t.Fatal("a whole packet of a longer transfer:", n, err)
	}
}

func TestEvents(t *testing.T) {
	ctx := patience(t)
	b := newBus(t)
	host := start(t)
	d, err := b.Plug(transporttest.NewEcho())
	if err != nil {
		t.Fatal(err)
	}
	o := open(t, host)
	d.Halt(transporttest.InEP)
	if _, err := o.in.Read(make([]byte, 64)); err != gousb.TransferStall {
		t.Fatal(err)
	}
	if _, err := o.dev.Control(0x02, 0x01, 0, transporttest.InEP, nil); err != nil { // CLEAR_FEATURE(ENDPOINT_HALT)
		t.Fatal(err)
	}
	short, cancel := context.WithTimeout(ctx, 10*time.Millisecond)
	defer cancel()
	if _, err := o.in.ReadContext(short, make([]byte, 64)); err != gousb.TransferCancelled {
		t.Fatal("after the halt was cleared:", err)
	}
	if err := d.Await(ctx, usbtest.Cancel, 1); err != nil {
		t.Fatal(err)
	}
	want := []usbtest.Event{{Kind: usbtest.Open}, {Kind: usbtest.Claim}, {Kind: usbtest.ClearHalt, N: transporttest.InEP}}
	got := slices.DeleteFunc(d.Events(), func(e usbtest.Event) bool { return e.Kind == usbtest.Cancel })
	if !slices.Equal(got, want) {
		t.Fatal(got)
	}
	if err := d.Await(short, usbtest.Reset, 1); err == nil {
		t.Fatal("awaited what did not happen")
	}
}

// An idle device costs nothing: umockdev's own node would make libusb spin.
func TestIdleDeviceSeesNoCalls(t *testing.T) {
	ctx := patience(t)
	b := newBus(t)
	host := start(t)
	d, err := b.Plug(transporttest.NewEcho())
	if err != nil {
		t.Fatal(err)
	}
	o := open(t, host)
	idle, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
	defer cancel()
	before := d.Ioctls()
	_, _ = o.in.ReadContext(idle, make([]byte, 64))
	if n := d.Ioctls() - before; n > 20 {
		t.Fatal("one idle read made", n, "calls")
	}
}

// umockdev has 50 places for file descriptors and ends the process after that.
func TestManyTimesPlugged(t *testing.T) {
	b := newBus(t)
	for range 55 {
		d, err := b.Plug(transporttest.NewEcho())
		if err != nil {
			t.Fatal(err)
		}
		host := gousb.NewContext()
		dev, err := host.OpenDeviceWithVIDPID(transporttest.Vendor, transporttest.Product)
		if err != nil || dev == nil {
			t.Fatal(dev, err)
		}
		if dev.Desc.Address != d.Address() {
			t.Fatal("found at", dev.Desc.Address, "but plugged in at", d.Address())
		}
		dev.Close()
		host.Close()
		d.Unplug()
	}
}

func TestAddressesWrapAndLeaveOutWhatIsPluggedIn(t *testing.T) {
	b := newBus(t)
	stays, err := b.Plug(transporttest.NewEcho())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[int]int{}
	for range 125 + 1 {
		d, err := b.Plug(transporttest.NewEcho())
		if err != nil {
			t.Fatal(err)
		}
		d.Unplug()
		seen[d.Address()]++
	}
	if len(seen) != 125 || seen[1] != 0 || seen[stays.Address()] != 0 {
		t.Fatal(len(seen), "addresses:", seen)
	}
}

// What was unplugged is let go of, though a host still had it open: a bus that is
// plugged into a thousand times does not grow.
func TestUnpluggedDevicesAreLetGo(t *testing.T) {
	ctx := patience(t)
	b := newBus(t)
	host := start(t)
	var gone []weak.Pointer[usbtest.Device]
	for range 5 {
		d, err := b.Plug(transporttest.NewEcho())
		if err != nil {
			t.Fatal(err)
		}
		dev, err := host.OpenDeviceWithVIDPID(transporttest.Vendor, transporttest.Product)
		if err != nil || dev == nil {
			t.Fatal(dev, err)
		}
		gone = append(gone, weak.Make(d))
		d.Unplug()
		dev.Close() // speaks of it once more
	}
	last, err := b.Plug(transporttest.NewEcho())
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range gone {
		for d.Value() != nil {
			if ctx.Err() != nil {
				t.Fatalf("device %d is still held", i)
			}
			runtime.GC()
		}
	}
	last.Unplug()
}

func TestNewBusRefusesALongPath(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()+"/a-folder-with-a-name-that-is-much-too-long-for-a-socket")
	if b, err := usbtest.NewBus(); err == nil {
		root := b.ChildEnv()[0]
		b.Close()
		t.Fatal("accepted", root)
	}
}
