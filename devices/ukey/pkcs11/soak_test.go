package pkcs11_test

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/memory"
	"hallkiosk/devices/ukey"
	"hallkiosk/devices/ukey/keysim"
	"hallkiosk/kiosk/certificate/certtest"
)

// The flags of kiosk/soak-ukey.
var (
	cycles = flag.Int("cycles", 12, "how many times a key is plugged in and pulled out")
	every  = flag.Duration("every", 20*time.Millisecond, "between two looks; the kiosk's is 500ms")
	seed   = flag.Uint64("seed", 1, "of what happens when")
)

// TestSoak plugs a key in and pulls it out, idle, after a signature and in the midst
// of one, again and again; then it works, and neither the kiosk nor the helper holds
// more than before.
func TestSoak(t *testing.T) {
	r := newRig(t, keysim.Options{})
	r.opts.Every = *every
	s := &soak{T: t, rig: r, pair: newPair(t, certtest.SM2, ""), chance: rand.New(rand.NewPCG(*seed, 0))}
	s.ring = open(t, r.opts)
	for range max(4, *cycles/10) { // until all has been used once
		s.cycle()
	}
	s.in, s.out = nil, nil
	before, began := s.measure(), time.Now()
	for range *cycles {
		s.cycle()
	}
	after := s.measure()
	t.Logf("%d cycles in %v, seed %d", *cycles, time.Since(began).Round(time.Millisecond), *seed)
	t.Logf("plugged in: noticed %s", spread(s.in))
	t.Logf("pulled out: noticed %s", spread(s.out))
	t.Logf("before %+v", before)
	t.Logf("after  %+v", after)
	const heap, rss = 512 << 10, 8 << 20 // and what each cycle may cost, below
	more := int64(*cycles)
	if after.Goroutines > before.Goroutines || after.Descriptors > before.Descriptors || after.HelperDescriptors > before.HelperDescriptors ||
		after.Helper != before.Helper || after.Heap > before.Heap+heap+more<<11 || after.RSS > before.RSS+rss+more<<12 ||
		after.HelperRSS > before.HelperRSS+rss+more<<12 {
		t.Error("something has grown")
	}
	if m := s.ring.Modules()[0]; m.Failures != 0 || m.Err != nil {
		t.Errorf("%+v", m)
	}
}

type soak struct {
	*testing.T
	*rig
	ring    *ukey.Ring
	pair    pair
	chance  *rand.Rand
	in, out []time.Duration // until it was noticed
	cable   *memory.Cable   // one for all cycles, so that the bus does not grow
}

func (s *soak) cycle() {
	k := newKey(s.pair)
	k.Serial = fmt.Sprintf("K%06d", s.chance.IntN(1e6))
	course := s.chance.IntN(3)
	if course == 1 {
		k.Faults = []keysim.Fault{{On: keysim.Sign, What: keysim.Hold}} // until it is pulled out
	}
	s.sim.Plug(k)
	if s.cable == nil {
		s.cable = s.bus.Plug(keysim.Stick{ID: feitian})
	} else {
		s.cable.Replug()
	}
	began := time.Now()
	id := until(s, "plugged in", s.ring, one).Keys[0].ID
	s.in = append(s.in, time.Since(began))
	switch course {
	case 0:
		signs(s, s.ring, id, s.pair.der, right)
	case 1:
		s.pullInTheMiddle(k, id)
		return
	}
	s.pull(k)
}

// pull pulls the key out; USB and the library learn it in any order.
func (s *soak) pull(k *keysim.Key) {
	if s.chance.IntN(2) == 0 {
		s.sim.Unplug(k)
		s.cable.Unplug()
	} else {
		s.cable.Unplug()
		s.sim.Unplug(k)
	}
	began := time.Now()
	until(s, "pulled out", s.ring, none)
	s.out = append(s.out, time.Since(began))
}

func (s *soak) pullInTheMiddle(k *keysim.Key, id string) {
	done := make(chan error)
	go func() {
		_, err := s.ring.Sign(s.Context(), id, s.pair.der, pin(right), []byte("text"))
		done <- err
	}()
	for k.Tried() == 0 {
		time.Sleep(time.Millisecond) // until it is in the midst of it
	}
	s.pull(k)
	if err := <-done; !errors.Is(err, devices.ErrGone) || k.Tried() != 1 {
		s.Errorf("%v, %d PINs", err, k.Tried())
	}
}

// spread says how long it took: half of the time, nearly always, at worst.
func spread(l []time.Duration) string {
	l = slices.Sorted(slices.Values(l))
	at := func(share float64) time.Duration { return l[int(share*float64(len(l)-1))].Round(time.Millisecond) }
	late := len(l) - sort.Search(len(l), func(i int) bool { return l[i] > time.Second })
	return fmt.Sprintf("within %v half of the time, %v in 99 of 100, %v at worst; %d of %d after more than 1 s", at(0.5), at(0.99), at(1), late, len(l))
}

// figures are what must not grow.
type figures struct {
	Goroutines, Descriptors   int
	Heap, RSS                 int64 // bytes
	Helper, HelperDescriptors int   // its process
	HelperRSS                 int64
}

// measure counts once all is at rest: the least of several.
func (s *soak) measure() figures {
	s.Helper()
	var least figures
	for i := range 50 {
		runtime.GC()
		debug.FreeOSMemory()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		helpers := s.sim.Processes()
		if len(helpers) != 1 {
			s.Fatalf("helpers %v", helpers)
		}
		now := figures{runtime.NumGoroutine(), descriptors(s, os.Getpid()), int64(m.HeapAlloc), rss(s, os.Getpid()),
			helpers[0], descriptors(s, helpers[0]), rss(s, helpers[0])}
		if i == 0 || now.Goroutines < least.Goroutines || now.Descriptors < least.Descriptors {
			least = now
		}
		time.Sleep(10 * time.Millisecond) // sampling
	}
	return least
}

func descriptors(t testing.TB, pid int) int {
	t.Helper()
	l, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	must(t, err)
	return len(l)
}

// rss is a process's memory, by /proc/…/statm.
func rss(t testing.TB, pid int) int64 {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	must(t, err)
	pages, err := strconv.ParseInt(strings.Fields(string(text))[1], 10, 64)
	must(t, err)
	return pages * int64(os.Getpagesize())
}
