package slip_test

import (
	"strings"
	"testing"
	"time"

	"hallkiosk/assets"
	"hallkiosk/assets/i18n"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/slip"
	"hallkiosk/kiosk/visit"
)

func compose(t *testing.T, ahead int) (ticketprinter.Slip, string) {
	t.Helper()
	g, err := guide.Load(assets.FS, "guide")
	if err != nil {
		t.Fatal(err)
	}
	words, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	v := visit.New("", time.Time{})
	v.Service, v.Role = "open", visit.RoleAgent
	issued := time.Date(2026, 11, 22, 1, 5, 0, 0, time.UTC)
	s := slip.Layout{Guide: g, Words: words}.Compose(visit.Ticket{
		Service: "open", Number: "A1001", Day: "2026-11-22", Issued: issued, Handle: "HTTPS://CENTRE.EXAMPLE/T/ABC", Ahead: ahead,
	}, g.Needed(v))
	var text strings.Builder
	for _, item := range s {
		if l, ok := item.(ticketprinter.Line); ok {
			text.WriteString(l.Text + "\n")
		}
	}
	return s, text.String()
}

func TestTicketSaysWhatApersonNeeds(t *testing.T) {
	s, text := compose(t, 3)
	for _, want := range []string{"A1001", "前面还有 3 人", "7、8号窗口", "营业执照", "授权委托书", "表格请盖公章、签名", "2026-11-22 09:05"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	var code string
	for _, item := range s {
		if qr, ok := item.(ticketprinter.QR); ok {
			code = qr.Data
		}
	}
	if code != "HTTPS://CENTRE.EXAMPLE/T/ABC" {
		t.Errorf("QR code holds %q", code)
	}
	if _, ok := s[len(s)-1].(ticketprinter.Cut); !ok {
		t.Error("the ticket is not cut")
	}
	if strings.Contains(text, "⟦") || strings.Contains(text, "{") {
		t.Errorf("a word is missing in\n%s", text)
	}
}

func TestNobodyAheadIsSaidInWords(t *testing.T) {
	if _, text := compose(t, 0); !strings.Contains(text, "前面没有人") || strings.Contains(text, "0 人") {
		t.Errorf("got\n%s", text)
	}
}

func TestUnknownQueueIsNotShown(t *testing.T) {
	if _, text := compose(t, -1); strings.Contains(text, "前面") || strings.Contains(text, "before you") {
		t.Errorf("the ticket speaks of a queue that nobody knows:\n%s", text)
	}
}
