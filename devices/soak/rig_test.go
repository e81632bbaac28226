// Package soak tries all devices together on the virtual USB bus, each by its own
// package under supervision, as the kiosk has them: what happens to all at once,
// and a thousand times.
package soak

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/idcard/idcardsim"
	"hallkiosk/devices/scanner"
	"hallkiosk/devices/scanner/scannersim"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/devices/ticketprinter/glyph"
	"hallkiosk/devices/ticketprinter/ticketprintersim"
	"hallkiosk/devices/usb"
	"hallkiosk/devices/usb/usbtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// served is a supervised device and a person's use of it.
type served interface {
	Status() devices.Status
	Close()
	// use does the whole of what the device is for, with somebody who lays the
	// card, shows the code, takes the paper.
	use(context.Context) error
}

// unit is one kind of device: what is plugged in, and who serves it.
type unit struct {
	name string
	sim  devices.Peripheral
	served
	// Where these are set: make it answer nothing or nonsense, and well again.
	silence, garble, mend func()
	silent                devices.State // how it stands while it is silent
}

// job is a Supervisor with a use.
type job[D devices.Device] struct {
	*devices.Supervisor[D]
	do func(context.Context, D) error
}

func (j job[D]) use(ctx context.Context) error { return j.Do(ctx, j.do) }

// quick looks often, so that a thousand cycles take minutes.
func quick() *devices.SuperviseOpts {
	return &devices.SuperviseOpts{Find: 10 * time.Millisecond, Probe: 50 * time.Millisecond, Timeout: time.Second, Failures: 1}
}

// rig is a bus with all devices plugged in.
type rig struct {
	t       testing.TB
	virtual *usbtest.Bus
	host    *usb.Bus
	mu      sync.Mutex
	plugged map[devices.Peripheral]*usbtest.Device
}

func newRig(t testing.TB) *rig {
	t.Helper()
	virtual, err := usbtest.NewBus()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(virtual.Close)
	r := &rig{t: t, virtual: virtual, host: usb.NewBus(), plugged: map[devices.Peripheral]*usbtest.Device{}}
	t.Cleanup(func() {
		if err := r.host.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func (r *rig) plug(p devices.Peripheral) {
	r.t.Helper()
	d, err := r.virtual.Plug(p)
	if err != nil {
		r.t.Fatal(err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.plugged[p] = d
}

func (r *rig) device(p devices.Peripheral) *usbtest.Device {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.plugged[p]
}

func (r *rig) pull(p devices.Peripheral) { r.device(p).Unplug() }

// serve supervises p, which open opens, and ends with the test.
func serve[D devices.Device](r *rig, open func(context.Context) (D, error), do func(context.Context, D) error) served {
	s := devices.Supervise(r.t.Context(), open, quick())
	r.t.Cleanup(s.Close)
	return job[D]{s, do}
}

// sample is a card that idcardsim lays.
func sample() idcardsim.CardData {
	return idcardsim.CardData{Name: "张三", Number: "430102" + "19900307" + "2114"}
}

func (r *rig) reader(f idcard.Framing, wrap func(devices.Peripheral) devices.Peripheral) unit {
	sim := idcardsim.New(f)
	p := wrap(sim)
	r.plug(p)
	o := &idcard.Opts{Poll: time.Millisecond, Quick: 100 * time.Millisecond, Address: 100 * time.Millisecond, Text: 200 * time.Millisecond, Gap: 20 * time.Millisecond}
	return unit{name: fmt.Sprint("reader ", f), sim: p, silent: devices.Failed,
		served: serve(r, func(ctx context.Context) (*idcard.Dev, error) { return idcard.Open(ctx, r.host, o) },
			func(ctx context.Context, d *idcard.Dev) error {
				if err := sim.Lay(sample()); err != nil {
					return err
				}
				defer sim.Lift()
				c, err := d.Read(ctx)
				if err == nil && c.Name != "张三" {
					err = errors.New("another person")
				}
				return err
			}),
		silence: func() { sim.Silence(true) }, mend: func() { sim.Silence(false) },
		garble: func() {
			for range 30 {
				sim.Inject(idcardsim.Fault{What: idcardsim.Garble, N: 2})
			}
		}}
}

func (r *rig) scanner(m scanner.Mode, wrap func(devices.Peripheral) devices.Peripheral) unit {
	sim := scannersim.New(m)
	p := wrap(sim)
	r.plug(p)
	return unit{name: "scanner " + m.String(), sim: p,
		served: serve(r, func(ctx context.Context) (*scanner.Dev, error) { return scanner.Open(ctx, r.host, nil) },
			func(ctx context.Context, d *scanner.Dev) error {
				ctx, cancel := context.WithCancel(ctx)
				var shown sync.WaitGroup
				shown.Go(func() { // again and again: what is shown before Scan waits is dropped
					for ctx.Err() == nil {
						_ = sim.Show("HTTPS://CENTRE.EXAMPLE/T/ABC")
						rest(ctx, 250*time.Millisecond)
					}
				})
				s, err := d.Scan(ctx)
				cancel()
				shown.Wait()
				if err == nil && s.Text != "HTTPS://CENTRE.EXAMPLE/T/ABC" {
					err = fmt.Errorf("read %q", s.Text)
				}
				return err
			}),
		garble: func() { sim.Garbage(3) }, mend: func() {}}
}

func (r *rig) printer(wrap func(devices.Peripheral) devices.Peripheral) unit {
	fonts, err := glyph.Open(glyph.System())
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = fonts.Close() })
	sim := ticketprintersim.New(fonts, 576)
	p := wrap(sim)
	r.plug(p)
	o := ticketprinter.DefaultOpts()
	o.ReplyTimeout, o.SendTimeout, o.ConfirmTimeout = 100*time.Millisecond, 200*time.Millisecond, 500*time.Millisecond
	return unit{name: "ticket printer", sim: p, silent: devices.Ready, // many printers never answer
		served: serve(r, func(ctx context.Context) (*ticketprinter.Dev, error) {
			t, err := r.host.Open(ctx, ticketprinter.Match())
			if err != nil {
				return nil, err
			}
			return ticketprinter.New(t, &o)
		}, func(ctx context.Context, d *ticketprinter.Dev) error {
			err := d.Print(ctx, ticketprinter.Slip{ticketprinter.Line{Text: "A1001"}, ticketprinter.Cut{}})
			sim.Forget()
			return err
		}),
		silence: func() { sim.SetDeaf(true) }, mend: func() { sim.Mend() }}
}

// asIs plugs a simulated device in without anything between.
func asIs(p devices.Peripheral) devices.Peripheral { return p }

// until waits for a state, and fails after a time in which no machine is that slow.
func (u unit) until(ctx context.Context, t testing.TB, state devices.State, reason devices.Reason) {
	t.Helper()
	for {
		s := u.Status()
		if s.State == state && (reason == "" || s.Reason == reason) {
			return
		}
		if !rest(ctx, time.Millisecond) {
			t.Fatalf("%s: still %v %q, want %v %q", u.name, s.State, s.Reason, state, reason)
		}
	}
}

// works uses the device until that succeeds: what went wrong before may still
// cost one try.
func (u unit) works(ctx context.Context, t testing.TB) {
	t.Helper()
	for {
		err := u.use(ctx)
		if err == nil {
			return
		}
		if !rest(ctx, 5*time.Millisecond) {
			t.Fatalf("%s: does not come back: %v", u.name, err)
		}
	}
}

func rest(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

func patience(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}
