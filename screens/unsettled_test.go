package screens

import (
	"testing"
	"time"

	"hallkiosk/kiosk/visit"
)

// unsettledOf are both papers of a case.
func unsettledOf(id, number string) []visit.Unsettled {
	t := visit.Ticket{Case: id, Number: number}
	return []visit.Unsettled{{Ticket: t, Paper: visit.PaperTicket}, {Ticket: t, Paper: visit.PaperAnnex11}}
}

func TestNotMinePassesOverOneCase(t *testing.T) {
	inHall(t, func(h *hall) {
		h.desk.unsettled = append(unsettledOf("x", "A1031"), unsettledOf("y", "A1032")...)
	}, func(h *hall) {
		h.see("A1031")
		h.tap("不是我的")
		h.see("A1032")
		h.tap("号票拿到了")
		h.tap("知道了")
		h.see("请点您要办的事")
		for _, u := range h.desk.settled {
			if u.Ticket.Case != "y" {
				t.Error("somebody else settled a paper")
			}
		}
		if len(h.desk.settled) != 1 || len(h.desk.toWindow) != 1 || h.desk.toWindow[0] != "y" {
			t.Errorf("settled %v, left to the window %v", h.desk.settled, h.desk.toWindow)
		}
	})
}

func TestUnsettledGivesHomeBack(t *testing.T) {
	d := DefaultTiming()
	inHall(t, func(h *hall) { h.desk.unsettled = unsettledOf("x", "A1031") }, func(h *hall) {
		h.wait(d.Warn)
		h.see("A1031")
		h.tap("tool.text") // somebody is here
		h.wait(d.Warn + d.Count - 5*time.Second)
		h.see("A1031")
		h.wait(10 * time.Second)
		h.see("请点您要办的事")
		h.notSee("A1031")
		if len(h.desk.settled)+len(h.desk.reprinted) != 0 {
			t.Error("a paper was settled by nobody")
		}
	})
}

func TestUnsettledCopyIsNamedAndNeverPrintedHere(t *testing.T) {
	ticket := visit.Ticket{Case: "x", Number: "A1031"}
	papers := []visit.Unsettled{
		{Ticket: ticket, Paper: visit.PaperAnnex12, Begun: true}, {Ticket: ticket, Paper: visit.PaperAnnex13}, {Ticket: ticket, Paper: visit.PaperAnnex2},
	}
	inHall(t, func(h *hall) { h.desk.unsettled = papers }, func(h *hall) {
		h.see("A1031", "正在打印“附件1 第二联”")
		h.tap("出来了，完好")
		h.see("附件1 第三联", "附件2")
		h.notSee("附件1 第二联")
		h.tap("知道了")
		h.see("请点您要办的事")
		if len(h.desk.settled) != 1 || h.desk.settled[0] != papers[0] || len(h.desk.toWindow) != 1 || len(h.desk.reprinted) != 0 {
			t.Errorf("settled %v, reprinted %v, left to the window %v", h.desk.settled, h.desk.reprinted, h.desk.toWindow)
		}
	})
	inHall(t, func(h *hall) { h.desk.unsettled = papers }, func(h *hall) {
		h.tap("没出来或坏了")
		h.see("这里不再打印", "附件1 第二联", "附件1 第三联", "附件2")
		h.tap("知道了")
		h.see("请点您要办的事")
		if len(h.desk.settled)+len(h.desk.reprinted) != 0 || len(h.desk.toWindow) != 1 {
			t.Errorf("settled %v, reprinted %v, left to the window %v", h.desk.settled, h.desk.reprinted, h.desk.toWindow)
		}
	})
}

// A store of a kiosk that printed all forms as one document.
func TestUnsettledFormsOfOld(t *testing.T) {
	papers := []visit.Unsettled{{Ticket: visit.Ticket{Case: "x", Number: "A1031"}, Paper: visit.PaperForms, Begun: true}}
	inHall(t, func(h *hall) { h.desk.unsettled = papers }, func(h *hall) {
		h.see("A1031", "全部表格", "这里不再打印")
		h.tap("知道了")
		h.see("请点您要办的事")
		if len(h.desk.toWindow) != 1 || len(h.desk.reprinted) != 0 {
			t.Errorf("reprinted %v, left to the window %v", h.desk.reprinted, h.desk.toWindow)
		}
	})
}
