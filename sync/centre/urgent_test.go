package centre_test

import (
	"strings"
	"testing"
	"time"

	"hallkiosk/sync/protocol"
)

// TestUrgentFirst: freezing and revoking are called before all others, are
// marked wherever a case is listed, and whoever waits is told so.
func TestUrgentFirst(t *testing.T) {
	h := newHall(t)
	deliver := func(service string) *protocol.Delivery {
		t.Helper()
		h.clock.pass(time.Minute)
		return h.k1.deliver(of(t, h, service))
	}
	first, second := deliver("open"), deliver("unlock")
	frozen, revoked := deliver("freeze"), deliver("revoke")
	last := deliver("renew")
	p := h.signedIn("window7")
	page := p.get("/today").body
	at := -1
	for _, d := range []*protocol.Delivery{frozen, revoked, first, second, last} {
		next := strings.Index(page, ">"+d.Ticket.Number+"<")
		if next <= at {
			t.Errorf("%s (%s) is not where it should be", d.Ticket.Number, d.Application.Service)
		}
		at = next
	}
	if n := strings.Count(page, "加急"); n != 2 {
		t.Errorf("%d cases are marked urgent in the list", n)
	}
	p.get("/case/"+frozen.Application.ID).must(t, 200, "加急")
	p.get("/case/"+first.Application.ID).mustNot(t, "加急")
	for _, c := range []struct {
		d     *protocol.Delivery
		ahead int
		text  string
	}{{frozen, 0, "下一个就是您"}, {revoked, 1, "前面还有 1 人"}, {first, 2, "前面还有 2 人"}, {second, 3, "前面还有 3 人"}, {last, 4, "前面还有 4 人"}} {
		waiting := h.person().get("/T/" + code(c.d))
		waiting.must(t, 200, c.text)
		if urgent := c.d == frozen || c.d == revoked; strings.Contains(waiting.body, "加急") != urgent {
			t.Errorf("%s: marked urgent %v", c.d.Application.Service, !urgent)
		}
		if told, _ := h.k1.told(t, protocol.ProgressQuery{Handle: c.d.Ticket.Handle}); told[0].Ahead != c.ahead {
			t.Errorf("%s: %d ahead, want %d", c.d.Application.Service, told[0].Ahead, c.ahead)
		}
	}
	p.post("/scan", "ticket", frozen.Ticket.Handle).must(t, 303)
	h.person().get("/T/"+code(revoked)).must(t, 200, "下一个就是您")
	h.person().get("/T/"+code(first)).must(t, 200, "前面还有 1 人")
}

// TestUrgentByItsOwnGuide: whoever was told that it is urgent is called first,
// though the next guide says otherwise.
func TestUrgentByItsOwnGuide(t *testing.T) {
	h := newHall(t)
	next := changedGuide(t, "next", "urgent = true", "urgent = false")
	h.publish(next)
	d := h.k1.deliver(of(t, h, "freeze"))
	h.signedIn("window7").get("/case/"+d.Application.ID).must(t, 200, "加急")
	later := h.k1.deliver(of(t, h, "freeze"), func(d *protocol.Delivery) { d.Application.GuideVersion = next.Version })
	h.signedIn("window7").get("/case/"+later.Application.ID).mustNot(t, "加急")
}
