package e2e

import (
	"bytes"
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/idcard/idcardsim"
	"hallkiosk/devices/memory"
	"hallkiosk/devices/usb"
	"hallkiosk/devices/usb/usbtest"
	"hallkiosk/screens"
)

// BenchmarkCard measures from the moment a card lies on the reader until its
// fields are in the picture of the screen, and what of that is not the device's:
//
//	go test ./kiosk/e2e -run '^$' -bench Card -benchtime 20x
//
// Both halves run in turn on one simulated reader that takes its time as a real
// one does (idcardsim.RealPace), on one transport. device-ms is a host that does
// nothing but send find again and again, select and read, without a pause, until the
// last byte of the reply is there. product-ms is idcard.Dev.Read under supervision,
// the screen's loop and the painting of its picture. Each lays its card at a moment
// that the reader does not choose. Figures are medians, since a busy machine makes
// any single one long; above-ms is their difference, the kiosk's own. The window
// shows a picture with its next frame, after 17 ms at the most.
func BenchmarkCard(b *testing.B) {
	for _, framing := range []idcard.Framing{idcard.Bulk, idcard.HID64} {
		name := []string{"bulk", "hid"}[framing]
		b.Run("memory/"+name, func(b *testing.B) {
			bus := memory.NewBus()
			cardTimes(b, framing, bus, func(p devices.Peripheral) { bus.Plug(p) })
		})
		b.Run("usb/"+name, func(b *testing.B) {
			virtual, err := usbtest.NewBus()
			if err != nil {
				b.Fatal(err)
			}
			defer virtual.Close()
			host := usb.NewBus()
			defer host.Close()
			cardTimes(b, framing, host, func(p devices.Peripheral) {
				if _, err := virtual.Plug(p); err != nil {
					b.Fatal(err)
				}
			})
		})
	}
}

func cardTimes(b *testing.B, framing idcard.Framing, bus devices.Bus, plug func(devices.Peripheral)) {
	sim := idcardsim.New(framing)
	sim.SetPace(idcardsim.RealPace())
	plug(sim)
	var device, product times
	moments := rand.New(rand.NewPCG(1, 2))
	for b.Loop() {
		wait := 300*time.Millisecond + time.Duration(moments.Int64N(int64(100*time.Millisecond)))
		device.add(bareTime(b, framing, bus, sim, wait))
		sim.Lift()
		product.add(productTime(b, bus, sim, wait))
		sim.Lift()
	}
	b.ReportMetric(0, "ns/op") // says nothing: most of it is waiting for the next card
	b.ReportMetric(device.median(), "device-ms")
	b.ReportMetric(product.median(), "product-ms")
	b.ReportMetric(product.median()-device.median(), "above-ms")
}

// times are in milliseconds.
type times []float64

func (t *times) add(d time.Duration) { *t = append(*t, float64(d)/float64(time.Millisecond)) }

func (t times) median() float64 {
	slices.Sort(t)
	return t[len(t)/2]
}

// bareTime lays a card after a while and is a host without a product.
func bareTime(b *testing.B, framing idcard.Framing, bus devices.Bus, sim *idcardsim.Reader, wait time.Duration) time.Duration {
	t, err := bus.Open(b.Context(), idcard.Match(framing))
	if err != nil {
		b.Fatal(err)
	}
	defer t.Close()
	laid := layAfter(b, sim, wait)
	for !found(ask(b, t, framing, 0x20, 0x01, 15)) {
	}
	ask(b, t, framing, 0x20, 0x02, 19)
	ask(b, t, framing, 0x30, 0x01, 1295)
	return time.Since(<-laid)
}

func found(reply []byte) bool { return reply[9] == 0x9F }

// ask sends a command and receives until n bytes, or a whole refusal, are there.
func ask(b *testing.B, t devices.Transport, framing idcard.Framing, cmd, para byte, n int) []byte {
	f := []byte{0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 3, cmd, para, 3 ^ cmd ^ para}
	size := 4096
	if framing != idcard.Bulk {
		f, size = append(f, make([]byte, 64-len(f))...), 64
	}
	if err := t.Send(b.Context(), f); err != nil {
		b.Fatal(err)
	}
	var got []byte
	buf := make([]byte, size)
	for len(got) < n {
		k, err := t.Receive(b.Context(), buf)
		if err != nil {
			b.Fatal(err)
		}
		if got = append(got, buf[:k]...); !bytes.HasPrefix(got, []byte{0xAA, 0xAA, 0xAA, 0x96, 0x69}) {
			b.Fatalf("% x", got[:10])
		}
		if got[6] == 4 { // a refusal
			break
		}
	}
	return got
}

// layAfter lays a card after a while and says when.
func layAfter(b *testing.B, sim *idcardsim.Reader, wait time.Duration) <-chan time.Time {
	card, err := idcardsim.ParseCard([]byte(`{"name":"王小明","number":"430701198811052172"}`))
	if err != nil {
		b.Fatal(err)
	}
	laid := make(chan time.Time, 1)
	time.AfterFunc(wait, func() {
		laid <- time.Now()
		if err := sim.Lay(card); err != nil {
			b.Error(err)
		}
	})
	return laid
}

// productTime lays a card after a while on the reader of a visit that has come to
// the page which asks for it.
func productTime(b *testing.B, bus devices.Bus, sim *idcardsim.Reader, wait time.Duration) time.Duration {
	reader := supervisedReader{devices.Supervise(b.Context(), func(ctx context.Context) (*idcard.Dev, error) {
		return idcard.Open(ctx, bus, nil)
	}, nil)}
	defer reader.Close()
	p := newPanel(b, screens.Platform{Cards: reader})
	defer p.app.Close()
	for _, label := range []string{"新办证书（开通）", "我是法定代表人", "企业", "全都带了"} {
		p.tap(label)
	}
	for !p.frame.Contains("请把身份证放在读卡区") {
		p.tap("next") // the list of what to bring has several pages
	}
	laid := layAfter(b, sim, wait)
	for late := time.Now().Add(time.Minute); !p.frame.Contains("王小明"); p.await() {
		if time.Now().After(late) {
			b.Fatalf("the screen shows %q", p.frame.Texts())
		}
	}
	return time.Since(<-laid)
}

// supervisedReader is what the kiosk makes of a reader for its screens.
type supervisedReader struct {
	*devices.Supervisor[*idcard.Dev]
}

func (r supervisedReader) Read(ctx context.Context) (card idcard.Card, err error) {
	err = r.Do(ctx, func(ctx context.Context, d *idcard.Dev) error {
		card, err = d.Read(ctx)
		return err
	})
	return card, err
}

// Nobody asks these on the way to a card.

func (supervisedReader) Present(context.Context) (bool, error) { return false, nil }
func (supervisedReader) Fresh(context.Context) (bool, error)   { return false, nil }
