package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/ukey"
	"hallkiosk/devices/usb"
	"hallkiosk/kiosk/certificate"
	"hallkiosk/kiosk/config"
)

type ukeyCmd struct {
	Config string `default:"/etc/hallkiosk/kiosk.toml" help:"The kiosk's configuration."`
}

// Run lists what is plugged in. It asks for no PIN, and tells nothing of whose a
// key is.
func (c *ukeyCmd) Run(ctx context.Context, s streams) error {
	cfg, err := config.Load(c.Config)
	if err != nil {
		return err
	}
	bus := usb.NewBus()
	defer bus.Close()
	keys, err := lookAtKeys(ctx, &cfg, bus)
	if err != nil {
		return err
	}
	for _, m := range keys.modules {
		_, detail := moduleDetail(m)
		fmt.Fprintf(s.out, "module %s: %s\n", m.Name, detail)
	}
	for _, k := range keys.port.Keys {
		printKey(s.out, k)
	}
	for _, d := range keys.port.Strange {
		fmt.Fprintf(s.out, "%v: %s\n", d.ID, unread)
	}
	if keys.port.Empty() {
		fmt.Fprintln(s.out, "no U-KEY is plugged in")
	}
	return nil
}

const unread = "a U-KEY that no module reads: name its maker's library in kiosk.toml, [[ukey]]"

// seenKeys are what is plugged in and how the modules stand.
type seenKeys struct {
	port    ukey.Port
	modules []ukey.ModuleStatus
}

// lookAtKeys loads the modules, each in a process of its own, looks once, and puts
// them away.
func lookAtKeys(ctx context.Context, cfg *config.Config, bus *usb.Bus) (seenKeys, error) {
	self, err := os.Executable()
	if err != nil {
		return seenKeys{}, err
	}
	const settle = time.Second
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ring := ukey.Open(ctx, ukey.Options{Bus: bus, Modules: modules(cfg), Settle: settle,
		Command: func(m ukey.Module) *exec.Cmd { return exec.Command(self, "ukey-module", m.Path) }})
	defer ring.Wait()
	defer cancel()
	select {
	case <-ring.Looked():
	case <-ctx.Done():
		return seenKeys{}, ctx.Err()
	}
	for wait := time.After(2 * settle); unexplained(ctx, ring, bus, cfg); {
		select {
		case <-wait:
			return seenKeys{ring.Port(), ring.Modules()}, nil
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return seenKeys{}, ctx.Err()
		}
	}
	return seenKeys{ring.Port(), ring.Modules()}, nil
}

// unexplained reports whether USB has a U-KEY of which the port says nothing yet.
func unexplained(ctx context.Context, ring *ukey.Ring, bus *usb.Bus, cfg *config.Config) bool {
	if !ring.Port().Empty() {
		return false
	}
	plugged, err := bus.Glance(ctx)
	numbers := ukey.Known()
	for _, m := range modules(cfg) {
		numbers = append(numbers, m.USB...)
	}
	return err == nil && slices.ContainsFunc(plugged, func(i devices.Info) bool { return slices.Contains(numbers, i.ID) })
}

func modules(cfg *config.Config) []ukey.Module {
	var l []ukey.Module
	for _, u := range cfg.UKeys {
		l = append(l, ukey.Module{Name: u.Name, Path: u.Path, USB: ids(u.USB)})
	}
	return l
}

func printKey(w io.Writer, k ukey.Key) {
	number := "USB number not known"
	if k.USB != (devices.ID{}) {
		number = k.USB.String()
	}
	fmt.Fprintf(w, "%s: %q by %q, module %s\n", number, k.Model, k.Manufacturer, k.Module)
	if k.Err != nil {
		fmt.Fprintf(w, "    cannot be read: %v\n", k.Err)
		return
	}
	tries := "its tries left are not told"
	if k.Tries >= 0 {
		tries = fmt.Sprintf("tries left: %d", k.Tries)
	}
	fmt.Fprintf(w, "    PIN %s, %s\n", k.PIN, tries)
	for _, held := range k.Certificates {
		c, err := certificate.Parse(held.DER)
		if err != nil {
			fmt.Fprintf(w, "    a certificate that cannot be read: %s\n", certificate.Code(err))
			continue
		}
		fmt.Fprintf(w, "    certificate: %s, %s, until %s, by %s\n", c.Algorithm, c.Use, c.NotAfter.Format(time.DateOnly), c.Issuer)
	}
	if len(k.Certificates) == 0 {
		fmt.Fprintln(w, "    no certificate on it")
	}
}
