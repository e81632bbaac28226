package pango_test

import (
	"testing"
	"time"

	"hallkiosk/kiosk/forms/pango"
)

// TestWholeRunStandsOnOneLine: a name that would break at a line's end goes to
// the next one, so that the line before it ends early.
func TestWholeRunStandsOnOneLine(t *testing.T) {
	d, err := pango.New(pango.A4, pango.Info{Created: time.Unix(0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	width := func(whole bool) float64 {
		e, err := d.Measure(pango.Text{
			Runs:   []pango.Run{{Text: "一二三四五六七八　"}, {Text: "张三", Whole: whole}},
			Family: "Noto Serif CJK SC", Size: 10, Leading: 1,
		}, 105)
		if err != nil {
			t.Fatal(err)
		}
		return e.Width
	}
	if broken, whole := width(false), width(true); broken < 99 || whole > 91 {
		t.Errorf("lines are %.0f wide with the name broken, %.0f with it whole", broken, whole)
	}
}
