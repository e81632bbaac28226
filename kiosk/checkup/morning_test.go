package checkup_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/kiosk/checkup"
	"hallkiosk/sync/protocol"
)

// good are the facts of a kiosk that needs nobody.
func good() checkup.Facts {
	return checkup.Facts{
		Now: eight, TicketsLeft: 200, Heard: eight.Add(-20 * time.Second), Drift: -2 * time.Second, Expires: eight.AddDate(1, 0, 0), Lists: 2,
		Devices: []checkup.Device{
			{Name: protocol.DeviceIDCard, Status: devices.Status{State: devices.Ready}},
			{Name: protocol.DeviceTicketPrinter, Status: devices.Status{State: devices.Busy}},
		},
	}
}

func TestFindings(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*checkup.Facts)
		part   string
		want   protocol.Finding
	}{
		"all is well":    {func(*checkup.Facts) {}, protocol.PartRoll, protocol.Finding{Good: true, Count: 200}},
		"no paper":       {status(devices.NeedsAttention, devices.ReasonPaperOut), protocol.DeviceTicketPrinter, protocol.Finding{Reason: "paper-out"}},
		"little paper":   {status(devices.Ready, devices.ReasonPaperLow), protocol.DeviceTicketPrinter, protocol.Finding{Reason: "paper-low"}},
		"never found":    {status(devices.Absent, ""), protocol.DeviceTicketPrinter, protocol.Finding{Reason: "unplugged"}},
		"silent":         {status(devices.Ready, devices.ReasonSilent), protocol.DeviceTicketPrinter, protocol.Finding{Reason: "silent"}},
		"known as mute":  {func(f *checkup.Facts) { status(devices.Ready, devices.ReasonSilent)(f); f.Mute = true }, protocol.DeviceTicketPrinter, protocol.Finding{Good: true}},
		"few tickets":    {func(f *checkup.Facts) { f.TicketsLeft = 29 }, protocol.PartRoll, protocol.Finding{Reason: "few", Count: 29}},
		"refused":        {func(f *checkup.Facts) { f.Refused = 2 }, protocol.PartStore, protocol.Finding{Reason: "refused", Count: 2}},
		"broken store":   {func(f *checkup.Facts) { f.Store = errors.New("disk") }, protocol.PartStore, protocol.Finding{Reason: "fault"}},
		"never heard":    {func(f *checkup.Facts) { f.Heard = time.Time{} }, protocol.PartClock, protocol.Finding{Reason: "unheard"}},
		"heard long ago": {func(f *checkup.Facts) { f.Heard = eight.Add(-time.Hour) }, protocol.PartClock, protocol.Finding{Reason: "unheard"}},
		"behind":         {func(f *checkup.Facts) { f.Drift = -31 * time.Second }, protocol.PartClock, protocol.Finding{Reason: "drift", Count: 31}},
		"expires":        {func(f *checkup.Facts) { f.Expires = eight.AddDate(0, 0, 30) }, protocol.PartCertificate, protocol.Finding{Reason: "expires", Count: 30}},
		"has expired":    {func(f *checkup.Facts) { f.Expires = eight.AddDate(0, 0, -3) }, protocol.PartCertificate, protocol.Finding{Reason: "expires"}},
		"overdue list":   {func(f *checkup.Facts) { f.Overdue = 1 }, protocol.PartTrust, protocol.Finding{Reason: "overdue", Count: 1}},
		"lists in time":  {func(*checkup.Facts) {}, protocol.PartTrust, protocol.Finding{Good: true}},
	} {
		t.Run(name, func(t *testing.T) {
			facts := good()
			c.change(&facts)
			c.want.Part = c.part
			for _, f := range checkup.Findings(facts) {
				if f.Part == c.part && f != c.want {
					t.Errorf("%+v, want %+v", f, c.want)
				}
				if f.Part != c.part && !f.Good {
					t.Errorf("%+v is not good either", f)
				}
			}
		})
	}
	unknown := good()
	unknown.TicketsLeft, unknown.Lists = -1, 0
	for _, f := range checkup.Findings(unknown) {
		if f.Part == protocol.PartRoll || f.Part == protocol.PartTrust {
			t.Errorf("%s, of which nothing is known, is told of", f.Part)
		}
	}
	report := protocol.Readiness{Protocol: 1, Kiosk: "K1", Version: "1", Day: "2026-11-23", Checked: eight, Findings: checkup.Findings(good())}
	if err := report.Validate(); err != nil {
		t.Error(err)
	}
}

// status is that of the ticket printer.
func status(s devices.State, r devices.Reason) func(*checkup.Facts) {
	return func(f *checkup.Facts) { f.Devices[1].Status = devices.Status{State: s, Reason: r} }
}

// dawn is a kiosk whose clock a test moves.
type dawn struct {
	checkup.Morning
	now    time.Time
	checks int
	days   []string
	told   func()
}

func newDawn(t *testing.T, file string, now time.Time) *dawn {
	d := &dawn{now: now}
	d.Morning = checkup.Morning{
		At: 7*time.Hour + 30*time.Minute, File: file, Now: func() time.Time { return d.now },
		Check:  func(context.Context) []protocol.Finding { d.checks++; return []protocol.Finding{} },
		Send:   func(r protocol.Readiness, told func()) { d.days, d.told = append(d.days, r.Day), told },
		Failed: func(err error) { t.Error(err) },
	}
	return d
}

func TestMorning(t *testing.T) {
	file := filepath.Join(t.TempDir(), "readiness.json")
	half := eight.Add(-30 * time.Minute) // 7:30 in the hall
	d := newDawn(t, file, half.Add(-time.Minute))
	d.Look(t.Context())
	if d.checks != 0 {
		t.Error("checked before its hour")
	}
	for range 5 {
		d.now = d.now.Add(time.Minute)
		d.Look(t.Context())
	}
	if d.checks != 1 || len(d.days) != 1 || d.days[0] != "2026-11-23" {
		t.Errorf("%d checks, days %v", d.checks, d.days)
	}
	late := newDawn(t, file, half.Add(5*time.Hour)) // restarted before the centre had it
	late.Look(t.Context())
	if late.checks != 1 {
		t.Error("a report that the centre never had is not made again")
	}
	late.told()
	again := newDawn(t, file, half.Add(6*time.Hour))
	again.Look(t.Context())
	if again.checks != 0 {
		t.Error("a report that the centre has is made again")
	}
	again.now = half.Add(24 * time.Hour)
	again.Look(t.Context())
	if again.checks != 1 || again.days[0] != "2026-11-24" {
		t.Errorf("the next day: %d checks, %v", again.checks, again.days)
	}
}

func TestMorningBrokenOff(t *testing.T) {
	d := newDawn(t, filepath.Join(t.TempDir(), "readiness.json"), eight)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	d.Look(ctx)
	if len(d.days) != 0 {
		t.Error("half a check was sent")
	}
	d.Look(t.Context())
	if len(d.days) != 1 {
		t.Error("not sent afterwards")
	}
}
