package forms

import (
	"hallkiosk/kiosk/forms/pango"
)

const annex3Title = "授权委托书"

// annex3 draws the power of attorney, 附件3.
func annex3(s *sheet, c Case) {
	a := c.Application
	s.heading("附件3", annex3Title)
	s.y += 14
	body := style{size: 12.5, justify: true, indent: 25, leading: 1.25}
	s.paragraph(body, 10,
		fixed("本单位/本人 "), filled("　"+a.Organisation.Name+"　"), fixed("（单位名称/个人姓名及身份证号码）授权 "),
		filled("　"+a.Agent.Name+"　"), fixed("（姓名） "), filled("　"+a.Agent.IDNumber+"　"),
		fixed("（身份证号码）为全权代表，代表本单位/本人办理CA数字证书及电子签章相关事宜。"+
			"被授权人在办理授权事项中所签署的一切有关文件，授权人均予以承认并自愿承担一切法律责任。"+
			"今到"+c.Guide.Support.Company.Zh+"业务受理点办理以下业务："))
	choice := style{size: 12.5, leading: 1.25}
	for _, name := range powerBoxes {
		// One certificate: what an application at the kiosk asks for.
		count := filled("　　　")
		if name == c.service().Power {
			count = filled("　1　")
		}
		s.paragraph(choice, 2, fixed("　　"+tick(name == c.service().Power)+"单位/个人CA数字证书及电子签章"+name+" "), count, fixed("张"))
	}
	s.y += 8
	s.paragraph(style{size: 11}, 26, fixed("注：1、被授权人无权转移授权2、该授权书仅用于本次业务办理"))
	annex3Sign(s, a.Legal.IDNumber)
}

// annex3Sign draws the lines to sign, to the right of the page's middle third.
func annex3Sign(s *sheet, legalID string) {
	line := func(name string, runs ...pango.Run) {
		box := pango.Rect{X: left + bodyWidth*0.3, Y: s.y, W: bodyWidth * 0.7, H: 30}
		s.draw(style{size: 12.5}, box, append([]pango.Run{fixed(name)}, runs...)...)
		s.y += 36
	}
	blank := filled("　　　　　　　　　　　　　")
	line("授权人/法人签名：", blank)
	line("授权人/法人身份证号码：", filled("　"+legalID+"　"))
	line("被授权人签名：", blank)
	line("单位（盖章）：")
	s.y += 40
	line("授权日期：" + blankDate)
}
