package ui

import (
	"fmt"
	"image"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestPagesCoverEverythingOnce: all pages together show each row exactly once, in order,
// and none is higher than the page unless a single row is.
func TestPagesCoverEverythingOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		height := rapid.IntRange(50, 400).Draw(t, "height")
		n := rapid.IntRange(0, 40).Draw(t, "rows")
		var rows []row
		var g *group
		for i := range n {
			if rapid.IntRange(0, 3).Draw(t, "new group") == 0 {
				g = nil
				if rapid.Bool().Draw(t, "grouped") {
					g = &group{padY: rapid.IntRange(0, 8).Draw(t, "pad"), whole: rapid.Bool().Draw(t, "whole")}
				}
			}
			// The row's number is kept in its gap's upper part, out of the way of its size.
			rows = append(rows, row{height: rapid.IntRange(1, 30).Draw(t, "h"), gap: i % 3, keep: rapid.Bool().Draw(t, "keep"), group: g})
		}
		at := 0
		for _, page := range paginate(rows, height) {
			for i := range page {
				if &page[i] != &rows[at] {
					t.Fatalf("row %d is missing or doubled", at)
				}
				at++
			}
			if h := stack(page); h > height {
				t.Fatalf("a page is %d high, more than %d", h, height)
			}
		}
		if at != len(rows) {
			t.Fatalf("%d of %d rows shown", at, len(rows))
		}
	})
}

func TestPagerTurns(t *testing.T) {
	fonts := openFonts(t)
	var pager Pager
	draw := func() *Frame {
		f := newFrame(fonts, image.Pt(1080, 1920), Look{Language: "zh", Text: 2})
		b := f.Page(hall(f.look, &pager))
		for i := range 30 {
			b.Clause(fmt.Sprint(i+1), strings.Repeat("经办人应当妥善保管。", 4))
		}
		return f
	}
	seen := ""
	for range 100 {
		f := draw()
		seen += strings.Join(f.Texts(), " ")
		next, _ := f.Find(PagerNext)
		prev, _ := f.Find(PagerPrev)
		if next.Live() == pager.Last() || prev.Live() == (pager.Page() == 0) {
			t.Fatalf("on page %d of %d: more %v, back %v", pager.Page(), pager.Pages(), next.Live(), prev.Live())
		}
		if pager.Last() {
			break
		}
		pager.Tap(PagerNext)
	}
	for i := range 30 {
		if n := strings.Count(seen, fmt.Sprintf("%d 经办人", i+1)); n == 0 {
			t.Errorf("clause %d was never shown", i+1)
		}
	}
	last := pager.Page()
	pager.Tap(PagerNext)
	if pager.Page() != last || pager.Tap("next") {
		t.Error("the pager went past its end or took another's tap")
	}
	pager.Reset()
	if pager.Tap(PagerPrev); pager.Page() != 0 {
		t.Error("the pager went before its start")
	}
}

func TestBodyWithoutPagerReportsLoss(t *testing.T) {
	f := newFrame(openFonts(t), image.Pt(1080, 1920), Look{Language: "zh", Text: 1})
	f.Page(hall(f.look, nil)).Text(StyleBody, strings.Repeat("很长的一段话，", 400))
	if len(f.Overflows()) == 0 {
		t.Error("a body that does not fit is not reported")
	}
}
