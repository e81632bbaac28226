package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"hallkiosk/assets/i18n"
	"hallkiosk/devices"
	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/chime"
	"hallkiosk/kiosk/config"
	"hallkiosk/kiosk/guide"
	"hallkiosk/kiosk/keydesk"
	"hallkiosk/kiosk/slip"
	"hallkiosk/kiosk/trust"
	"hallkiosk/kiosk/visit"
	"hallkiosk/screens"
	"hallkiosk/screens/paint"
	"hallkiosk/sync/outbox"
)

// findKeys begins to look for U-KEYs on bus and by their makers' libraries, and
// opens what their certificates are checked against.
func (m *machine) findKeys(ctx context.Context, cfg *config.Config, bus devices.Bus, log *slog.Logger) error {
	helper, err := keyHelper()
	if err != nil {
		return err
	}
	if m.trust, err = trust.Open(cfg.Path("trust.json")); err != nil {
		noted(log, err) // the centre sends it again
	}
	m.bell = chime.New(ctx, chime.Command(), func(err error) { log.Warn("no chime", "error", err) })
	var modules []ukey.Module
	for _, u := range cfg.UKeys {
		modules = append(modules, ukey.Module{Name: u.Name, Path: u.Path, USB: ids(u.USB)})
	}
	m.ring = ukey.Open(ctx, ukey.Options{Bus: bus, Modules: modules, Command: helper})
	return nil
}

// keyHelper starts what loads a vendor's library: kioskctl, which lies beside
// this program, so that the library is never in this process.
func keyHelper() (func(ukey.Module) *exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("helper of U-KEYs: %w", err)
	}
	path := filepath.Join(filepath.Dir(self), "kioskctl")
	return func(module ukey.Module) *exec.Cmd { return exec.Command(path, "ukey-module", module.Path) }, nil
}

// keyDesk is what screens do with U-KEYs.
func (m *machine) keyDesk(cfg *config.Config, r receipts, now func() time.Time, log *slog.Logger) (*keydesk.Desk, error) {
	signer, err := cfg.Key()
	if err != nil {
		return nil, err
	}
	return keydesk.New(keydesk.Options{
		Ring: m.ring, Trust: m.trust.Current, Centre: m.link, Signer: signer, Now: now, Log: log,
		Record: func(ctx context.Context, e keydesk.Evidence) error { return m.store.RecordProof(ctx, outbox.Proof(e)) },
		Print:  r.print, Chime: m.bell.Play, Wake: paint.Wake,
	}), nil
}

// receipts prints what was done with a U-KEY.
type receipts struct {
	guide func() *guide.Guide
	words *i18n.Words
	desk  counter
}

func (r receipts) print(ctx context.Context, k screens.Receipt) error {
	s := slip.Layout{Guide: r.guide(), Words: r.words}.Receipt(slip.Receipt{
		Number: k.Number, Bound: k.Purpose == screens.PurposeBind, Already: k.Already, Account: k.Account,
		Organisation: k.Organisation, Serial: k.Serial, At: k.At,
	})
	return stopped(visit.PaperTicket, r.desk.PrintList(ctx, s))
}

// keyState is how the port for U-KEYs stands: as the first of its libraries that
// has a fault.
func (m *machine) keyState() devices.Status {
	status := devices.Status{State: devices.Absent}
	for _, module := range m.ring.Modules() {
		if module.Err != nil {
			return devices.Status{State: devices.Failed, Reason: moduleReason(module.Err), Since: module.Since}
		}
		status = devices.Status{State: devices.Ready, Since: module.Since}
	}
	return status
}

// moduleReason is what a fault of a library means in the words that all devices share.
func moduleReason(err error) devices.Reason {
	for _, known := range []struct {
		err    error
		reason devices.Reason
	}{
		{ukey.ErrLoad, devices.ReasonNoLibrary}, {ukey.ErrKind, devices.ReasonNoLibrary},
		{ukey.ErrHung, devices.ReasonSilent}, {ukey.ErrCrashed, devices.ReasonStopped},
	} {
		if errors.Is(err, known.err) {
			return known.reason
		}
	}
	return devices.ReasonGarbled
}
