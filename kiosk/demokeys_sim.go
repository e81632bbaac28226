//go:build sim

package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"hallkiosk/devices/memory"
	"hallkiosk/devices/ukey/keysim"
	"hallkiosk/kiosk/casim"
	"hallkiosk/kiosk/config"
	"hallkiosk/kiosk/hallsim"
)

// demoKeys is the demo's port for U-KEYs: virtual ones behind a real PKCS#11
// library, which the kiosk's helper loads.
type demoKeys struct {
	sim         *keysim.Sim
	library     string // its path
	authorities *casim.Authorities
	folder      string // gone after Close
	now         func() time.Time

	bus   *memory.Bus
	made  casim.Made // what is plugged in
	cable *memory.Cable
}

// openDemoKeys builds the library in a folder that stays, and founds those who
// issue keys.
func openDemoKeys(stays string, bus *memory.Bus, now func() time.Time) (*demoKeys, error) {
	folder, err := os.MkdirTemp("", "keys") // a socket's path must be short
	if err != nil {
		return nil, err
	}
	k := &demoKeys{folder: folder, bus: bus, now: now}
	if stays, err = filepath.Abs(stays); err == nil {
		k.library, err = keysim.Build(stays)
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	if k.authorities, err = casim.Found(folder, now()); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	socket := filepath.Join(folder, "s")
	if k.sim, err = keysim.Start(socket, keysim.Options{}); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return k, os.Setenv(keysim.Socket, socket) // the helper's process inherits it
}

// module is the library as the kiosk's configuration names it: it reads but one
// kind of keys.
func (k *demoKeys) module() []config.UKey {
	return []config.UKey{{Name: "demo", Path: k.library, USB: []config.USBID{config.USBID(casim.Readable)}}}
}

// trusted lets the hall's centre know who issues the keys.
func (k *demoKeys) trusted(ctx context.Context, hall *hallsim.Hall) error {
	authorities, revocations := k.authorities.Trust()
	return hall.Trust(ctx, authorities, revocations)
}

// Plug makes a key and plugs it in, in place of any that is there.
func (k *demoKeys) Plug(s casim.Spec) error {
	k.Pull()
	made, err := k.authorities.Make(s, k.now())
	if err != nil {
		return err
	}
	if made.Key != nil {
		k.sim.Plug(made.Key)
	}
	k.made, k.cable = made, k.bus.Plug(made.Stick)
	return nil
}

// Pull pulls out what is plugged in.
func (k *demoKeys) Pull() {
	if k.cable == nil {
		return
	}
	if k.made.Key != nil {
		k.sim.Unplug(k.made.Key)
	}
	k.cable.Unplug()
	k.cable = nil
}

// Close ends all, after the kiosk has.
func (k *demoKeys) Close() error { return errors.Join(k.sim.Close(), os.RemoveAll(k.folder)) }
