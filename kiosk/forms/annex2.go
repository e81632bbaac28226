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
		if s.statementHeight(st, size) <= bodyBottom-annex2Sign-s.y {
			s.statement(st, size)
			s.statementSign()
			return
		}
	}
	if s.err == nil {
		s.err = fmt.Errorf("%w: statement", ErrOverflow)
	}
}

// statementTexts returns the paragraphs of the statement with their styles.
func statementTexts(st *guide.Statement, size float64) (texts []string, styles []style) {
	add := func(text string, indent float64) {
		texts = append(texts, text)
		styles = append(styles, style{size: size, justify: true, indent: indent, leading: 0.9})
	}
	add(st.Preface.Zh, 2*size)
	for i, c := range st.Clauses {
		add(fmt.Sprintf("%d、 %s", i+1, c.Text.Zh), -2*size)
		for j, p := range c.Points {
			add(fmt.Sprintf("　　%d.%s", j+1, p.Zh), 0)
		}
	}
	add(st.Closing.Zh, 2*size)
	return texts, styles
}

const statementGap = 1.6

func (s *sheet) statementHeight(st *guide.Statement, size float64) float64 {
	texts, styles := statementTexts(st, size)
	height := 0.0
	for i, text := range texts {
		height += s.measure(styles[i], bodyWidth, fixed(text)) + statementGap
	}
	return height + size
}

func (s *sheet) statement(st *guide.Statement, size float64) {
	texts, styles := statementTexts(st, size)
	for i, text := range texts {
		if i == len(texts)-1 {
			s.y += size
			styles[i].bold = true
		}
		s.paragraph(styles[i], statementGap, fixed(text))
	}
}

// statementSign draws the lines for the signature and the window's date.
func (s *sheet) statementSign() {
	st := style{size: 11}
	box := pango.Rect{X: left + bodyWidth*0.45, Y: bodyBottom - annex2Sign + 16, W: bodyWidth * 0.55, H: 20}
	s.draw(st, box, fixed("用户签名（盖章）"), filled("　　　　　　　　　　　　　"))
	box.Y += 34
	s.draw(st, box, fixed("受理日期："), filled("　　　　　"), fixed("年"), filled("　　　　"), fixed("月"), filled("　　　　"), fixed("日"))
}
