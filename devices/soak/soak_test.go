package soak

import (
	"context"
	"flag"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/idcard"
	"hallkiosk/devices/scanner"
)

// The flags of kiosk/soak-devices.
var (
	cycles = flag.Int("cycles", 12, "how many times a device is pulled out and put back")
	seed   = flag.Uint64("seed", 1, "of what happens when")
)

// growth is what the figures may differ by at the end. The virtual bus itself leaves
// some bytes of heap and two kilobytes resident behind at each cycle, see
// BenchmarkPlugged of devices/usb/usbtest.
const (
	growthGoroutines  = 0
	growthDescriptors = 0
	growthHeap        = int64(256) << 10 // bytes, and 256 a cycle
	growthRSS         = int64(8) << 20   // bytes, and 4 kB a cycle
)

// TestSoak pulls out one of three devices after a random number of bytes, in the
// middle of its work, and puts it back, again and again; then each works, and
// nothing has grown.
func TestSoak(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute+time.Duration(*cycles)*5*time.Second)
	defer cancel()
	r := newRig(t)
	units := []unit{r.reader(idcard.Bulk, wired), r.scanner(scanner.POS, wired), r.printer(wired)}
	chance := rand.New(rand.NewPCG(*seed, 0))
	cycle := func() {
		u := units[chance.IntN(len(units))]
		pullInTheMiddle(ctx, t, r, u, chance.IntN(2000))
		u.works(ctx, t)
	}
	for _, u := range units {
		u.works(ctx, t)
	}
	for range max(1, *cycles/10) { // until all has been used once
		cycle()
	}
	before := measure(t)
	began := time.Now()
	for range *cycles {
		cycle()
	}
	for _, u := range units {
		u.until(ctx, t, devices.Ready, "")
	}
	after := measure(t)
	t.Logf("%d cycles in %v, seed %d", *cycles, time.Since(began).Round(time.Millisecond), *seed)
	t.Logf("before %+v", before)
	t.Logf("after  %+v", after)
	if after.Goroutines > before.Goroutines+growthGoroutines || after.Descriptors > before.Descriptors+growthDescriptors ||
		after.Heap > before.Heap+growthHeap+int64(*cycles)<<8 || after.RSS > before.RSS+growthRSS+int64(*cycles)<<12 {
		t.Error("something has grown")
	}
}

// pullInTheMiddle uses the device and pulls it out after n bytes, or when it has
// done its work if that is fewer.
func pullInTheMiddle(ctx context.Context, t *testing.T, r *rig, u unit, n int) {
	wire := u.sim.(*tripwire)
	tripped := wire.arm(n)
	used := make(chan error, 1)
	go func() { used <- u.use(ctx) }()
	select {
	case <-tripped:
	case err := <-used:
		used <- err
	}
	r.pull(u.sim)
	<-used
	u.until(ctx, t, devices.Absent, devices.ReasonUnplugged)
	wire.whole()
	r.plug(u.sim)
}

// figures are what must not grow.
type figures struct {
	Goroutines, Descriptors int
	Heap, RSS               int64 // bytes
}

// measure counts once all is at rest: a transfer that has just ended may still be
// on its way out.
func measure(t *testing.T) figures {
	t.Helper()
	var last figures
	for range 50 {
		runtime.GC()
		debug.FreeOSMemory()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		now := figures{runtime.NumGoroutine(), descriptors(t), int64(m.HeapAlloc), rss(t)}
		if last.Goroutines == 0 || now.Goroutines < last.Goroutines || now.Descriptors < last.Descriptors {
			last = now
		}
		time.Sleep(10 * time.Millisecond) // sampling: the least of several
	}
	return last
}

func descriptors(t *testing.T) int {
	t.Helper()
	l, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(l)
}

// rss is the process's memory, by /proc/self/statm.
func rss(t *testing.T) int64 {
	t.Helper()
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Fatal(err)
	}
	pages, err := strconv.ParseInt(strings.Fields(string(text))[1], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return pages * int64(os.Getpagesize())
}
