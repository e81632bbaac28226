package paint

import (
	"image"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"hallkiosk/screens/paint/raster"
	"hallkiosk/screens/ui"
)

// heartbeat is how often a sleeping window ticks for clocks and countdowns.
const heartbeat = 250 * time.Millisecond

// presents is how many presents a change needs until every buffer of the window shows it.
const presents = 3

// window is the ebiten.Game.
type window struct {
	app     App
	opts    Options
	fingers fingers

	size    image.Point
	picture *image.RGBA   // what the panel shows, painted on the processor
	upload  []byte        // one damaged rectangle, without gaps
	texture *ebiten.Image // the same on the window's side
	shown   *ui.Frame     // what the picture shows
	painter *raster.Painter

	touched  time.Time // when the panel was last touched
	sleeping bool
	presents int
	beat     *time.Timer
}

func newWindow(app App, opts Options) *window {
	return &window{app: app, opts: opts, touched: opts.Now()}
}

// Layout follows the size of the window: one pixel of a frame is one of the panel.
func (w *window) Layout(width, height int) (int, int) {
	w.size = image.Pt(max(width, 1), max(height, 1))
	return w.size.X, w.size.Y
}

// Update is one tick.
func (w *window) Update() error {
	if w.opts.Stop != nil && w.opts.Stop() {
		w.stopBeat()
		return errStop
	}
	now := w.opts.Now()
	touches := w.fingers.collect()
	text, erase := typed()
	if len(touches) > 0 || w.fingers.down {
		w.touched = now
	}
	frame, _ := w.app.Tick(Input{Now: now, Size: w.size, Touches: touches, Text: text, Erase: erase})
	w.paint(frame)
	w.rest(now.Sub(w.touched) >= w.opts.Rest)
	return nil
}

// paint brings picture and texture up to a frame.
func (w *window) paint(f *ui.Frame) {
	if f == nil || f == w.shown {
		return
	}
	bounds := f.Bounds()
	if w.picture == nil || w.picture.Bounds() != bounds {
		w.picture = image.NewRGBA(bounds)
		if w.texture != nil {
			w.texture.Deallocate()
		}
		w.texture = ebiten.NewImage(bounds.Dx(), bounds.Dy())
		w.shown = nil
	}
	if w.painter == nil || w.shown != nil && w.shown.Fonts() != f.Fonts() {
		w.painter = raster.New(f.Fonts())
	}
	damage := w.painter.Paint(w.picture, f, w.shown)
	w.shown = f
	if damage.Empty() {
		return
	}
	w.texture.SubImage(damage).(*ebiten.Image).WritePixels(w.pixels(damage))
	w.presents = presents
}

// pixels copies a rectangle of the picture without the gaps between its rows.
func (w *window) pixels(r image.Rectangle) []byte {
	n := 4 * r.Dx()
	if cap(w.upload) < n*r.Dy() {
		w.upload = make([]byte, n*r.Dy())
	}
	out := w.upload[:n*r.Dy()]
	for y := range r.Dy() {
		i := w.picture.PixOffset(r.Min.X, r.Min.Y+y)
		copy(out[y*n:], w.picture.Pix[i:i+n])
	}
	return out
}

// Draw touches one pixel while a change has to be presented: Ebiten presents
// nothing when a frame leaves its own image as it was.
func (w *window) Draw(screen *ebiten.Image) {
	if w.presents == 0 || w.texture == nil {
		return
	}
	screen.SubImage(image.Rect(0, 0, 1, 1)).(*ebiten.Image).DrawImage(w.texture, nil)
	if w.presents--; w.presents > 0 {
		tickSoon()
	}
}

// DrawFinalScreen puts the texture straight onto the window, whenever asked:
// Ebiten asks for some frames after the last change, too, and has cleared the
// window before each.
func (w *window) DrawFinalScreen(screen ebiten.FinalScreen, _ *ebiten.Image, geo ebiten.GeoM) {
	if w.texture != nil {
		screen.DrawImage(w.texture, &ebiten.DrawImageOptions{GeoM: geo, Blend: ebiten.BlendCopy})
	}
}

// rest goes to sleep or wakes up. Asleep, the window ticks on input, on Wake and
// on the heartbeat.
func (w *window) rest(quiet bool) {
	if quiet != w.sleeping {
		w.sleeping = quiet
		sleep(quiet)
	}
	if !quiet {
		w.stopBeat()
		return
	}
	if w.beat == nil {
		w.beat = time.AfterFunc(heartbeat, tickSoon)
		return
	}
	w.beat.Reset(heartbeat)
}

func (w *window) stopBeat() {
	if w.beat != nil {
		w.beat.Stop()
		w.beat = nil
	}
}
