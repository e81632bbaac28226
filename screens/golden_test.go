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

// golden is a story that is kept as a picture, in one look.
type golden struct {
	story, suffix string
	look          ui.Look
}

// goldens are a few screens, enough to notice what no text tells.
func goldens() []golden {
	var all []golden
	add := func(suffix string, look ui.Look, stories ...string) {
		for _, s := range stories {
			all = append(all, golden{s, suffix, look})
		}
	}
	add("", ui.Look{Language: "zh", Text: 1}, "home", "materials", "review", "ticket", "copy-doubted", "unsettled-copy", "notice", "drivers", "progress", "progress-all",
		"risk-revoke", "key-reissue", "missing", "count", "statement-open", "review-revoke", "organisation", "home-again", "materials-exempt")
	add("", ui.Look{Language: "zh", Text: 1}, "technician-pin", "technician")
	add("", ui.Look{Language: "zh", Text: 1}, "key-plug-in", "key-is-expiring", "key-several", "bind-text", "bind-pin-typed", "bind-last-try", "drivers-known", "goodbye-key")
	add("-2", ui.Look{Language: "zh", Text: 2}, "key-is-revoked")
	add("-contrast", ui.Look{Language: "zh", Text: 1, HighContrast: true}, "key-is-expiring")
	add("-en", ui.Look{Language: "en", Text: 1}, "key-is-good")
	add("-en", ui.Look{Language: "en", Text: 1}, "home", "materials-update")
	add("-2", ui.Look{Language: "zh", Text: 2}, "home", "missing", "materials-exempt")
	add("-contrast", ui.Look{Language: "zh", Text: 1, HighContrast: true}, "home", "materials-exempt", "missing")
	return all
}

// TestGolden compares them with what they were. Fonts differ a little between
// versions, so a few pixels may.
func TestGolden(t *testing.T) {
	g := load(t)
	for _, kept := range goldens() {
		name := kept.story + kept.suffix
		s, ok := FindStory(kept.story)
		if !ok {
			t.Fatalf("no story %q", kept.story)
		}
		got := raster.PNG(g.Frame(s, kept.look, image.Pt(540, 960)))
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
