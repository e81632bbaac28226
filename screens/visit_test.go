package screens

import (
	"errors"
	"strings"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/kiosk/visit"
)

func TestAgentGetsNumberAndPaper(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toTicket()
		h.see("号票已打印", "表格已打印", "7、8号窗口", "前面还有 2 人")
		if len(h.desk.submitted) != 1 {
			t.Fatalf("%d visits were submitted", len(h.desk.submitted))
		}
		v := h.desk.submitted[0]
		if v.Agent.Name != "李四" || v.Legal.Name != "张三" || v.Contact.Mobile != "15345678901" || v.Organisation.USCC != sampleUSCC() {
			t.Errorf("the desk got another visit: agent %t legal %t", v.Agent.Name == "李四", v.Legal.Name == "张三")
		}
		if strings.Join(h.desk.printed, " ") != "ticket forms" && strings.Join(h.desk.printed, " ") != "forms ticket" {
			t.Errorf("printed %v", h.desk.printed)
		}
		h.readOn("接着看怎么盖章")
		h.tap("拿好了，结束")
		h.see("谢谢，再见", "个人信息已清除")
		if len(h.desk.left) != 1 || h.desk.left[0] != v.ID {
			t.Errorf("the desk was told that %v left", h.desk.left)
		}
		h.wait(goodbyeFor + time.Second)
		h.see("请点您要办的事")
	})
}

func TestLegalRepresentativeNeedsNoAgent(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toMaterials("我是法定代表人")
		h.notSee("经办人身份证", "授权委托书")
		h.tap("全都带了")
		h.readOn("往下看")
		h.tap("下一步")
		h.lay(card(zhang))
		h.tap("正确，下一步")
		h.scan(licenceText())
		h.tap("正确，下一步")
		h.fillContact() // nobody else is asked for
		h.tap("下一步")
		h.readOn("往下看")
		h.tap("我已看完，同意")
		h.readOn("往下看")
		h.notSee("经办人")
		h.tap("都对，取号")
		h.see("A1001")
		if v := h.desk.submitted[0]; v.Role != visit.RoleLegal || v.Legal.Name != "张三" || !v.Agent.Empty() {
			t.Error("the desk got another visit")
		}
	})
}

func TestMissingMaterialsAreNamed(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toMaterials("我是经办人")
		h.tap("全都带了")
		h.tap("安全生产许可证")
		h.readOn("往下看")
		h.tap("下一步")
		h.see("还差 1 样资料", "安全生产许可证", "去哪里拿")
		h.notSee("营业执照")
		h.tap("返回清单")
		h.tap("安全生产许可证")
		h.readOn("往下看")
		h.tap("下一步")
		h.see("请把身份证放在读卡区")
	})
}

func TestLicenceTyped(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toMaterials("我是经办人")
		h.tap("全都带了")
		h.readOn("往下看")
		h.tap("下一步")
		h.lay(card(li))
		h.tap("正确，下一步")
		h.tap("手工填写")
		h.tap("下一步") // with nothing filled in
		h.see("请填写这一项")
		h.write(visit.FieldOrganisation, "XX开发有限公司")
		h.write(visit.FieldUSCC, sampleUSCC()[:17]+"O")
		h.see("第 18 位不对")
		wrong := "W"
		if strings.HasSuffix(sampleUSCC(), "W") {
			wrong = "X"
		}
		h.write(visit.FieldUSCC, sampleUSCC()[:17]+wrong)
		h.see("第 18 位应为 " + sampleUSCC()[17:])
		h.tap("下一步")
		h.see("第 18 位应为") // nobody passes with it
		h.write(visit.FieldUSCC, strings.ToLower(sampleUSCC()))
		h.tap("下一步")
		h.see("请放法定代表人的身份证")
	})
}

func TestTypedPersonMustPassTheCheck(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toMaterials("我是经办人")
		h.tap("全都带了")
		h.readOn("往下看")
		h.tap("下一步")
		h.tap("手工填写")
		h.write(visit.FieldAgentName, "李四")
		h.write(visit.FieldAgentID, oneWrong(li.IDNumber))
		h.see("第 18 位应为 " + li.IDNumber[17:])
		h.tap("下一步")
		h.see("第 18 位应为")
		h.write(visit.FieldAgentID, li.IDNumber)
		h.tap("下一步")
		h.see("请扫营业执照上的二维码")
	})
}

// TestLongTextIsToldNotCut puts 500 and more characters into every field that
// text can be written in.
func TestLongTextIsToldNotCut(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toReview()
		for _, field := range h.app.session.visit.Fields() {
			switch field {
			case visit.FieldRole, visit.FieldOrganisationType, visit.FieldSealType, visit.FieldStatement:
				continue
			}
			a := h.app
			c := a.context(time.Now(), Input{})
			c.Correct(field)
			a.follow(time.Now(), Back, c)
			h.settle()
			for _, way := range []string{"不对，手工修改"} {
				if h.frame.Contains(way) {
					h.tap(way)
				}
			}
			before := h.everything()
			h.tap(fieldID(field))
			h.tap("key.clear")
			h.tick(Events{Text: strings.Repeat("长", longest+1)})
			h.see("太长了，放不下")
			h.tap("key.clear")
			h.tick(Events{Text: strings.Repeat("长", longest)})
			h.tap("key.done")
			h.tap("next")
			h.notSee("请再核对一遍")
			if !h.frame.Contains("太长了") && !h.frame.Contains("不对") && !h.frame.Contains("应该是") && !h.frame.Contains("请填 1 到 99") {
				t.Errorf("%s: 500 characters and no message; before %q, now %q", field, before, h.frame.Texts())
			}
			h.tap(fieldID(field))
			h.tap("key.clear")
			h.tick(Events{Text: map[visit.Field]string{
				visit.FieldOrganisation: "XX开发有限公司", visit.FieldUSCC: sampleUSCC(),
				visit.FieldLegalName: "张三", visit.FieldLegalID: zhang.IDNumber, visit.FieldAgentName: "李四", visit.FieldAgentID: li.IDNumber,
				visit.FieldCertificates: "1", visit.FieldMobile: "15345678901", visit.FieldLandline: "0736-7256731", visit.FieldAddress: "柳叶大道1号",
			}[field]})
			h.tap("key.done")
			if _, ok := h.frame.Find("key.done"); ok {
				h.tap("back")
			}
			h.tap("next")
			h.see("请再核对一遍")
		}
	})
}

func TestCorrectionReturnsToReview(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toReview()
		h.tap("change." + string(visit.FieldMobile))
		h.write(visit.FieldMobile, "13800000000")
		h.tap("下一步")
		h.see("请再核对一遍", "13800000000")
		h.tap("change." + string(visit.FieldLegalName))
		h.tap("back")
		h.see("请再核对一遍")
	})
}

func TestAgentMayTurnOutLegalRepresentative(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toReview()
		for !h.frame.Contains("您是哪一位？") {
			h.tap("back")
		}
		h.tap("我是法定代表人")
		v := h.app.session.visit
		if v.Legal.Name != "李四" || !v.Agent.Empty() {
			t.Errorf("the person who stands here did not move with the role")
		}
	})
}

func TestCardTroubles(t *testing.T) {
	old := card(li)
	old.ValidTo = idcard.Date{Year: 1999, Month: 5, Day: 1}
	inHall(t, nil, func(h *hall) {
		h.toMaterials("我是经办人")
		h.tap("全都带了")
		h.readOn("往下看")
		h.tap("下一步")
		for _, trouble := range []struct {
			err  error
			told string
		}{
			{idcard.ErrRemoved, "身份证拿起得太早"},
			{idcard.ErrUnreadable, "这张卡读不出来"},
			{idcard.ErrDate, "这张卡读不出来"},
			{idcard.ErrSilent, "没有读好"},
			{idcard.ErrChecksum, "没有读好"},
			{&idcard.StatusError{SW3: 0x66}, "读卡器出了问题"},
		} {
			h.misread(trouble.err)
			h.see(trouble.told, "手工填写")
		}
		h.misread(idcard.ErrNoCard)
		h.see("请把身份证放在读卡区")
		h.lay(old)
		h.see("这张身份证过期了", "1999-05-01")
		if !h.app.session.visit.Agent.Empty() {
			t.Error("an expired card was taken")
		}
		rare := card(li)
		rare.PrivateUse = true
		h.lay(rare)
		h.see("姓名里有少见的字", "430***********")
		h.notSee(li.IDNumber)
	})
}

func TestLegalCardMustBeAnother(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toReview()
		h.tap("change." + string(visit.FieldLegalName))
		h.tap("换一张卡")
		h.lay(card(li))
		h.see("这是经办人自己的身份证")
		if h.app.session.visit.Legal.Name != "张三" {
			t.Error("what was there before is gone")
		}
	})
}

func TestReaderLostAndBack(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toMaterials("我是经办人")
		h.tap("全都带了")
		h.readOn("往下看")
		h.tap("下一步")
		h.reader.status = devices.Status{State: devices.Absent, Reason: devices.ReasonUnplugged, Since: time.Now()}
		h.settle()
		h.notSee("读卡器没有接上") // a blink is no fault
		h.wait(3 * time.Second)
		h.see("读卡器没有接上", "都还在")
		h.reader.status = devices.Status{State: devices.Ready, Since: time.Now()}
		h.see("请把身份证放在读卡区") // by itself
		h.lay(card(li))
		h.see("李四")
		h.tap("换一张卡")
		h.reader.status = devices.Status{State: devices.Failed, Reason: devices.ReasonSilent, Since: time.Now()}
		h.wait(3 * time.Second)
		h.see("读卡器没有反应")
		h.tap("手工填写")
		h.see("请填写您的姓名和身份证号码", "李四") // the visit is not lost
	})
}

func TestScannerAbsentTypeInstead(t *testing.T) {
	inHall(t, func(h *hall) { h.scanner.status = devices.Status{State: devices.Absent} }, func(h *hall) {
		h.toMaterials("我是经办人")
		h.tap("全都带了")
		h.readOn("往下看")
		h.tap("下一步")
		h.lay(card(li))
		h.tap("正确，下一步")
		h.see("扫码器没有接上")
		h.tap("手工填写")
		h.see("请照着营业执照填写")
	})
}

func TestScanRefusals(t *testing.T) {
	bad := sampleUSCC()[:17] + "W"
	if bad == sampleUSCC() {
		bad = sampleUSCC()[:17] + "X"
	}
	tests := map[string]string{
		"https://qr.alipay.com/fkx123":      "这是收付款码",
		"wxp://f2f0abc":                     "这是收付款码",
		"https://example.com/a":             "这是别的网址",
		"https://www.gsxt.gov.cn/%7Babc%7D": "看不到单位信息",
		"<script>alert(1)</script>":         "这个码不能用",
		bad:                                 "信用代码不对",
		"hello":                             "这不是营业执照的码",
		strings.Repeat("长", 7000/3):         "这个码太长了",
		"a\x00b\x07":                        "这个码不是文字",
	}
	inHall(t, nil, func(h *hall) {
		h.toMaterials("我是经办人")
		h.tap("全都带了")
		h.readOn("往下看")
		h.tap("下一步")
		h.lay(card(li))
		h.tap("正确，下一步")
		for text, told := range tests {
			h.scan(text)
			h.see(told, "手工填写")
			if o := h.app.session.visit.Organisation; o != (visit.Organisation{Type: visit.Enterprise}) {
				t.Fatalf("%q: something of it was taken", told)
			}
		}
		h.scan(sampleUSCC()) // a code alone: the name is typed
		h.see("代码扫到了", sampleUSCC())
	})
}

func TestStoreFailureLosesNothing(t *testing.T) {
	inHall(t, func(h *hall) { h.desk.refuse = errors.New("disk full") }, func(h *hall) {
		h.toReview()
		h.readOn("往下看")
		h.tap("都对，取号")
		h.see("没有取到号", "都还在")
		h.tap("back")
		h.see("请再核对一遍", "XX开发有限公司")
		h.readOn("往下看")
		h.tap("都对，取号")
		h.desk.refuse = nil
		h.tap("再试一次")
		h.see("A1001")
	})
}

// TestTypedNumberShowsNobodysTicket: an ID number that was typed may be anybody's.
func TestTypedNumberShowsNobodysTicket(t *testing.T) {
	theirs := visit.Ticket{Number: "A1007", Handle: "HTTPS://HALL.EXAMPLE/T/X"}
	inHall(t, func(h *hall) { h.desk.refuse = &visit.AlreadyWaitingError{Ticket: theirs} }, func(h *hall) {
		h.toReview()
		h.app.session.visit.Agent.Source = visit.SourceTyped
		h.readOn("往下看")
		h.tap("都对，取号")
		h.see("您已经有号了", "7、8号窗口")
		h.notSee(theirs.Number, "号码和二维码拍下来")
	})
}

func TestAlreadyWaiting(t *testing.T) {
	inHall(t, func(h *hall) {
		h.desk.refuse = &visit.AlreadyWaitingError{Ticket: visit.Ticket{Number: "A1007", Handle: "HTTPS://HALL.EXAMPLE/T/X"}}
	}, func(h *hall) {
		h.toReview()
		h.readOn("往下看")
		h.tap("都对，取号")
		h.see("您已经有号了", "A1007")
		if len(h.desk.printed) != 0 {
			t.Errorf("printed %v", h.desk.printed)
		}
		h.tap("知道了")
		h.notSee("A1007")
	})
}
