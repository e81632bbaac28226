package forms

import (
	"fmt"

	"hallkiosk/kiosk/forms/pango"
)

// cell is one box of a table: a text, or a block that is drawn by hand.
type cell struct {
	width float64 // in shares of the table's width
	style style
	runs  []pango.Run
	// block draws the cell instead of the text.
	block func(*sheet, pango.Rect)
}

// row is one row of a table. It is at least height points high; the stretching
// row takes what the others leave, and needs its height.
type row struct {
	height  float64
	stretch bool
	cells   []cell
}

// The space between a text and the rules around it.
const padX, padY = 4, 2.5

// floors are the sizes down to which values are set before a row grows, best
// first: the next is taken only where the page would be too short. What passes
// the checks of visit never needs the last ones.
var floors = []float64{8, 7, 6, 5, 4}

// label is a cell with a text of the form, value one with the applicant's.
func label(width float64, s string) cell {
	return cell{width: width, style: style{size: 10.5, align: pango.Centre}, runs: []pango.Run{fixed(s)}}
}

func value(width float64, s string) cell {
	return cell{width: width, style: style{size: 10.5}, runs: []pango.Run{fixed(s)}}
}

func block(width float64, draw func(*sheet, pango.Rect)) cell {
	return cell{width: width, block: draw}
}

// table draws rows from the sheet's height down to bottom.
func (s *sheet) table(bottom float64, rows []row) {
	room := bottom - s.y
	for _, floor := range floors {
		heights, fits := s.fit(rows, floor, room)
		if s.err != nil {
			return
		}
		if fits {
			s.rule(rows, heights, floor)
			return
		}
	}
	s.err = fmt.Errorf("%w: table", ErrOverflow)
}

// fit returns the rows' heights with no text smaller than floor, and whether
// they fill room without the stretching row falling below its own height.
func (s *sheet) fit(rows []row, floor, room float64) (heights []float64, fits bool) {
	heights = make([]float64, len(rows))
	stretching := -1
	for i, r := range rows {
		heights[i] = r.height
		for _, c := range r.cells {
			if c.block == nil {
				_, h := s.shrink(c, r.height, floor)
				heights[i] = max(heights[i], h)
			}
		}
		if r.stretch {
			stretching = i
		}
		room -= heights[i]
	}
	if room < 0 {
		return nil, false
	}
	if stretching >= 0 {
		heights[stretching] += room
	}
	return heights, true
}

// shrink returns the largest size, not below floor, at which the cell's text
// fits the height, and the height that the cell needs at that size.
func (s *sheet) shrink(c cell, height, floor float64) (size, needed float64) {
	for st := c.style; s.err == nil; st.size -= 0.5 {
		if c.style.size < floor {
			floor = c.style.size
		}
		needed = s.measure(st, c.width*bodyWidth-2*padX, c.runs...) + 2*padY
		if needed <= height || st.size-0.5 < floor {
			return st.size, needed
		}
	}
	return floor, 0
}

// rule draws the table: thin rules within a thick border.
func (s *sheet) rule(rows []row, heights []float64, floor float64) {
	top := s.y
	for i, r := range rows {
		x := float64(left)
		for j, c := range r.cells {
			box := pango.Rect{X: x, Y: s.y, W: c.width * bodyWidth, H: heights[i]}
			if j > 0 {
				s.line(x, box.Y, x, box.Y+box.H, thin)
			}
			s.cell(c, box, floor)
			x += box.W
		}
		if i > 0 {
			s.line(left, s.y, left+bodyWidth, s.y, thin)
		}
		s.y += heights[i]
	}
	s.frame(pango.Rect{X: left, Y: top, W: bodyWidth, H: s.y - top}, thick)
}

func (s *sheet) cell(c cell, box pango.Rect, floor float64) {
	if c.block != nil {
		c.block(s, box.Inset(padX, padY))
		return
	}
	st := c.style
	st.size, _ = s.shrink(c, box.H, floor)
	s.centre(st, box.Inset(padX, padY), c.runs...)
}
