package pango

// #include <stdlib.h>
// #include "draw.h"
import "C"

import (
	"runtime"
	"strings"
	"unicode"
	"unicode/utf8"
	"unsafe"
)

// Align says where lines stand in the width given.
type Align int

// The alignments.
const (
	Left   Align = C.PANGO_ALIGN_LEFT
	Centre Align = C.PANGO_ALIGN_CENTER
	Right  Align = C.PANGO_ALIGN_RIGHT
)

// Run is a stretch of a text in one manner.
type Run struct {
	Text            string
	Bold, Underline bool
	// Whole: all of it stands on one line.
	Whole bool
}

// Text is a text and how to set it. "\n" begins a paragraph; other control and
// invisible characters, and bytes that are not UTF-8, show as U+FFFD.
type Text struct {
	Runs    []Run
	Family  string  // a font's name for fontconfig; what it lacks comes from others
	Size    float64 // of an em
	Align   Align
	Justify bool
	Indent  float64 // of a paragraph's first line; negative: of the others
	Leading float64 // from line to line, in the font's own line heights
}

// Extent is what a text takes up when set.
type Extent struct {
	Width, Height float64
	// Unknown counts the characters that no installed font has; their code
	// points are drawn in a box.
	Unknown int
}

// Measure sets the text in lines of a width and tells what it takes up. An
// extent wider than that holds a single character that is.
func (d *Document) Measure(t Text, width float64) (Extent, error) {
	if err := d.open(); err != nil {
		return Extent{}, err
	}
	c, free := t.c(width)
	defer free()
	e := C.kiosk_measure(d.c, &c)
	return Extent{Width: float64(e.width), Height: float64(e.height), Unknown: int(e.unknown)}, d.status()
}

// Draw sets the text in lines of a width and draws it from x, y downwards.
func (d *Document) Draw(t Text, x, y, width float64) error {
	if err := d.open(); err != nil {
		return err
	}
	c, free := t.c(width)
	defer free()
	C.kiosk_draw(d.c, &c, C.double(x), C.double(y))
	return d.status()
}

// c brings the text across; free must be called after its last use.
func (t Text) c(width float64) (c C.kiosk_text, free func()) {
	var all strings.Builder
	runs := make([]C.kiosk_run, len(t.Runs))
	for i, r := range t.Runs {
		runs[i] = C.kiosk_run{start: C.uint(all.Len()), bold: flag(r.Bold), underline: flag(r.Underline), whole: flag(r.Whole)}
		all.WriteString(clean(r.Text))
		runs[i].end = C.uint(all.Len())
	}
	text, family := C.CString(all.String()), C.CString(clean(t.Family))
	c = C.kiosk_text{
		text: text, length: C.int(all.Len()), family: family, run_count: C.int(len(runs)),
		size: C.double(t.Size), width: C.double(width), indent: C.double(t.Indent), leading: C.double(t.Leading),
		align: C.int(t.Align), justify: flag(t.Justify),
	}
	var pin runtime.Pinner
	if len(runs) > 0 {
		pin.Pin(&runs[0])
		c.runs = &runs[0]
	}
	return c, func() {
		pin.Unpin()
		C.free(unsafe.Pointer(text))
		C.free(unsafe.Pointer(family))
	}
}

func flag(b bool) C.int {
	if b {
		return 1
	}
	return 0
}

// clean makes a text safe to hand over: valid UTF-8 without NUL and without the
// noncharacters that Cairo refuses, and nothing invisible that could turn the
// order of what an official form shows.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		invisible := r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
		if invisible || unicode.Is(unicode.Noncharacter_Code_Point, r) {
			return utf8.RuneError
		}
		return r
	}, s)
}
