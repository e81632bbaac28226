package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// finger is a person at the glass: it sees the pixels of the X server and
// touches through its XTEST extension, past every socket of ours.
type finger struct {
	x    *xgb.Conn
	root xproto.Window
}

func newFinger(t testing.TB) *finger {
	t.Helper()
	x, err := xgb.NewConn()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(x.Close)
	if err := xtest.Init(x); err != nil {
		t.Fatal(err)
	}
	return &finger{x: x, root: xproto.Setup(x).DefaultScreen(x).Root}
}

// window is where the kiosk's window lies on the display.
func (f *finger) window(size image.Point) (image.Rectangle, error) {
	tree, err := xproto.QueryTree(f.x, f.root).Reply()
	if err != nil {
		return image.Rectangle{}, err
	}
	for _, w := range tree.Children {
		g, err := xproto.GetGeometry(f.x, xproto.Drawable(w)).Reply()
		if err == nil && int(g.Width) == size.X && int(g.Height) == size.Y {
			at := image.Pt(int(g.X), int(g.Y))
			return image.Rectangle{Min: at, Max: at.Add(size)}, nil
		}
	}
	return image.Rectangle{}, errors.New("no window of that size")
}

// picture is what the display shows there.
func (f *finger) picture(r image.Rectangle) (*image.RGBA, error) {
	reply, err := xproto.GetImage(f.x, xproto.ImageFormatZPixmap, xproto.Drawable(f.root),
		int16(r.Min.X), int16(r.Min.Y), uint16(r.Dx()), uint16(r.Dy()), ^uint32(0)).Reply()
	if err != nil {
		return nil, err
	}
	if len(reply.Data) != 4*r.Dx()*r.Dy() {
		return nil, fmt.Errorf("a display of %d bits a pixel", reply.Depth)
	}
	m := image.NewRGBA(image.Rectangle{Max: r.Size()})
	for i := 0; i < len(reply.Data); i += 4 { // blue, green, red, nothing
		d := reply.Data[i : i+4]
		m.SetRGBA(i/4%r.Dx(), i/4/r.Dx(), color.RGBA{d[2], d[1], d[0], 255})
	}
	return m, nil
}

func (f *finger) do(kind byte, button byte, at image.Point) error {
	return xtest.FakeInputChecked(f.x, kind, button, 0, f.root, int16(at.X), int16(at.Y), 0).Check()
}

func (f *finger) press(at image.Point) error {
	return errors.Join(f.do(xproto.MotionNotify, 0, at), f.do(xproto.ButtonPress, 1, at))
}

func (f *finger) release(at image.Point) error {
	return errors.Join(f.do(xproto.MotionNotify, 0, at), f.do(xproto.ButtonRelease, 1, at))
}

// TestFingerOnGlass looks at the pixels that the X server really shows and
// touches them.
func TestFingerOnGlass(t *testing.T) {
	display(t)
	h := newHouse(t, built(t), compiled(t), false)
	f := newFinger(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(h.withLog(err))
		}
	}
	at, err := f.window(image.Pt(1080, 1920))
	must(err)
	home := f.changed(t, h, at, nil)
	if n := colours(home); n < 50 {
		t.Fatalf("the display shows %d colours: nothing is painted", n)
	}

	service, ok := h.screen.live("新办证书")
	if !ok {
		t.Fatalf("no service on\n%s", h.screen)
	}
	target := at.Min.Add(image.Pt(service.X, service.Y))
	// A finger that slides off before it lifts has changed its mind.
	must(f.press(target))
	pressed := f.changed(t, h, at, home)
	must(f.release(at.Min.Add(image.Pt(540, 1850))))
	f.changed(t, h, at, pressed)
	must(h.screen.look(false))
	if !h.screen.sees("您好，请在这里取号办理") {
		t.Fatalf("a finger that slid off counted; the screen shows\n%s", h.screen)
	}

	must(f.press(target))
	pressed = f.changed(t, h, at, home)
	must(f.release(target))
	must(h.screen.until("the next screen", func() bool { return h.screen.sees("您是哪一位") }))
	role := f.changed(t, h, at, pressed)
	var file bytes.Buffer
	must(png.Encode(&file, role))
	must(keepPicture("window.png", file.Bytes()))
}

// changed waits until the display shows something else than before, and no
// longer nothing at all.
func (f *finger) changed(t *testing.T, h *house, at image.Rectangle, before *image.RGBA) *image.RGBA {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		now, err := f.picture(at)
		if err != nil {
			t.Fatal(h.withLog(err))
		}
		if colours(now) > 1 && (before == nil || !bytes.Equal(now.Pix, before.Pix)) {
			return now
		}
	}
	t.Fatal(h.withLog(errors.New("the display never changed")))
	return nil
}

func colours(m *image.RGBA) int {
	seen := map[[3]byte]bool{}
	for i := 0; i < len(m.Pix); i += 4 {
		seen[[3]byte(m.Pix[i:i+3])] = true
	}
	return len(seen)
}
