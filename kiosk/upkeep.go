package main

import (
	"context"
	"log/slog"
	"time"

	"hallkiosk/devices"
	"hallkiosk/kiosk/audit"
	"hallkiosk/sync/protocol"
)

// tidyEvery is how often what may be erased is looked for.
const tidyEvery = time.Minute

// tidy lets go of the cases that nobody came back for, until ctx ends.
func (m *machine) tidy(ctx context.Context, log *slog.Logger) {
	tick := time.NewTicker(tidyEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := m.store.Tidy(ctx); err != nil && ctx.Err() == nil {
				audit.Log(log, audit.StoreFailed, audit.Error(err))
			}
		}
	}
}

// watchEvery is how often the devices' states are compared with the last.
const watchEvery = time.Second

// watch writes every change of a device's state into the log, until ctx ends.
func (m *machine) watch(ctx context.Context, log *slog.Logger) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	last := map[string]devices.Status{}
	for {
		noted(log, m.roll.Saw(m.tickets.Status()))
		for _, d := range m.parts() {
			m.troubles.Saw(d.name, d.status, time.Now())
			before, known := last[d.name]
			if known && before.State == d.status.State && before.Reason == d.status.Reason || busyness(before, d.status) {
				continue
			}
			last[d.name] = d.status
			audit.Log(log, audit.DeviceChanged, audit.String(audit.KeyDevice, d.name),
				audit.String(audit.KeyState, d.status.State.String()), audit.String(audit.KeyReason, d.status.Reason))
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// busyness reports whether two states differ only in being at work.
func busyness(a, b devices.Status) bool {
	return a.Usable() && b.Usable() && a.Reason == b.Reason
}

// part is a device by the name that the centre knows it by.
type part struct {
	name   string
	status devices.Status
}

func (m *machine) parts() []part {
	list := []part{
		{protocol.DeviceIDCard, m.readers.Status()}, {protocol.DeviceScanner, m.scans.Status()},
		{protocol.DeviceTicketPrinter, m.tickets.Status()}, {protocol.DevicePagePrinter, m.forms.Status()},
	}
	if keys := m.keyState(); keys.State != devices.Absent { // a kiosk without libraries has nothing to report
		list = append(list, part{protocol.DeviceUKey, keys})
	}
	return list
}

// report is what the centre hears of the devices.
func (m *machine) report() []protocol.Device {
	var list []protocol.Device
	for _, d := range m.parts() {
		one := protocol.Device{
			Name: d.name, State: d.status.State.String(), Reason: string(d.status.Reason),
			PaperLow: d.status.Reason == devices.ReasonPaperLow,
		}
		if left, known := m.roll.Left(d.status); known && d.name == protocol.DeviceTicketPrinter {
			one.TicketsLeft = &left
		}
		list = append(list, one)
	}
	if _, _, locked := m.guard.State(); locked {
		list = append(list, protocol.Device{Name: protocol.DeviceTechnician, State: devices.NeedsAttention.String(), Reason: protocol.ReasonLocked})
	}
	return list
}

// noted writes a failure into the log that nobody else can do anything about.
func noted(log *slog.Logger, err error) {
	if err != nil {
		audit.Log(log, audit.StoreFailed, audit.Error(err))
	}
}
