package ukey

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hallkiosk/devices"
)

// TestComposed: whatever modules read and USB says, each key and each device is told
// once, IDs are unique, and what USB knows to be gone is not told by a module that
// names its keys.
func TestComposed(t *testing.T) {
	numbers := []devices.ID{{Vendor: 0x096e, Product: 0x0309}, {Vendor: 0x055c, Product: 0xdb08}, {Vendor: 0x1209, Product: 1}, {Vendor: 0x1209, Product: 2}}
	rapid.Check(t, func(t *rapid.T) {
		anID := rapid.SampledFrom(numbers)
		var modules []Module
		var reads []reading
		for i := range rapid.IntRange(0, 3).Draw(t, "modules") {
			modules = append(modules, Module{Name: fmt.Sprint(i), USB: rapid.SliceOfN(anID, 0, 2).Draw(t, "usb")})
			var r reading
			// Each module sees some of four keys, and may not see their serial numbers.
			for _, n := range rapid.SliceOfNDistinct(rapid.IntRange(0, 3), 0, 4, rapid.ID).Draw(t, "tokens") {
				serial := rapid.SampledFrom([]string{"", "0000", fmt.Sprintf("K000%d", n)}).Draw(t, "serial")
				r.tokens = append(r.tokens, Token{Name: serial, Serial: serial, PIN: PINReady, Certificates: []Certificate{{DER: []byte{byte(n)}}}})
			}
			r.err = rapid.SampledFrom([]error{nil, ErrHung, ErrLoad}).Draw(t, "err")
			r.generation = uint64(rapid.IntRange(0, 2).Draw(t, "generation"))
			reads = append(reads, r)
		}
		now := time.Unix(1000, 0)
		seen := plugged{known: rapid.Bool().Draw(t, "known"), generation: 2}
		if seen.known {
			for i := range rapid.IntRange(0, 4).Draw(t, "devices") {
				since := now.Add(-time.Duration(rapid.IntRange(0, 5).Draw(t, "since")) * time.Second)
				seen.devices = append(seen.devices, plug{devices.Info{ID: anID.Draw(t, "id"), Address: i + 1}, since, uint64(rapid.IntRange(1, 2).Draw(t, "since generation"))})
			}
		}
		c := compose(modules, reads, seen, nil, now, 3*time.Second)
		told := map[place]bool{}
		once := func(at place) {
			if at != (place{}) && told[at] {
				t.Fatalf("the device at %v is told twice: %+v", at, c.port)
			}
			told[at] = true
		}
		ids := map[string]bool{}
		for i, k := range c.port.Keys {
			if ids[k.ID] || k.ID == "" {
				t.Fatalf("ID %q", k.ID)
			}
			ids[k.ID] = true
			once(c.sources[i].place)
			if r := c.sources[i].reader; r >= 0 && seen.known && len(modules[r].USB) > 0 && seen.count(modules[r].USB) == 0 {
				t.Fatalf("%+v is gone", k)
			}
			for j, other := range c.port.Keys[:i] {
				if c.sources[i].reader >= 0 && c.sources[j].reader >= 0 && c.sources[i].reader != c.sources[j].reader && sameKey(k, other) {
					t.Fatalf("one key twice: %+v, %+v", k, other)
				}
			}
		}
		for _, d := range c.port.Strange {
			once(placeOf(d))
			if !slices.Contains(Known(), d.ID) && !slices.ContainsFunc(modules, func(m Module) bool { return slices.Contains(m.USB, d.ID) }) {
				t.Fatalf("%v is no U-KEY", d.ID)
			}
		}
	})
}

// TestPulledOutBeforeTheModuleKnows: USB is quicker.
func TestPulledOutBeforeTheModuleKnows(t *testing.T) {
	feitian := devices.ID{Vendor: 0x096e, Product: 0x0309}
	modules := []Module{{Name: "any"}}
	reads := []reading{{tokens: []Token{{Name: "K0001", Serial: "K0001", PIN: PINReady}}, generation: 1}}
	now := time.Unix(1000, 0)
	in := plugged{known: true}.next([]devices.Info{{ID: feitian, Bus: 1, Address: 5}}, now)
	c := compose(modules, reads, in, nil, now, time.Second)
	if len(c.port.Keys) != 1 || c.port.Keys[0].USB != feitian {
		t.Fatalf("%+v", c.port)
	}
	out := in.next(nil, now)
	if c = compose(modules, reads, out, c.places, now, time.Second); !c.port.Empty() {
		t.Errorf("still there: %+v", c.port)
	}
	again := out.next([]devices.Info{{ID: feitian, Bus: 1, Address: 6}}, now)
	for range 2 {
		if c = compose(modules, reads, again, c.places, now, time.Second); len(c.port.Keys) != 0 {
			t.Errorf("another key in its place is told as the old one: %+v", c.port)
		}
	}
	reads[0].generation = again.generation // it looked
	if c = compose(modules, reads, again, c.places, now, time.Second); len(c.port.Keys) != 1 || c.port.Keys[0].USB != feitian {
		t.Errorf("%+v", c.port)
	}
}

func TestChangesOfUSB(t *testing.T) {
	now := time.Unix(1000, 0)
	a, b := devices.Info{Bus: 1, Address: 1}, devices.Info{Bus: 1, Address: 2}
	p := plugged{}.next([]devices.Info{a}, now)
	q := p.next([]devices.Info{a}, now.Add(time.Second))
	if q.generation != p.generation || q.devices[0].since != now {
		t.Errorf("nothing changed: %+v, %+v", p, q)
	}
	r := q.next([]devices.Info{a, b}, now.Add(time.Minute))
	if r.generation == q.generation || r.devices[0].since != now || r.devices[1].since == now || r.devices[1].generation != r.generation {
		t.Errorf("%+v", r)
	}
	if s := r.next([]devices.Info{b}, now); s.generation == r.generation || s.devices[0].generation != r.generation {
		t.Errorf("%+v", s)
	}
}
