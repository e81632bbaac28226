package idcard_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/idcard/idcardsim"
	"hallkiosk/devices/memory"
)

// onReader runs f in a bubble of simulated time with an opened reader.
func onReader(t *testing.T, framing idcard.Framing, f func(*testing.T, *idcard.Dev, *idcardsim.Reader, *memory.Cable)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		sim := idcardsim.New(framing)
		cable := memory.Plug(sim)
		tr, err := cable.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		dev, err := idcard.New(tr, &idcard.Opts{Framing: framing})
		if err != nil {
			t.Fatal(err)
		}
		defer dev.Close()
		f(t, dev, sim, cable)
	})
}

func lay(t *testing.T, sim *idcardsim.Reader, c idcardsim.CardData) {
	t.Helper()
	if err := sim.Lay(c); err != nil {
		t.Fatal(err)
	}
}

// Every way in which the reply to a read can go wrong, once and for good.
func TestReadSpoiled(t *testing.T) {
	const read = 0x3001
	fault := func(what idcardsim.Spoil, n int) idcardsim.Fault {
		return idcardsim.Fault{On: read, What: what, N: n}
	}
	tests := []struct {
		name  string
		f     idcardsim.Fault
		times int
		want  error // nil: read all the same
		code  string
	}{
		{"garbled once", fault(idcardsim.Garble, 700), 1, nil, ""},
		{"garbled for good", fault(idcardsim.Garble, 700), 9, idcard.ErrChecksum, "frame-checksum"},
		{"checksum wrong for good", fault(idcardsim.Garble, 0), 9, idcard.ErrChecksum, "frame-checksum"},
		{"short once", fault(idcardsim.Cut, 1000), 1, nil, ""},
		{"short for good", fault(idcardsim.Cut, 1000), 9, idcard.ErrShort, "frame-short"},
		{"cut in the preamble", fault(idcardsim.Cut, 3), 9, idcard.ErrPreamble, "frame-preamble"},
		{"cut in the length", fault(idcardsim.Cut, 6), 9, idcard.ErrShort, "frame-short"},
		{"length field wrong", fault(idcardsim.Garble, 1289), 9, idcard.ErrLength, "frame-length"},
		{"long", fault(idcardsim.Long, 300), 9, nil, ""},
		{"repeated", fault(idcardsim.Repeat, 0), 9, nil, ""},
		{"late reply in front", fault(idcardsim.Stale, 0), 9, nil, ""},
		{"first byte lost", fault(idcardsim.Headless, 0), 9, nil, ""},
		{"noise in front", fault(idcardsim.Noise, 0), 9, nil, ""},
		{"swallowed", fault(idcardsim.Swallow, 0), 9, idcard.ErrSilent, "silent"},
		{"reader's own timeout", fault(idcardsim.Own, 0), 9, idcard.ErrSilent, "silent"},
		{"card read failed", fault(idcardsim.Status, 0x41), 9, idcard.ErrUnreadable, "card-unreadable"},
		{"no card, yet it lies there", fault(idcardsim.Status, 0x80), 9, idcard.ErrUnreadable, "card-unreadable"},
		{"self-test", fault(idcardsim.Status, 0x60), 9, idcard.ErrSelfTest, "self-test"},
		{"not authorised", fault(idcardsim.Status, 0x66), 9, idcard.ErrUnauthorised, "unauthorised"},
		{"bad parameters", fault(idcardsim.Status, 0x21), 9, idcard.ErrRefused, "refused"},
		{"our checksum bad once", fault(idcardsim.Status, 0x10), 1, nil, ""},
		{"our checksum bad for good", fault(idcardsim.Status, 0x10), 9, idcard.ErrRefused, "refused"},
		{"success without data", fault(idcardsim.Status, 0x90), 9, idcard.ErrUnexpected, "frame-unexpected"},
		{"lifted before a byte came", fault(idcardsim.LiftAt, 0), 1, idcard.ErrRemoved, "card-removed"},
		{"lifted in the head", fault(idcardsim.LiftAt, 6), 1, idcard.ErrRemoved, "card-removed"},
		{"lifted in the text", fault(idcardsim.LiftAt, 100), 1, idcard.ErrRemoved, "card-removed"},
		{"lifted in the photo", fault(idcardsim.LiftAt, 1290), 1, idcard.ErrRemoved, "card-removed"},
	}
	for _, framing := range []idcard.Framing{idcard.Bulk, idcard.HID64} {
		for _, tt := range tests {
			if framing == idcard.HID64 && tt.f.What == idcardsim.Cut && tt.f.N < 64 {
				continue // the padding of the report makes it a different flaw
			}
			t.Run([]string{"bulk/", "hid/"}[framing]+tt.name, func(t *testing.T) {
				onReader(t, framing, func(t *testing.T, dev *idcard.Dev, sim *idcardsim.Reader, _ *memory.Cable) {
					lay(t, sim, zhang())
					for range tt.times {
						sim.Inject(tt.f)
					}
					c, err := dev.Read(t.Context())
					if tt.want == nil {
						if err != nil || c.Name != "张三" {
							t.Fatalf("not read: %v", err)
						}
						return
					}
					if framing == idcard.HID64 && errors.Is(tt.want, idcard.ErrGarbled) {
						tt.want, tt.code = idcard.ErrGarbled, idcard.Code(err) // which flaw depends on the padding
					}
					if !errors.Is(err, tt.want) || idcard.Code(err) != tt.code {
						t.Fatalf("error %v (%s), want %v (%s)", err, idcard.Code(err), tt.want, tt.code)
					}
				})
			})
		}
	}
}

// The reader answers the commands before the read badly.
func TestFindAndSelectSpoiled(t *testing.T) {
	all := []idcardsim.Spoil{idcardsim.Garble, idcardsim.Long, idcardsim.Repeat, idcardsim.Stale, idcardsim.Headless,
		idcardsim.Noise, idcardsim.Swallow}
	for _, on := range []uint16{0x2001, 0x2002, 0x3003} {
		for _, what := range all {
			if on == 0x2002 && what == idcardsim.Swallow {
				continue // silence of a selection is the caller's to see: ErrSilent
			}
			onReader(t, idcard.Bulk, func(t *testing.T, dev *idcard.Dev, sim *idcardsim.Reader, _ *memory.Cable) {
				lay(t, sim, zhang())
				sim.Inject(idcardsim.Fault{On: on, What: what, N: 1})
				if _, err := dev.Read(t.Context()); err != nil {
					t.Errorf("%04X spoiled by %d: %v", on, what, err)
				}
			})
		}
	}
}

func TestSelectRefused(t *testing.T) {
	onReader(t, idcard.Bulk, func(t *testing.T, dev *idcard.Dev, sim *idcardsim.Reader, _ *memory.Cable) {
		lay(t, sim, zhang())
		bad := idcardsim.Fault{On: 0x2002, What: idcardsim.Status, N: 0x81}
		sim.Inject(bad, bad)
		if _, err := dev.Read(t.Context()); err != nil {
			t.Fatalf("two failed selections: %v", err)
		}
		sim.Lift()
		lay(t, sim, zhang())
		sim.Inject(bad, bad, bad)
		_, err := dev.Read(t.Context())
		var s *idcard.StatusError
		if !errors.Is(err, idcard.ErrUnreadable) || !errors.As(err, &s) || s.SW3 != 0x81 {
			t.Fatalf("three failed selections: %v", err)
		}
	})
}

func TestReadGivesUpOnSilence(t *testing.T) {
	onReader(t, idcard.Bulk, func(t *testing.T, dev *idcard.Dev, sim *idcardsim.Reader, _ *memory.Cable) {
		sim.Silence(true)
		_, err := dev.Read(t.Context())
		if !errors.Is(err, idcard.ErrSilent) || !errors.Is(err, devices.ErrSilent) {
			t.Fatalf("read: %v", err)
		}
		if _, err := dev.Probe(t.Context()); !errors.Is(err, devices.ErrSilent) {
			t.Fatalf("probe: %v", err)
		}
		sim.Silence(false)
		lay(t, sim, zhang())
		if _, err := dev.Read(t.Context()); err != nil {
			t.Fatalf("after it came back: %v", err)
		}
	})
}

func TestEndlessRubbish(t *testing.T) {
	onReader(t, idcard.Bulk, func(t *testing.T, dev *idcard.Dev, sim *idcardsim.Reader, _ *memory.Cable) {
		for range 50 {
			sim.Send(make([]byte, 4096))
		}
		if _, err := dev.Probe(t.Context()); err != nil && !errors.Is(err, devices.ErrGarbled) {
			t.Fatal(err)
		}
		if _, err := dev.Probe(t.Context()); err != nil && !errors.Is(err, devices.ErrGarbled) {
			t.Fatal(err)
		}
		if _, err := dev.Probe(t.Context()); err != nil {
			t.Fatalf("once the rubbish is gone: %v", err)
		}
	})
}

func TestReadEndsWithContext(t *testing.T) {
	onReader(t, idcard.Bulk, func(t *testing.T, dev *idcard.Dev, _ *idcardsim.Reader, _ *memory.Cable) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := dev.Read(ctx)
		if !errors.Is(err, context.DeadlineExceeded) || idcard.Code(err) != "cancelled" {
			t.Fatalf("error %v (%s)", err, idcard.Code(err))
		}
	})
}

// A card left on the reader is read again though it no longer answers find,
// also by a kiosk that was started anew, and is not missed when it is lifted.
func TestCardLeftLying(t *testing.T) {
	onReader(t, idcard.Bulk, func(t *testing.T, dev *idcard.Dev, sim *idcardsim.Reader, _ *memory.Cable) {
		present := func(want bool) {
			t.Helper()
			if got, err := dev.Present(t.Context()); err != nil || got != want {
				t.Fatalf("present %v %v, want %v", got, err, want)
			}
		}
		present(false)
		lay(t, sim, zhang())
		present(true) // not read yet
		for range 2 {
			if _, err := dev.Read(t.Context()); err != nil {
				t.Fatal(err)
			}
			present(true)
		}
		if sim.Reads() != 2 {
			t.Fatalf("%d reads", sim.Reads())
		}
		if fresh, err := dev.Fresh(t.Context()); err != nil || fresh {
			t.Fatalf("the card that was read is fresh: %v", err)
		}
		lay(t, sim, zhang()) // another in its place
		if fresh, err := dev.Fresh(t.Context()); err != nil || !fresh {
			t.Fatalf("a card that was not read is not fresh: %v", err)
		}
		sim.Lift()
		present(false)
	})
}

func TestNewRefuses(t *testing.T) {
	for name, f := range map[string]struct {
		spoil idcardsim.Fault
		times int
		want  error
	}{
		"silent":    {idcardsim.Fault{What: idcardsim.Swallow}, 9, idcard.ErrSilent},
		"self-test": {idcardsim.Fault{What: idcardsim.Status, N: 0x60}, 9, idcard.ErrSelfTest},
		"garbled":   {idcardsim.Fault{What: idcardsim.Garble}, 9, idcard.ErrGarbled},
		"two tries": {idcardsim.Fault{What: idcardsim.Swallow}, 2, nil},
	} {
		synctest.Test(t, func(t *testing.T) {
			sim := idcardsim.New(idcard.Bulk)
			for range f.times {
				sim.Inject(f.spoil)
			}
			tr, err := memory.Plug(sim).Open(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer tr.Close()
			if _, err := idcard.New(tr, nil); !errors.Is(err, f.want) {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
}

// A silent device with a listed id does not keep the reader behind it away.
func TestOpenPassesOverStrangers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mute := idcardsim.New(idcard.Bulk)
		mute.Silence(true)
		bus := memory.NewBus()
		bus.Plug(mute)
		if _, err := idcard.Open(t.Context(), bus, nil); !errors.Is(err, idcard.ErrSilent) {
			t.Fatalf("stranger alone: %v", err)
		}
		bus.Plug(idcardsim.New(idcard.HID64))
		dev, err := idcard.Open(t.Context(), bus, nil)
		if err != nil {
			t.Fatal(err)
		}
		dev.Close()
	})
}

func TestOpenTriesListedReadersOnly(t *testing.T) {
	for _, framing := range []idcard.Framing{idcard.Bulk, idcard.HID64} {
		bus := memory.NewBus()
		if _, err := idcard.Open(t.Context(), bus, nil); !errors.Is(err, devices.ErrNotFound) {
			t.Fatalf("empty bus: %v", err)
		}
		bus.Plug(idcardsim.New(framing))
		dev, err := idcard.Open(t.Context(), bus, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := dev.SAMID().String(); got != "05.03-20230101-0000001234-0000005678" {
			t.Errorf("SAM id %s", got)
		}
		dev.Close()
	}
	for _, never := range []devices.ID{{Vendor: 0x0483, Product: 0xDF11}, {Vendor: 0x28E9, Product: 0x0289}, {Vendor: 0x0425, Product: 0x8159}} {
		for _, framing := range []idcard.Framing{idcard.Bulk, idcard.HID64} {
			if idcard.Match(framing).Covers(never, []devices.Class{{Class: 0xFF}}) {
				t.Errorf("%v is matched", never)
			}
		}
	}
}

// Photo and text leave no trace in memory, whether the read went well or not.
func TestBuffersAreWiped(t *testing.T) {
	for _, f := range []idcardsim.Fault{{On: 1}, {On: 0x3001, What: idcardsim.LiftAt, N: 640}, {On: 0x3001, What: idcardsim.Long, N: 99}} {
		onReader(t, idcard.Bulk, func(t *testing.T, dev *idcard.Dev, sim *idcardsim.Reader, _ *memory.Cable) {
			lay(t, sim, zhang())
			sim.Inject(f)
			_, err := dev.Read(t.Context())
			if (err != nil) != (f.What == idcardsim.LiftAt) {
				t.Errorf("read: %v", err)
			}
			if dev.Buffered() {
				t.Errorf("after a read (%v) the buffers hold something", err)
			}
		})
	}
}
