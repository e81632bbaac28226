package forms

import (
	"fmt"

	"hallkiosk/kiosk/forms/pango"
)

// The page, in points: A4 with a body between the margins and the foot.
const (
	mm         = pango.Millimetre
	left       = 18 * mm
	bodyWidth  = 174 * mm
	bodyTop    = 13 * mm
	bodyBottom = 266 * mm
)

// Line widths: an official form's thick border and thin rules.
const (
	thick = 1.5
	thin  = 0.6
)

const (
	family  = "Noto Serif CJK SC"
	leading = 0.92 // Noto's own line height is generous
)

// sheet is one page being filled from the top. Its first error stops all
// further drawing, so that a form reads as a list of what is on it.
type sheet struct {
	doc *pango.Document
	y   float64
	err error
}

// style is how a text is set.
type style struct {
	size    float64
	bold    bool
	align   pango.Align
	justify bool
	indent  float64
	leading float64 // 0: the usual
}

// fixed is a text of the form itself, filled is what the applicant gave.
func fixed(s string) pango.Run  { return pango.Run{Text: s} }
func filled(s string) pango.Run { return pango.Run{Text: s, Underline: true} }

// pad stands on both sides of what is filled in a line of writing. Its blanks
// are no-break ones: others would hang over the edge at a line's end.
const pad = "\u00a0\u00a0\u00a0"

// padded is what the applicant gave, on a line as if written by hand.
func padded(s string) pango.Run { return filled(pad + s + pad) }

func (st style) text(runs []pango.Run) pango.Text {
	t := pango.Text{
		Runs: runs, Family: family, Size: st.size, Align: st.align,
		Justify: st.justify, Indent: st.indent, Leading: st.leading,
	}
	if t.Leading == 0 {
		t.Leading = leading
	}
	if st.bold {
		t.Runs = make([]pango.Run, len(runs))
		for i, r := range runs {
			r.Bold = true
			t.Runs[i] = r
		}
	}
	return t
}

// overhang is how far, in points, a line may reach beyond its width, as the ink
// of an f at its end does, and the last blank of a pad, which Pango lets hang:
// less than padX, so that it touches no rule.
const overhang = 3.5

// measure returns a text's height, or overflows where a character is wider
// than the width.
func (s *sheet) measure(st style, width float64, runs ...pango.Run) float64 {
	if s.err != nil {
		return 0
	}
	e, err := s.doc.Measure(st.text(runs), width)
	if err != nil {
		s.err = err
	} else if e.Width > width+overhang {
		s.err = fmt.Errorf("%w: %.0f pt wide in %.0f", ErrOverflow, e.Width, width)
	}
	return e.Height
}

// draw draws a text in r, which it must fit, from the top.
func (s *sheet) draw(st style, r pango.Rect, runs ...pango.Run) {
	if h := s.measure(st, r.W, runs...); s.err == nil && h > r.H+0.01 {
		s.err = fmt.Errorf("%w: %.0f pt high in %.0f", ErrOverflow, h, r.H)
	}
	if s.err == nil {
		s.err = s.doc.Draw(st.text(runs), r.X, r.Y, r.W)
	}
}

// centre draws a text in r, in the middle of its height.
func (s *sheet) centre(st style, r pango.Rect, runs ...pango.Run) {
	h := s.measure(st, r.W, runs...)
	if spare := r.H - h; spare > 0 {
		r.Y, r.H = r.Y+spare/2, h
	}
	s.draw(st, r, runs...)
}

// shrunk draws a text in r, in the middle of its height, set smaller where it
// would not fit.
func (s *sheet) shrunk(st style, r pango.Rect, runs ...pango.Run) {
	for st.size > floors[len(floors)-1] && s.measure(st, r.W, runs...) > r.H {
		st.size -= 0.5
	}
	s.centre(st, r, runs...)
}

// paragraph draws a text across the body, moves below it, and leaves a gap.
func (s *sheet) paragraph(st style, gap float64, runs ...pango.Run) {
	s.draw(st, pango.Rect{X: left, Y: s.y, W: bodyWidth, H: bodyBottom - s.y}, runs...)
	s.y += s.measure(st, bodyWidth, runs...) + gap
}

// heading draws the form's ID and its title.
func (s *sheet) heading(form, title string) {
	s.paragraph(style{size: 12, bold: true}, 2, fixed(form))
	s.paragraph(style{size: 19, bold: true, align: pango.Centre}, 6, fixed(title))
}

func (s *sheet) frame(r pango.Rect, width float64) {
	if s.err == nil {
		s.err = s.doc.Frame(r, width)
	}
}

func (s *sheet) line(x1, y1, x2, y2, width float64) {
	if s.err == nil {
		s.err = s.doc.Line(x1, y1, x2, y2, width)
	}
}
