package desk_test

import (
	"errors"
	"strings"
	"testing"

	"hallkiosk/kiosk/visit"
)

// die is what a power cut does to the desk: the store hears no more.
func (c *counter) die(t *testing.T) { must(t, c.store.Close()) }

func TestKioskDiesBetweenTicketAndLedger(t *testing.T) {
	c := open(t)
	ticket := c.submit(t, 1)
	c.driver.out = func() { c.die(t) }
	if err := c.PrintTicket(t.Context(), ticket.Case); err == nil {
		t.Fatal("a dead store marked the paper")
	}
	c.tickets(t, 1)

	c.driver.out = nil
	c.openStore(t)
	list, err := c.Unsettled(t.Context())
	must(t, err)
	if len(list) != 2 || list[0].Paper != visit.PaperTicket || !list[0].Begun || list[0].Ticket.Number != ticket.Number ||
		list[1].Paper != visit.PaperForms || list[1].Begun {
		t.Fatalf("unsettled %+v", list)
	}
	if err := c.PrintTicket(t.Context(), ticket.Case); !errors.Is(err, visit.ErrPrinted) {
		t.Errorf("printed unasked after the start: %v", err)
	}
	c.tickets(t, 1)
	must(t, c.Settle(t.Context(), list[0]))
	c.owes(t, "forms")
	must(t, c.Reprint(t.Context(), list[1], ignore))
	c.text(t, 1)
	c.owes(t)
	if again := c.submit(t, 1); again.Number != ticket.Number {
		t.Errorf("the same visit now has %s", again.Number)
	}
}

func TestKioskDiesBeforeTheTicket(t *testing.T) {
	c := open(t)
	ticket := c.submit(t, 1)
	c.die(t)
	c.openStore(t)
	c.owes(t, "ticket", "forms")
	must(t, c.PrintTicket(t.Context(), ticket.Case))
	c.tickets(t, 1)
	must(t, c.Leave(t.Context(), ticket.Case))
	c.owes(t) // the window prints the forms
}

func TestErasedCase(t *testing.T) {
	c := open(t)
	ticket := c.submit(t, 1)
	must(t, c.store.Delivered(t.Context(), ticket.Case))
	must(t, c.Leave(t.Context(), ticket.Case))
	if err := c.PrintForms(t.Context(), ticket.Case, ignore); !errors.Is(err, visit.ErrErased) {
		t.Errorf("forms of an erased case: %v", err)
	}
	must(t, c.PrintTicket(t.Context(), ticket.Case))
	paper := c.tickets(t, 1)
	if strings.Contains(paper.Text, "□") || len(paper.QR) != 1 {
		t.Errorf("the ticket still knows what was needed:\n%s", paper.Text)
	}
	for _, line := range strings.Split(c.log.String(), "\n") {
		if strings.Contains(line, "[redacted]") {
			t.Errorf("the catalogue does not allow what the desk logs: %s", line)
		}
	}
}
