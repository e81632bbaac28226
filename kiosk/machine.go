package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"hallkiosk/assets"
	"hallkiosk/assets/i18n"
	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/pageprinter"
	"hallkiosk/devices/scanner"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/devices/ticketprinter/glyph"
	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/config"
	"hallkiosk/kiosk/desk"
	"hallkiosk/kiosk/forms"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/slip"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens"
	"hallkiosk/screens/ime"
	"hallkiosk/screens/ui"
	"hallkiosk/sync/outbox"
	"hallkiosk/sync/protocol"
	"hallkiosk/sync/uplink"
)

// machine is everything of the kiosk but the window: this is the one place that
// knows all parts and ties them together.
type machine struct {
	app   *screens.App
	fonts *ui.Fonts
	wake  func() // set before the first tick: makes the window look again

	store   *outbox.Store
	link    *uplink.Uplink
	readers cardReader
	scans   codeScanner
	tickets ticketPrinter
	forms   devicesOf
	engine  *ime.Engine

	cancel context.CancelFunc
	ended  sync.WaitGroup
}

// devicesOf is any printer of forms, or none.
type devicesOf interface {
	desk.FormPrinter
	Status() devices.Status
}

// assemble opens the store, begins to look for devices on bus and to reach the
// centre, and makes the screens. now is the clock of all parts.
func assemble(ctx context.Context, cfg *config.Config, bus devices.Bus, now func() time.Time, log *slog.Logger) (*machine, error) {
	g, err := guide.Load(assets.FS, "guide")
	if err != nil {
		return nil, err
	}
	words, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		return nil, err
	}
	m := &machine{wake: func() {}}
	if m.fonts, err = ui.OpenFonts(); err != nil {
		return nil, err
	}
	if m.store, err = openStore(ctx, cfg, now); err != nil {
		return nil, err
	}
	ctx, m.cancel = context.WithCancel(ctx)
	queue := &queue{now: now}
	if err := m.findDevices(ctx, cfg, bus); err != nil {
		return nil, errors.Join(err, m.Close())
	}
	if err := m.connect(ctx, cfg, queue, now, log); err != nil {
		return nil, errors.Join(err, m.Close())
	}
	platform := screens.Platform{
		Cards: m.readers, Scans: m.scans, TicketPrinter: m.tickets.Status, FormPrinter: m.forms.Status,
		Desk: counter{desk.New(desk.Opts{
			Kiosk: cfg.Name, Guide: g, Store: m.store, Tickets: m.tickets, Forms: m.forms,
			Slip: slip.Layout{Guide: g, Words: words}.Compose,
			Render: func(w io.Writer, a *visit.Application, t visit.Ticket) error {
				return forms.Render(w, forms.Case{Application: a, Ticket: t, Guide: g})
			},
			Ahead: queue.ahead, Nudge: m.link.Nudge, Log: log, Now: now,
		})},
	}
	// Without its dictionaries the keyboard still has letters; the kiosk goes on.
	if m.engine, err = ime.Open(cfg.Dictionaries, cfg.Path("ime")); err == nil {
		platform.Pinyin = m.engine
	} else {
		log.Warn("no pinyin", "error", err)
	}
	m.app = screens.NewApp(ctx, screens.Config{
		Guide: g, Words: words, Fonts: m.fonts, Platform: platform, Timing: screens.DefaultTiming(),
		NewID: func() string { return uuid.Must(uuid.NewV7()).String() },
		Wake:  func() { m.wake() }, Log: log,
	})
	return m, nil
}

func openStore(ctx context.Context, cfg *config.Config, now func() time.Time) (*outbox.Store, error) {
	key, err := cfg.StoreKey()
	if err != nil {
		return nil, err
	}
	signer, err := cfg.Key()
	if err != nil {
		return nil, err
	}
	return outbox.Open(ctx, outbox.Options{
		Path: cfg.StorePath(), Key: key, Kiosk: cfg.Name, Digit: cfg.Digit, Signer: signer,
		Centre: strings.ToUpper(cfg.Centre.Host), Now: now,
	})
}

// connect begins to deliver what is owed to the centre and to hear its news.
func (m *machine) connect(ctx context.Context, cfg *config.Config, q *queue, now func() time.Time, log *slog.Logger) error {
	tls, err := cfg.TLS()
	if err != nil {
		return err
	}
	m.link, err = uplink.New(uplink.Options{
		Store: m.store, BaseURL: cfg.Centre.URL, TLS: tls, Kiosk: cfg.Name, Version: version, Now: now, Log: log,
		Report: m.report,
		News:   func(n protocol.News) { q.set(n.Queue) },
	})
	if err != nil {
		return err
	}
	m.ended.Add(2)
	go func() {
		defer m.ended.Done()
		m.link.Run(ctx)
	}()
	go func() {
		defer m.ended.Done()
		m.tidy(ctx, log)
	}()
	return nil
}

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

func (m *machine) findDevices(ctx context.Context, cfg *config.Config, bus devices.Bus) error {
	fonts, err := glyph.Open(glyph.System())
	if err != nil {
		return err
	}
	m.readers = cardReader{devices.Supervise(ctx, func(ctx context.Context) (*idcard.Dev, error) {
		return idcard.Open(ctx, bus, nil)
	}, nil)}
	m.scans = codeScanner{devices.Supervise(ctx, func(ctx context.Context) (*scanner.Dev, error) {
		return scanner.Open(ctx, bus, nil, ids(cfg.Scanner.USB)...)
	}, nil)}
	opts := ticketprinter.DefaultOpts()
	opts.QRCommand, opts.Mute, opts.Rasteriser = cfg.Tickets.QRCommand, cfg.Tickets.Mute, ticketprinter.Glyphs(fonts)
	if cfg.Tickets.Paper == 58 {
		opts.Paper = ticketprinter.Paper58
	}
	m.tickets = ticketPrinter{devices.Supervise(ctx, func(ctx context.Context) (*ticketprinter.Dev, error) {
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
	m.forms = formPrinter{devices.Supervise(ctx, func(context.Context) (*pageprinter.Printer, error) {
		return pageprinter.New(cfg.Forms.Printer, nil)
	}, nil)}
	return nil
}

func ids(list []config.USBID) []devices.ID {
	var out []devices.ID
	for _, id := range list {
		out = append(out, devices.ID(id))
	}
	return out
}

// report is what the centre hears of the devices.
func (m *machine) report() []protocol.Device {
	var list []protocol.Device
	for _, d := range []struct {
		name   string
		status devices.Status
	}{
		{"card-reader", m.readers.Status()}, {"scanner", m.scans.Status()},
		{"ticket-printer", m.tickets.Status()}, {"form-printer", m.forms.Status()},
	} {
		list = append(list, protocol.Device{
			Name: d.name, State: d.status.State.String(), Reason: string(d.status.Reason),
			PaperLow: d.status.Reason == devices.ReasonPaperLow,
		})
	}
	return list
}

// Close ends all parts, the store last, since the others write to it.
func (m *machine) Close() error {
	if m.app != nil {
		m.app.Close()
	}
	m.cancel()
	m.ended.Wait()
	if m.readers.Supervisor != nil {
		m.readers.Wait()
		m.scans.Wait()
		m.tickets.Wait()
	}
	if p, ok := m.forms.(formPrinter); ok {
		p.Wait()
	}
	if m.engine != nil {
		m.engine.Close()
	}
	return m.store.Close()
}

// queue is how many people wait, by letter, as the centre last said.
type queue struct {
	now func() time.Time

	mu    sync.Mutex
	by    map[string]int
	heard time.Time
}

// staleQueue is how old the centre's word may be and still be told to people.
const staleQueue = 2 * time.Minute

func (q *queue) set(by map[string]int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.by, q.heard = by, q.now()
}

// ahead is how many wait with a letter; -1 where the centre was not heard lately.
func (q *queue) ahead(letter byte) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.heard.IsZero() || q.now().Sub(q.heard) > staleQueue {
		return -1
	}
	return q.by[string(letter)]
}
