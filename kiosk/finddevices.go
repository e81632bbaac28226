package main

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/pageprinter"
	"hallkiosk/devices/scanner"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/devices/ticketprinter/glyph"
	"hallkiosk/kiosk/config"
)

// formPrinterProbe is how often the page printer is asked how it is, and how
// long that may take.
const formPrinterProbe = 10 * time.Second

// findDevices begins to look for reader, scanner and printers.
func (m *machine) findDevices(ctx context.Context, cfg *config.Config, bus devices.Bus, log *slog.Logger) error {
	fonts, err := glyph.Open(glyph.System())
	if err != nil {
		return err
	}
	m.readers = cardReader{devices.Supervise(ctx, func(ctx context.Context) (*idcard.Dev, error) {
		return idcard.Open(ctx, bus, nil, ids(cfg.Reader.USB)...)
	}, nil)}
	m.scans = codeScanner{devices.Supervise(ctx, func(ctx context.Context) (*scanner.Dev, error) {
		return scanner.Open(ctx, bus, nil, ids(cfg.Scanner.USB)...)
	}, nil)}
	opts := ticketprinter.DefaultOpts()
	opts.QRCommand, opts.Mute, opts.Rasteriser = cfg.Tickets.QRCommand, cfg.Tickets.Mute, ticketprinter.Glyphs(fonts)
	if cfg.Tickets.Paper == 58 {
		opts.Paper = ticketprinter.Paper58
	}
	m.tickets = ticketPrinter{used: func(length int) { noted(log, m.roll.Used(length)) }, Supervisor: devices.Supervise(ctx, func(ctx context.Context) (*ticketprinter.Dev, error) {
		t, err := bus.Open(ctx, ticketprinter.Match(ids(cfg.Tickets.USB)...))
		if err != nil {
			return nil, fmt.Errorf("ticket printer: %w", err)
		}
		return ticketprinter.New(t, &opts)
	}, nil)}
	if cfg.Forms.Printer == "" {
		m.forms = noFormPrinter{}
		return nil
	}
	// An office printer asked every second would never sleep.
	often := &devices.SuperviseOpts{Probe: formPrinterProbe, Timeout: formPrinterProbe}
	m.forms = formPrinter{devices.Supervise(ctx, func(context.Context) (*pageprinter.Printer, error) {
		return pageprinter.New(cfg.Forms.Printer, nil)
	}, often), new(atomic.Pointer[devices.Status])}
	return nil
}

func ids(list []config.USBID) []devices.ID {
	var out []devices.ID
	for _, id := range list {
		out = append(out, devices.ID(id))
	}
	return out
}
