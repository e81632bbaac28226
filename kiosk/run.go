package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"hallkiosk/devices/usb"
	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/config"
)

// station runs the kiosk with the devices of its USB ports, as its
// configuration says.
type station struct {
	config string
	window window
	log    *slog.Logger
	now    func() time.Time
	// wrap stands between screens and window; nil: nothing does.
	wrap func(loop) (loop, io.Closer, error)
}

func (s *station) run(ctx context.Context) (err error) {
	cfg, err := config.Load(s.config)
	if err != nil {
		return err
	}
	bus := usb.NewBus()
	defer func() { err = errors.Join(err, bus.Close()) }()
	m, err := assemble(ctx, &cfg, bus, s.now, s.log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.Close()) }()
	var l loop = m.app
	if s.wrap != nil {
		wrapped, closer, err := s.wrap(l)
		if err != nil {
			return err
		}
		defer closer.Close()
		l = wrapped
	}
	audit.Log(s.log, audit.KioskStarted, audit.String(audit.KeyKiosk, cfg.Name), audit.String(audit.KeyVersion, version))
	defer audit.Log(s.log, audit.KioskStopped, audit.String(audit.KeyKiosk, cfg.Name))
	return show(ctx, l, s.window.size, s.window.size.X > 0, s.now)
}

// runStation reads the flags of the product.
func runStation(ctx context.Context, args []string, out, errs io.Writer, more func(*station, *flagSet)) error {
	s := station{log: newLog(errs), now: time.Now}
	f := newFlags("kiosk", errs)
	f.StringVar(&s.config, "config", "/etc/hallkiosk/kiosk.toml", "the kiosk's configuration")
	f.Var(&s.window, "window", "show a window of this size, such as 1080x1920, instead of the full screen")
	tell := f.Bool("version", false, "say which version this is, and end")
	if more != nil {
		more(&s, f)
	}
	if err := f.Parse(args); err != nil {
		return err
	}
	if *tell {
		_, err := fmt.Fprintln(out, version)
		return err
	}
	return s.run(ctx)
}
