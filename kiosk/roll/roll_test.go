package roll_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hallkiosk/devices"
	"hallkiosk/kiosk/roll"
)

var (
	well = devices.Status{State: devices.Ready}
	low  = devices.Status{State: devices.Ready, Reason: devices.ReasonPaperLow}
	out  = devices.Status{State: devices.NeedsAttention, Reason: devices.ReasonPaperOut}
	open = devices.Status{State: devices.NeedsAttention, Reason: devices.ReasonCoverOpen}
	mute = devices.Status{State: devices.Ready, Reason: devices.ReasonSilent}
	gone = devices.Status{State: devices.Absent, Reason: devices.ReasonUnplugged}
)

func opened(file string, metres int) *roll.Roll {
	return roll.Open(roll.Options{File: file, Metres: metres, Now: time.Now})
}

func fresh(t testing.TB) (*roll.Roll, string) {
	file := filepath.Join(t.TempDir(), "roll.json")
	return opened(file, 50), file
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func left(t testing.TB, r *roll.Roll, s devices.Status, want int, known bool) {
	t.Helper()
	if n, ok := r.Left(s); n != want || ok != known {
		t.Errorf("%d left, known %v; want %d, %v", n, ok, want, known)
	}
}

func TestNothingIsClaimedBeforeTheFirstRoll(t *testing.T) {
	r, _ := fresh(t)
	must(t, r.Used(200))
	left(t, r, well, 0, false)
	left(t, r, out, 0, true)
	left(t, r, low, 15, true) // the sensor knows without us
}

func TestTicketsAreCounted(t *testing.T) {
	r, file := fresh(t)
	must(t, r.New())
	left(t, r, well, 277, true)
	for range 10 {
		must(t, r.Used(200))
	}
	left(t, r, well, 240, true)
	left(t, opened(file, 50), well, 240, true) // after a restart
	left(t, r, low, 15, true)                  // the sensor says that it is less
	for range 239 {
		must(t, r.Used(200))
	}
	left(t, r, well, 1, true)
	left(t, r, low, 1, true) // the sensor says no more than what is left
	must(t, r.Used(5000))
	left(t, r, well, 0, true)
}

func TestNewRollIsSeen(t *testing.T) {
	for name, c := range map[string]struct {
		seen []devices.Status
		new  bool
	}{
		"paper out":                 {[]devices.Status{well, out, well}, true},
		"cover open for a jam":      {[]devices.Status{well, open, well}, false},
		"changed before it was out": {[]devices.Status{low, open, well}, true},
		"low, jam, still low":       {[]devices.Status{low, open, low}, false},
		"sensor wavers":             {[]devices.Status{low, well, low, well}, false},
		"open, low, well":           {[]devices.Status{well, open, low, well}, false},
		"out, open, well":           {[]devices.Status{out, open, well}, true},
		"out, gone, back":           {[]devices.Status{out, gone, well}, true},
		"still out":                 {[]devices.Status{out, out}, false},
		"silent says nothing":       {[]devices.Status{out, mute}, false},
		"unplugged and back":        {[]devices.Status{well, gone, well}, false},
		"low is no change of roll":  {[]devices.Status{well, low, well}, false},
	} {
		t.Run(name, func(t *testing.T) {
			r, file := fresh(t)
			must(t, r.New())
			for range 20 {
				must(t, r.Used(1500))
			}
			for _, s := range c.seen {
				must(t, r.Saw(s))
				r = opened(file, 50) // a restart at any moment forgets nothing
			}
			n, _ := r.Left(well)
			if got := n > 30; got != c.new && c.seen[len(c.seen)-1].Usable() {
				t.Errorf("%d left", n)
			}
		})
	}
}

func TestUnknownLength(t *testing.T) {
	_, file := fresh(t)
	r := opened(file, 0)
	must(t, r.New())
	left(t, r, well, 0, false)
	left(t, r, low, 16, true)
}

func TestDamagedFile(t *testing.T) {
	_, file := fresh(t)
	must(t, os.WriteFile(file, []byte("{"), 0o600))
	r := opened(file, 50)
	left(t, r, well, 0, false)
	must(t, r.New())
	left(t, r, well, 277, true)
}

// TestNeverMoreThanBefore: printing leaves no more tickets of the same length.
func TestNeverMoreThanBefore(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r, _ := fresh(t)
		must(t, r.New())
		length := rapid.IntRange(50, 2000).Draw(rt, "length")
		must(t, r.Used(length))
		last, _ := r.Left(well)
		for range rapid.IntRange(1, 4).Draw(rt, "slips") {
			must(t, r.Used(length))
			now, known := r.Left(well)
			if !known || now < 0 || now > last {
				rt.Fatalf("%d after %d", now, last)
			}
			last = now
		}
	})
}
