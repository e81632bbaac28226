package forms

import (
	"time"

	"hallkiosk/kiosk/forms/pango"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/visit"
)

const annex1Title = "单位数字证书及电子签章业务申请表"

// annex1Keepers are who keeps the three copies.
var annex1Keepers = []string{"第一联 湖南CA留存", "第二联 用户留存", "第三联 常德市住房和城乡建设局信息中心留存"}

const annex1Declaration = "用户声明：我单位在此郑重声明: 我单位授权经办人办理数字证书及电子签章开通应用业务，" +
	"保证表内所填内容完全属实，接受据此颁发的数字证书及电子签章，明确“HUNCA数字证书用户责任书”中所阐述的权利及义务，" +
	"并承担相应法律责任。"

// annex1 draws one copy of the application, 附件1.
func annex1(s *sheet, c Case, copy int) {
	s.heading("附件1", annex1Title)
	s.paragraph(style{size: 10.5, align: pango.Right}, 2, fixed(annex1Keepers[copy]))
	s.paragraph(style{size: 9}, 0, fixed("在填写申请表之前，请仔细阅读以下注意事项："))
	s.paragraph(style{size: 9}, 4, fixed("· 本申请表适用于单位用户申请办理证书及电子签章开通、延期、更新、重发、冻结、废除等业务。"))
	s.table(bodyBottom, append(annex1Rows(c), annex1Seal(c)...))
}

// The columns of 附件1 in shares of its width: label, value, label, value.
const c1, c2, c3, c4 = 0.21, 0.35, 0.15, 0.29

// annex1Rows are who applies. The code goes to the row 统一社会信用代码, which
// the form gives as the other choice to the row above it.
func annex1Rows(c Case) []row {
	a := c.Application
	handling := a.Handling()
	pair := func(l1, v1, l2, v2 string) row {
		return row{height: 23, cells: []cell{label(c1, l1), value(c2, v1), label(c3, l2), value(c4, v2)}}
	}
	wide := func(l string, runs ...pango.Run) row {
		v := value(c2+c3+c4, "")
		v.runs = runs
		return row{height: 23, cells: []cell{label(c1, l), v}}
	}
	return []row{
		wide("*单位名称", fixed(a.Organisation.Name)),
		pair("项目名称", c.Guide.Project, "印章类型", a.SealType),
		pair("*单位组织机构代码", "", "*工商注册号", a.Organisation.Registration),
		wide("*统一社会信用代码", fixed(a.Organisation.USCC+"　（与表格第三行内容选一行填写）")),
		wide("*单位类型", organisationTypes(a.Organisation)...),
		pair("*法定代表人", a.Legal.Name, "*身份证号码", a.Legal.IDNumber),
		pair("*经办人姓名", handling.Name, "*身份证号码", handling.IDNumber),
		pair("*固定电话", a.Contact.Landline, "*移动电话", a.Contact.Mobile),
		pair("*通讯地址", a.Contact.Address, "电子邮件", a.Contact.Email),
	}
}

// annex1Seal is what is applied for, the area for the seal, the declaration
// and the signatures.
func annex1Seal(c Case) []row {
	collect := cell{width: 1 - c1, style: style{size: 9.5}, runs: []pango.Run{fixed(
		"请在以下空白处加盖公章用于采集，该公章仅用于办理“湖南CA电子签章”相关事宜，请保证其清晰完整，切勿贴边、压字、压线。）")}}
	boxes := block(c1, func(s *sheet, r pango.Rect) { annex1Boxes(s, r, c.service()) })
	seal := block(1-c1, func(s *sheet, r pango.Rect) {
		s.draw(style{size: 10.5, align: pango.Centre}, r.Inset(0, 4), fixed("请在以下空白处加盖公章（清晰）"))
	})
	declaration := cell{width: 1, style: style{size: 10}, runs: []pango.Run{fixed(annex1Declaration)}}
	applicant := block(0.5, func(s *sheet, r pango.Rect) {
		signatures(s, r, "经办人（签名）", "申请单位（盖章）", date(c.Application.Submitted))
	})
	window := block(0.5, func(s *sheet, r pango.Rect) {
		signatures(s, r, "受理人（签名）", "证书受理点（盖章）", blankDate)
	})
	return []row{
		{height: 34, cells: []cell{label(c1, "申请业务类型"), collect}},
		{height: 55 * mm, stretch: true, cells: []cell{boxes, seal}},
		{height: 50, cells: []cell{declaration}},
		{height: 92, cells: []cell{applicant, window}},
	}
}

// annex1Boxes draws the boxes of the services two to a line, the chosen one
// ticked. For a service that the form has no box for, none is ticked and its
// words stand below them, as a person would write them in.
func annex1Boxes(s *sheet, r pango.Rect, service *guide.Service) {
	const step = 34 // points from line to line, where there is room
	st := style{size: 10.5, align: pango.Centre}
	lines := (len(guide.FormBoxes()) + 1) / 2
	words, written := pango.Rect{X: r.X, W: r.W}, filled(service.FormWords)
	if service.FormWords != "" {
		words.H = min(max(step, s.measure(st, r.W, written)), r.H/4)
	}
	height := min((r.H-words.H)/float64(lines), step)
	top := r.Y + (r.H-words.H-height*float64(lines))/2
	for i, name := range guide.FormBoxes() {
		box := pango.Rect{X: r.X + float64(i%2)*r.W/2, Y: top + float64(i/2)*height, W: r.W / 2, H: height}
		on := service.FormWords == "" && name == service.FormBox
		s.centre(st, box, fixed(tick(on)+" "+name))
	}
	if words.H > 0 {
		words.Y = top + height*float64(lines)
		s.shrunk(st, words, written)
	}
}

// signatures draws who signs, who seals, and the date below.
func signatures(s *sheet, r pango.Rect, signs, seals, day string) {
	st := style{size: 10.5}
	s.draw(st, r.Inset(4, 4), fixed(signs))
	s.draw(st, pango.Rect{X: r.X + 4, Y: r.Y + 29, W: r.W - 8, H: 20}, fixed(seals))
	st.align = pango.Right
	s.draw(st, pango.Rect{X: r.X + 4, Y: r.Y + r.H - 20, W: r.W - 8, H: 20}, fixed(day))
}

// blankDate is a date for a person to write.
const blankDate = "　　　　年　　　月　　　日"

// date writes a day in the hall's time zone as forms do.
func date(t time.Time) string { return t.In(visit.Changde).Format("2006 年 1 月 2 日") }
