package slip_test

import (
	"testing"
	"time"

	"hallkiosk/assets"
	"hallkiosk/assets/i18n"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/kiosk/slip"
	"hallkiosk/sync/protocol"
)

// TestTestTicketIsNone: nobody can take it for a ticket, or its code for a handle.
func TestTestTicketIsNone(t *testing.T) {
	words, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	s := slip.Layout{Words: words}.Test("K1", time.Date(2026, 11, 23, 0, 5, 0, 0, time.UTC))
	title, codes := s[0].(ticketprinter.Line).Text, 0
	if title != "打印测试" {
		t.Errorf("begins with %q", title)
	}
	for _, item := range s {
		if qr, ok := item.(ticketprinter.QR); ok {
			codes++
			if _, err := protocol.ParseHandle(qr.Data); err == nil {
				t.Error("the code is a handle")
			}
		}
	}
	if _, cut := s[len(s)-1].(ticketprinter.Cut); codes != 1 || !cut {
		t.Error("codes", codes, "cut", cut)
	}
}
