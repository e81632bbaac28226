package desk_test

import (
	"strings"
	"testing"

	"hallkiosk/kiosk/visit"
)

// TestWhatDoesNotConcernThem: the window hears which papers the person put aside,
// and their ticket does not ask for them.
func TestWhatDoesNotConcernThem(t *testing.T) {
	c := open(t)
	v := c.visit(1)
	v.Brought["qualification"], v.Exempt["safety-permit"] = true, true
	ticket, err := c.Submit(t.Context(), v)
	must(t, err)
	a, err := c.store.Application(t.Context(), ticket.Case)
	must(t, err)
	said := map[string]visit.MaterialState{}
	for _, m := range a.Materials {
		said[m.Material] = m
	}
	if m := said["safety-permit"]; !m.Exempt || m.Brought {
		t.Errorf("what does not concern them is kept as %+v", m)
	}
	if m := said["qualification"]; m.Exempt || !m.Brought {
		t.Errorf("what they brought is kept as %+v", m)
	}
	must(t, c.PrintTicket(t.Context(), ticket.Case))
	if text := c.tickets(t, 1).Text; strings.Contains(text, "安全生产许可证") || !strings.Contains(text, "企业资质证书") {
		t.Errorf("the ticket asks for\n%s", text)
	}
}
