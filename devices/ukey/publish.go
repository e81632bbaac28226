package ukey

import (
	"errors"
	"slices"
	"time"

	"hallkiosk/devices"
)

// isLoad reports whether a module cannot be used at all, whatever is plugged in.
func isLoad(err error) bool { return errors.Is(err, ErrLoad) || errors.Is(err, ErrKind) }

// usb is what USB says at the moment.
func (r *Ring) usb() plugged {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.seen
}

// expected is how many keys the keeper's module ought to see, -1 where nobody knows.
func (r *Ring) expected(k *keeper, seen plugged) int {
	if !seen.known {
		return -1
	}
	if len(k.module.USB) > 0 {
		return seen.count(k.module.USB)
	}
	n := 0
	for _, d := range seen.devices {
		if i := slices.Index(r.keepers, k); slices.Contains(readersOf(d.ID, r.opts.Modules), i) {
			n++
		}
	}
	if n == 0 {
		return -1 // there are U-KEYs that no list names
	}
	return n
}

// note changes what is known of a module, tells of it and composes the port anew.
func (r *Ring) note(k *keeper, change func()) {
	r.mu.Lock()
	before := k.status
	change()
	changed := before.Running != k.status.Running || text(before.Err) != text(k.status.Err)
	if changed {
		k.status.Since = time.Now()
	}
	changed = changed || before.Keys != k.status.Keys
	now := k.status
	r.mu.Unlock()
	r.publish()
	if changed {
		r.opts.Report(now)
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// publish composes the port.
func (r *Ring) publish() {
	r.mu.Lock()
	defer r.mu.Unlock()
	c := r.compose()
	r.places = c.places
	r.port.Store(&c.port)
}

// compose is called with the lock.
func (r *Ring) compose() composed {
	var reads []reading
	for _, k := range r.keepers {
		read := k.read
		if read.err == nil && !errors.Is(k.status.Err, devices.ErrGone) {
			read.err = k.status.Err // a fault that the module told
		}
		reads = append(reads, read)
	}
	return compose(r.opts.Modules, reads, r.seen, r.places, time.Now(), r.opts.Settle)
}

// reader finds who reads a key at the moment.
func (r *Ring) reader(key Key) (k *keeper, token string, at place, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	c := r.compose()
	for i, s := range c.sources {
		if c.port.Keys[i].ID == key.ID && s.reader >= 0 {
			return r.keepers[s.reader], s.token, s.place, true
		}
	}
	return nil, "", place{}, false
}
