package pin_test

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hallkiosk/kiosk/pin"
	"hallkiosk/sync/centre/password"
)

const right = "720451"

// lock is a guard with a clock of its own.
type lock struct {
	t    *testing.T
	file string
	now  time.Time
	log  bytes.Buffer
	*pin.Guard
}

func newLock(t *testing.T) *lock {
	l := &lock{t: t, file: filepath.Join(t.TempDir(), "technician.pin"), now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	l.restart()
	if err := l.Set(t.Context(), right); err != nil {
		t.Fatal(err)
	}
	return l
}

func (l *lock) restart() {
	l.Guard = pin.New(pin.Options{File: l.file, Cost: password.Cost{Memory: 64, Time: 1, Threads: 1},
		Now: func() time.Time { return l.now }, Log: slog.New(slog.NewTextHandler(&l.log, nil))})
}

// wrong tries a wrong PIN and holds how long one must wait afterwards.
func (l *lock) wrong(wait time.Duration, locked bool) {
	l.t.Helper()
	var refused *pin.RefusedError
	if err := l.Enter(l.t.Context(), "111112"); !errors.As(err, &refused) || !refused.Wrong || refused.Locked != locked || refused.Until.Sub(l.now) != wait {
		l.t.Fatalf("a wrong PIN: %v %+v", err, refused)
	}
}

// shut holds that even the right PIN is not looked at.
func (l *lock) shut() {
	l.t.Helper()
	var refused *pin.RefusedError
	if err := l.Enter(l.t.Context(), right); !errors.As(err, &refused) || refused.Wrong {
		l.t.Fatalf("a PIN was looked at too soon: %v", err)
	}
}

func (l *lock) opens() {
	l.t.Helper()
	if err := l.Enter(l.t.Context(), right); err != nil {
		l.t.Fatal(err)
	}
}

func TestNoPINAtFirst(t *testing.T) {
	g := pin.New(pin.Options{File: filepath.Join(t.TempDir(), "technician.pin"), Now: time.Now})
	if set, _, _ := g.State(); set {
		t.Error("there is a PIN that nobody set")
	}
	for _, guess := range []string{"", "000000", right} {
		if err := g.Enter(t.Context(), guess); !errors.Is(err, pin.ErrUnset) {
			t.Error(err)
		}
	}
}

func TestWrongOnesSlowAndLock(t *testing.T) {
	l := newLock(t)
	for _, wait := range []time.Duration{1, 2, 4, 8} {
		l.wrong(wait*time.Second, false)
		l.now = l.now.Add(wait*time.Second - 1)
		l.restart() // forgets nothing
		l.shut()
		l.now = l.now.Add(1)
	}
	l.wrong(15*time.Minute, true)
	l.restart()
	if set, until, locked := l.State(); !set || !locked || !until.Equal(l.now.Add(15*time.Minute)) {
		t.Error(set, until, locked)
	}
	l.now = l.now.Add(15*time.Minute - 1)
	l.shut()
	l.now = l.now.Add(1)
	if _, until, locked := l.State(); locked || !until.IsZero() {
		t.Error("still locked", until)
	}
	l.wrong(time.Second, false) // counts from the first
	l.now = l.now.Add(time.Second)
	l.opens()
	l.wrong(time.Second, false) // the right one forgave the wrong ones
	if said := l.log.String(); strings.Count(said, "technician.refused") != 6 || strings.Count(said, "technician.locked") != 1 ||
		strings.Count(said, "technician.in") != 1 || strings.Contains(said, "111112") || strings.Contains(said, right) {
		t.Error(said)
	}
}

func TestClockSetBack(t *testing.T) {
	l := newLock(t)
	l.wrong(time.Second, false)
	l.now = l.now.Add(-48 * time.Hour)
	l.shut()
	l.now = l.now.Add(15 * time.Minute)
	_, until, _ := l.State()
	if wait := until.Sub(l.now); wait > 15*time.Minute {
		t.Errorf("held out for %v", wait)
	}
}

func TestATryCountsBeforeItIsLookedAt(t *testing.T) {
	l := newLock(t)
	if err := l.Set(t.Context(), right); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(l.file)
	if err != nil || strings.Contains(string(text), right) {
		t.Fatal("the PIN stands in its file", err)
	}
	if err := os.WriteFile(l.file, []byte(`{"hash":"$argon2id$damaged"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := l.Enter(t.Context(), right); !errors.Is(err, password.ErrFormat) { // as if the plug were pulled
		t.Fatal(err)
	}
	if _, until, _ := l.State(); !until.Equal(l.now.Add(time.Second)) {
		t.Error("the try was not counted")
	}
}

func TestWeakPINs(t *testing.T) {
	l := newLock(t)
	for _, weak := range []string{"", "12345", "1234567890123", "111111", "123456", "765432", "12345a", "１２３４５６", "12 456"} {
		if err := l.Set(t.Context(), weak); !errors.Is(err, pin.ErrWeak) {
			t.Errorf("%q: %v", weak, err)
		}
	}
	for _, good := range []string{"135791", "112233", "908172635401"} {
		if err := l.Set(t.Context(), good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	l.now = l.now.Add(time.Hour)
	l.wrong(time.Second, false)
}
