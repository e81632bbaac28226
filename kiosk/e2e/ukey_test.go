package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"hallkiosk/devices/ukey/keysim"
	"hallkiosk/devices/usb/usbtest"
	"hallkiosk/kiosk/casim"
)

// keyring are the U-KEYs of a walk: each is a device on the virtual USB bus and
// a key behind the PKCS#11 library that the kiosk's helper has loaded.
type keyring struct {
	sim  *keysim.Sim
	made map[string]casim.Made // by their names
	in   map[string]*usbtest.Device
	last string // plugged in last: whom "key" means
}

// openKeyring makes the port for U-KEYs, before the program starts, and, where
// the walk has keys, lets the centre know who issues them.
func (h *house) openKeyring(used bool) error {
	h.keys = keyring{made: map[string]casim.Made{}, in: map[string]*usbtest.Device{}}
	var err error
	if h.keys.sim, err = keysim.Start(h.path("k"), keysim.Options{}); err != nil {
		return err
	}
	h.t.Cleanup(func() {
		if err := h.keys.sim.Close(); err != nil {
			h.t.Error(err)
		}
	})
	if !used {
		return nil
	}
	authorities, revocations := founded(h.t).Trust()
	return h.hall.Trust(context.Background(), authorities, revocations)
}

// ukeyConfig is the kiosk's module, for the one kind of keys that it knows.
func ukeyConfig(t testing.TB) string {
	return fmt.Sprintf("[[ukey]]\nname = \"walks\"\npath = %q\nusb = [%q]\n", library(t), casim.Readable)
}

// usesKeys reports whether a walk plugs in keys.
func (w *walk) usesKeys() bool {
	for _, c := range w.commands {
		if c.verb == "plug" && isKey(c.args[0]) {
			return true
		}
	}
	return false
}

func isKey(name string) bool { return strings.HasSuffix(name, ".json") }

// plugIn plugs in a device, or a U-KEY, which is made the first time.
func (h *house) plugIn(w *walk, c command) error {
	file := c.args[0]
	if !isKey(file) {
		return h.plug(file)
	}
	name := strings.TrimSuffix(file, ".json")
	made, ok := h.keys.made[name]
	if !ok {
		text, there := w.files[file]
		if !there {
			return fmt.Errorf("no file %s in the walk", file)
		}
		spec, err := casim.ParseSpec([]byte(text))
		if err != nil {
			return err
		}
		if made, err = founded(h.t).Make(spec, h.ahead.now()); err != nil {
			return err
		}
		h.keys.made[name] = made
	}
	if h.keys.in[name] != nil {
		return fmt.Errorf("%s is plugged in already", name)
	}
	if made.Key != nil {
		h.keys.sim.Plug(made.Key)
	}
	device, err := h.bus.Plug(made.Stick)
	h.keys.in[name], h.keys.last = device, name
	return err
}

// pullOut pulls out a device or a U-KEY.
func (h *house) pullOut(_ *walk, c command) error {
	name := c.args[0]
	device := h.keys.in[name]
	if device == nil {
		return h.unplug(name)
	}
	if key := h.keys.made[name].Key; key != nil {
		h.keys.sim.Unplug(key)
	}
	device.Unplug()
	delete(h.keys.in, name)
	return nil
}

// keyWords are what can happen to the key that was plugged in last.
const keyWords = "key hang|hold|crash|kill|garble look|sign|login|change, key held, key release, key free, key tried|signed N"

// key makes trouble with the next call to the key's library, or counts.
func (h *house) key(_ *walk, c command) error {
	troubles := map[string]keysim.Trouble{"hang": keysim.Hang, "hold": keysim.Hold, "crash": keysim.Crash, "kill": keysim.Kill, "garble": keysim.Garbage}
	calls := map[string]keysim.Call{"look": keysim.GetTokenInfo, "sign": keysim.Sign, "login": keysim.Login, "change": keysim.SetPIN}
	key := h.keys.made[h.keys.last].Key
	if key == nil {
		return errors.New("no key that a library reads was plugged in")
	}
	switch does := c.args[0]; {
	case does == "release" && len(c.args) == 1:
		h.keys.sim.Release()
		return nil
	case (does == "held" || does == "free") && len(c.args) == 1:
		return h.untilStuck(does == "held")
	case len(c.args) != 2:
	case does == "tried":
		return counted(key.Tried, c.args[1])
	case does == "signed":
		return counted(key.Signed, c.args[1])
	default:
		trouble, known := troubles[does]
		call, there := calls[c.args[1]]
		if known && there {
			h.keys.sim.Inject(keysim.Fault{On: call, What: trouble})
			return nil
		}
	}
	return errors.New(keyWords)
}

// untilStuck waits until a call hangs or is held, or until none does any longer,
// as long as the kiosk may wait for a key.
func (h *house) untilStuck(stuck bool) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(2 * patience); (h.keys.sim.Stuck() > 0) != stuck; <-tick.C {
		if time.Now().After(end) {
			return fmt.Errorf("calls that hang: %d", h.keys.sim.Stuck())
		}
	}
	return nil
}

// counted wants what was counted to be n, which is all that there will be once the
// screen shows an outcome.
func counted(count func() int, n string) error {
	want, err := strconv.Atoi(n)
	if err != nil {
		return err
	}
	if got := count(); got != want {
		return fmt.Errorf("%d, not %d", got, want)
	}
	return nil
}

// enter empties the pad, touches the digits of a PIN where it has put them, and
// confirms.
func (h *house) enter(_ *walk, c command) error {
	if clear, ok := h.screen.id("key.clear"); ok {
		if err := h.screen.touchAndSee(clear); err != nil {
			return err
		}
	}
	for _, digit := range c.args[0] {
		err := h.screen.until("a pad of digits", func() bool { _, ok := h.screen.id("key." + string(digit)); return ok })
		if err != nil {
			return err
		}
		e, _ := h.screen.id("key." + string(digit))
		if err := h.screen.touchAndSee(e); err != nil {
			return err
		}
	}
	done, ok := h.screen.id("key.done")
	if !ok {
		return fmt.Errorf("nothing to confirm with; the screen shows:\n%s", h.screen)
	}
	return h.screen.touchAndSee(done)
}

// slip takes the next slip from the ticket printer, which must bear a text.
func (h *house) slip(_ *walk, c command) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	slip, err := h.tickets.Await(ctx, h.ticketNo+1)
	if err != nil {
		return fmt.Errorf("no slip came: %w; the screen shows:\n%s", err, h.screen)
	}
	h.ticketNo++
	if !strings.Contains(squeeze(slip.Text), squeeze(c.args[0])) {
		return fmt.Errorf("the slip does not bear %s:\n%s", c.args[0], slip.Text)
	}
	return nil
}

// library is the keys' PKCS#11 library.
func library(t testing.TB) string {
	path := filepath.Join(shared.folder, "libkeysim.so")
	shared.library.Do(func() { _, shared.libraryErr = keysim.Build(shared.folder) })
	if shared.libraryErr != nil {
		t.Fatal(shared.libraryErr)
	}
	return path
}

// founded are the authorities that issue the keys of all walks.
func founded(t testing.TB) *casim.Authorities {
	shared.authorities.Do(func() {
		folder := filepath.Join(shared.folder, "ca")
		if shared.foundedErr = os.Mkdir(folder, 0o700); shared.foundedErr == nil {
			shared.founded, shared.foundedErr = casim.Found(folder, time.Now())
		}
	})
	if shared.foundedErr != nil {
		t.Fatal(shared.foundedErr)
	}
	return shared.founded
}
