package screens

import (
	"bytes"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/keycheck"
	"hallkiosk/kiosk/visit"
)

func TestForgottenCardIsLoggedOnce(t *testing.T) {
	theirs := card(zhang)
	var log bytes.Buffer
	inHall(t, func(h *hall) {
		h.reader.lying = &theirs
		h.app.cfg.Log = slog.New(slog.NewTextHandler(&log, nil))
	}, func(h *hall) {
		h.tap("新办证书（开通）")
		h.tap("exit")
		h.see("请拿走您的身份证")
		h.wait(remindFor + time.Minute)
		if n := strings.Count(log.String(), "event="+string(audit.CardLeftBehind)); n != 1 {
			t.Errorf("the log has the card left behind %d times", n)
		}
	})
}

func TestNextPersonLiftsTheForgottenCardFirst(t *testing.T) {
	theirs := card(zhang)
	inHall(t, func(h *hall) { h.reader.lying = &theirs }, func(h *hall) {
		h.tap("新办证书（开通）")
		h.tap("exit")
		h.wait(remindFor + 2*time.Second)
		h.see("请拿走您的身份证")
		h.tap("回到首页")
		h.see("请点您要办的事")
		h.toCard()
		h.wait(5 * time.Second)
		h.see("读卡区上有别人忘下的身份证")
		h.notSee("张三")
		if h.reader.reads != 0 {
			t.Errorf("the forgotten card was read %d times", h.reader.reads)
		}
		h.reader.lying = nil
		h.wait(time.Second)
		h.notSee("读卡区上有别人忘下的身份证")
		h.lay(card(li))
		h.see("李四")
	})
}

func TestGoodbyeEndsOnlyAfterALook(t *testing.T) {
	theirs := card(zhang)
	inHall(t, func(h *hall) { h.reader.silent = true }, func(h *hall) {
		h.tap("新办证书（开通）")
		h.tap("exit")
		h.tap("回到首页")
		h.wait(goodbyeFor + time.Second)
		h.see("谢谢，再见") // nobody knows yet whether a card lies there
		h.wait(goodbyeMax - goodbyeFor)
		h.see("请点您要办的事")
		h.reader.silent, h.reader.lying = false, &theirs
		h.toCard()
		h.wait(time.Second)
		h.see("读卡区上有别人忘下的身份证") // a goodbye without an answer trusts nothing
	})
}

func TestGoodbyeNamesWhatCameOut(t *testing.T) {
	noForms := func(h *hall) { h.forms = devices.Status{State: devices.Absent} }
	noTicket := func(h *hall) {
		h.desk.ready = &NotReadyError{Part: PartTicketPrinter, Reason: devices.ReasonPaperOut}
	}
	for name, c := range map[string]struct {
		set  []func(*hall)
		told string
	}{
		"all":    {nil, "请拿好号票、表格和证件"},
		"ticket": {[]func(*hall){noForms}, "请拿好号票和证件"},
		"forms":  {[]func(*hall){noTicket}, "请拿好表格和证件"},
		"none":   {[]func(*hall){noForms, noTicket}, "请带好证件"},
		"partly": {[]func(*hall){func(h *hall) { h.desk.formsGate = make(chan error) }}, "已打印的纸请全部带走"},
	} {
		t.Run(name, func(t *testing.T) {
			inHall(t, func(h *hall) {
				for _, set := range c.set {
					set(h)
				}
			}, func(h *hall) {
				h.toReview()
				h.readOn("往下看")
				h.tap("都对，取号")
				if h.desk.ready != nil {
					h.tap("号码显示在屏幕上")
				}
				h.see("A1001")
				h.readOn("接着看怎么盖章")
				if name == "partly" {
					h.wait(patience + time.Second)
				}
				h.tap("next")
				h.see(c.told)
			})
		})
	}
}

// TestKeyForgottenBeforeTheStart: of a key that was in the port when the kiosk
// started anew, nobody knows whose it is. It is looked over as any, and where
// nobody comes, its owner is called and then staff.
func TestKeyForgottenBeforeTheStart(t *testing.T) {
	inHall(t, func(h *hall) {
		h.keys.found = []keycheck.Finding{sampleFinding(&Context{Now: time.Now()}, visit.KeyGood)}
	}, func(h *hall) {
		h.see("XX开发有限公司")
		d := DefaultTiming()
		h.wait(d.Warn + d.Count)
		h.see("请拔下您的U-KEY")
		h.notSee("XX开发有限公司")
		if len(h.keys.left) != 0 {
			t.Error("staff were told before its owner was called")
		}
		h.wait(remindFor + time.Second)
		if !slices.Equal(h.keys.left, []bool{true}) || h.keys.chimes == 0 {
			t.Errorf("staff were told %v, called %d times", h.keys.left, h.keys.chimes)
		}
		h.tap("回到首页")
		h.see("插口里有别人忘记的U-KEY")
	})
}
