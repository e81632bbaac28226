package screens

import (
	"errors"
	"strings"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/kiosk/visit"
)

func TestStoppedTicketSaysWhy(t *testing.T) {
	cause := errors.New("cable")
	inHall(t, func(h *hall) {
		h.desk.ticketFails = &NotPrintedError{Part: PartTicketPrinter, Reason: devices.ReasonPaperOut, Cause: cause}
	}, func(h *hall) {
		if !errors.Is(h.desk.ticketFails, cause) {
			t.Error("the cause is not to be found")
		}
		h.toTicket()
		h.see("号票可能没有打印好：没有纸了")
	})
}

func TestNoFormPrinterLeavesTheFormsToTheWindow(t *testing.T) {
	for name, status := range map[string]devices.Status{
		"absent": {State: devices.Absent},
		"failed": {State: devices.Failed, Reason: devices.ReasonUnreachable},
	} {
		t.Run(name, func(t *testing.T) {
			inHall(t, func(h *hall) {
				h.forms = status
				h.desk.formsFails = devices.ErrNotFound
			}, func(h *hall) {
				h.toTicket()
				h.see("号票已打印", "表格到窗口打印")
				h.notSee("再打印一次", "接着打印")
				h.desk.mu.Lock()
				defer h.desk.mu.Unlock()
				if w := h.desk.toWindow; len(w) != 1 || w[0] != h.desk.submitted[0].ID || len(h.desk.settled) != 0 {
					t.Errorf("left to the window %v, settled %v", w, h.desk.settled)
				}
			})
		})
	}
}

func TestTicketChosenAwayIsSettled(t *testing.T) {
	inHall(t, func(h *hall) {
		h.desk.ready = &NotReadyError{Part: PartTicketPrinter, Reason: devices.ReasonPaperOut}
	}, func(h *hall) {
		h.toReview()
		h.readOn("往下看")
		h.tap("都对，取号")
		h.tap("号码显示在屏幕上")
		h.see("A1001", "没有打印号票")
		settledOnly(h, visit.PaperTicket)
	})
}

// settledOnly makes sure that the ledger heard of this paper, once, and of no other.
func settledOnly(h *hall, p visit.Paper) {
	h.t.Helper()
	h.desk.mu.Lock()
	defer h.desk.mu.Unlock()
	if s := h.desk.settled; len(s) != 1 || s[0].Paper != p || s[0].Ticket.Case != h.desk.submitted[0].ID {
		h.t.Errorf("settled %v", s)
	}
	if strings.Contains(strings.Join(h.desk.printed, " "), string(p)) {
		h.t.Errorf("printed %v", h.desk.printed)
	}
}

func TestPatienceCountsFromTheLastProgress(t *testing.T) {
	inHall(t, func(h *hall) {
		h.desk.formsGate = make(chan error)
		h.desk.formsNews = make(chan CopyProgress)
	}, func(h *hall) {
		h.toTicket()
		h.readOn("接着看怎么盖章")
		for range 4 {
			h.wait(patience / 2)
			h.desk.formsNews <- CopyProgress{Paper: visit.PaperAnnex2, Copy: 4, Of: 6, Status: devices.Status{State: devices.Busy}}
			h.settle()
			h.notSee("不等了，先走")
		}
		h.see("正在打印")
		h.tap("上一页")
		h.see("附件2（第 4 张，共 6 张）")
		h.readOn("接着看怎么盖章")
		h.wait(patience + time.Second)
		h.tap("不等了，先走")
		h.see("谢谢，再见")
	})
}

// doubt is what the desk says of a copy that may be out.
func doubt(p visit.Paper, nth int) *NotPrintedError {
	return &NotPrintedError{Part: PartFormPrinter, Paper: p, Copy: nth, Of: 6, InDoubt: true, Reason: devices.ReasonJam, Cause: errors.New("job aborted")}
}

func TestCopyInDoubtIsAskedAboutAlone(t *testing.T) {
	for name, tt := range map[string]struct {
		answer             string
		settled, reprinted int
		toWindow           int
		then               string
	}{
		"whole":  {"出来了，完好", 1, 0, 0, "表格已打印"},
		"bad":    {"没出来或坏了，再打这一张", 0, 1, 0, "表格已打印"},
		"enough": {"到窗口打印", 0, 0, 1, "表格到窗口打印"},
	} {
		t.Run(name, func(t *testing.T) {
			inHall(t, func(h *hall) { h.desk.formsFails = doubt(visit.PaperAnnex12, 2) }, func(h *hall) {
				h.toTicket()
				h.see("A1001", "附件1 第二联（第 2 张，共 6 张）", "卡纸了", "前面的 1 张已经打好")
				if n := len(h.desk.settled) + len(h.desk.reprinted) + len(h.desk.toWindow); n != 0 {
					t.Fatalf("%d answers that nobody gave", n)
				}
				h.desk.formsFails = nil
				h.tap(tt.answer)
				h.see("号票已打印", tt.then)
				if len(h.desk.settled) != tt.settled || len(h.desk.reprinted) != tt.reprinted || len(h.desk.toWindow) != tt.toWindow {
					t.Errorf("settled %v, reprinted %v, left to the window %v", h.desk.settled, h.desk.reprinted, h.desk.toWindow)
				}
				for _, u := range append(h.desk.settled, h.desk.reprinted...) {
					if u.Paper != visit.PaperAnnex12 || u.Ticket.Number != "A1001" {
						t.Errorf("answered about %+v", u)
					}
				}
				h.notSee("再打")
			})
		})
	}
}

func TestNextCopyInDoubtIsAskedAboutNext(t *testing.T) {
	inHall(t, func(h *hall) { h.desk.formsFails = doubt(visit.PaperAnnex11, 1) }, func(h *hall) {
		h.toTicket()
		h.see("附件1 第一联（第 1 张，共 6 张）")
		h.notSee("已经打好")
		h.desk.formsFails = doubt(visit.PaperAnnex4, 6)
		h.tap("出来了，完好")
		h.see("附件4（第 6 张，共 6 张）")
		h.desk.formsFails = nil
		h.tap("出来了，完好")
		h.see("表格已打印")
		if len(h.desk.settled) != 2 || h.desk.settled[1].Paper != visit.PaperAnnex4 {
			t.Errorf("settled %v", h.desk.settled)
		}
	})
}

func TestStopWithoutADoubtAsksNobody(t *testing.T) {
	stop := doubt(visit.PaperAnnex2, 4)
	stop.InDoubt, stop.Reason = false, devices.ReasonUnreachable
	inHall(t, func(h *hall) { h.desk.formsFails = stop }, func(h *hall) {
		h.toTicket()
		h.see("号票已打印", "没有打完：联系不上打印机")
		h.notSee("出来了，完好")
		h.desk.formsFails = nil
		h.tap("接着打印")
		h.see("表格已打印", "共 6 张", "请找工作人员")
		if n := len(h.desk.settled) + len(h.desk.reprinted) + len(h.desk.toWindow); n != 0 {
			t.Errorf("%d answers that nobody gave", n)
		}
	})
}
