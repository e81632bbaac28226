package forms

import "hallkiosk/kiosk/forms/pango"

const annex4Title = "CA证书申请审批表"

// annex4Statement are the applicant's declarations; the notice's words.
const annex4Statement = "申请单位声明：\n" +
	"1、 以上申请信息真实、有效，且完全属实，本单位愿意承担由此产生的一切法律责任；\n" +
	"2、 本单位承认已本申请表作为办理CA证书依据，报送的资料复印件可留存常德市住房和城乡建设局信息中心和湖南CA作备查凭证；\n" +
	"3、 经常德市住房和城乡建设局信息中心审查不符合办理CA证书要求而未予办理时，本单位无异议；\n" +
	"4、 如上述资料发生变化时，需在变化后3天内向常德市住房和城乡建设局信息中心提交变更后资料。"

// annex4 draws the approval form, 附件4.
func annex4(s *sheet, c Case) {
	a := c.Application
	handling := a.Handling()
	s.heading("附件4", annex4Title)
	s.y += 4
	pair := func(l1, v1, l2, v2 string) row {
		return row{height: 29, cells: []cell{label(0.17, l1), value(0.33, v1), label(0.17, l2), value(0.33, v2)}}
	}
	wide := func(l string, runs ...pango.Run) row {
		v := value(0.83, "")
		v.runs = runs
		return row{height: 29, cells: []cell{label(0.17, l), v}}
	}
	s.table(bodyBottom, []row{
		wide("申 请 单 位", fixed(a.Organisation.Name)),
		wide("统一信用代码", fixed(a.Organisation.USCC)),
		wide("单位类型类型", organisationTypes(a.Organisation)...),
		pair("法人代表", a.Legal.Name, "身份证号码", a.Legal.IDNumber),
		pair("经办人", handling.Name, "身份证号码", handling.IDNumber),
		pair("固定电话", a.Contact.Landline, "经办人电话", a.Contact.Mobile),
		wide("单位地址", fixed(a.Contact.Address)),
		{height: 185, cells: []cell{block(1, func(s *sheet, r pango.Rect) { annex4Declare(s, r, c) })}},
		{height: 160, stretch: true, cells: []cell{block(1, annex4Approve)}},
	})
}

// annex4Declare draws the declarations and the applicant's line.
func annex4Declare(s *sheet, r pango.Rect, c Case) {
	s.draw(style{size: 10.5, indent: -18.6}, r.Inset(4, 3), fixed(annex4Statement))
	third := r.W / 3
	line := func(i float64, text string) {
		s.draw(style{size: 10.5}, pango.Rect{X: r.X + 4 + i*third, Y: r.Y + r.H - 62, W: third - 4, H: 20}, fixed(text))
	}
	line(0, "申请经办人：")
	line(1, "申请日期："+date(c.Application.Submitted))
	line(2, "申请单位（公章）：")
}

// annex4Approve draws the box of the information centre, left blank.
func annex4Approve(s *sheet, r pango.Rect) {
	st := style{size: 10.5}
	s.draw(st, r.Inset(4, 3), fixed("常德市住房和城乡建设局信息中心审批意见："))
	y := r.Y + r.H - 78
	s.draw(st, pango.Rect{X: r.X + 4, Y: y, W: r.W * 0.4, H: 20}, fixed("审批人："))
	s.draw(st, pango.Rect{X: r.X + r.W*0.5, Y: y, W: r.W * 0.5, H: 20}, fixed("审批日期："+blankDate))
	s.draw(st, pango.Rect{X: r.X + r.W*0.4, Y: y + 32, W: r.W * 0.6, H: 20}, fixed("常德市住房和城乡建设局信息中心（章）："))
}
