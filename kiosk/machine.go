package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
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
	"hallkiosk/kiosk/checkup"
	"hallkiosk/kiosk/config"
	"hallkiosk/kiosk/desk"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/guide/shelf"
	"hallkiosk/kiosk/pin"
	"hallkiosk/kiosk/roll"
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
	roll    *roll.Roll
	guard   *pin.Guard // of the technician's page

	troubles checkup.Troubles
	centre   heard
	expires  time.Time // the kiosk's certificate
	engine   *ime.Engine

	cancel context.CancelFunc
	ended  sync.WaitGroup
}

// formPrinterProbe is how often the page printer is asked how it is, and how
// long that may take.
const formPrinterProbe = 10 * time.Second

// devicesOf is any printer of forms, or none.
type devicesOf interface {
	desk.FormPrinter
	Status() devices.Status
}

// assemble opens the store, begins to look for devices on bus and to reach the
// centre, and makes the screens. now is the clock of all parts.
func assemble(ctx context.Context, cfg *config.Config, bus devices.Bus, now func() time.Time, log *slog.Logger) (*machine, error) {
	guides, err := shelf.Open("guide", assets.FS, cfg.Path("guides"), log)
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
	if m.store, err = openStore(ctx, cfg, now, log); err != nil {
		return nil, err
	}
	m.roll = roll.Open(roll.Options{File: cfg.RollPath(), Metres: cfg.Tickets.Roll, Now: now})
	m.guard = pin.New(pin.Options{File: cfg.Path(cfg.Technician.PIN), Now: now, Log: log})
	ctx, m.cancel = context.WithCancel(ctx)
	queue := &queue{now: now, guide: guides.Current}
	if err := m.findDevices(ctx, cfg, bus, log); err != nil {
		return nil, errors.Join(err, m.Close())
	}
	if err := m.connect(ctx, cfg, guides, queue, now, log); err != nil {
		return nil, errors.Join(err, m.Close())
	}
	progress, err := m.enquiries(cfg)
	if err != nil {
		return nil, errors.Join(err, m.Close())
	}
	front := counter{desk.New(desk.Opts{
		Kiosk: cfg.Name, Guides: guides, Mute: cfg.Tickets.Mute, Store: m.store, Tickets: m.tickets, Forms: m.forms,
		Slip: func(g *guide.Guide, t visit.Ticket, needed []guide.Material) ticketprinter.Slip {
			return slip.Layout{Guide: g, Words: words}.Compose(t, needed)
		},
		Papers: papers, RenderCopy: renderCopy,
		Ahead: queue.ahead, Nudge: m.link.Nudge, Log: log, Now: now,
	})}
	lists := lists{host: cfg.Centre.Host, words: words, desk: front}
	platform := screens.Platform{
		Progress: progress,
		Cards:    m.readers, Scans: m.scans, TicketPrinter: m.tickets.Status, FormPrinter: m.forms.Status,
		Desk: front, List: lists.address, PrintList: lists.print, Technician: m.keeper(cfg, words, now, log),
	}
	// Without its dictionaries the keyboard still has letters; the kiosk goes on.
	if m.engine, err = ime.Open(cfg.Dictionaries, cfg.Path("ime")); err == nil {
		platform.Pinyin = m.engine
	} else {
		log.Warn("no pinyin", "error", err)
	}
	m.app = screens.NewApp(ctx, screens.Config{
		Guides: guides.Current, Words: words, Fonts: m.fonts, Platform: platform, Timing: screens.DefaultTiming(),
		NewID: func() string { return uuid.Must(uuid.NewV7()).String() },
		Wake:  func() { m.wake() }, Log: log,
	})
	return m, nil
}

func openStore(ctx context.Context, cfg *config.Config, now func() time.Time, log *slog.Logger) (*outbox.Store, error) {
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
		Centre: strings.ToUpper(cfg.Centre.Host), Now: now, Log: log,
	})
}

// connect begins to deliver what is owed to the centre and to hear its news.
func (m *machine) connect(ctx context.Context, cfg *config.Config, guides *shelf.Shelf, q *queue, now func() time.Time, log *slog.Logger) error {
	tls, err := cfg.TLS()
	if err != nil {
		return err
	}
	m.expires = tls.Certificates[0].Leaf.NotAfter
	m.link, err = uplink.New(uplink.Options{
		Store: m.store, BaseURL: cfg.Centre.URL, TLS: tls, Kiosk: cfg.Name, Version: version, Now: now, Log: log,
		Heartbeat: time.Duration(cfg.Centre.Heartbeat) * time.Second,
		Report:    m.report, Guides: guides,
		News: func(n protocol.News) {
			q.set(n.Queue)
			m.centre.say(now(), n.Now)
		},
	})
	if err != nil {
		return err
	}
	for _, run := range []func(){
		func() { m.link.Run(ctx) },
		func() { m.tidy(ctx, log) },
		func() { m.watch(ctx, log) },
		func() { m.mornings(ctx, cfg, now, log) },
	} {
		m.ended.Add(1)
		go func() {
			defer m.ended.Done()
			run()
		}()
	}
	return nil
}

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
