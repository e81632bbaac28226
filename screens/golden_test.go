package screens

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"hallkiosk/screens/paint/raster"
	"hallkiosk/screens/ui"
)

var update = flag.Bool("update", false, "write the golden pictures anew")

// TestGolden keeps a few screens as pictures, to notice what no text tells.
// Fonts differ a little between versions, so a few pixels may.
func TestGolden(t *testing.T) {
	g := load(t)
	for _, name := range []string{"home", "materials", "review", "ticket", "copy-doubted", "unsettled-copy", "notice", "drivers", "progress", "progress-all"} {
		s, ok := FindStory(name)
		if !ok {
			t.Fatalf("no story %q", name)
		}
		got := raster.PNG(g.Frame(s, ui.Look{Language: "zh", Text: 1}, image.Pt(540, 960)))
		file := filepath.Join("testdata", "golden", name+".png")
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if part := differing(t, got, want); part > 0.02 {
			t.Errorf("%s: %.1f %% of the picture differ; look at it, then run with -update", name, part*100)
		}
	}
}

// differing is the share of pixels that look different in two pictures.
func differing(t *testing.T, a, b []byte) float64 {
	t.Helper()
	p, err := png.Decode(bytes.NewReader(a))
	if err != nil {
		t.Fatal(err)
	}
	q, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if p.Bounds() != q.Bounds() {
		return 1
	}
	n, size := 0, p.Bounds().Size()
	for y := range size.Y {
		for x := range size.X {
			r, g, bl, _ := p.At(x, y).RGBA()
			r2, g2, b2, _ := q.At(x, y).RGBA()
			if far(r, r2) || far(g, g2) || far(bl, b2) {
				n++
			}
		}
	}
	return float64(n) / float64(size.X*size.Y)
}

func far(a, b uint32) bool { return max(a, b)-min(a, b) > 0x3000 }
