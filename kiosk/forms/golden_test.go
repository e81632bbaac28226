package forms_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hallkiosk/kiosk/forms"
	"hallkiosk/kiosk/visit"
)

var update = flag.Bool("update", false, "write the golden forms anew")

const goldenFolder = "testdata/golden"

// resolution of a golden picture in dots per inch: a character is 6 pixels high.
// It is drawn finer times as fine first.
const resolution, finer = 40, 4

// goldens are the cases of which the forms are kept: each service that is
// shipped, by an agent and by the legal representative.
func goldens(t testing.TB) map[string]forms.Case {
	all := map[string]forms.Case{}
	for _, s := range shippedGuide(t).Services {
		for _, role := range []visit.Role{visit.RoleAgent, visit.RoleLegal} {
			all[s.ID+"-"+string(role)] = sampleOf(t, s.ID, role)
		}
	}
	return all
}

// TestGolden compares the forms of every service and role with those kept, as
// text and as pictures. Look at what differs; where it should, run with -update.
func TestGolden(t *testing.T) {
	for name, c := range goldens(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pdf := save(t, render(t, c))
			text := run(t, "pdftotext", "-layout", "-enc", "UTF-8", pdf, "-")
			picture := abreast(rasterise(t, pdf, finer))
			file := filepath.Join(goldenFolder, name)
			if *update {
				keepGolden(t, file, text, picture)
				return
			}
			compareText(t, file+".txt", text)
			comparePicture(t, file+".png", picture)
		})
	}
}

// TestGoldensAreOfServices: nothing is kept that no service has any more.
func TestGoldensAreOfServices(t *testing.T) {
	all := goldens(t)
	files, err := os.ReadDir(goldenFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if _, ok := all[strings.TrimSuffix(f.Name(), filepath.Ext(f.Name()))]; !ok {
			t.Errorf("%s is no shipped service's", f.Name())
		}
	}
}

// rasterise draws the pages of a document in greys, every pixel the mean of
// finer x finer pixels: what the rasteriser makes of hairlines and of edges
// between pixels would otherwise outweigh a word.
func rasterise(t testing.TB, pdf string, finer int) (pages []*image.Gray) {
	t.Helper()
	prefix := filepath.Join(t.TempDir(), "page")
	run(t, "pdftoppm", "-r", fmt.Sprint(resolution*finer), "-gray", pdf, prefix)
	files, err := filepath.Glob(prefix + "-*.pgm")
	if err != nil || len(files) == 0 {
		t.Fatalf("no pages drawn: %v", err)
	}
	for _, f := range files {
		pages = append(pages, coarser(readPGM(t, f), finer))
	}
	return pages
}

// readPGM reads what pdftoppm writes: width, height, 255, and a byte for each pixel.
func readPGM(t testing.TB, file string) *image.Gray {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var width, height int
	if _, err := fmt.Fscanf(bytes.NewReader(text), "P5\n%d %d\n255\n", &width, &height); err != nil || len(text) < width*height {
		t.Fatalf("%s: no picture: %v", file, err)
	}
	return &image.Gray{Pix: text[len(text)-width*height:], Stride: width, Rect: image.Rect(0, 0, width, height)}
}

func readPicture(t testing.TB, file string) image.Image {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return m
}

func keepGolden(t *testing.T, file, text string, picture image.Image) {
	t.Helper()
	drawn, err := encode(picture)
	if err := errors.Join(err,
		os.MkdirAll(goldenFolder, 0o755),
		os.WriteFile(file+".txt", []byte(text), 0o644),
		os.WriteFile(file+".png", drawn, 0o644)); err != nil {
		t.Fatal(err)
	}
}

// compareText fails with the first line that differs.
func compareText(t *testing.T, file, got string) {
	t.Helper()
	kept, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(kept) == got {
		return
	}
	want, have := strings.Split(string(kept), "\n"), strings.Split(got, "\n")
	for i := range max(len(want), len(have)) {
		var w, h string
		if i < len(want) {
			w = want[i]
		}
		if i < len(have) {
			h = have[i]
		}
		if w != h || i >= len(want) || i >= len(have) {
			t.Errorf("%s:%d: the forms differ\nkept  %q\nnow   %q", file, i+1, w, h)
			return
		}
	}
}

// comparePicture fails with where to look: the picture drawn now, with what
// differs in red, in a folder that stays.
func comparePicture(t *testing.T, file string, got image.Image) {
	t.Helper()
	n, marked := differing(readPicture(t, file), got)
	if n <= stray {
		return
	}
	folder, err := os.MkdirTemp("", "forms-golden-")
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := encode(got)
	red, err2 := encode(marked)
	base := strings.TrimSuffix(filepath.Base(file), ".png")
	if err := errors.Join(err, err2,
		os.WriteFile(filepath.Join(folder, base+".png"), drawn, 0o644),
		os.WriteFile(filepath.Join(folder, base+"-differs.png"), red, 0o644)); err != nil {
		t.Fatal(err)
	}
	t.Errorf("%s: %d pixels look different, red in %s", file, n, filepath.Join(folder, base+"-differs.png"))
}
