package pkcs11_test

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/ukey"
	"hallkiosk/devices/ukey/keysim"
	"hallkiosk/kiosk/certificate/certtest"
)

func strange(p ukey.Port) bool { return len(p.Strange) == 1 && len(p.Keys) == 0 }

// TestNoModuleForIt: a U-KEY that nobody reads is told as one; another device is not.
func TestNoModuleForIt(t *testing.T) {
	other := devices.ID{Vendor: 0x1209, Product: 1}
	r := newRig(t, keysim.Options{})
	r.opts.Settle = 100 * time.Millisecond
	for name, modules := range map[string][]ukey.Module{
		"none at all":                {},
		"one that does not see it":   r.opts.Modules,
		"one for others":             {{Name: "sim", Path: r.opts.Modules[0].Path, USB: []devices.ID{other}}},
		"one that cannot be loaded":  {{Name: "none", Path: filepath.Join(t.TempDir(), "none.so")}},
		"named and cannot be loaded": {{Name: "none", Path: filepath.Join(t.TempDir(), "none.so"), USB: []devices.ID{feitian}}},
	} {
		t.Run(name, func(t *testing.T) {
			o := r.opts
			o.Modules = modules
			ring := open(t, o)
			lamp := r.bus.Plug(keysim.Stick{ID: devices.ID{Vendor: 0x1209, Product: 2}})
			defer lamp.Unplug()
			cable := r.bus.Plug(keysim.Stick{ID: feitian, Product: "ePass3000GM"})
			p := until(t, "strange", ring, strange)
			if p.Strange[0].ID != feitian || p.Empty() {
				t.Errorf("%+v", p)
			}
			cable.Unplug()
			until(t, "pulled out", ring, none)
		})
	}
}

// TestNumberOfTheConfiguration: a number that is in no list but a module's is read by
// that module, and asked of no other.
func TestNumberOfTheConfiguration(t *testing.T) {
	own := devices.ID{Vendor: 0x1209, Product: 0x77}
	r := newRig(t, keysim.Options{Stale: true})
	r.opts.Modules[0].USB = []devices.ID{own}
	ring := open(t, r.opts)
	k := newKey(newPair(t, certtest.ECDSA, ""))
	r.sim.Plug(k)
	cable := r.bus.Plug(keysim.Stick{ID: own})
	if key := until(t, "plugged in", ring, one).Keys[0]; key.USB != own {
		t.Errorf("%+v", key)
	}
	cable.Unplug() // the library still sees it
	until(t, "pulled out", ring, none)
}

// TestTwoModulesReadOneKey: it is one key, and the module that names it reads it.
func TestTwoModulesReadOneKey(t *testing.T) {
	r := newRig(t, keysim.Options{})
	path := r.opts.Modules[0].Path
	r.opts.Modules = []ukey.Module{{Name: "any", Path: path}, {Name: "its own", Path: path, USB: []devices.ID{feitian}}}
	p := newPair(t, certtest.SM2, "")
	k := newKey(p)
	r.sim.Plug(k)
	r.bus.Plug(keysim.Stick{ID: feitian})
	ring := open(t, r.opts)
	key := until(t, "one", ring, func(p ukey.Port) bool { return one(p) && p.Keys[0].Module == "its own" }).Keys[0]
	signs(t, ring, key.ID, p.der, right)
	if k.Tried() != 1 {
		t.Errorf("%d PINs", k.Tried())
	}
	if m := ring.Modules(); m[0].Keys != 1 || m[1].Keys != 1 {
		t.Errorf("%+v", m)
	}
}

// TestTwoKeys: each is its own, also where a careless maker gave both one serial number.
func TestTwoKeys(t *testing.T) {
	for _, serial := range []string{"K000002", "K000001", ""} {
		r := newRig(t, keysim.Options{Slots: 3})
		p, q := newPair(t, certtest.SM2, ""), newPair(t, certtest.ECDSA, "")
		a, b := newKey(p), newKey(q)
		b.Serial, b.PIN = serial, "864209"
		r.sim.Plug(a)
		r.sim.Plug(b)
		ring := open(t, r.opts)
		keys := ring.Port().Keys
		if len(keys) != 2 || keys[0].ID == keys[1].ID {
			t.Fatalf("%+v", keys)
		}
		signs(t, ring, keys[0].ID, p.der, right)
		signs(t, ring, keys[1].ID, q.der, "864209")
		r.sim.Unplug(a)
		until(t, "the other", ring, one)
	}
}

// TestSlowKey: a library that sees a key only some time after USB does is started
// anew until it does.
func TestSlowKey(t *testing.T) {
	r := newRig(t, keysim.Options{Stale: true})
	r.opts.Settle = 100 * time.Millisecond
	ring := open(t, r.opts)
	r.bus.Plug(keysim.Stick{ID: feitian})
	until(t, "not yet read", ring, strange)
	r.sim.Plug(newKey(newPair(t, certtest.ECDSA, "")))
	if p := until(t, "read", ring, one); len(p.Strange) != 0 {
		t.Errorf("%+v", p)
	}
}

// TestClosedRing: nothing is begun any more.
func TestClosedRing(t *testing.T) {
	r := newRig(t, keysim.Options{})
	k := newKey(newPair(t, certtest.ECDSA, ""))
	r.sim.Plug(k)
	var ring *ukey.Ring
	var id string
	t.Run("open", func(t *testing.T) {
		ring = open(t, r.opts)
		id = ring.Port().Keys[0].ID
	})
	if _, err := ring.Sign(t.Context(), id, nil, pin(right), nil); !errors.Is(err, ukey.ErrClosed) || k.Tried() != 0 {
		t.Error(err)
	}
	for len(r.sim.Processes()) > 0 {
		time.Sleep(time.Millisecond)
	}
}
