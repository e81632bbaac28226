package forms

import (
	"fmt"
	"io"
	"time"

	"hallkiosk/kiosk/forms/pango"
	"hallkiosk/kiosk/visit"
)

// TestPage writes a page of nobody's, as PDF (A4): a frame and a code where the forms end,
// to see whether the printer cuts their edges, and text in their sizes.
func TestPage(w io.Writer, kiosk string, now time.Time) error {
	doc, err := pango.New(pango.A4, pango.Info{Title: "测试页", Created: now})
	if err != nil {
		return fmt.Errorf("forms: test page: %w", err)
	}
	defer doc.Close()
	s := &sheet{doc: doc, y: bodyTop + 10*mm}
	s.frame(pango.Rect{X: left, Y: bodyTop, W: bodyWidth, H: bodyBottom - bodyTop}, thick)
	s.paragraph(style{size: 19, bold: true, align: pango.Centre}, 12, fixed("测试页"))
	s.paragraph(style{size: 12, align: pango.Centre}, 24, fixed(kiosk+"　"+now.In(visit.Changde).Format("2006年1月2日 15:04:05")))
	for _, size := range []float64{19, 12, 10.5, 8.5} {
		s.paragraph(style{size: size, align: pango.Centre}, 6, fixed("常德市住房和城乡建设局 0123456789"))
	}
	code(s, "TEST")
	if s.err == nil {
		s.err = doc.EndPage()
	}
	if s.err == nil {
		_, s.err = doc.WriteTo(w)
	}
	if s.err != nil {
		return fmt.Errorf("forms: test page: %w", s.err)
	}
	return nil
}
