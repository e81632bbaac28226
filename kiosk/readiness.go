package main

import (
	"context"
	"log/slog"
	"time"

	"hallkiosk/devices"
	"hallkiosk/kiosk/checkup"
	"hallkiosk/kiosk/config"
	"hallkiosk/sync/protocol"
)

const (
	// lookForMorning is how often it is asked whether the report is due. The first
	// time is so long after the start that devices were found.
	lookForMorning = time.Minute
	// probing is how long one device may take to say how it is. One that waits
	// for a card or a code is at work, and well.
	probing = 5 * time.Second
)

// mornings makes each day's report, until ctx ends.
func (m *machine) mornings(ctx context.Context, cfg *config.Config, now func() time.Time, log *slog.Logger) {
	morning := checkup.Morning{
		At: cfg.ReadyTime(), File: cfg.Path("readiness.json"), Now: now, Send: m.link.Readiness,
		Check:  func(ctx context.Context) []protocol.Finding { return checkup.Findings(m.facts(ctx, cfg, now)) },
		Failed: func(err error) { noted(log, err) },
	}
	tick := time.NewTicker(lookForMorning)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			morning.Look(ctx)
		}
	}
}

// facts asks every device how it is, and gathers the rest.
func (m *machine) facts(ctx context.Context, cfg *config.Config, now func() time.Time) checkup.Facts {
	f := checkup.Facts{Mute: cfg.Tickets.Mute, TicketsLeft: -1, Expires: m.expires, Devices: []checkup.Device{
		{Name: protocol.DeviceIDCard, Status: probed(ctx, m.readers.Supervisor)},
		{Name: protocol.DeviceScanner, Status: probed(ctx, m.scans.Supervisor)},
		{Name: protocol.DeviceTicketPrinter, Status: probed(ctx, m.tickets.Supervisor)},
	}}
	if p, ok := m.forms.(formPrinter); ok {
		f.Devices = append(f.Devices, checkup.Device{Name: protocol.DevicePagePrinter, Status: probed(ctx, p.Supervisor)})
	}
	if keys := m.keyState(); keys.State != devices.Absent {
		f.Devices = append(f.Devices, checkup.Device{Name: protocol.DeviceUKey, Status: keys})
	}
	if left, known := m.roll.Left(m.tickets.Status()); known {
		f.TicketsLeft = left
	}
	_, f.Refused, f.Store = m.store.Depth(ctx)
	f.Heard, f.Drift = m.centre.last()
	f.Now = now()
	whom := m.trust.Current()
	f.Lists, f.Overdue = len(whom.Lists()), len(whom.Overdue(f.Now))
	return f
}

// probed asks a device how it is. Where it cannot be asked now, supervision's
// word stands; where it does not answer, it has failed.
func probed[D devices.Device](ctx context.Context, s *devices.Supervisor[D]) (status devices.Status) {
	ctx, cancel := context.WithTimeout(ctx, probing)
	defer cancel()
	asked := false
	err := s.Do(ctx, func(ctx context.Context, d D) (err error) {
		asked = true
		status, err = d.Probe(ctx)
		return err
	})
	switch {
	case err == nil:
		return status
	case asked && s.Status().Usable():
		return devices.Status{State: devices.Failed, Reason: devices.ReasonSilent}
	}
	return s.Status()
}
