package main

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"hallkiosk/assets"
	"hallkiosk/assets/i18n"
	"hallkiosk/devices"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/checkup"
	"hallkiosk/kiosk/chime"
	"hallkiosk/kiosk/config"
	"hallkiosk/kiosk/desk"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/guide/shelf"
	"hallkiosk/kiosk/keydesk"
	"hallkiosk/kiosk/pin"
	"hallkiosk/kiosk/roll"
	"hallkiosk/kiosk/slip"
	"hallkiosk/kiosk/trust"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens"
	"hallkiosk/screens/ime"
	"hallkiosk/screens/paint"
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

	store   *outbox.Store
	link    *uplink.Uplink
	readers cardReader
	scans   codeScanner
	tickets ticketPrinter
	forms   devicesOf
	roll    *roll.Roll
	guard   *pin.Guard // of the technician's page

	ring  *ukey.Ring
	trust *trust.Holder // whom U-KEYs are checked against
	keys  *keydesk.Desk
	bell  *chime.Player

	troubles checkup.Troubles
	centre   heard
	expires  time.Time // the kiosk's certificate
	engine   *ime.Engine

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
	guides, err := shelf.Open("guide", assets.FS, cfg.Path("guides"), log)
	if err != nil {
		return nil, err
	}
	words, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		return nil, err
	}
	m := &machine{}
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
	if err := errors.Join(m.findDevices(ctx, cfg, bus, log), m.findKeys(ctx, cfg, bus, log)); err != nil {
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
	if m.keys, err = m.keyDesk(cfg, receipts{guides.Current, words, front}, now, log); err != nil {
		return nil, errors.Join(err, m.Close())
	}
	m.begin(ctx, cfg, now, log)
	lists := lists{host: cfg.Centre.Host, words: words, desk: front}
	platform := screens.Platform{
		Progress: progress,
		Cards:    m.readers, Scans: m.scans, TicketPrinter: m.tickets.Status, FormPrinter: m.forms.Status,
		Desk: front, List: lists.address, PrintList: lists.print, Technician: m.keeper(cfg, words, now, log),
		Keys: m.keys, DriverPage: lists.driver,
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
		Wake:  paint.Wake, Log: log,
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

// connect makes the link to the centre.
func (m *machine) connect(ctx context.Context, cfg *config.Config, guides *shelf.Shelf, q *queue, now func() time.Time, log *slog.Logger) error {
	tls, err := cfg.TLS()
	if err != nil {
		return err
	}
	m.expires = tls.Certificates[0].Leaf.NotAfter
	m.link, err = uplink.New(uplink.Options{
		Store: m.store, BaseURL: cfg.Centre.URL, TLS: tls, Kiosk: cfg.Name, Version: version, Now: now, Log: log,
		Heartbeat: time.Duration(cfg.Centre.Heartbeat) * time.Second,
		Report:    m.report, Guides: guides, Trust: m.trust, KeyLeft: func() bool { return m.keys.Forgotten() },
		News: func(n protocol.News) {
			q.set(n.Queue)
			m.centre.say(now(), n.Now)
		},
	})
	return err
}

// begin delivers what is owed to the centre, hears its news, and keeps watch.
func (m *machine) begin(ctx context.Context, cfg *config.Config, now func() time.Time, log *slog.Logger) {
	for _, run := range []func(){
		func() { m.link.Run(ctx) },
		func() { m.keys.Run(ctx) },
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
	if m.ring != nil {
		m.ring.Wait()
		m.bell.Wait()
	}
	if m.engine != nil {
		m.engine.Close()
	}
	return m.store.Close()
}
