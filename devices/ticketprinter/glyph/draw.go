package glyph

import (
	"fmt"
	"image"
	"image/color"
	"unicode/utf8"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// The cell of a character at size 1, in dots: Font A of ESC/POS and its
// Chinese font.
const (
	CellHeight = 24
	NarrowCell = 12
	WideCell   = 24
)

// Dark is the grey at and below which a dot counts as black.
const Dark = 0x7F

// Cells is how many narrow cells r takes: 1 for ASCII, 2 for all else.
func Cells(r rune) int {
	if r < utf8.RuneSelf {
		return 1
	}
	return 2
}

// Columns is how many narrow cells text takes.
func Columns(text string) int {
	n := 0
	for _, r := range text {
		n += Cells(r)
	}
	return n
}

// Line draws text, white ground and black dots, with one cell of size times
// 12×24 or 24×24 dots for each character. Bold thickens strokes by size dots.
// A character that no font holds is drawn as an empty box.
func (f *Fonts) Line(text string, size int, bold bool) (*image.Gray, error) {
	if size < 1 || size > 8 {
		return nil, fmt.Errorf("glyph: size %d: want 1 to 8", size)
	}
	pic := White(Columns(text)*NarrowCell*size, CellHeight*size)
	x := 0
	for _, r := range text {
		cell := image.Rect(x, 0, x+Cells(r)*NarrowCell*size, CellHeight*size)
		if err := f.Rune(pic, cell, r); err != nil {
			return nil, err
		}
		x = cell.Max.X
	}
	if bold {
		thicken(pic, size)
	}
	return pic, nil
}

// White makes a white picture of w×h dots.
func White(w, h int) *image.Gray {
	pic := image.NewGray(image.Rect(0, 0, w, h))
	for i := range pic.Pix {
		pic.Pix[i] = 0xFF
	}
	return pic
}

// Rune draws r black into cell of pic; the height of the cell is the em.
func (f *Fonts) Rune(pic *image.Gray, cell image.Rectangle, r rune) error {
	if r == ' ' || r == '\u3000' || r == '\u00A0' {
		return nil
	}
	outline, glyph := f.find(r)
	if outline == nil {
		box(pic, cell)
		return nil
	}
	em := cell.Dy()
	face, err := opentype.NewFace(outline, &opentype.FaceOptions{Size: float64(em), DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return fmt.Errorf("glyph: U+%04X: %w", r, err)
	}
	defer face.Close()
	advance, err := outline.GlyphAdvance(nil, glyph, fixed.I(em), font.HintingNone)
	if err != nil {
		return fmt.Errorf("glyph: U+%04X: %w", r, err)
	}
	// The baseline of CJK fonts lies 0.12 em above the lower edge.
	dot := fixed.Point26_6{
		X: fixed.I(cell.Min.X) + (fixed.I(cell.Dx())-advance)/2,
		Y: fixed.I(cell.Min.Y) + fixed.I(em)*88/100,
	}
	area, mask, at, _, ok := face.Glyph(dot, r)
	if ok {
		ink(pic, cell, area, mask, at)
	}
	return nil
}

// ink blackens the dots of cell that mask covers by half.
func ink(pic *image.Gray, cell, area image.Rectangle, mask image.Image, at image.Point) {
	seen := area.Intersect(cell)
	for y := seen.Min.Y; y < seen.Max.Y; y++ {
		for x := seen.Min.X; x < seen.Max.X; x++ {
			_, _, _, a := mask.At(at.X+x-area.Min.X, at.Y+y-area.Min.Y).RGBA()
			if a >= 0x6000 {
				pic.SetGray(x, y, color.Gray{})
			}
		}
	}
}

// box draws the sign for "no font holds this character".
func box(pic *image.Gray, cell image.Rectangle) {
	r := cell.Inset(max(2, cell.Dy()/8))
	for x := r.Min.X; x < r.Max.X; x++ {
		pic.SetGray(x, r.Min.Y, color.Gray{})
		pic.SetGray(x, r.Max.Y-1, color.Gray{})
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		pic.SetGray(r.Min.X, y, color.Gray{})
		pic.SetGray(r.Max.X-1, y, color.Gray{})
	}
}

// thicken widens every black dot by n dots to the right.
func thicken(pic *image.Gray, n int) {
	w := pic.Rect.Dx()
	for y := range pic.Rect.Dy() {
		row := pic.Pix[y*pic.Stride : y*pic.Stride+w]
		for x := w - 1; x >= 0; x-- {
			for d := 1; d <= n && x-d >= 0 && row[x] > Dark; d++ {
				row[x] = min(row[x], row[x-d])
			}
		}
	}
}
