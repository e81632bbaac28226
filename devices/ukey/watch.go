package ukey

import (
	"context"
	"slices"
	"time"

	"hallkiosk/devices"
)

// place is where a device is plugged in, until it is pulled out: its address is
// another one after that.
type place struct{ bus, address int }

func placeOf(i devices.Info) place { return place{i.Bus, i.Address} }

// plugged is what USB says.
type plugged struct {
	known      bool   // whether USB can be asked at all
	generation uint64 // counts the changes
	devices    []plug
}

type plug struct {
	devices.Info
	since      time.Time
	generation uint64 // of which it is
}

// count is how many devices of these numbers are plugged in.
func (p plugged) count(ids []devices.ID) int {
	n := 0
	for _, d := range p.devices {
		if slices.Contains(ids, d.ID) {
			n++
		}
	}
	return n
}

func (p plugged) has(at place) bool {
	return slices.ContainsFunc(p.devices, func(d plug) bool { return placeOf(d.Info) == at })
}

// glancer is a Bus that says what is plugged in without opening any of it.
type glancer interface {
	Glance(ctx context.Context) ([]devices.Info, error)
}

func (r *Ring) listUSB(ctx context.Context) ([]devices.Info, error) {
	if g, ok := r.opts.Bus.(glancer); ok {
		return g.Glance(ctx)
	}
	return r.opts.Bus.List(ctx)
}

// watch looks at USB and wakes the keepers.
func (r *Ring) watch(ctx context.Context) {
	tick := time.NewTicker(r.opts.Every)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		r.watchUSB(ctx)
		r.publish()
		for _, k := range r.keepers {
			select {
			case k.poke <- struct{}{}:
			default: // it is to look already
			}
		}
	}
}

// watchUSB notes what is plugged in and breaks off what is done with a key that
// is no longer.
func (r *Ring) watchUSB(ctx context.Context) {
	if r.opts.Bus == nil {
		return
	}
	list, err := r.listUSB(ctx)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.seen.known = false
		return
	}
	r.seen = r.seen.next(list, time.Now())
	for _, k := range r.keepers {
		if t := k.task; t != nil && t.place != (place{}) && !r.seen.has(t.place) {
			t.missing++
			if t.missing == patience {
				t.end()
			}
		}
	}
}

// patience is how many looks a module gets to notice itself that the key it works
// with is gone.
const patience = 3

// task is what a keeper does at the moment.
type task struct {
	place   place
	end     func() // breaks it off
	missing int    // looks since the key is gone
}

func (r *Ring) guard(k *keeper, t *task) {
	r.mu.Lock()
	defer r.mu.Unlock()
	k.task = t
}

// next is what USB says now, after p.
func (p plugged) next(list []devices.Info, now time.Time) plugged {
	n := plugged{known: true, generation: p.generation}
	for _, i := range list {
		d := plug{i, now, p.generation + 1}
		for _, old := range p.devices {
			if placeOf(old.Info) == placeOf(i) && old.ID == i.ID {
				d.since, d.generation = old.since, old.generation
			}
		}
		n.devices = append(n.devices, d)
	}
	same := p.known && slices.EqualFunc(p.devices, n.devices, func(a, b plug) bool {
		return a.ID == b.ID && placeOf(a.Info) == placeOf(b.Info)
	})
	if !same {
		n.generation++
	}
	return n
}

// pulledOut reports whether the device is known to be gone now.
func (r *Ring) pulledOut(at place) bool {
	if at == (place{}) {
		return false
	}
	list, err := r.listUSB(context.Background())
	return err == nil && !slices.ContainsFunc(list, func(i devices.Info) bool { return placeOf(i) == at })
}
