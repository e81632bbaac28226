package screens

import (
	"context"
	"time"

	"hallkiosk/devices"
	"hallkiosk/kiosk/visit"
)

// sampleTechnician is a kiosk to look after, for stories.
type sampleTechnician struct{ Technician }

func (sampleTechnician) Condition(context.Context) (Condition, error) { return sampleCondition(), nil }

func sampleCondition() Condition {
	at := func(hour, minute int) time.Time { return time.Date(2026, 11, 23, hour, minute, 7, 0, visit.Changde) }
	return Condition{
		Parts: map[Part]PartCondition{
			PartReader: {Serial: "05.03-20230101-0001234567-0987654321"},
			PartTicketPrinter: {Model: "EPSON TM-T20II", Firmware: "1.04 ESC/POS", Serial: "J4QF012345",
				Trouble: devices.ReasonCoverOpen, TroubleSince: at(8, 2), TroubleUntil: at(8, 3)},
			PartFormPrinter: {Model: "HP LaserJet Pro M404dn", Trouble: devices.ReasonPaperOut, TroubleSince: at(9, 30)},
		},
		TicketsLeft: 212, Owed: 1, Heard: at(9, 41), Drift: -2 * time.Second,
		Expires: time.Date(2027, 11, 22, 0, 0, 0, 0, visit.Changde), Version: "1.4.0", Trust: true,
		Modules: []ModuleCondition{{Name: "epass", Library: "Feitian ePass3003 3.1", Keys: 1}, {Name: "mtoken", Reason: devices.ReasonNoLibrary, Since: at(7, 31)}},
	}
}

// technicianStories are the technician's page.
func technicianStories() []Story {
	order := []int{3, 8, 0, 5, 1, 9, 2, 7, 4, 6}
	gate := func(g Gate, wait time.Duration) func(*Context) Screen {
		return func(c *Context) Screen {
			g.Until = c.Now.Add(wait)
			return &technician{keys: pinKeys(order), gate: g, known: true}
		}
	}
	state := func(change func(*Context, *Condition)) func(*Context) Screen {
		return func(c *Context) Screen {
			n := sampleCondition()
			c.Platform.Cards, c.Platform.Scans = sampleCards{}, sampleScans{}
			c.Platform.FormPrinter = func() devices.Status {
				return devices.Status{State: devices.NeedsAttention, Reason: devices.ReasonPaperOut, Since: n.Parts[PartFormPrinter].TroubleSince}
			}
			change(c, &n)
			return &technician{keys: pinKeys(order), mode: technicianState, seen: &n}
		}
	}
	all := []Story{
		{"technician-pin", gate(Gate{Set: true}, 0)},
		{"technician-unset", gate(Gate{}, 0)},
		{"technician-wrong", gate(Gate{Set: true}, 8*time.Second)},
		{"technician-locked", gate(Gate{Set: true, Locked: true}, 14*time.Minute)},
		{"technician-failed", func(*Context) Screen { return &technician{keys: pinKeys(order), known: true, fails: true} }},
		{"technician-asking", func(*Context) Screen { return &technician{keys: pinKeys(order)} }},
		{"technician", state(func(*Context, *Condition) {})},
		{"technician-troubled", state(func(c *Context, n *Condition) {
			gone := func() devices.Status {
				return devices.Status{State: devices.Failed, Reason: devices.ReasonDenied, Since: c.Now.Add(-26 * time.Hour)}
			}
			c.Platform.Cards, c.Platform.Scans, c.Platform.TicketPrinter = nil, nil, gone
			*n = Condition{TicketsLeft: -1, DeadLetters: 3, Drift: 2 * time.Hour, Expires: c.Now.Add(24 * time.Hour)}
		})},
		{"technician-looking", func(*Context) Screen { return &technician{keys: pinKeys(order), mode: technicianState} }},
		{"technician-trials", func(*Context) Screen { return &technician{keys: pinKeys(order), mode: technicianTrials} }},
	}
	for _, kind := range trials() {
		ended := trial{trialKind: kind, ended: true, told: []any{"count", 118, "kind", "QR Code", "model", "ePass3003"}}
		bad := trial{trialKind: kind, ended: true, err: &NotReadyError{Reason: devices.ReasonPaperOut}}
		shown := func(t trial) func(*Context) Screen {
			return func(*Context) Screen { return &technician{keys: pinKeys(order), mode: technicianTrial, trial: t} }
		}
		all = append(all, Story{"technician-" + kind.id, shown(trial{trialKind: kind})},
			Story{"technician-" + kind.id + "-good", shown(ended)}, Story{"technician-" + kind.id + "-bad", shown(bad)})
	}
	return all
}
