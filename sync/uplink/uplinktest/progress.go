package uplinktest

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"hallkiosk/sync/protocol"
)

func (c *contract) ask(t *testing.T, q protocol.ProgressQuery) reply {
	t.Helper()
	if q.Protocol == 0 {
		q.Protocol = protocol.Version
	}
	if q.Kiosk == "" {
		q.Kiosk = c.Kiosk
	}
	return c.send(t, c.request(t, http.MethodPost, protocol.PathProgress, encode(t, q)))
}

// told asks what must be answered, and holds the answer to what the protocol
// lets such a question be told.
func (c *contract) told(t *testing.T, q protocol.ProgressQuery) []protocol.Progress {
	t.Helper()
	r := c.ask(t, q)
	var a protocol.ProgressAnswer
	r.want(t, http.StatusOK, &a)
	if err := a.Validate(&q); err != nil {
		t.Fatal(err)
	}
	return a.Cases
}

func (c *contract) ticketProgress(t *testing.T) {
	d := c.Delivery()
	q := protocol.ProgressQuery{Handle: d.Ticket.Handle}
	if p := c.told(t, q)[0]; p.State != protocol.ProgressNotArrived {
		t.Errorf("before it arrived: %s", p.State)
	}
	c.put(t, d, nil).want(t, http.StatusCreated, &protocol.Receipt{})
	p := c.told(t, q)[0]
	if p.State != protocol.ProgressWaiting || p.Service != d.Application.Service || p.Ahead < 0 {
		t.Errorf("waiting: %s, %d ahead", p.State, p.Ahead)
	}
	body := c.ask(t, q).body
	for _, personal := range []string{d.Application.Legal.Name, d.Application.Legal.IDNumber, d.Application.Organisation.Name, d.Application.Contact.Mobile} {
		if bytes.Contains(body, []byte(personal)) {
			t.Error("the bearer of a ticket is told something personal")
		}
	}
}

func (c *contract) personProgress(t *testing.T) {
	d := c.Delivery()
	c.put(t, d, nil).want(t, http.StatusCreated, &protocol.Receipt{})
	numbers := []string{d.Application.Legal.IDNumber}
	if d.Application.Role == protocol.RoleAgent {
		numbers = append(numbers, d.Application.Agent.IDNumber)
	}
	for _, number := range numbers {
		found := false
		for _, p := range c.told(t, protocol.ProgressQuery{IDNumber: number}) {
			found = found || p.Number == d.Ticket.Number && p.Day == d.Ticket.Day && p.Organisation == d.Application.Organisation.Name
		}
		if !found {
			t.Error("a person is not told of their case")
		}
	}
}

func (c *contract) progressRefused(t *testing.T) {
	d := c.Delivery()
	c.ask(t, protocol.ProgressQuery{Handle: forge(d.Ticket.Handle)}).problem(t, http.StatusUnprocessableEntity, protocol.CodeNotGenuine)
	c.ask(t, protocol.ProgressQuery{Handle: "wxp://payment"}).problem(t, http.StatusUnprocessableEntity, protocol.CodeNotGenuine)
	number := d.Application.Legal.IDNumber
	wrong := c.ask(t, protocol.ProgressQuery{IDNumber: number[1:] + "*"})
	wrong.problem(t, http.StatusBadRequest, protocol.CodeInvalid)
	if bytes.Contains(wrong.body, []byte(number[1:])) {
		t.Error("the problem bears the number")
	}
	c.ask(t, protocol.ProgressQuery{}).problem(t, http.StatusBadRequest, protocol.CodeInvalid)
	c.ask(t, protocol.ProgressQuery{Handle: d.Ticket.Handle, IDNumber: number}).problem(t, http.StatusBadRequest, protocol.CodeInvalid)
	c.ask(t, protocol.ProgressQuery{Protocol: 2, IDNumber: number}).problem(t, http.StatusBadRequest, protocol.CodeInvalid)
	c.ask(t, protocol.ProgressQuery{Kiosk: c.Kiosk + "x", IDNumber: number}).problem(t, http.StatusForbidden, protocol.CodeOtherKiosk)
	large := c.request(t, http.MethodPost, protocol.PathProgress, []byte(strings.Repeat(" ", protocol.MaxProgress+1)))
	c.send(t, large).problem(t, http.StatusRequestEntityTooLarge, protocol.CodeTooLarge)
	plain := c.request(t, http.MethodPost, protocol.PathProgress, encode(t, protocol.ProgressQuery{}))
	plain.Header.Set("Content-Type", "text/plain")
	c.send(t, plain).problem(t, http.StatusUnsupportedMediaType, protocol.CodeMediaType)
	c.send(t, c.request(t, http.MethodGet, protocol.PathProgress, nil)).problem(t, http.StatusMethodNotAllowed, protocol.CodeMethod)
}

// forge changes one character of a handle's signature.
func forge(handle string) string {
	at, to := len(handle)-20, "A"
	if handle[at] == 'A' {
		to = "B"
	}
	return handle[:at] + to + handle[at+1:]
}
