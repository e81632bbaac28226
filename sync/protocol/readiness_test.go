package protocol_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"hallkiosk/sync/protocol"
)

func readiness() *protocol.Readiness {
	return &protocol.Readiness{Protocol: protocol.Version, Kiosk: "K1", Version: "1.0", Day: "2026-11-22", Checked: noon,
		Findings: []protocol.Finding{{Part: protocol.DeviceIDCard, Good: true}, {Part: protocol.PartRoll, Reason: protocol.ReasonFew, Count: 12}}}
}

func TestReadiness(t *testing.T) {
	got, err := protocol.DecodeReadiness(strings.NewReader(text(t, readiness())))
	if err != nil || !reflect.DeepEqual(got.Findings, readiness().Findings) || got.Day != "2026-11-22" {
		t.Fatalf("got %+v, %v", got, err)
	}
	for name, c := range map[string]struct {
		field  string
		change func(*protocol.Readiness)
	}{
		"protocol":        {"protocol", func(r *protocol.Readiness) { r.Protocol = 2 }},
		"kiosk":           {"kiosk", func(r *protocol.Readiness) { r.Kiosk = "K/1" }},
		"version":         {"version", func(r *protocol.Readiness) { r.Version = "" }},
		"no day":          {"day", func(r *protocol.Readiness) { r.Day = "2026-02-30" }},
		"unchecked":       {"checked", func(r *protocol.Readiness) { r.Checked = time.Time{} }},
		"no findings":     {"findings", func(r *protocol.Readiness) { r.Findings = nil }},
		"a part twice":    {"findings", func(r *protocol.Readiness) { r.Findings = append(r.Findings, r.Findings[0]) }},
		"a negative":      {"findings", func(r *protocol.Readiness) { r.Findings[0].Count = -1 }},
		"a nameless part": {"findings", func(r *protocol.Readiness) { r.Findings[0].Part = "" }},
		"prose":           {"findings", func(r *protocol.Readiness) { r.Findings[0].Reason = strings.Repeat("x", 501) }},
		"many": {"findings", func(r *protocol.Readiness) {
			for i := range 60 {
				r.Findings = append(r.Findings, protocol.Finding{Part: strings.Repeat("p", i+100)})
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			r := readiness()
			c.change(r)
			_, err := protocol.DecodeReadiness(strings.NewReader(text(t, r)))
			wantInvalid(t, err, c.field)
		})
	}
	if _, err := protocol.DecodeReadiness(strings.NewReader(strings.Repeat(" ", protocol.MaxReadiness+1))); !errors.Is(err, protocol.ErrTooLarge) {
		t.Error(err)
	}
}

func FuzzDecodeReadiness(f *testing.F) {
	f.Add(text(f, readiness()))
	f.Add(`{"findings":[{}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		r, err := protocol.DecodeReadiness(strings.NewReader(body))
		if err != nil {
			return
		}
		if again, err := protocol.DecodeReadiness(strings.NewReader(text(t, r))); err != nil || text(t, again) != text(t, r) {
			t.Errorf("not stable: %v", err)
		}
	})
}
