package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"hallkiosk/assets/i18n"
	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/pageprinter"
	"hallkiosk/devices/ticketprinter"
	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/config"
	"hallkiosk/kiosk/forms"
	"hallkiosk/kiosk/pin"
	"hallkiosk/kiosk/slip"
	"hallkiosk/screens"
	"hallkiosk/sync/protocol"
)

// keeper is what the technician's page reaches of the machine.
type keeper struct {
	m     *machine
	guard *pin.Guard
	name  string // of the kiosk
	words *i18n.Words
	now   func() time.Time
	log   *slog.Logger
}

func (m *machine) keeper(cfg *config.Config, words *i18n.Words, now func() time.Time, log *slog.Logger) keeper {
	return keeper{m: m, guard: m.guard, name: cfg.Name, words: words, now: now, log: log}
}

func (k keeper) Gate(context.Context) (screens.Gate, error) {
	set, until, locked := k.guard.State()
	return screens.Gate{Set: set, Until: until, Locked: locked}, nil
}

func (k keeper) Enter(ctx context.Context, typed string) error {
	err := k.guard.Enter(ctx, typed)
	var refused *pin.RefusedError
	switch {
	case errors.As(err, &refused):
		return &screens.GateError{Gate: screens.Gate{Set: true, Until: refused.Until, Locked: refused.Locked}}
	case errors.Is(err, pin.ErrUnset):
		return &screens.GateError{}
	}
	return err
}

// identifying is how long a device may take to say who it is; one that is at
// work is not waited for longer.
const identifying = time.Second

func (k keeper) Condition(ctx context.Context) (screens.Condition, error) {
	owed, refused, err := k.m.store.Depth(ctx)
	if err != nil {
		return screens.Condition{}, err
	}
	heard, drift := k.m.centre.last()
	c := screens.Condition{
		Parts: map[screens.Part]screens.PartCondition{}, TicketsLeft: -1, Owed: owed, DeadLetters: refused,
		Heard: heard, Drift: drift, Expires: k.m.expires, Version: version,
	}
	if left, known := k.m.roll.Left(k.m.tickets.Status()); known {
		c.TicketsLeft = left
	}
	for name, part := range map[string]screens.Part{
		protocol.DeviceIDCard: screens.PartReader, protocol.DeviceScanner: screens.PartScanner,
		protocol.DeviceTicketPrinter: screens.PartTicketPrinter, protocol.DevicePagePrinter: screens.PartFormPrinter,
	} {
		var p screens.PartCondition
		if t, ok := k.m.troubles.Last(name); ok {
			p.Trouble, p.TroubleSince, p.TroubleUntil = t.Reason, t.Since, t.Until
		}
		k.identify(ctx, part, &p)
		c.Parts[part] = p
	}
	c.Modules, c.Trust = k.modules(), k.m.trust.Version() != ""
	return c, nil
}

// modules are the libraries for U-KEYs.
func (k keeper) modules() []screens.ModuleCondition {
	var list []screens.ModuleCondition
	for _, m := range k.m.ring.Modules() {
		one := screens.ModuleCondition{Name: m.Name, Library: strings.TrimSpace(m.Library.Name + " " + m.Library.Version), Keys: m.Keys}
		if m.Err != nil {
			one.Reason, one.Since = moduleReason(m.Err), m.Since
		}
		list = append(list, one)
	}
	return list
}

// lookForKey is the time between two looks for a U-KEY that is to be tried.
const lookForKey = 200 * time.Millisecond

// TryKey waits for a U-KEY.
func (k keeper) TryKey(ctx context.Context) (screens.KeyTold, error) {
	tick := time.NewTicker(lookForKey)
	defer tick.Stop()
	for {
		switch port := k.m.ring.Port(); {
		case len(port.Keys) > 0 && port.Keys[0].Err != nil:
			return screens.KeyTold{}, &screens.NotReadyError{Part: screens.PartKeys, Reason: moduleReason(port.Keys[0].Err)}
		case len(port.Keys) > 0:
			return screens.KeyTold{Model: port.Keys[0].Model, Certificates: len(port.Keys[0].Certificates)}, nil
		case len(port.Strange) > 0:
			return screens.KeyTold{}, &screens.NotReadyError{Part: screens.PartKeys, Reason: devices.ReasonNoLibrary}
		}
		select {
		case <-ctx.Done():
			return screens.KeyTold{}, ctx.Err()
		case <-tick.C:
		}
	}
}

// identify asks a device who it is; one that does not say is left unnamed.
func (k keeper) identify(ctx context.Context, part screens.Part, p *screens.PartCondition) {
	ctx, cancel := context.WithTimeout(ctx, identifying)
	defer cancel()
	switch forms, office := k.m.forms.(formPrinter); {
	case part == screens.PartReader:
		_ = k.m.readers.Do(ctx, func(_ context.Context, d *idcard.Dev) error {
			p.Serial = d.SAMID().String()
			return nil
		})
	case part == screens.PartTicketPrinter:
		_ = k.m.tickets.Do(ctx, func(ctx context.Context, d *ticketprinter.Dev) error {
			id, err := d.Identity(ctx)
			p.Model, p.Serial = id.Model, id.Serial
			return err
		})
	case part == screens.PartFormPrinter && office:
		_ = forms.Do(ctx, func(ctx context.Context, d *pageprinter.Printer) error {
			model, firmware, err := d.Identity(ctx)
			p.Model, p.Firmware = model, firmware
			return err
		})
	}
}

// PrintTest prints what no ledger knows and takes no number.
func (k keeper) PrintTest(ctx context.Context, part screens.Part) error {
	var err error
	if part == screens.PartTicketPrinter {
		err = k.m.tickets.Print(ctx, slip.Layout{Words: k.words}.Test(k.name, k.now()))
	} else {
		var page bytes.Buffer
		if err = forms.TestPage(&page, k.name, k.now()); err == nil {
			err = k.m.forms.Print(ctx, "test page", page.Bytes(), func(devices.Status) {})
		}
	}
	if err == nil {
		return nil
	}
	return errors.Join(&screens.NotReadyError{Part: part, Reason: reason(err)}, err)
}

func (k keeper) NewRoll(context.Context) error {
	if err := k.m.roll.New(); err != nil {
		return err
	}
	audit.Log(k.log, audit.RollChanged)
	return nil
}
