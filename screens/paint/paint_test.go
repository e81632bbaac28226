package paint

import (
	"fmt"
	"image"
	"os"
	"testing"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"hallkiosk/screens/paint/raster"
	"hallkiosk/screens/ui"
)

// suite is a game whose first update runs the tests: textures can be read only
// while a game runs. The package needs a display.
type suite struct {
	m    *testing.M
	code int
}

func (s *suite) Update() error {
	s.code = s.m.Run()
	return ebiten.Termination
}

func (s *suite) Draw(*ebiten.Image) {}

func (s *suite) Layout(w, h int) (int, int) { return w, h }

func TestMain(m *testing.M) {
	s := &suite{m: m, code: 1}
	if err := ebiten.RunGame(s); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(s.code)
}

// page is an app whose button's text can be changed.
type page struct {
	fonts *ui.Fonts
	title string
	ticks []Input
}

func (p *page) Tick(in Input) (*ui.Frame, bool) {
	p.ticks = append(p.ticks, in)
	f := ui.New(in.Size.X, in.Size.Y, ui.Look{Language: "zh", Text: 1}, ui.Words{}, p.fonts)
	f.Page(ui.Page{Title: p.title, Next: &ui.Action{ID: "next", Label: "下一步"}, Pager: &ui.Pager{}})
	return f, true
}

func newPage(t *testing.T) *page {
	t.Helper()
	fonts, err := ui.OpenFonts()
	if err != nil {
		t.Fatal(err)
	}
	return &page{fonts: fonts, title: "请核对"}
}

func options() Options {
	now := time.Date(2026, 7, 1, 9, 41, 0, 0, time.UTC)
	return Options{Rest: time.Hour, Now: func() time.Time { return now }}
}

// read is what the window's texture holds.
func read(w *window) *image.RGBA {
	out := image.NewRGBA(w.texture.Bounds())
	w.texture.ReadPixels(out.Pix)
	return out
}

func TestTextureShowsTheFrame(t *testing.T) {
	app := newPage(t)
	w := newWindow(app, options())
	w.Layout(540, 960)
	for _, title := range []string{"请核对", "请取走号票", "A1001"} {
		app.title = title
		if err := w.Update(); err != nil {
			t.Fatal(err)
		}
		want := raster.Image(w.shown)
		got := read(w)
		differ := 0
		for i := range want.Pix {
			if got.Pix[i] != want.Pix[i] {
				differ++
			}
		}
		if differ > 0 {
			t.Errorf("%s: the texture differs from the frame painted whole in %d bytes", title, differ)
		}
	}
}

func TestUnchangedFrameUploadsNothing(t *testing.T) {
	w := newWindow(newPage(t), options())
	w.Layout(540, 960)
	if err := w.Update(); err != nil {
		t.Fatal(err)
	}
	w.presents = 0
	if err := w.Update(); err != nil {
		t.Fatal(err)
	}
	if w.presents != 0 {
		t.Error("an unchanged frame was presented again")
	}
}

func TestNewSizeIsPaintedWhole(t *testing.T) {
	app := newPage(t)
	w := newWindow(app, options())
	for _, size := range []image.Point{{540, 960}, {960, 540}, {1, 1}} {
		w.Layout(size.X, size.Y)
		if err := w.Update(); err != nil {
			t.Fatal(err)
		}
		if got := w.texture.Bounds().Size(); got != size {
			t.Errorf("texture of %v, want %v", got, size)
		}
		if app.ticks[len(app.ticks)-1].Size != size {
			t.Errorf("the app was told %v, want %v", app.ticks[len(app.ticks)-1].Size, size)
		}
	}
}

func TestStopEndsTheWindow(t *testing.T) {
	o := options()
	o.Stop = func() bool { return true }
	if err := newWindow(newPage(t), o).Update(); err != errStop {
		t.Errorf("got %v, want errStop", err)
	}
}

func TestRestSleepsAndWakes(t *testing.T) {
	o := options()
	now := time.Date(2026, 7, 1, 9, 41, 0, 0, time.UTC)
	o.Now, o.Rest = func() time.Time { return now }, 3*time.Second
	w := newWindow(newPage(t), o)
	defer w.rest(false)
	w.Layout(540, 960)
	for _, step := range []struct {
		after  time.Duration
		asleep bool
	}{{0, false}, {2 * time.Second, false}, {4 * time.Second, true}} {
		now = time.Date(2026, 7, 1, 9, 41, 0, 0, time.UTC).Add(step.after)
		if err := w.Update(); err != nil {
			t.Fatal(err)
		}
		if w.sleeping != step.asleep {
			t.Errorf("after %v asleep is %v", step.after, w.sleeping)
		}
	}
}

// Ebiten clears the window before each frame and presents some after the last
// change, too: each of them must bear the picture.
func TestEveryPresentBearsThePicture(t *testing.T) {
	w := newWindow(newPage(t), options())
	w.Layout(540, 960)
	if err := w.Update(); err != nil {
		t.Fatal(err)
	}
	own, final := ebiten.NewImage(540, 960), ebiten.NewImage(540, 960)
	for n := range presents + 4 {
		final.Clear()
		w.Draw(own)
		w.DrawFinalScreen(final, own, ebiten.GeoM{})
		if final.At(270, 20) != w.texture.At(270, 20) {
			t.Fatalf("present %d shows %v", n, final.At(270, 20))
		}
	}
	if w.presents != 0 {
		t.Errorf("%d presents to come, though nothing changed", w.presents)
	}
}
