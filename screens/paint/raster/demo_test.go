package raster

import (
	"testing"

	"hallkiosk/screens/ui"
)

var zhWords = ui.Words{
	Language: "English", Text: "大字", Contrast: "高对比", Reach: "低位操作", Exit: "结束办理",
	Step: "第 {n} 步，共 {of} 步", PageNext: "继续看", PagePrev: "往回看",
	Done: "完成", Clear: "清空", Space: "空格", Backspace: "删除", Shift: "大写", Symbols: "符号", Letters: "字母", Pinyin: "中文", Latin: "ABC",
}

var enWords = ui.Words{
	Language: "中文", Text: "Larger text", Contrast: "High contrast", Reach: "Lower controls", Exit: "End visit",
	Step: "Step {n} of {of}", PageNext: "Show more", PagePrev: "Go back up",
	Done: "Done", Clear: "Clear", Space: "Space", Backspace: "Delete", Shift: "Shift", Symbols: "?123", Letters: "ABC", Pinyin: "中文", Latin: "ABC",
}

// openFonts opens the system's fonts; kiosk/setup installs them.
func openFonts(t testing.TB) *ui.Fonts {
	t.Helper()
	fonts, err := ui.OpenFonts()
	if err != nil {
		t.Fatal(err)
	}
	return fonts
}

// demo is a page in both languages.
type demo struct {
	name string
	draw func(f *ui.Frame, zh bool)
}

func pick(zh bool, chinese, english string) string {
	if zh {
		return chinese
	}
	return english
}

func tools(zh, exit bool) ui.Tools {
	return ui.Tools{Place: pick(zh, "市民之家 · 数字证书自助办理", "Citizens’ Hall · Digital certificates"), Clock: "09:41", Exit: exit}
}

var demos = []demo{
	{"home", func(f *ui.Frame, zh bool) {
		t := func(a, b string) string { return pick(zh, a, b) }
		b := f.Page(ui.Page{
			Hero: true, Title: t("您要办什么？", "What do you need today?"),
			Lead:  t("触摸一项开始办理。全程约五分钟，自动为您填表、打印、取号。", "Touch one to begin. It takes about five minutes; the forms are filled in, printed and numbered for you."),
			Tools: tools(zh, false), Pager: &ui.Pager{},
		})
		b.Choices(2,
			ui.Choice{ID: "open", Icon: ui.IconCard, Title: t("开通 / 新办", "New certificate"), Subtitle: t("单位第一次办理数字证书", "Your organisation’s first"), Badge: t("办得最多", "Most chosen"), Tone: ui.Info},
			ui.Choice{ID: "extend", Icon: ui.IconRefresh, Title: t("延期", "Extend"), Subtitle: t("证书快到期或刚过期", "Expiring or just expired")},
			ui.Choice{ID: "update", Icon: ui.IconRefresh, Title: t("更新", "Update"), Subtitle: t("单位名称等信息变了", "The organisation’s details changed")},
			ui.Choice{ID: "reissue", Icon: ui.IconKey, Title: t("重发 / 补办", "Reissue"), Subtitle: t("U-KEY 丢了或坏了", "The U-KEY is lost or broken")},
			ui.Choice{ID: "freeze", Icon: ui.IconContrast, Title: t("冻结", "Freeze"), Subtitle: t("暂时停用证书", "Stop the certificate for a while")},
			ui.Choice{ID: "unlock", Icon: ui.IconKey, Title: t("解锁", "Unlock"), Subtitle: t("密码输错被锁住", "Locked by wrong PINs")},
			ui.Choice{ID: "revoke", Icon: ui.IconTrash, Title: t("废除", "Revoke"), Subtitle: t("证书不再使用", "The certificate is no longer used")},
			ui.Choice{ID: "app", Icon: ui.IconStamp, Title: t("应用申请", "Add a platform"), Subtitle: t("开通新的业务平台", "Use it for another platform")},
		)
	}},
	{"card", func(f *ui.Frame, zh bool) {
		t := func(a, b string) string { return pick(zh, a, b) }
		b := f.Page(ui.Page{
			Title: t("请把身份证平放在读卡区", "Lay your ID card on the reader"), Step: 3, Steps: 7,
			Lead:  t("放好后不要移动，听到“嘀”一声再拿起。", "Leave it there until you hear a beep."),
			Back:  &ui.Action{ID: "back", Label: t("上一步", "Back")},
			Other: &ui.Action{ID: "type", Label: t("手动输入", "Type it instead")},
			Next:  &ui.Action{ID: "next", Label: t("下一步", "Next"), Disabled: true},
			Tools: tools(zh, true), Pager: &ui.Pager{},
		})
		b.Picture(ui.Picture{Art: ui.ArtCard, Label: t("身份证放在屏幕右下方发光的读卡区", "The reader glows at the lower right of the screen")})
		b.Notice(ui.Notice{Kind: ui.Warning, Title: t("身份证快到期了", "The card expires soon"), Text: t("有效期到 2026-12-31。今天可以照常办理，请尽快换证。", "It is valid until 2026-12-31. You can go on today; please renew it soon.")})
		b.Notice(ui.Notice{Kind: ui.Info, Text: t("读到的信息只用于这一次办理，离开后立即清除。", "What is read is used for this visit only and wiped when you leave.")})
		b.Progress(ui.Progress{Label: t("正在等待身份证…", "Waiting for the card…"), Done: -1, Turn: 2})
	}},
	{"materials", func(f *ui.Frame, zh bool) {
		t := func(a, b string) string { return pick(zh, a, b) }
		b := f.Page(ui.Page{
			Title: t("您带齐资料了吗？", "Have you brought everything?"), Step: 2, Steps: 7,
			Lead:  t("有的请打勾。缺的先记下，免得白跑一趟。", "Tick what you have. What is missing is named now, not at the window."),
			Back:  &ui.Action{ID: "back", Label: t("上一步", "Back")},
			Next:  &ui.Action{ID: "next", Label: t("下一步", "Next")},
			Tools: tools(zh, true), Pager: &ui.Pager{},
		})
		b.Checks(
			ui.Check{ID: "m1", Title: t("营业执照副本复印件", "Copy of the business licence"), Details: []string{t("1 份，加盖公章", "1 copy, with the company seal")}, Checked: true},
			ui.Check{ID: "m2", Title: t("法定代表人身份证复印件", "Copy of the legal representative’s ID card"), Details: []string{t("正反面印在一张纸上，加盖公章", "Both sides on one sheet, with the company seal")}, Checked: true},
			ui.Check{ID: "m3", Title: t("经办人身份证原件", "The agent’s own ID card"), Details: []string{t("本机读取，不用复印", "Read by this kiosk; no copy needed")}, Badge: t("必须带", "Required"), Tone: ui.Warning},
			ui.Check{ID: "m4", Title: t("授权委托书", "Power of attorney"), Details: []string{t("本机为您打印，盖章签字即可", "Printed here; you seal and sign it")}, Badge: t("本机打印", "Printed here"), Tone: ui.Success},
		)
		b.Notice(ui.Notice{Kind: ui.Error, Title: t("还缺 1 样", "One thing is missing"), Text: t("没有经办人身份证原件，窗口会请您回去取。", "Without the agent’s ID card the window would have to send you home."), Action: &ui.Action{ID: "list", Label: t("打印清单带走", "Print the list"), Icon: ui.IconPrinter}})
	}},
	{"review", func(f *ui.Frame, zh bool) {
		t := func(a, b string) string { return pick(zh, a, b) }
		change := func(id string) *ui.Action { return &ui.Action{ID: id, Label: t("修改", "Change")} }
		b := f.Page(ui.Page{
			Title: t("请核对", "Please check"), Step: 6, Steps: 7,
			Back:  &ui.Action{ID: "back", Label: t("上一步", "Back")},
			Next:  &ui.Action{ID: "next", Label: t("确认并打印", "Confirm and print"), Icon: ui.IconPrinter},
			Tools: tools(zh, true), Pager: &ui.Pager{},
		})
		b.Facts(t("单位", "Organisation"),
			ui.Fact{Label: t("单位名称", "Name"), Value: "XX开发有限公司", Change: change("c1")},
			ui.Fact{Label: t("统一社会信用代码", "Credit code"), Value: "91430700MA4L16JR0X", Change: change("c2"), Error: t("第 18 位可能有误，请对照执照再看一遍。", "Character 18 looks wrong; please compare it with the licence.")},
			ui.Fact{Label: t("地址", "Address"), Value: t("湖南省常德市武陵区柳叶大道与朗州路交汇处市民之家三楼 7 号窗口旁", "By window 7, third floor, Citizens’ Hall, corner of Liuye Avenue and Langzhou Road, Wuling District"), Change: change("c3")},
		)
		b.Facts(t("经办人", "Agent"),
			ui.Fact{Label: t("姓名", "Name"), Value: "张三"},
			ui.Fact{Label: t("手机", "Mobile"), Value: "138 0000 0000", Change: change("c5")},
		)
		b.Field(ui.Field{ID: "mail", Label: t("电子邮箱", "E-mail"), Hint: t("触摸填写", "Touch to fill in")})
		b.Radio(ui.Radio{Label: t("印章类型", "Type of seal"), Value: "s1", Options: []ui.Option{
			{ID: "s1", Label: t("单位公章", "Company seal")}, {ID: "s2", Label: t("法人章", "Representative’s seal"), Detail: t("另需法定代表人到场", "The representative must come too")}}})
	}},
	{"ticket", func(f *ui.Frame, zh bool) {
		t := func(a, b string) string { return pick(zh, a, b) }
		b := f.Page(ui.Page{
			Hero: true, Title: t("办好了，请取走号票和表格", "All done: take your ticket and forms"),
			Next:  &ui.Action{ID: "next", Label: t("完成，退出", "Finish"), Icon: ui.IconCheck},
			Tools: tools(zh, true), Pager: &ui.Pager{},
		})
		b.Number(ui.Number{Label: t("您的号码", "Your number"), Number: "A1001", Caption: t("前面还有 3 人，请到 7、8 号窗口", "3 people ahead of you; windows 7 and 8")})
		b.QR(ui.QR{Data: "HTTPS://CENTRE.EXAMPLE/T/AEBAGBAFAYDQQCIKBMGA2DQPCAIREEYUCULBOGAZ", Label: t("号票二维码", "Ticket’s QR code"), Caption: t("用手机扫一扫，随时看排到哪里了", "Scan it with your phone to follow the queue")})
		b.Steps(t("在每张表上盖公章、签字。", "Seal and sign every form."), t("到 7、8 号窗口，把号票交给工作人员。", "Go to window 7 or 8 and hand over the ticket."))
		b.Countdown(ui.Countdown{Label: t("本页将自动关闭，还剩（秒）：", "This page closes by itself in seconds:"), Left: 40, Of: 60})
	}},
	{"keyboard", func(f *ui.Frame, zh bool) {
		t := func(a, b string) string { return pick(zh, a, b) }
		k := ui.NewKeyboard(ui.LayoutLatin, "XX Development", nil)
		k.Label = t("单位名称", "Organisation’s name")
		f.Page(ui.Page{
			Title:    t("请填写单位名称", "What is the organisation called?"),
			Back:     &ui.Action{ID: "back", Label: t("上一步", "Back")},
			Next:     &ui.Action{ID: "next", Label: t("下一步", "Next")},
			Tools:    tools(zh, true),
			Keyboard: k, Pager: &ui.Pager{},
		}).Text(ui.StyleBody, t("与营业执照上的名称一致。", "Exactly as on the business licence."))
	}},
}

func words(zh bool) ui.Words {
	if zh {
		return zhWords
	}
	return enWords
}

func drawDemo(d demo, w, h int, look ui.Look, fonts *ui.Fonts) *ui.Frame {
	zh := look.Language == "zh"
	f := ui.New(w, h, look, words(zh), fonts)
	d.draw(f, zh)
	return f
}
