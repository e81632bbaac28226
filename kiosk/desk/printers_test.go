package desk_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/memory"
	"hallkiosk/devices/pageprinter"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/devices/ticketprinter/glyph"
	"hallkiosk/devices/ticketprinter/ticketprintersim"
)

// ticketDriver is the supervised driver as the kiosk wires it; out, where set,
// runs when paper is out and the desk does not know it yet.
type ticketDriver struct {
	*devices.Supervisor[*ticketprinter.Dev]
	out func()
}

func (p *ticketDriver) Check(ctx context.Context) (status devices.Status, err error) {
	err = p.Do(ctx, func(ctx context.Context, d *ticketprinter.Dev) error {
		status, err = d.Probe(ctx)
		return err
	})
	return status, err
}

func (p *ticketDriver) Print(ctx context.Context, s ticketprinter.Slip) error {
	err := p.Do(ctx, func(ctx context.Context, d *ticketprinter.Dev) error { return d.Print(ctx, s) })
	if err == nil && p.out != nil {
		p.out()
	}
	return err
}

// formsDriver is the page printer's driver as the kiosk wires it.
type formsDriver struct{ *pageprinter.Printer }

func (p formsDriver) Print(ctx context.Context, name string, pdf []byte, progress func(devices.Status)) error {
	return p.Printer.Print(ctx, pageprinter.Job{Name: name, PDF: pdf, Progress: func(now pageprinter.Progress) {
		status := devices.Status{State: devices.Busy}
		if now.Reason != "" {
			status.State, status.Reason = devices.NeedsAttention, now.Reason
		}
		progress(status)
	}})
}

// plugTicketPrinter plugs a printer in and supervises it.
func (c *counter) plugTicketPrinter(t *testing.T) {
	t.Helper()
	fonts, err := glyph.Open(glyph.System())
	must(t, err)
	t.Cleanup(func() { must(t, fonts.Close()) })
	o := ticketprinter.DefaultOpts()
	o.Rasteriser = ticketprinter.Glyphs(fonts)
	o.SendTimeout = 500 * time.Millisecond
	c.paper = ticketprintersim.New(fonts, int(o.Paper))
	bus := memory.NewBus()
	c.plug = &watched{Printer: c.paper}
	c.cable = bus.Plug(c.plug)
	c.driver = &ticketDriver{Supervisor: devices.Supervise(t.Context(), func(ctx context.Context) (*ticketprinter.Dev, error) {
		tr, err := bus.Open(ctx, ticketprinter.Match())
		if err != nil {
			return nil, err
		}
		return ticketprinter.New(tr, &o)
	}, &devices.SuperviseOpts{Find: 5 * time.Millisecond})}
	t.Cleanup(func() {
		c.driver.Close()
		c.cable.Unplug()
		for _, err := range c.paper.Errors() {
			t.Error("printer:", err)
		}
	})
}

// watched is the printer with an eye on what it refuses.
type watched struct {
	*ticketprintersim.Printer
	mu      sync.Mutex
	refused func() // once, by a goroutine of its own
}

// onRefusal has f run at the next transfer that the printer does not take.
func (w *watched) onRefusal(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.refused = f
}

// Out is the bus's.
func (w *watched) Out(ep uint8, p []byte) bool {
	if w.Printer.Out(ep, p) {
		return true
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.refused != nil {
		go w.refused()
		w.refused = nil
	}
	return false
}
