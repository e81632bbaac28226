package raster

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"hallkiosk/screens/ui"
)

var update = flag.Bool("update", false, "write the golden pictures anew")

// goldens are few: one of each kind of page, in the looks that differ most. They are kept
// at half the size of the panel.
var goldens = []struct {
	demo string
	look ui.Look
	name string
}{
	{"home", ui.Look{Language: "zh", Text: 1}, "home-zh"},
	{"materials", ui.Look{Language: "en", Text: 1, HighContrast: true}, "materials-en-contrast"},
	{"review", ui.Look{Language: "zh", Text: 2}, "review-zh-2"},
	{"card", ui.Look{Language: "en", Text: 1, LowReach: true}, "card-en-reach"},
	{"keyboard", ui.Look{Language: "en", Text: 1.5}, "keyboard-en-1.5"},
}

func demoNamed(t testing.TB, name string) demo {
	t.Helper()
	for _, d := range demos {
		if d.name == name {
			return d
		}
	}
	t.Fatalf("no demo %q", name)
	return demo{}
}

func TestGolden(t *testing.T) {
	fonts := openFonts(t)
	for _, g := range goldens {
		t.Run(g.name, func(t *testing.T) {
			f := drawDemo(demoNamed(t, g.demo), 540, 960, g.look, fonts)
			if over := f.Overflows(); len(over) > 0 {
				t.Errorf("overflows: %q", over)
			}
			got := PNG(f)
			path := filepath.Join("testdata", "golden", g.name+".png")
			if *update {
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if n := differing(t, got, want); n > 60 {
				t.Errorf("%d pixels differ from %s; look at it, then run with -update", n, path)
			}
		})
	}
}

// differing counts the pixels that differ by more than a rounding error.
func differing(t testing.TB, a, b []byte) int {
	t.Helper()
	x, y := decode(t, a), decode(t, b)
	if x.Bounds() != y.Bounds() {
		t.Fatalf("sizes %v and %v", x.Bounds(), y.Bounds())
	}
	n := 0
	for i := 0; i < len(x.Pix); i += 4 {
		for k := range 3 {
			if d := int(x.Pix[i+k]) - int(y.Pix[i+k]); d > 12 || d < -12 {
				n++
				break
			}
		}
	}
	return n
}

func decode(t testing.TB, data []byte) *image.RGBA {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewRGBA(m.Bounds())
	for y := m.Bounds().Min.Y; y < m.Bounds().Max.Y; y++ {
		for x := m.Bounds().Min.X; x < m.Bounds().Max.X; x++ {
			out.Set(x, y, m.At(x, y))
		}
	}
	return out
}

// TestDamageOnlyGivesTheSamePicture goes from each page to the next and to a
// pressed button, and compares with a picture painted from nothing.
func TestDamageOnlyGivesTheSamePicture(t *testing.T) {
	fonts := openFonts(t)
	look := ui.Look{Language: "zh", Text: 1}
	p := New(fonts)
	screen := image.NewRGBA(image.Rect(0, 0, 540, 960))
	var prev *ui.Frame
	for _, d := range demos {
		for _, pressed := range []string{"", "back", "next", "", "open", ui.ToolText} {
			f := ui.New(540, 960, look, words(true), fonts)
			f.Mark(pressed, "")
			d.draw(f, true)
			p.Paint(screen, f, prev)
			prev = f
			if !bytes.Equal(screen.Pix, Image(f).Pix) {
				t.Fatalf("%s with %q pressed differs from the same painted whole", d.name, pressed)
			}
		}
	}
	if r := p.Paint(screen, prev, prev); !r.Empty() {
		t.Errorf("the same frame again paints %v", r)
	}
}

func TestForgottenFontsEmptyThePainter(t *testing.T) {
	fonts := openFonts(t)
	p := New(fonts)
	f := drawDemo(demoNamed(t, "ticket"), 540, 960, ui.Look{Language: "zh", Text: 1}, fonts)
	screen := image.NewRGBA(f.Bounds())
	p.Paint(screen, f, nil)
	if len(p.codes) == 0 || len(p.glyphs) == 0 {
		t.Fatal("nothing is remembered")
	}
	fonts.Forget()
	p.Paint(screen, f, f)
	if len(p.codes) != 0 || len(p.glyphs) != 0 {
		t.Error("the ticket's code is still remembered")
	}
}

func TestCodeTooLongIsLeftWhite(t *testing.T) {
	fonts := openFonts(t)
	f := ui.New(540, 960, ui.Look{Language: "zh", Text: 1}, words(true), fonts)
	f.Page(ui.Page{Pager: &ui.Pager{}}).QR(ui.QR{Data: string(make([]byte, 9000)), Label: "码"})
	if len(PNG(f)) == 0 {
		t.Error("no picture")
	}
}

func FuzzFlatten(f *testing.F) {
	for _, s := range []string{"M 1 2 L 3 4 Z", "O 1 1 1", "R 1 2 3 4 5", "C", "Q 1", "Z", "L 1 1", "M x y", "M NaN Inf"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, l := range flatten(s, 2) {
			if len(l) > 4000 {
				t.Errorf("%d points", len(l))
			}
		}
	})
}

func BenchmarkHomeWhole(b *testing.B) {
	fonts := openFonts(b)
	f := drawDemo(demoNamed(b, "home"), 1080, 1920, ui.Look{Language: "zh", Text: 1}, fonts)
	p := New(fonts)
	screen := image.NewRGBA(f.Bounds())
	for b.Loop() {
		p.Paint(screen, f, nil)
	}
}

func BenchmarkPress(b *testing.B) {
	fonts := openFonts(b)
	look := ui.Look{Language: "zh", Text: 1}
	d := demoNamed(b, "home")
	up := drawDemo(d, 1080, 1920, look, fonts)
	down := ui.New(1080, 1920, look, words(true), fonts)
	down.Mark("open", "")
	d.draw(down, true)
	p := New(fonts)
	screen := image.NewRGBA(up.Bounds())
	p.Paint(screen, up, nil)
	for b.Loop() {
		p.Paint(screen, down, up)
		p.Paint(screen, up, down)
	}
}
