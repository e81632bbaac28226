package forms

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"hallkiosk/kiosk/forms/pango"
	"hallkiosk/kiosk/guide"
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
	letter, words := annex3Letter(c), annex3Words(c)
	for _, size := range annex3Sizes {
		st := style{size: size, indent: 2 * size, leading: 1.25}
		height := s.measure(st, bodyWidth, letter...) + 10 + s.choicesHeight(words)
		if s.y+height+annex3Sign > bodyBottom {
			continue
		}
		s.paragraph(st, 10, letter...)
		annex3Choices(s, c, words)
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
	// The blank before the name is a run of its own, for the line to end there.
	agent := filled(a.Agent.Name + pad)
	agent.Whole = utf8.RuneCountInString(a.Agent.Name) <= 12
	return []pango.Run{
		fixed("本单位/本人"), padded(a.Organisation.Name), fixed("（单位名称/个人姓名及身份证号码）授权"),
		filled("　"), agent, fixed("（姓名）"), padded(a.Agent.IDNumber),
		fixed("（身份证号码）为全权代表，代表本单位/本人办理CA数字证书及电子签章相关事宜。" +
			"被授权人在办理授权事项中所签署的一切有关文件，授权人均予以承认并自愿承担一切法律责任。" +
			"今到" + c.Guide.Support.Company.Zh + "业务受理点办理以下业务："),
	}
}

// annex3Words is the line below the boxes for a service that none of them is
// for, as a person would write it in; nil where one is.
func annex3Words(c Case) []pango.Run {
	service := c.service()
	if service.PowerWords == "" {
		return nil
	}
	return []pango.Run{filled(fmt.Sprintf(pad+"单位CA数字证书及电子签章%s　%d　张", service.PowerWords, c.Application.Certificates))}
}

// The list of boxes, in points: from line to line, and the note below.
const annex3Line, annex3Note = 22, 34

var annex3Choice = style{size: 12.5}

// choicesHeight is what the boxes, the words written in, and the note take up.
func (s *sheet) choicesHeight(words []pango.Run) float64 {
	return float64(len(guide.PowerBoxes()))*annex3Line + s.wordsHeight(words) + annex3Note
}

func (s *sheet) wordsHeight(words []pango.Run) float64 {
	if words == nil {
		return 0
	}
	return max(annex3Line, s.measure(annex3Choice, choiceWidth, words...)+4)
}

// choiceWidth is the width of a line of the list, which stands in from the left.
const choiceWidth = bodyWidth - 25

// annex3Choices draws the boxes, with the number of certificates after the
// ticked one, or the words written in.
func annex3Choices(s *sheet, c Case, words []pango.Run) {
	service := c.service()
	line := pango.Rect{X: left + bodyWidth - choiceWidth, Y: s.y, W: choiceWidth, H: annex3Line}
	for _, name := range guide.PowerBoxes() {
		on, count := service.PowerWords == "" && name == service.PowerBox, filled("　　　")
		if on {
			digits := strconv.Itoa(c.Application.Certificates)
			side := strings.Repeat("\u00a0", 6-len(digits)) // as wide as the blanks
			count = filled(side + digits + side)
		}
		s.draw(annex3Choice, line, fixed(tick(on)+"单位/个人CA数字证书及电子签章"+name), count, fixed("张"))
		line.Y += line.H
	}
	if words != nil {
		line.H = s.wordsHeight(words)
		s.draw(annex3Choice, line, words...)
		line.Y += line.H
	}
	s.draw(style{size: 11}, pango.Rect{X: left, Y: line.Y + 6, W: bodyWidth, H: annex3Note - 6},
		fixed("注：1、被授权人无权转移授权2、该授权书仅用于本次业务办理"))
	s.y = line.Y + annex3Note
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
	line(36, fixed("授权人/法人身份证号码："), padded(legalID))
	line(36, fixed("被授权人签名："), blank)
	line(46*mm, fixed("单位（盖章）："))
	line(36, fixed("授权日期："+blankDate))
}
