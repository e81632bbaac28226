package e2e

import (
	"fmt"
	"image"
	"testing"
	"time"

	"hallkiosk/assets"
	"hallkiosk/assets/i18n"
	"hallkiosk/kiosk/guide"
	"hallkiosk/screens"
	"hallkiosk/screens/paint/raster"
	"hallkiosk/screens/ui"
)

// panel is the loop of the screens with all of a window but the window: it ticks
// when it is woken and four times a second, and paints what has changed.
type panel struct {
	b       *testing.B
	app     *screens.App
	woken   chan struct{}
	painter *raster.Painter
	picture *image.RGBA
	frame   *ui.Frame // as painted
}

func newPanel(b *testing.B, platform screens.Platform) *panel {
	g, err := guide.Load(assets.FS, "guide")
	if err != nil {
		b.Fatal(err)
	}
	words, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		b.Fatal(err)
	}
	fonts, err := ui.OpenFonts()
	if err != nil {
		b.Fatal(err)
	}
	p := &panel{b: b, woken: make(chan struct{}, 1), painter: raster.New(fonts), picture: image.NewRGBA(image.Rect(0, 0, 1080, 1920))}
	visits := 0
	p.app = screens.NewApp(b.Context(), screens.Config{
		Guides: func() *guide.Guide { return g }, Words: words, Fonts: fonts, Timing: screens.DefaultTiming(), Platform: platform,
		NewID: func() string { visits++; return fmt.Sprintf("case-%d", visits) },
		Wake: func() {
			select {
			case p.woken <- struct{}{}:
			default:
			}
		},
	})
	p.tick()
	return p
}

func (p *panel) tick(touches ...screens.Touch) {
	f, changed := p.app.Tick(screens.Events{Now: time.Now(), Size: p.picture.Bounds().Size(), Touches: touches})
	if changed {
		p.painter.Paint(p.picture, f, p.frame)
	}
	p.frame = f
}

// await ticks once, when there is reason to.
func (p *panel) await() {
	select {
	case <-p.woken:
	case <-time.After(time.Second / 4):
	}
	p.tick()
}

// tap touches what bears a label, or what has it as its ID.
func (p *panel) tap(label string) {
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); p.await() {
		for _, e := range p.frame.Elements() {
			if e.Live() && (e.ID == label || e.Label == label) {
				at := e.Box.Min.Add(e.Box.Max).Div(2)
				time.Sleep(screens.EchoTime) // nobody reads a page faster
				p.tick(screens.Touch{Kind: screens.Press, At: at}, screens.Touch{Kind: screens.Release, At: at})
				return
			}
		}
	}
	p.b.Fatalf("nothing to touch is called %q; the screen shows %q", label, p.frame.Texts())
}
