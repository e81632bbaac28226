package screens

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens/ui"
)

func TestPaperOutBeforeTheNumber(t *testing.T) {
	inHall(t, func(h *hall) {
		h.desk.ready = &NotReadyError{Part: PartTicketPrinter, Reason: devices.ReasonPaperOut}
		h.tickets = devices.Status{State: devices.NeedsAttention, Reason: devices.ReasonPaperOut}
	}, func(h *hall) {
		h.toReview()
		h.readOn("往下看")
		h.tap("都对，取号")
		h.see("号票打印机没有纸了", "还没有取号")
		if len(h.desk.submitted) != 0 {
			t.Fatal("a number was given blindly")
		}
		h.tap("再试一次")
		h.see("号票打印机没有纸了")
		h.desk.ready = nil
		h.tickets = devices.Status{State: devices.Ready}
		h.wait(2 * lookAgain)
		h.see("A1001", "号票已打印") // by itself
	})
}

func TestNumberOnTheScreenIsAChoice(t *testing.T) {
	inHall(t, func(h *hall) {
		h.desk.ready = fmt.Errorf("desk: %w", &NotReadyError{Part: PartTicketPrinter, Reason: devices.ReasonUnplugged})
	}, func(h *hall) {
		h.toReview()
		h.readOn("往下看")
		h.tap("都对，取号")
		h.see("号票打印机不能用")
		h.tap("号码显示在屏幕上")
		h.see("A1001", "没有打印号票", "用手机")
		if got := strings.Join(h.desk.printed, " "); got != "forms" {
			t.Errorf("printed %q", got)
		}
	})
}

func TestFormPrinterOutStillGivesNumber(t *testing.T) {
	inHall(t, func(h *hall) {
		h.desk.formsGate = make(chan error)
		h.desk.formsStatus = devices.Status{State: devices.NeedsAttention, Reason: devices.ReasonPaperOut}
	}, func(h *hall) {
		h.toTicket()
		h.wait(time.Second)
		h.see("号票已打印", "表格打印机没有纸了", "窗口会帮您打印")
		h.wait(2 * time.Minute) // paper moves: nobody is taken for gone
		h.see("A1001")
		h.desk.formsGate <- nil
		h.see("表格已打印")
	})
}

func TestPatienceWithAPrinterEnds(t *testing.T) {
	inHall(t, func(h *hall) { h.desk.formsGate = make(chan error) }, func(h *hall) {
		h.toTicket()
		h.wait(DefaultTiming().Hold + time.Minute)
		h.notSee("A1001")
		h.wait(time.Minute)
		h.see("请点您要办的事")
	})
}

func TestPrintDoubted(t *testing.T) {
	inHall(t, func(h *hall) {
		h.desk.ticketFails = errors.New("cable")
		h.desk.formsFails = doubt(visit.PaperAnnex12, 2)
	}, func(h *hall) {
		h.toTicket()
		h.see("附件1 第二联", "卡纸了")
		if len(h.desk.reprinted) != 0 {
			t.Fatal("printed again unasked")
		}
		h.tap("没出来或坏了，再打这一张")
		h.see("号票可能没有打印好")
		h.tap("again.ticket")
		h.see("号票已打印", "表格已打印")
		if len(h.desk.reprinted) != 2 {
			t.Errorf("reprinted %v", h.desk.reprinted)
		}
	})
}

func TestIdleWipesAndLeavesNothing(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.tap(ui.ToolLanguage)
		h.tap(ui.ToolLanguage)
		h.tap(ui.ToolText)
		h.tap(ui.ToolContrast)
		h.toReview()
		h.wait(58 * time.Second)
		h.notSee("您还在吗？")
		h.wait(4 * time.Second)
		h.see("您还在吗？")
		h.tick(Events{Touches: []Touch{{Press, panel.Div(2)}}}) // anywhere
		h.see("请再核对一遍")
		h.wait(100 * time.Second)
		h.notSee("李四", "XX开发有限公司", li.IDNumber[14:])
		h.wait(2 * time.Minute)
		h.see("请点您要办的事")
		if found := find(reflect.ValueOf(h.app.session), "李四", map[uintptr]bool{}, "session"); found != "" {
			t.Errorf("something of the visit is left at %s", found)
		}
		if h.app.session.look != (ui.Look{Language: "zh", Text: 1}) {
			t.Errorf("the look outlived the visit: %+v", h.app.session.look)
		}
	})
}

// find walks everything reachable and says where a text is.
func find(v reflect.Value, text string, seen map[uintptr]bool, path string) string {
	switch v.Kind() {
	case reflect.String:
		if strings.Contains(v.String(), text) {
			return path
		}
	case reflect.Pointer:
		if v.IsNil() || seen[v.Pointer()] {
			return ""
		}
		seen[v.Pointer()] = true
		return find(v.Elem(), text, seen, path)
	case reflect.Interface:
		if !v.IsNil() {
			return find(v.Elem(), text, seen, path)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := find(v.Field(i), text, seen, path+"."+v.Type().Field(i).Name); f != "" {
				return f
			}
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if f := find(v.Index(i), text, seen, fmt.Sprintf("%s[%d]", path, i)); f != "" {
				return f
			}
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			if f := find(it.Key(), text, seen, path) + find(it.Value(), text, seen, path+"[]"); f != "" {
				return f
			}
		}
	}
	return ""
}

// TestFindFinds makes sure that the search which the wipe is held to can find.
func TestFindFinds(t *testing.T) {
	s := &session{visit: &visit.Visit{Agent: visit.Person{Name: "李四"}}}
	if find(reflect.ValueOf(s), "李四", map[uintptr]bool{}, "s") == "" {
		t.Error("the search is blind")
	}
}

func TestCardIsNotLeftBehind(t *testing.T) {
	inHall(t, func(h *hall) { h.reader.present = true }, func(h *hall) {
		h.toTicket()
		h.readOn("接着看怎么盖章")
		h.tap("拿好了，结束")
		h.wait(2 * time.Second)
		h.see("请拿走您的身份证")
		h.wait(time.Minute)
		h.see("请拿走您的身份证")
		h.reader.present = false
		h.wait(3 * time.Second)
		h.see("请点您要办的事")
	})
}

func TestForgottenCardDoesNotBlockForEver(t *testing.T) {
	inHall(t, func(h *hall) { h.reader.present = true }, func(h *hall) {
		h.toMaterials("我是经办人")
		h.wait(2 * time.Minute)
		h.see("请拿走您的身份证")
		h.wait(remindFor)
		h.see("请拿走您的身份证", "交给工作人员")
	})
}

func TestLastPageIsWipedSooner(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toTicket()
		d := DefaultTiming()
		h.wait(d.LastWarn + d.LastCount + time.Second)
		h.notSee("A1001")
	})
}

func TestEndAsksOnceSomethingWasSaid(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.tap("新办证书（开通）")
		h.tap(ui.Exit)
		h.see("已清除")
		h.wait(goodbyeFor + time.Second)
		h.toMaterials("我是经办人")
		h.tap(ui.Exit)
		h.see("要结束办理吗？")
		h.tap("继续办理")
		h.see("您带了哪些资料？")
		h.tap(ui.Exit)
		h.tap("结束")
		h.see("已清除")
	})
}

func TestToolsOnEveryScreen(t *testing.T) {
	inHall(t, nil, func(h *hall) {
		h.toMaterials("我是经办人")
		h.tap(ui.ToolLanguage)
		h.see("Which papers have you brought?", "Business licence")
		for range 3 {
			h.tap(ui.ToolText)
		}
		h.tap(ui.ToolReach)
		if l := h.app.session.look; l.Text != 1 || !l.LowReach {
			t.Errorf("look %+v", l)
		}
		for range 3 {
			h.tap("Back")
		}
		h.see("Touch what you came for") // the same person still stands here
	})
}

func TestUnsettledTicketIsAskedFor(t *testing.T) {
	tickets := []visit.Unsettled{
		{Ticket: visit.Ticket{Case: "x", Number: "A1031"}, Paper: visit.PaperTicket},
		{Ticket: visit.Ticket{Case: "x", Number: "A1031"}, Paper: visit.PaperAnnex11},
		{Ticket: visit.Ticket{Case: "x", Number: "A1031"}, Paper: visit.PaperAnnex12},
	}
	inHall(t, func(h *hall) { h.desk.unsettled = tickets }, func(h *hall) {
		h.see("A1031", "号票")
		h.tap("再打印一次")
		h.see("表格上有个人信息，这里不再打印", "附件1 第一联", "附件1 第二联")
		h.notSee("再打印一次")
		h.tap("知道了")
		h.see("请点您要办的事")
		if len(h.desk.reprinted) != 1 || len(h.desk.settled) != 0 || len(h.desk.toWindow) != 1 {
			t.Errorf("reprinted %d, settled %d, left to the window %v", len(h.desk.reprinted), len(h.desk.settled), h.desk.toWindow)
		}
	})
	inHall(t, func(h *hall) { h.desk.unsettled = tickets[:1] }, func(h *hall) {
		h.tap("不是我的")
		h.see("请点您要办的事")
		if len(h.desk.settled)+len(h.desk.reprinted) != 0 {
			t.Error("somebody else settled the paper")
		}
	})
}

func TestNothingAtAll(t *testing.T) {
	// A kiosk without any part still shows what it can, and says so.
	inHall(t, func(h *hall) { h.app.cfg.Platform = Platform{} }, func(h *hall) {
		h.toMaterials("我是经办人")
		h.tap("全都带了")
		h.readOn("往下看")
		h.tap("下一步")
		h.see("读卡器没有接上")
		h.tap("手工填写")
		h.see("请填写您的姓名和身份证号码")
	})
}
