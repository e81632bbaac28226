package forms

import (
	"fmt"
	"strings"

	"github.com/skip2/go-qrcode"

	"hallkiosk/kiosk/forms/pango"
	"hallkiosk/kiosk/visit"
)

const (
	footTop = 269 * mm
	codeTop = 270.5 * mm
	codeW   = 16.5 * mm // 29 modules: 3.3 pixels each at 150 dpi
)

// foot draws what every page bears: the certificate authority's help, which
// form and copy this is, the ticket's number, when it was printed again, and the
// case as a QR code.
func foot(s *sheet, c Case, p sheetPlan, page, pages int) {
	s.line(left, footTop, left+bodyWidth, footTop, thin)
	support := c.Guide.Support
	width := bodyWidth - codeW - 8*mm
	row := func(i int, a, b string) {
		box := pango.Rect{X: left, Y: footTop + 2*mm + float64(i)*5*mm, W: width * 0.6, H: 5 * mm}
		st := style{size: 8.5}
		s.draw(st, box, fixed(a))
		box.X, box.W = box.X+box.W, width*0.4
		s.draw(st, box, fixed(b))
	}
	row(0, support.Company.Zh, "客服电话："+support.Hotline)
	row(1, support.Website, "客服 Q Q："+support.QQ)
	copies := ""
	if p.Copies > 1 {
		copies = fmt.Sprintf("　第%d联/共%d联", p.Page.Copy, p.Copies)
	}
	row(2, p.Form+copies+"　版本："+p.version, fmt.Sprintf("号票：%s　第%d页/共%d页", c.Ticket.Number, page, pages))
	remark, reprint := "", ""
	if c.Application.Legal.PrivateUse || c.Application.Agent.PrivateUse {
		remark = "姓名含证件专用字，以证件原件为准。"
	}
	if !c.Reprint.IsZero() {
		reprint = "补打：" + c.Reprint.In(visit.Changde).Format("2006年1月2日 15:04")
	}
	row(3, remark, reprint)
	code(s, "CASE:"+strings.ToUpper(c.Application.ID))
}

// code draws a QR code at the right of the foot, with nothing within four
// modules of it (ISO/IEC 18004, 9.1).
func code(s *sheet, text string) {
	if s.err != nil {
		return
	}
	q, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		s.err = fmt.Errorf("case code: %w", err)
		return
	}
	q.DisableBorder = true
	modules := q.Bitmap()
	m := codeW / float64(len(modules))
	x0, y0 := left+bodyWidth-codeW, float64(codeTop)
	var black []pango.Rect
	for y, line := range modules {
		for x, on := range line {
			if on {
				black = append(black, pango.Rect{X: x0 + float64(x)*m, Y: y0 + float64(y)*m, W: m, H: m})
			}
		}
	}
	s.err = s.doc.Fill(black...)
}
