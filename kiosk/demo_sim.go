//go:build sim

package main

import (
	"context"
	"errors"
	"fmt"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"hallkiosk/assets"
	"hallkiosk/assets/i18n"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/idcard/idcardsim"
	"hallkiosk/devices/memory"
	"hallkiosk/devices/pageprinter/pageprintersim"
	"hallkiosk/devices/scanner"
	"hallkiosk/devices/scanner/scannersim"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/devices/ticketprinter/glyph"
	"hallkiosk/devices/ticketprinter/ticketprintersim"
	"hallkiosk/kiosk/hallsim"
	"hallkiosk/kiosk/tray"
	"hallkiosk/screens"
	"hallkiosk/screens/paint/raster"
	"hallkiosk/screens/ui"
)

// runDemo shows the kiosk with simulated devices in a tray beside it, and runs
// a real centre on loopback.
func runDemo(ctx context.Context, args []string, out, errs io.Writer) (err error) {
	var size window
	f := newFlags("kiosk demo", errs)
	folder := f.String("state", "demo", "folder for everything that the demo keeps")
	staff := f.String("staff", "127.0.0.1:8470", "address of the staff pages")
	path := f.String("control", "", "Unix socket to drive the screen by")
	f.Var(&size, "window", "show a window with a kiosk screen of this size, such as 1080x1920, and the tray beside it")
	if err := f.Parse(args); err != nil {
		return err
	}
	logFile, err := openLog(*folder)
	if err != nil {
		return err
	}
	defer logFile.Close()
	log := newLog(logFile)
	clock := &clock{}
	hall, err := hallsim.Start(ctx, hallsim.Options{Folder: *folder, Staff: *staff, Now: clock.now, Log: log})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, hall.Close()) }()
	formPrinter, err := pageprintersim.Start(filepath.Join(*folder, "forms"))
	if err != nil {
		return err
	}
	defer formPrinter.Close()
	hall.Config.Forms.Printer = formPrinter.URL

	h, bus, err := simulatedDevices()
	if err != nil {
		return err
	}
	keys, err := openDemoKeys(*folder, bus, clock.now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, keys.Close()) }()
	if err := keys.trusted(ctx, hall); err != nil {
		return err
	}
	hall.Config.UKeys = keys.module()
	h.PlugKey, h.PullKey = keys.Plug, keys.Pull
	h.Forms, h.Folder, h.Network = formPrinter, *folder, hall.Cut
	h.Staff, h.Username, h.Password = hall.Staff, hallsim.Username, hall.Password
	fmt.Fprintf(out, "Preparing the keyboard's dictionaries (the first time takes half a minute)\n")
	m, err := assemble(ctx, &hall.Config, bus, clock.now, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.Close()) }()
	words, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		return err
	}
	picture := filepath.Join(*folder, "screen.png")
	var l loop = newPictured(tray.New(h, m.app, words, m.fonts), picture, clock.now)
	if *path != "" {
		c, err := newControl(*path, l, clock)
		if err != nil {
			return err
		}
		defer c.Close()
		l = c
	}
	fmt.Fprintf(out, "Staff page   %s   user %s   password %s\n", hall.Staff, hallsim.Username, hall.Password)
	fmt.Fprintf(out, "             or, to approve, user %s   password %s\n", hallsim.Approver, hall.Approval)
	fmt.Fprintf(out, "Maintenance  behind 办事指南, PIN %s\n", hallsim.PIN)
	fmt.Fprintf(out, "The screen   %s (kept up to date)\n", picture)
	fmt.Fprintf(out, "Printed      %s\n", filepath.Join(*folder, "forms"))
	if size.size.X > 0 {
		size.size = tray.Beside(size.size)
	}
	return show(ctx, l, size.size, true, clock.now)
}

func openLog(folder string) (*os.File, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	return os.OpenFile(filepath.Join(folder, "log.jsonl"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
}

// simulatedDevices plugs a reader, a scanner and a ticket printer into a bus in
// memory.
func simulatedDevices() (tray.Hall, *memory.Bus, error) {
	fonts, err := glyph.Open(glyph.System())
	if err != nil {
		return tray.Hall{}, nil, err
	}
	h := tray.Hall{
		Reader: idcardsim.New(idcard.Bulk), Scanner: scannersim.New(scanner.POS),
		Tickets: ticketprintersim.New(fonts, int(ticketprinter.Paper80)),
	}
	h.Reader.SetPace(idcardsim.RealPace())
	bus := memory.NewBus()
	h.ReaderCable = bus.Plug(h.Reader)
	bus.Plug(h.Scanner)
	bus.Plug(h.Tickets)
	return h, bus, nil
}

// pictured keeps a picture of what its loop shows in a file, so that somebody
// without a display can look.
type pictured struct {
	loop
	file  string
	now   func() time.Time
	last  time.Time // when the file was last written
	stale bool      // the frame has changed since
	busy  atomic.Bool
}

// pictureEvery is how often the file is written at most.
const pictureEvery = time.Second

func newPictured(of loop, file string, now func() time.Time) *pictured {
	return &pictured{loop: of, file: file, now: now}
}

func (p *pictured) Tick(e screens.Events) (*ui.Frame, bool) {
	f, changed := p.loop.Tick(e)
	p.stale = p.stale || changed
	if p.stale && f != nil && p.now().Sub(p.last).Abs() >= pictureEvery && p.busy.CompareAndSwap(false, true) {
		p.stale, p.last = false, p.now()
		f.Ops() // complete it here; a complete frame may be read elsewhere
		go func() {
			defer p.busy.Store(false)
			p.write(f) // a picture missed is made up for by the next
		}()
	}
	return f, changed
}

// write replaces the file in one step, so that nobody sees half a picture.
func (p *pictured) write(f *ui.Frame) error {
	temporary, err := os.CreateTemp(filepath.Dir(p.file), ".screen")
	if err != nil {
		return err
	}
	err = errors.Join(png.Encode(temporary, raster.Image(f)), temporary.Close())
	if err != nil {
		return errors.Join(err, os.Remove(temporary.Name()))
	}
	return os.Rename(temporary.Name(), p.file)
}
