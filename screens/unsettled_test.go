package screens

import (
	"testing"
	"time"

	"hallkiosk/kiosk/visit"
)

// unsettledOf are both papers of a case.
func unsettledOf(id, number string) []visit.Unsettled {
	t := visit.Ticket{Case: id, Number: number}
	return []visit.Unsettled{{Ticket: t, Paper: visit.PaperTicket}, {Ticket: t, Paper: visit.PaperForms}}
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
		if len(h.desk.settled) != 2 {
			t.Errorf("settled %d", len(h.desk.settled))
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
