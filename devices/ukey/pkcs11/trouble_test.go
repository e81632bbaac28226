package pkcs11_test

import (
	"context"
	"errors"
	"syscall"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/ukey"
	"hallkiosk/devices/ukey/keysim"
	"hallkiosk/kiosk/certificate/certtest"
)

// quick makes a rig's deadlines short and its pauses shorter.
func quick(r *rig) {
	r.opts.Scan, r.opts.Work = 2*time.Second, 2*time.Second
	r.opts.Pause, r.opts.Longest = 20*time.Millisecond, 100*time.Millisecond
}

// TestTroubleWhileSigning: the module hangs, crashes, is killed or answers noise in
// the midst of a signature. The person learns it, no PIN is tried twice, and the
// key works again after that.
func TestTroubleWhileSigning(t *testing.T) {
	p := newPair(t, certtest.ECDSA, "")
	for name, c := range map[string]struct {
		fault keysim.Fault
		want  error
		tried int
	}{
		"hangs at login":        {keysim.Fault{On: keysim.Login, What: keysim.Hang}, ukey.ErrHung, 0},
		"hangs while signing":   {keysim.Fault{On: keysim.Sign, What: keysim.Hang}, ukey.ErrHung, 1},
		"crashes at login":      {keysim.Fault{On: keysim.Login, What: keysim.Crash}, ukey.ErrCrashed, 0},
		"crashes while signing": {keysim.Fault{On: keysim.Sign, What: keysim.Crash}, ukey.ErrCrashed, 1},
		"crashes at logout":     {keysim.Fault{On: keysim.Logout, What: keysim.Crash}, ukey.ErrCrashed, 0},
		"killed while signing":  {keysim.Fault{On: keysim.Sign, What: keysim.Kill}, ukey.ErrCrashed, 1},
		"signs noise":           {keysim.Fault{On: keysim.Sign, What: keysim.Garbage}, devices.ErrGarbled, 1},
		"fails":                 {keysim.Fault{On: keysim.Sign, What: keysim.Fail, RV: 0x5}, ukey.ErrModule, 1},
		"session lost":          {keysim.Fault{On: keysim.SignInit, What: keysim.Fail, RV: 0xb3}, ukey.ErrModule, 1},
		"login fails":           {keysim.Fault{On: keysim.Login, What: keysim.Fail, RV: 0x6}, ukey.ErrModule, 0},
		"logged in already":     {keysim.Fault{On: keysim.Login, What: keysim.Fail, RV: 0x100}, ukey.ErrModule, 0},
		"removed":               {keysim.Fault{On: keysim.Sign, What: keysim.Fail, RV: 0x32}, devices.ErrGone, 1},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, keysim.Options{})
			quick(r)
			k := newKey(p)
			k.Mechanisms = []keysim.Mechanism{{Number: 0x1041, Key: keysim.ECDSA}}
			r.sim.Plug(k)
			ring := open(t, r.opts)
			id := until(t, "plugged in", ring, one).Keys[0].ID
			r.sim.Inject(c.fault)
			s, err := ring.Sign(t.Context(), id, p.der, pin(right), []byte("text"))
			if !errors.Is(err, c.want) || s != nil {
				t.Errorf("%v, want %v", err, c.want)
			}
			if k.Tried() != c.tried {
				t.Errorf("%d PINs for one confirmation", k.Tried())
			}
			until(t, "well again", ring, one)
			signs(t, ring, id, p.der, right)
		})
	}
}

// TestTroubleWhileLooking: the screen is told, and goes on; the module is tried
// again, and no faster than its pauses allow.
func TestTroubleWhileLooking(t *testing.T) {
	p := newPair(t, certtest.ECDSA, "")
	for name, c := range map[string]struct {
		fault keysim.Fault
		want  error
	}{
		"hangs":   {keysim.Fault{On: keysim.FindObjects, What: keysim.Hang}, ukey.ErrHung},
		"crashes": {keysim.Fault{On: keysim.FindObjects, What: keysim.Crash}, ukey.ErrCrashed},
		"killed":  {keysim.Fault{On: keysim.OpenSession, What: keysim.Kill}, ukey.ErrCrashed},
		"garbled": {keysim.Fault{On: keysim.FindObjectsInit, What: keysim.Fail, RV: 0x5}, devices.ErrGarbled},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, keysim.Options{})
			quick(r)
			ring := open(t, r.opts)
			k := newKey(p)
			k.Faults = []keysim.Fault{c.fault}
			cable := r.bus.Plug(keysim.Stick{ID: feitian, Product: "ePass3000GM"})
			r.sim.Plug(k)
			bad := until(t, "in trouble", ring, func(p ukey.Port) bool { return len(p.Keys) == 1 && p.Keys[0].Err != nil && p.Keys[0].USB == feitian }).Keys[0]
			if !errors.Is(bad.Err, c.want) || bad.Module != "sim" {
				t.Errorf("%+v", bad)
			}
			refused := ukey.ErrUnready // which says that no try was spent
			if c.want == devices.ErrGarbled {
				refused = c.want
			}
			if _, err := ring.Sign(t.Context(), bad.ID, p.der, pin(right), nil); !errors.Is(err, refused) || errors.Is(err, ukey.ErrCrashed) || k.Tried() != 0 {
				t.Errorf("%v, %d PINs", err, k.Tried())
			}
			cable.Unplug()
			r.sim.Unplug(k)
			until(t, "pulled out", ring, none)
			r.sim.Plug(newKey(p))
			until(t, "another one", ring, one)
		})
	}
}

// TestPulledOutWhileSigning: the module notices it, or hangs over it, which USB
// tells.
func TestPulledOutWhileSigning(t *testing.T) {
	p := newPair(t, certtest.ECDSA, "")
	for name, trouble := range map[string]keysim.Trouble{"noticed": keysim.Hold, "hangs": keysim.Hang} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, keysim.Options{})
			cable := r.bus.Plug(keysim.Stick{ID: feitian})
			k := newKey(p)
			r.sim.Plug(k)
			ring := open(t, r.opts)
			key := until(t, "plugged in", ring, one).Keys[0]
			if key.USB != feitian {
				t.Errorf("%+v", key.USB)
			}
			r.sim.Inject(keysim.Fault{On: keysim.Sign, What: trouble})
			done := make(chan error)
			go func() {
				_, err := ring.Sign(t.Context(), key.ID, p.der, pin(right), []byte("text"))
				done <- err
			}()
			for k.Tried() == 0 {
				time.Sleep(time.Millisecond)
			}
			cable.Unplug()
			r.sim.Unplug(k)
			if err := <-done; !errors.Is(err, devices.ErrGone) {
				t.Error(err)
			}
			until(t, "gone", ring, none)
			if _, err := ring.Sign(t.Context(), key.ID, p.der, pin(right), []byte("text")); !errors.Is(err, devices.ErrGone) {
				t.Error(err)
			}
			if k.Tried() != 1 {
				t.Errorf("%d PINs", k.Tried())
			}
		})
	}
}

// TestCallerLeaves: who does not wait is not kept, and the module is not disturbed.
func TestCallerLeaves(t *testing.T) {
	p := newPair(t, certtest.ECDSA, "")
	r := newRig(t, keysim.Options{})
	k := newKey(p)
	r.sim.Plug(k)
	ring := open(t, r.opts)
	id := ring.Port().Keys[0].ID
	r.sim.Inject(keysim.Fault{On: keysim.Sign, What: keysim.Hold})
	ctx, leave := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, err := ring.Sign(ctx, id, p.der, pin(right), []byte("text"))
		done <- err
	}()
	for k.Tried() == 0 {
		time.Sleep(time.Millisecond)
	}
	leave()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	waiting, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ring.Sign(waiting, id, p.der, pin(right), nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	for k.Signed() == 0 { // it may not hold yet
		r.sim.Release()
		time.Sleep(time.Millisecond)
	}
	signs(t, ring, id, p.der, right)
	if k.Tried() != 2 || k.Signed() != 2 {
		t.Errorf("%d PINs, %d signatures", k.Tried(), k.Signed())
	}
	for _, m := range ring.Modules() {
		if !m.Running || m.Err != nil {
			t.Errorf("%+v", m)
		}
	}
}

// TestKilledFromOutside: a helper that somebody kills comes back.
func TestKilledFromOutside(t *testing.T) {
	r := newRig(t, keysim.Options{})
	quick(r)
	r.sim.Plug(newKey(newPair(t, certtest.ECDSA, "")))
	ring := open(t, r.opts)
	for range 5 {
		before := r.sim.Processes()
		if len(before) != 1 {
			t.Fatalf("processes %v", before)
		}
		must(t, syscall.Kill(before[0], syscall.SIGKILL))
		until(t, "back", ring, func(p ukey.Port) bool {
			now := r.sim.Processes()
			return one(p) && len(now) == 1 && now[0] != before[0] && ring.Modules()[0].Err == nil
		})
	}
}
