package protocol_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"hallkiosk/sync/protocol"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.FixedZone("CST", 8*60*60))

func delivery(t testing.TB) *protocol.Delivery {
	t.Helper()
	handle, err := protocol.Sign(sample(), testKey)
	if err != nil {
		t.Fatal(err)
	}
	return &protocol.Delivery{
		Protocol: protocol.Version, Kiosk: "K1",
		Ticket: protocol.Ticket{Number: "A1023", Day: "2026-11-22", Issued: noon, Service: "open", Handle: handle},
		Application: protocol.Application{
			ID: sample().Case, Kiosk: "K1", Service: "open", GuideVersion: "2024-1", Submitted: noon, Role: protocol.RoleAgent,
			Agent:        protocol.Person{Name: "李四", IDNumber: "a", Source: "card", PrivateUse: true},
			Legal:        protocol.Person{Name: "张三", IDNumber: "b"},
			Organisation: protocol.Organisation{Name: "XX开发有限公司", USCC: "c", Registration: "r", Type: "other", OtherType: "o", Source: "scan"},
			Contact:      protocol.Contact{Landline: "l", Mobile: "m", Address: "a", Email: "e"},
			SealType:     "s", Materials: []protocol.Material{{Material: "licence", Brought: true}},
			StatementVersion: "1", StatementAccepted: noon,
		},
	}
}

func text(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestDeliveryRoundTrip(t *testing.T) {
	want := delivery(t)
	got, err := protocol.DecodeDelivery(strings.NewReader(text(t, want)))
	if err != nil {
		t.Fatal(err)
	}
	if text(t, got) != text(t, want) {
		t.Errorf("got %s", text(t, got))
	}
	legal := delivery(t)
	legal.Application.Role, legal.Application.Agent = protocol.RoleLegal, protocol.Person{}
	body := text(t, legal)
	if strings.Contains(body, `"agent":`) {
		t.Error("an agent who is not there is mentioned")
	}
	if _, err := protocol.DecodeDelivery(strings.NewReader(body)); err != nil {
		t.Error(err)
	}
}

func TestDeliveryRefused(t *testing.T) {
	tests := []struct {
		field  string
		change func(*protocol.Delivery)
	}{
		{"protocol", func(d *protocol.Delivery) { d.Protocol = 2 }},
		{"kiosk", func(d *protocol.Delivery) { d.Kiosk = "../K1" }},
		{"ticket.number", func(d *protocol.Delivery) { d.Ticket.Number = "a1023" }},
		{"ticket.day", func(d *protocol.Delivery) { d.Ticket.Day = "2026-02-30" }},
		{"ticket.issued", func(d *protocol.Delivery) { d.Ticket.Issued = time.Time{} }},
		{"ticket.service", func(d *protocol.Delivery) { d.Ticket.Service = "renew" }},
		{"ticket.handle", func(d *protocol.Delivery) { d.Ticket.Number = "A1024" }},
		{"ticket.handle", func(d *protocol.Delivery) { d.Ticket.Day = "2026-11-23" }},
		{"ticket.handle", func(d *protocol.Delivery) { d.Ticket.Handle = "" }},
		{"ticket.handle", func(d *protocol.Delivery) { d.Application.ID = "x" }},
		{"application.kiosk", func(d *protocol.Delivery) { d.Application.Kiosk = "K2" }},
		{"application.guideVersion", func(d *protocol.Delivery) { d.Application.GuideVersion = "" }},
		{"application.submitted", func(d *protocol.Delivery) { d.Application.Submitted = time.Time{} }},
		{"application.role", func(d *protocol.Delivery) { d.Application.Role = "friend" }},
		{"application.agent", func(d *protocol.Delivery) { d.Application.Agent = protocol.Person{} }},
		{"application.agent", func(d *protocol.Delivery) { d.Application.Role = protocol.RoleLegal }},
		{"application.legal", func(d *protocol.Delivery) { d.Application.Legal.IDNumber = "" }},
		{"application.organisation", func(d *protocol.Delivery) { d.Application.Organisation.Name = strings.Repeat("长", 501) }},
		{"application.contact", func(d *protocol.Delivery) { d.Application.Contact.Mobile = "" }},
		{"application.key", func(d *protocol.Delivery) { d.Application.Key = strings.Repeat("k", 501) }},
		{"application.certificates", func(d *protocol.Delivery) { d.Application.Certificates = -1 }},
		{"application.certificates", func(d *protocol.Delivery) { d.Application.Certificates = 100 }},
		{"application.sealType", func(d *protocol.Delivery) { d.Application.SealType = strings.Repeat("长", 501) }},
		{"application.materials", func(d *protocol.Delivery) { d.Application.Materials = nil }},
		{"application.materials", func(d *protocol.Delivery) {
			d.Application.Materials = append(d.Application.Materials, d.Application.Materials[0])
		}},
		{"application.statementVersion", func(d *protocol.Delivery) { d.Application.StatementVersion = strings.Repeat("1", 501) }},
		{"application.statementAccepted", func(d *protocol.Delivery) { d.Application.StatementVersion = "" }},
		{"application.statementAccepted", func(d *protocol.Delivery) { d.Application.StatementAccepted = time.Time{} }},
	}
	for _, test := range tests {
		t.Run(test.field, func(t *testing.T) {
			d := delivery(t)
			test.change(d)
			_, err := protocol.DecodeDelivery(strings.NewReader(text(t, d)))
			wantInvalid(t, err, test.field)
		})
	}
}

func TestBodyRefused(t *testing.T) {
	good := text(t, delivery(t))
	for name, body := range map[string]string{
		"empty":         "",
		"null":          "null",
		"array":         "[" + good + "]",
		"two":           good + good,
		"tail":          good + "x",
		"half":          good[:len(good)/2],
		"unknown field": `{"extra":1,` + good[1:],
		"not UTF-8":     strings.Replace(good, "张三", "\xd5\xc5", 1),
		"HTML":          "<html>502 Bad Gateway</html>",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := protocol.DecodeDelivery(strings.NewReader(body))
			var invalid *protocol.Invalid
			if !errors.As(err, &invalid) {
				t.Fatalf("error %v", err)
			}
			if strings.Contains(err.Error(), "张") {
				t.Error("the error quotes the body")
			}
		})
	}
	_, err := protocol.DecodeDelivery(strings.NewReader(strings.Replace(good, `"role":"agent"`, `"role":7`, 1)))
	wantInvalid(t, err, "application.role")
	_, err = protocol.DecodeDelivery(strings.NewReader(strings.Repeat(" ", protocol.MaxDelivery+1)))
	if !errors.Is(err, protocol.ErrTooLarge) {
		t.Errorf("error %v", err)
	}
	cut := errors.New("cut")
	if _, err = protocol.DecodeDelivery(iotest.ErrReader(cut)); !errors.Is(err, cut) {
		t.Errorf("error %v", err)
	}
}

func heartbeat() *protocol.Heartbeat {
	return &protocol.Heartbeat{Protocol: protocol.Version, Kiosk: "K1", Version: "1.0", Sent: noon, Owed: 2, DeadLetters: 1,
		Devices: []protocol.Device{{Name: "ticket-printer", State: "ready", Reason: "r", PaperLow: true, TicketsLeft: new(12)}}}
}

func TestHeartbeat(t *testing.T) {
	got, err := protocol.DecodeHeartbeat(strings.NewReader(text(t, heartbeat())))
	if err != nil || !reflect.DeepEqual(got.Devices, heartbeat().Devices) {
		t.Fatalf("got %+v, %v", got, err)
	}
	for field, change := range map[string]func(*protocol.Heartbeat){
		"protocol":    func(h *protocol.Heartbeat) { h.Protocol = 0 },
		"kiosk":       func(h *protocol.Heartbeat) { h.Kiosk = "" },
		"version":     func(h *protocol.Heartbeat) { h.Version = "" },
		"sent":        func(h *protocol.Heartbeat) { h.Sent = time.Time{} },
		"owed":        func(h *protocol.Heartbeat) { h.Owed = -1 },
		"deadLetters": func(h *protocol.Heartbeat) { h.DeadLetters = -1 },
		"devices":     func(h *protocol.Heartbeat) { h.Devices = append(h.Devices, protocol.Device{}) },
		"trust":       func(h *protocol.Heartbeat) { h.Trust = "new" },
	} {
		h := heartbeat()
		change(h)
		_, err := protocol.DecodeHeartbeat(strings.NewReader(text(t, h)))
		wantInvalid(t, err, field)
	}
	none := heartbeat()
	none.Devices[0].TicketsLeft = new(-1)
	_, err = protocol.DecodeHeartbeat(strings.NewReader(text(t, none)))
	wantInvalid(t, err, "devices")
	if _, err := protocol.DecodeHeartbeat(strings.NewReader(strings.Repeat("x", protocol.MaxHeartbeat+1))); !errors.Is(err, protocol.ErrTooLarge) {
		t.Errorf("error %v", err)
	}
}

func FuzzDecodeDelivery(f *testing.F) {
	f.Add(text(f, delivery(f)))
	f.Add("{}")
	f.Add(`{"application":{"role":1}}`)
	f.Fuzz(func(t *testing.T, body string) {
		d, err := protocol.DecodeDelivery(strings.NewReader(body))
		if err != nil {
			return
		}
		again, err := protocol.DecodeDelivery(strings.NewReader(text(t, d)))
		if err != nil || text(t, again) != text(t, d) {
			t.Errorf("not stable: %v", err)
		}
	})
}

func wantInvalid(t *testing.T, err error, field string) {
	t.Helper()
	var invalid *protocol.Invalid
	if !errors.As(err, &invalid) || invalid.Field != field {
		t.Errorf("error %v, want invalid %s", err, field)
	}
}
