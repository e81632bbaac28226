package ukey

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"hallkiosk/devices"
)

// candidate is a key as one module tells it.
type candidate struct {
	key    Key
	reader int // of the modules
	token  string
	place  place // zero: not known
}

// composed is what is plugged in, put together from what modules and USB say.
type composed struct {
	port    Port
	sources []candidate // in the order of port.Keys; reader is -1 where nobody reads it
	// places are where keys are, and where those were that USB knows to be gone and
	// a module still tells: until it has looked again.
	places map[string]place
}

// compose puts together what the modules read and what USB says. before tells
// where keys were plugged in until now.
func compose(modules []Module, reads []reading, seen plugged, before map[string]place, now time.Time, settle time.Duration) composed {
	c := composed{places: map[string]place{}}
	found := c.candidates(modules, reads, seen, before)
	found = withoutTwins(found, modules)
	locate(found, modules, seen)
	name(found)
	for _, f := range found {
		c.port.Keys = append(c.port.Keys, f.key)
		if f.place != (place{}) {
			c.places[f.key.ID] = f.place
		}
	}
	c.sources = found
	for _, d := range seen.devices {
		if !slices.ContainsFunc(found, func(f candidate) bool { return f.place == placeOf(d.Info) }) {
			c.unread(d, modules, reads, now, settle)
		}
	}
	return c
}

// candidates are the keys that modules tell, without those that USB knows to be gone.
func (c *composed) candidates(modules []Module, reads []reading, seen plugged, before map[string]place) []candidate {
	var l []candidate
	for i, r := range reads {
		if seen.known && len(modules[i].USB) > 0 && seen.count(modules[i].USB) == 0 {
			continue
		}
		for _, t := range r.tokens {
			f := candidate{key: t.key(modules[i].Name), reader: i, token: t.Name}
			if r.err != nil {
				f.key.Err = r.err
			}
			at, known := before[f.key.ID]
			if known && seen.known && r.generation != seen.generation && !seen.has(at) {
				c.places[f.key.ID] = at
				continue
			}
			l = append(l, f)
		}
	}
	return l
}

// key is a token as the kiosk shows it: what it says of itself is cleaned.
func (t Token) key(module string) Key {
	const limit = 64
	k := Key{ID: idOf(t.Name), Module: module,
		Label: Clean(t.Label, limit), Manufacturer: Clean(t.Manufacturer, limit), Model: Clean(t.Model, limit),
		Serial: Clean(t.Serial, limit), Firmware: Clean(t.Firmware, limit),
		PIN: t.PIN, Tries: max(t.Tries, -1), MinPIN: min(max(t.MinPIN, 0), MaxPIN), MaxPIN: min(max(t.MaxPIN, 0), MaxPIN),
		Certificates: t.Certificates}
	if k.MaxPIN < k.MinPIN {
		k.MaxPIN = 0
	}
	if t.Garbled || !t.PIN.known() {
		k.Err = devices.ErrGarbled
	}
	return k
}

// idOf hides a serial number: an ID may be logged.
func idOf(name string) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:8])
}

// withoutTwins leaves one of the candidates that are the same key, read by two
// modules: the better reading, else the earlier module's.
func withoutTwins(l []candidate, modules []Module) []candidate {
	var kept []candidate
	for _, f := range l {
		twin := slices.IndexFunc(kept, func(o candidate) bool { return o.reader != f.reader && sameKey(o.key, f.key) })
		switch {
		case twin < 0:
			kept = append(kept, f)
		case better(f, kept[twin], modules):
			kept[twin] = f
		}
	}
	return kept
}

func sameKey(a, b Key) bool {
	if len(strings.Trim(a.Serial, "0 ")) >= 4 && strings.EqualFold(a.Serial, b.Serial) {
		return true
	}
	for _, c := range a.Certificates {
		if c.DER != nil && slices.ContainsFunc(b.Certificates, func(d Certificate) bool { return bytes.Equal(c.DER, d.DER) }) {
			return true
		}
	}
	return false
}

func better(a, b candidate, modules []Module) bool {
	if (a.key.Err == nil) != (b.key.Err == nil) {
		return a.key.Err == nil
	}
	if named := len(modules[a.reader].USB) > 0; named != (len(modules[b.reader].USB) > 0) {
		return named
	}
	return len(a.key.Certificates) > len(b.key.Certificates)
}

// locate finds out which device each key is, as far as that can be told: by its
// serial number, by the module's list, by being a U-KEY.
func locate(l []candidate, modules []Module, seen plugged) {
	known := Known()
	for _, fits := range []func(Key, Module, devices.Info) bool{
		func(k Key, _ Module, i devices.Info) bool { return i.Serial != "" && i.Serial == k.Serial },
		func(_ Key, m Module, i devices.Info) bool { return slices.Contains(m.USB, i.ID) },
		func(_ Key, m Module, i devices.Info) bool { return len(m.USB) == 0 && slices.Contains(known, i.ID) },
	} {
		for _, d := range seen.devices {
			at := placeOf(d.Info)
			if slices.ContainsFunc(l, func(f candidate) bool { return f.place == at }) {
				continue
			}
			for i := range l {
				if f := &l[i]; f.place == (place{}) && fits(f.key, modules[f.reader], d.Info) {
					f.place, f.key.USB = at, d.ID
					break
				}
			}
		}
	}
}

// name makes IDs unique where keys share a serial number.
func name(l []candidate) {
	times := map[string]int{}
	for i := range l {
		id := l[i].key.ID
		if times[id]++; times[id] > 1 {
			l[i].key.ID = fmt.Sprintf("%s-%d", id, times[id])
		}
	}
}

// unread tells of a device that no key was found to be.
func (c *composed) unread(d plug, modules []Module, reads []reading, now time.Time, settle time.Duration) {
	readers := readersOf(d.ID, modules)
	if len(readers) == 0 && !slices.Contains(Known(), d.ID) {
		return
	}
	able := 0
	for _, i := range readers {
		if why := reads[i].err; why != nil && !isLoad(why) { // it may be this key that it fails over
			c.port.Keys = append(c.port.Keys, Key{ID: fmt.Sprintf("usb-%d-%d", d.Bus, d.Address), Module: modules[i].Name, USB: d.ID,
				PIN: PINReady, Tries: -1, Err: why})
			c.sources = append(c.sources, candidate{reader: -1, place: placeOf(d.Info)})
			return
		}
		if reads[i].err == nil {
			able++
			if reads[i].generation < d.generation {
				return // it has not looked yet
			}
		}
	}
	if able == 0 || now.Sub(d.since) >= settle {
		c.port.Strange = append(c.port.Strange, d.Info)
	}
}

// readersOf are the modules that ought to read such a device: those that name it,
// else, of U-KEYs, those that name none.
func readersOf(id devices.ID, modules []Module) []int {
	var named, others []int
	for i, m := range modules {
		switch {
		case slices.Contains(m.USB, id):
			named = append(named, i)
		case len(m.USB) == 0:
			others = append(others, i)
		}
	}
	if len(named) > 0 {
		return named
	}
	if slices.Contains(Known(), id) {
		return others
	}
	return nil
}
