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
				h.notSee("再打印一次")
				settledOnly(h, visit.PaperForms)
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
		h.desk.formsNews = make(chan devices.Status)
	}, func(h *hall) {
		h.toTicket()
		h.readOn("接着看怎么盖章")
		for range 4 {
			h.wait(patience / 2)
			h.desk.formsNews <- devices.Status{State: devices.Busy}
			h.settle()
			h.notSee("不等了，先走")
		}
		h.see("正在打印")
		h.wait(patience + time.Second)
		h.tap("不等了，先走")
		h.see("谢谢，再见")
	})
}
