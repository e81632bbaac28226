package uplinktest

import (
	"bytes"
	"net/http"
	"testing"
	"time"

	"hallkiosk/sync/protocol"
)

func (c *contract) readiness(t *testing.T) {
	today := c.Delivery().Ticket.Day
	good := protocol.Readiness{Protocol: protocol.Version, Kiosk: c.Kiosk, Version: "1.0", Day: today, Checked: time.Now(),
		Findings: []protocol.Finding{{Part: protocol.DeviceScanner, Good: true}, {Part: protocol.PartRoll, Reason: protocol.ReasonFew, Count: 12}}}
	report := func(r protocol.Readiness) reply {
		return c.send(t, c.request(t, http.MethodPost, protocol.PathReadiness, encode(t, r)))
	}
	for range 2 { // again is no fault
		var receipt protocol.ReadinessReceipt
		report(good).want(t, http.StatusOK, &receipt)
		if receipt.Protocol != protocol.Version || receipt.Day != today || receipt.Received.IsZero() {
			t.Errorf("receipt %+v", receipt)
		}
	}
	other, wrong, far := good, good, good
	other.Kiosk += "x"
	report(other).problem(t, http.StatusForbidden, protocol.CodeOtherKiosk)
	wrong.Findings = nil
	report(wrong).problem(t, http.StatusBadRequest, protocol.CodeInvalid)
	far.Day = "9999-12-31"
	report(far).problem(t, http.StatusBadRequest, protocol.CodeInvalid)
	large := c.request(t, http.MethodPost, protocol.PathReadiness, bytes.Repeat([]byte(" "), protocol.MaxReadiness+1))
	c.send(t, large).problem(t, http.StatusRequestEntityTooLarge, protocol.CodeTooLarge)
	plain := c.request(t, http.MethodPost, protocol.PathReadiness, encode(t, good))
	plain.Header.Set("Content-Type", "text/plain")
	c.send(t, plain).problem(t, http.StatusUnsupportedMediaType, protocol.CodeMediaType)
	c.send(t, c.request(t, http.MethodGet, protocol.PathReadiness, nil)).problem(t, http.StatusMethodNotAllowed, protocol.CodeMethod)
}
