package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/pageprinter"
	"hallkiosk/devices/scanner"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/devices/usb"
	"hallkiosk/kiosk/config"
)

// The limits of doctor's opinion.
const (
	patience      = 5 * time.Second     // for each check
	maxClockDrift = 30 * time.Second    // the queue's day and TLS bear no more
	minValidity   = 30 * 24 * time.Hour // left of the certificate, since enrolling takes people
)

type doctorCmd struct {
	Config string `default:"/etc/hallkiosk/kiosk.toml" help:"The kiosk's configuration."`
}

// finding is what a check found about one part.
type finding struct {
	part   string
	good   bool
	detail string
}

// check looks at one part or at several.
type check func(context.Context) []finding

// Run checks every part, prints a line for each, and asks for attention where
// one needs it. It opens devices itself: while the kiosk runs they are in use,
// which is said and is no fault.
func (c *doctorCmd) Run(ctx context.Context, s streams) error {
	cfg, err := config.Load(c.Config)
	if err != nil {
		return err
	}
	bus := usb.NewBus()
	defer bus.Close()
	return report(ctx, s.out, slices.Concat(deviceChecks(&cfg, bus), []check{
		formPrinterCheck(cfg.Forms.Printer),
		ukeyCheck(&cfg, bus),
		func(context.Context) []finding { return []finding{trustFinding(&cfg, time.Now())} },
		func(ctx context.Context) []finding { return []finding{storeFinding(ctx, &cfg)} },
		func(context.Context) []finding { return []finding{rollFinding(&cfg), guideFinding(&cfg)} },
		func(context.Context) []finding { return []finding{certificateFinding(&cfg, time.Now())} },
		func(ctx context.Context) []finding { return centreFindings(ctx, &cfg) },
	}))
}

func report(ctx context.Context, w io.Writer, checks []check) error {
	var err error
	for _, look := range checks {
		limited, cancel := context.WithTimeout(ctx, patience)
		found := look(limited)
		cancel()
		for _, f := range found {
			mark := "ok       "
			if !f.good {
				mark, err = "ATTENTION", attention{}
			}
			fmt.Fprintf(w, "%s  %-14s  %s\n", mark, f.part, f.detail)
		}
	}
	return err
}

// deviceChecks look at everything on the USB, as the kiosk would open it.
func deviceChecks(cfg *config.Config, bus devices.Bus) []check {
	var borne devices.Reason
	if cfg.Tickets.Mute {
		borne = devices.ReasonSilent
	}
	return []check{
		deviceCheck("card reader", "", func(ctx context.Context) (devices.Device, error) {
			return idcard.Open(ctx, bus, nil, ids(cfg.Reader.USB)...)
		}),
		deviceCheck("scanner", "", func(ctx context.Context) (devices.Device, error) {
			return scanner.Open(ctx, bus, nil, ids(cfg.Scanner.USB)...)
		}),
		deviceCheck("ticket printer", borne, func(ctx context.Context) (devices.Device, error) {
			return openTicketPrinter(ctx, cfg, bus)
		}),
		spareCheck("card reader", bus, idcard.Match(idcard.Bulk), idcard.Match(idcard.HID64), devices.Match{IDs: ids(cfg.Reader.USB)}),
		spareCheck("scanner", bus, scanner.Match(ids(cfg.Scanner.USB)...)),
		spareCheck("ticket printer", bus, ticketprinter.Match(ids(cfg.Tickets.USB)...)),
	}
}

func openTicketPrinter(ctx context.Context, cfg *config.Config, bus devices.Bus) (devices.Device, error) {
	t, err := bus.Open(ctx, ticketprinter.Match(ids(cfg.Tickets.USB)...))
	if err != nil {
		return nil, err
	}
	d, err := ticketprinter.New(t, nil)
	if err != nil {
		return nil, errors.Join(err, t.Close())
	}
	return d, nil
}

func ids(list []config.USBID) []devices.ID {
	var out []devices.ID
	for _, id := range list {
		out = append(out, devices.ID(id))
	}
	return out
}

func formPrinterCheck(url string) check {
	if url == "" {
		return func(context.Context) []finding {
			return []finding{{"form printer", true, "none configured: the window prints the forms"}}
		}
	}
	return deviceCheck("form printer", "", func(context.Context) (devices.Device, error) { return pageprinter.New(url, nil) })
}

// deviceCheck opens a device and asks how it is. Any reason to tell is worth a
// person's attention, even where the device still works (paper low), but borne.
func deviceCheck(part string, borne devices.Reason, open func(context.Context) (devices.Device, error)) check {
	return func(ctx context.Context) []finding {
		good, detail := probe(ctx, borne, open)
		return []finding{{part, good, detail}}
	}
}

func probe(ctx context.Context, borne devices.Reason, open func(context.Context) (devices.Device, error)) (good bool, detail string) {
	d, err := open(ctx)
	switch {
	case errors.Is(err, devices.ErrInUse):
		return true, "in use, so the kiosk is running"
	case errors.Is(err, devices.ErrNotFound):
		return false, "not plugged in, or its USB number is not in the list"
	case errors.Is(err, devices.ErrDenied):
		return false, "plugged in, but access is denied: install kiosk/70-hallkiosk.rules in /etc/udev/rules.d"
	case err != nil:
		return false, err.Error()
	}
	defer d.Close()
	status, err := d.Probe(ctx)
	if err != nil {
		return false, err.Error()
	}
	detail = status.State.String()
	if status.Reason != "" {
		detail += ": " + string(status.Reason)
	}
	return status.Usable() && (status.Reason == "" || status.Reason == borne), detail
}
