package centre_test

import (
	"strings"
	"testing"
	"time"
)

func TestApproval(t *testing.T) {
	h := newHall(t)
	d := h.k1.deliver()
	path := "/case/" + d.Application.ID
	window, approver := h.signedIn("window7"), h.signedIn("approver1")
	const button = `/approve"`
	window.get(path).mustNot(t, button, "审批通过")
	approver.get(path).must(t, 200, button, "审批（附件4）")
	window.post(path+"/approve").must(t, 403)
	approver.post(path+"/approve").must(t, 303, path)
	for _, p := range []*person{window, approver} {
		a := p.get(path)
		a.must(t, 200, "审批通过", "approver1 · 2026-11-22 09:00")
		a.mustNot(t, button)
		p.get("/").must(t, 200, "审批通过")
	}
	approver.post(path+"/approve").must(t, 409, "已经变了") // a page that was left open

	// Sent back, it must be approved anew; what was decided before stays to be read.
	h.clock.pass(time.Hour)
	window, approver = h.signedIn("window7"), h.signedIn("approver1")
	window.post(path+"/open").must(t, 303)
	window.post(path+"/send-back", "reason", "seal").must(t, 303)
	approver.get(path).must(t, 200, "2026-11-22 10:00 退回后作废")
	approver.get(path).mustNot(t, button)
	approver.post(path+"/approve").must(t, 409)
	window.post(path+"/resume").must(t, 303)
	approver.get(path).must(t, 200, button)
	window.get(path).must(t, 200, "信息中心还没有审批")
	approver.post(path+"/approve").must(t, 303)
	window.get(path).mustNot(t, "信息中心还没有审批")
	window.post(path+"/finish", "incomplete", "yes").must(t, 303)
	a := approver.get(path)
	a.must(t, 200, "已办结", "审批通过")
	if n := strings.Count(a.body, "<b>审批通过</b>"); n != 2 {
		t.Errorf("%d approvals on the page", n)
	}
	approver.post(path+"/approve").must(t, 409)
	if !strings.Contains(h.log.String(), "case.approved") || strings.Contains(h.log.String(), "approver1") {
		t.Error("the log does not say that it was approved, or says by whom")
	}
}

// TestApprovalWhereItIsAsked: only of services whose materials hold 附件4.
func TestApprovalWhereItIsAsked(t *testing.T) {
	h := newHall(t)
	approver := h.signedIn("approver1")
	for _, s := range h.guide.Services {
		d := h.k1.deliver(of(t, h, s.ID))
		wanted := false
		for _, m := range s.Materials {
			wanted = wanted || m.ID == "approval-form"
		}
		path := "/case/" + d.Application.ID
		a := approver.get(path)
		a.must(t, 200)
		if strings.Contains(a.body, `/approve"`) != wanted {
			t.Errorf("%s: approval offered %v", s.ID, !wanted)
		}
		approver.post(path+"/approve").must(t, map[bool]int{true: 303, false: 400}[wanted])
	}
}
