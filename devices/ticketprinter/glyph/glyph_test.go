package glyph

import (
	"errors"
	"image"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"
)

func system(tb testing.TB) *Fonts {
	tb.Helper()
	f, err := Open(System())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := f.Close(); err != nil {
			tb.Error(err)
		}
	})
	return f
}

func blackDots(pic *image.Gray, r image.Rectangle) int {
	n := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if pic.GrayAt(x, y).Y <= Dark {
				n++
			}
		}
	}
	return n
}

func TestOpenRefuses(t *testing.T) {
	if _, err := Open(nil); !errors.Is(err, ErrNoFont) {
		t.Errorf("no files: %v", err)
	}
	if _, err := Open([]File{{Path: filepath.Join(t.TempDir(), "absent.ttf")}}); !errors.Is(err, ErrNoFont) {
		t.Errorf("absent file: %v", err)
	}
	junk := filepath.Join(t.TempDir(), "junk.ttf")
	if err := os.WriteFile(junk, []byte("this is no font at all, but long enough"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open([]File{{Path: junk}}); err == nil {
		t.Error("a file that is no font was opened")
	}
	wrong := System()[0]
	wrong.Name = "Noto Sans Nobody"
	if _, err := Open([]File{wrong}); err == nil {
		t.Error("a name that the collection does not hold was accepted")
	}
}

func TestRareCharactersAreDrawn(t *testing.T) {
	f := system(t)
	empty, err := f.Line("\U000F0000", 1, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range "中䶮𠮷𪚥㛃A7☑" {
		if !f.Has(r) {
			t.Errorf("no font holds %c", r)
		}
		pic, err := f.Line(string(r), 1, false)
		if err != nil {
			t.Fatal(err)
		}
		if want := image.Rect(0, 0, Cells(r)*NarrowCell, CellHeight); pic.Rect != want {
			t.Errorf("%c: %v, want %v", r, pic.Rect, want)
		}
		if n := blackDots(pic, pic.Rect); n < 15 {
			t.Errorf("%c has only %d black dots", r, n)
		}
		if string(pic.Pix) == string(empty.Pix) {
			t.Errorf("%c is drawn as the empty box", r)
		}
	}
}

func TestLineKeepsToItsCells(t *testing.T) {
	f := system(t)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(0, 12, -1).Draw(t, "text")
		size := rapid.IntRange(1, 4).Draw(t, "size")
		pic, err := f.Line(text, size, rapid.Bool().Draw(t, "bold"))
		if err != nil {
			t.Fatal(err)
		}
		if want := image.Rect(0, 0, Columns(text)*NarrowCell*size, CellHeight*size); pic.Rect != want {
			t.Fatalf("%v, want %v", pic.Rect, want)
		}
	})
}

func TestBoldIsDarker(t *testing.T) {
	f := system(t)
	thin, err := f.Line("开通 A1023", 2, false)
	if err != nil {
		t.Fatal(err)
	}
	bold, err := f.Line("开通 A1023", 2, true)
	if err != nil {
		t.Fatal(err)
	}
	if blackDots(bold, bold.Rect) <= blackDots(thin, thin.Rect) {
		t.Error("bold is not darker")
	}
	if _, err := f.Line("A", 0, false); err == nil {
		t.Error("size 0 was accepted")
	}
}
