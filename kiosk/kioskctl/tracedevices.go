package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/pageprinter"
	"hallkiosk/devices/scanner"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/devices/trace"
	"hallkiosk/kiosk/config"
	"hallkiosk/kiosk/visit"
)

// tracing is how one kind of device is recorded and replayed.
type tracing struct {
	device   string
	masker   func() trace.Masker
	protocol func(devices.ID, devices.Class) string
	pace     time.Duration // of waits that the driver makes something of
	run      func(context.Context, stage) error
}

// stage is what a driver runs on, while it is recorded or on a trace.
type stage struct {
	bus      devices.Bus
	exchange func(trace.Exchange) (trace.Exchange, error) // for what is no USB device
	cfg      *config.Config
	session  string        // as in the trace's header
	now      time.Time     // zero: the clock
	calm     time.Duration // between two looks
	// say tells what the driver understood: without anything personal, and whole.
	say   func(discreet, all any)
	ended func() bool // nil, or whether the trace has
}

func tracings() map[string]tracing {
	words := func(s string) func(devices.ID, devices.Class) string {
		return func(devices.ID, devices.Class) string { return s }
	}
	return map[string]tracing{
		"idcard": {"idcard", func() trace.Masker { return idcard.NewMasker() }, cardProtocol, 0, traceCards},
		"scanner": {"scanner", func() trace.Masker { return scanner.NewMasker() }, scannerProtocol,
			600 * time.Millisecond, traceScans},
		"ticketprinter": {"ticketprinter", func() trace.Masker { return ticketprinter.NewMasker() }, words("ESC/POS"),
			15 * time.Second, traceTickets},
		"pageprinter": {"pageprinter", func() trace.Masker { return pageprinter.NewMasker() }, words("IPP"), 0, tracePages},
	}
}

func cardProtocol(id devices.ID, _ devices.Class) string {
	if idcard.Match(idcard.HID64).Covers(id, []devices.Class{{}}) {
		return "GA/T 467, HID reports"
	}
	return "GA/T 467, bulk"
}

func scannerProtocol(id devices.ID, c devices.Class) string {
	switch {
	case scanner.SpeaksSimpleCOM(id):
		return "HID Simple COM"
	case c.Class == 0x0A:
		return "CDC-ACM"
	case c.Subclass == 1:
		return "HID keyboard"
	}
	return "HID POS"
}

// trouble is a failed call as it is told.
type trouble struct {
	Error string `json:"error"`
	Code  string `json:"code,omitempty"`
}

// maxTroubles is after how many failures in a row a session is given up.
const maxTroubles = 20

// repeat does one thing again and again until the device is gone or the context
// has ended. A failure is told and borne.
func (s stage) repeat(ctx context.Context, code func(error) string, one func() error) error {
	for troubles := 0; ; {
		err := one()
		switch {
		case err == nil:
			troubles = 0
			continue
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, devices.ErrGone), errors.Is(err, trace.ErrOrder), errors.Is(err, trace.ErrFull):
			return err
		}
		t := trouble{Error: err.Error(), Code: code(err)}
		s.say(t, t)
		if troubles++; troubles == maxTroubles {
			return err
		}
		if err := s.rest(ctx, s.calm); err != nil {
			return err
		}
	}
}

func (s stage) rest(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s stage) today() time.Time {
	if s.now.IsZero() {
		return time.Now()
	}
	return s.now
}

// traceCards reads every card that is laid on the reader.
func traceCards(ctx context.Context, s stage) error {
	d, err := idcard.Open(ctx, s.bus, &idcard.Opts{Poll: max(s.calm/4, time.Millisecond)}, ids(s.cfg.Reader.USB)...)
	if err != nil {
		return err
	}
	defer d.Close()
	reader := map[string]string{"reader": d.SAMID().String()}
	s.say(reader, reader)
	return s.repeat(ctx, idcard.Code, func() error {
		c, err := d.Read(ctx)
		if err != nil {
			return err
		}
		s.say(map[string]idcard.Kind{"kind": c.Kind}, c.Fields(s.today()))
		for there := true; there; {
			if err := s.rest(ctx, s.calm/4); err != nil {
				return err
			}
			if there, err = d.Present(ctx); err != nil {
				return err
			}
		}
		lifted := map[string]bool{"lifted": true}
		s.say(lifted, lifted)
		return nil
	})
}

// scanned is a code as a replay tells it.
type scanned struct {
	Text      string `json:"text"`
	AIM       string `json:"aim,omitempty"`
	Symbology string `json:"symbology,omitempty"`
	Name      string `json:"name,omitempty"` // of a business licence
	USCC      string `json:"uscc,omitempty"`
}

// traceScans takes every code that is shown.
func traceScans(ctx context.Context, s stage) error {
	d, err := scanner.Open(ctx, s.bus, nil, ids(s.cfg.Scanner.USB)...)
	if err != nil {
		return err
	}
	defer d.Close()
	mode := map[string]string{"mode": d.Mode().String()}
	s.say(mode, mode)
	return s.repeat(ctx, scanner.Code, func() error {
		code, err := d.Scan(ctx)
		if err != nil {
			return err
		}
		all := scanned{Text: code.Text, AIM: code.AIM, Symbology: code.Symbology}
		valid := func(uscc string) bool { return visit.CheckUSCC(uscc) == nil }
		if l, err := scanner.ReadLicence(code.Text, valid); err == nil {
			all.Name, all.USCC = l.Name, l.USCC
		}
		s.say(map[string]int{"bytes": len(code.Raw)}, all)
		return nil
	})
}

// printed tells how printing went.
func (s stage) printed(err error) {
	result := map[string]any{"printed": err == nil}
	if failed := (*devices.NotPrintedError)(nil); errors.As(err, &failed) {
		result["reason"], result["mayHavePrinted"] = failed.Reason.Error(), failed.MayHavePrinted
	} else if err != nil {
		result["reason"] = err.Error()
	}
	s.say(result, result)
}

// watch asks for the state again and again and tells each that differs from the
// one before.
func (s stage) watch(ctx context.Context, probe func(context.Context) (devices.Status, error)) error {
	last := devices.Status{State: -1}
	return s.repeat(ctx, func(error) string { return "" }, func() error {
		if s.ended != nil && s.ended() {
			return devices.ErrGone
		}
		now, err := probe(ctx)
		if err != nil {
			return err
		}
		if now != last {
			state := map[string]string{"state": now.State.String(), "reason": string(now.Reason)}
			s.say(state, state)
			last = now
		}
		return s.rest(ctx, s.calm)
	})
}

// traceTickets prints a test slip, where that is wanted, and watches the state.
func traceTickets(ctx context.Context, s stage) error {
	t, err := s.bus.Open(ctx, ticketprinter.Match(ids(s.cfg.Tickets.USB)...))
	if err != nil {
		return err
	}
	opts := ticketprinter.DefaultOpts()
	opts.Mute = s.cfg.Tickets.Mute
	d, err := ticketprinter.New(t, &opts)
	if err != nil {
		return errors.Join(err, t.Close())
	}
	defer d.Close()
	if strings.HasPrefix(s.session, sessionWord(true, false)) {
		s.printed(d.Print(ctx, ticketprinter.Slip{
			ticketprinter.Line{Text: "打印测试 kioskctl trace", Style: ticketprinter.Style{Size: 1, Align: ticketprinter.Centre}},
			ticketprinter.Cut{},
		}))
	}
	return s.watch(ctx, d.Probe)
}

// tracePages prints an empty page, where that is wanted, and watches the state.
func tracePages(ctx context.Context, s stage) error {
	address := s.cfg.Forms.Printer
	if address == "" && s.ended == nil {
		return errors.New("trace: no printer of forms is configured")
	}
	if s.ended != nil {
		address = "ipp://printer.example/"
	}
	var through error
	p, err := pageprinter.New(address, &pageprinter.Opts{Poll: max(s.calm/2, time.Millisecond),
		Through: func(next pageprinter.Exchange) pageprinter.Exchange {
			carry, err := s.exchange(trace.Exchange(next))
			through = err
			return func(ctx context.Context, request []byte) ([]byte, error) {
				answer, err := carry(ctx, request)
				if errors.Is(err, devices.ErrGone) {
					err = fmt.Errorf("%w: %w", pageprinter.ErrUnreachable, err)
				}
				return answer, err
			}
		}})
	if err = errors.Join(err, through); err != nil {
		return err
	}
	defer p.Close()
	if strings.HasPrefix(s.session, sessionWord(true, false)) {
		s.printed(p.Print(ctx, pageprinter.Job{Name: "kioskctl trace", PDF: emptyPage()}))
	}
	return s.watch(ctx, p.Probe)
}

// emptyPage is a PDF of one white page of A4.
func emptyPage() []byte {
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
	}
	text := "%PDF-1.4\n"
	table := fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for i, o := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", len(text))
		text += fmt.Sprintf("%d 0 obj%sendobj\n", i+1, o)
	}
	return fmt.Appendf(nil, "%s%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", text, table, len(objects)+1, len(text))
}
