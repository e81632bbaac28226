package forms

import (
	"fmt"

	"hallkiosk/kiosk/forms/pango"
)

const annex3Title = "授权委托书"

// annex3Sizes are tried for the letter, largest first, so that the signatures
// keep their room however long the names are.
var annex3Sizes = []float64{12.5, 11.5, 10.5, 9.5, 8.5, 7.5, 6.5, 5.5}

const annex3Sign = 310 // points for the signatures and the seal

// annex3 draws the power of attorney, 附件3.
func annex3(s *sheet, c Case) {
	s.heading("附件3", annex3Title)
	s.y += 14
	letter := annex3Letter(c)
	for _, size := range annex3Sizes {
		st := style{size: size, indent: 2 * size, leading: 1.25}
		height := s.measure(st, bodyWidth, letter...) + 10 + annex3ChoicesHeight
		if s.y+height+annex3Sign > bodyBottom {
			continue
		}
		s.paragraph(st, 10, letter...)
		annex3Choices(s, c.service().PowerBox)
		annex3Signatures(s, c.Application.Legal.IDNumber)
		return
	}
	if s.err == nil {
		s.err = fmt.Errorf("%w: letter", ErrOverflow)
	}
}

// annex3Letter is the letter with its blanks filled in.
func annex3Letter(c Case) []pango.Run {
	a := c.Application
	blank := func(s string) pango.Run { return filled("　" + s + "　") }
	return []pango.Run{
		fixed("本单位/本人"), blank(a.Organisation.Name), fixed("（单位名称/个人姓名及身份证号码）授权"),
		blank(a.Agent.Name), fixed("（姓名）"), blank(a.Agent.IDNumber),
		fixed("（身份证号码）为全权代表，代表本单位/本人办理CA数字证书及电子签章相关事宜。" +
			"被授权人在办理授权事项中所签署的一切有关文件，授权人均予以承认并自愿承担一切法律责任。" +
			"今到" + c.Guide.Support.Company.Zh + "业务受理点办理以下业务："),
	}
}

const annex3ChoicesHeight = 6*22 + 34 // points

// annex3Choices draws the boxes; the one chosen is for one certificate, which
// is what an application at the kiosk asks for.
func annex3Choices(s *sheet, chosen string) {
	top := s.y
	for i, name := range powerBoxes {
		count := filled("　　　")
		if name == chosen {
			count = filled("　1　 ")
		}
		box := pango.Rect{X: left + 25, Y: top + float64(i)*22, W: bodyWidth - 25, H: 22}
		s.draw(style{size: 12.5}, box, fixed(tick(name == chosen)+"单位/个人CA数字证书及电子签章"+name), count, fixed("张"))
	}
	s.y = top + 6*22 + 6
	s.draw(style{size: 11}, pango.Rect{X: left, Y: s.y, W: bodyWidth, H: 28},
		fixed("注：1、被授权人无权转移授权2、该授权书仅用于本次业务办理"))
	s.y = top + annex3ChoicesHeight
}

// annex3Signatures draws the lines to sign, and room for the seal: 42 mm is the
// usual diameter.
func annex3Signatures(s *sheet, legalID string) {
	s.y += 16
	line := func(below float64, runs ...pango.Run) {
		box := pango.Rect{X: left + bodyWidth*0.3, Y: s.y, W: bodyWidth * 0.7, H: below}
		s.draw(style{size: 12.5}, box, runs...)
		s.y += below
	}
	blank := filled("　　　　　　　　　　　　　")
	line(36, fixed("授权人/法人签名："), blank)
	line(36, fixed("授权人/法人身份证号码："), filled("　"+legalID+"　"))
	line(36, fixed("被授权人签名："), blank)
	line(46*mm, fixed("单位（盖章）："))
	line(36, fixed("授权日期："+blankDate))
}
