package forms

import (
	"fmt"

	"hallkiosk/kiosk/forms/pango"
	"hallkiosk/kiosk/guide"
)

// annex2Sizes are tried for the statement, largest first, so that all of it
// stands on one page above one signature.
var annex2Sizes = []float64{10.5, 10.25, 10, 9.75, 9.5, 9.25, 9, 8.5, 8, 7.5, 7}

const annex2Sign = 74 // points below the text

// annex2 draws the statement, 附件2.
func annex2(s *sheet, c Case) {
	st := &c.Guide.Statement
	s.heading("附件2", st.Title.Zh)
	for _, size := range annex2Sizes {
		clauses := statementClauses(st, size)
		if s.clausesHeight(clauses) <= bodyBottom-annex2Sign-s.y {
			for _, c := range clauses {
				s.clause(c)
			}
			s.statementSign()
			return
		}
	}
	if s.err == nil {
		s.err = fmt.Errorf("%w: statement", ErrOverflow)
	}
}

// clause is a paragraph of the statement with its number in the margin.
type clause struct {
	number, text string
	margin       float64
	style        style
	gap          float64 // above
}

// statementClauses returns the statement's paragraphs set in a size.
func statementClauses(st *guide.Statement, size float64) []clause {
	const gap = 1.6
	body := style{size: size, justify: true, leading: 0.9}
	opening := body
	opening.indent = 2 * size
	closing := style{size: size, bold: true, indent: 2 * size}

	all := []clause{{text: st.Preface.Zh, style: opening}}
	for i, c := range st.Clauses {
		all = append(all, clause{number: fmt.Sprintf("%d、", i+1), text: c.Text.Zh, margin: 2.3 * size, style: body, gap: gap})
		for j, p := range c.Points {
			all = append(all, clause{text: fmt.Sprintf("%d.%s", j+1, p.Zh), margin: 2.3 * size, style: body})
		}
	}
	return append(all, clause{text: st.Closing.Zh, style: closing, gap: size})
}

func (s *sheet) clausesHeight(all []clause) float64 {
	height := 0.0
	for _, c := range all {
		height += c.gap + s.measure(c.style, bodyWidth-c.margin, fixed(c.text))
	}
	return height
}

func (s *sheet) clause(c clause) {
	s.y += c.gap
	box := pango.Rect{X: left + c.margin, Y: s.y, W: bodyWidth - c.margin, H: bodyBottom - s.y}
	if c.number != "" {
		s.draw(c.style, pango.Rect{X: left, Y: s.y, W: c.margin, H: box.H}, fixed(c.number))
	}
	s.draw(c.style, box, fixed(c.text))
	s.y += s.measure(c.style, box.W, fixed(c.text))
}

// statementSign draws the lines for the signature and the window's date.
func (s *sheet) statementSign() {
	st := style{size: 11}
	box := pango.Rect{X: left + bodyWidth*0.45, Y: bodyBottom - annex2Sign + 16, W: bodyWidth * 0.55, H: 20}
	s.draw(st, box, fixed("用户签名（盖章）"), filled("　　　　　　　　　　　　　"))
	box.Y += 34
	s.draw(st, box, fixed("受理日期："), filled("　　　　　"), fixed("年"), filled("　　　　"), fixed("月"), filled("　　　　"), fixed("日"))
}
