package uplink_test

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"hallkiosk/sync/protocol"
	"hallkiosk/sync/uplink"
	"hallkiosk/sync/uplink/uplinktest"
)

// kept is the kiosk's side: it keeps the last Trust that it was given.
type kept struct {
	mu     sync.Mutex
	trust  protocol.Trust
	broken error
	put    chan string // versions, also those not taken
}

func (k *kept) Version() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.trust.Version
}

func (k *kept) Put(t protocol.Trust) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.broken == nil {
		k.trust = t
	}
	k.put <- t.Version
	return k.broken
}

func (k *kept) set(broken error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.broken = broken
}

func trusted(authorities ...string) protocol.Trust {
	t := protocol.Trust{Protocol: 1, Authorities: [][]byte{}, Revocations: [][]byte{}}
	for _, a := range authorities {
		t.Authorities = append(t.Authorities, []byte(a))
	}
	t.Version = t.Sum()
	return t
}

// truster is a centre that tells a version and serves what h does.
type truster struct {
	mu    sync.Mutex
	told  string
	h     http.HandlerFunc
	beats chan protocol.Heartbeat
}

func (c *truster) tell(version string, h http.HandlerFunc) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.told, c.h = version, h
}

func (c *truster) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	told, h := c.told, c.h
	c.mu.Unlock()
	switch r.URL.Path {
	case protocol.PathTrust:
		h(w, r)
	case protocol.PathHeartbeat:
		if b, err := protocol.DecodeHeartbeat(r.Body); err == nil {
			c.note(*b)
		}
		answerJSON(w, 200, protocol.News{Protocol: 1, Now: start, Trust: told})
	}
}

func trusting(t *testing.T, change func(*uplink.Options)) (*truster, *kept, *link) {
	t.Helper()
	a := uplinktest.NewAuthority(t)
	c := &truster{beats: make(chan protocol.Heartbeat, 1000)}
	k := &kept{put: make(chan string, 100)}
	l := run(t, a, serve(t, a, c), 0, func(o *uplink.Options) {
		o.Trust, o.News = k, nil
		if change != nil {
			change(o)
		}
	})
	l.rest()
	return c, k, l
}

// until lets heartbeats pass until something is so.
func (l *link) until(what string, so func() bool) {
	l.t.Helper()
	for end := time.Now().Add(20 * time.Second); !so(); l.pass() {
		if time.Now().After(end) {
			l.t.Fatalf("never %s", what)
		}
	}
}

// heard reports whether a heartbeat that has arrived is as wanted.
func (c *truster) heard(wanted func(protocol.Heartbeat) bool) bool {
	for len(c.beats) > 0 {
		if wanted(<-c.beats) {
			return true
		}
	}
	return false
}

// note keeps the last heartbeats: many pass while something large is under way.
func (c *truster) note(b protocol.Heartbeat) {
	for {
		select {
		case c.beats <- b:
			return
		default:
		}
		select {
		case <-c.beats:
		default:
		}
	}
}

func serveTrust(t protocol.Trust) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { answerJSON(w, 200, t) }
}

// TestTrustThatTakesItsTime: long lists come over a slow line, and may take
// longer than any other answer.
func TestTrustThatTakesItsTime(t *testing.T) {
	const other = time.Second
	c, k, l := trusting(t, func(o *uplink.Options) { o.Timeout = other })
	slow := trusted("a")
	c.tell(slow.Version, func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-time.After(other + other/4):
			serveTrust(slow)(w, r)
		case <-r.Context().Done():
		}
	})
	l.until("taken", func() bool { return k.Version() == slow.Version })
}

func TestTrustIsRefreshed(t *testing.T) {
	c, k, l := trusting(t, nil)
	if b := <-c.beats; b.Trust != "" || b.KeyLeft {
		t.Errorf("begins with %+v", b)
	}
	first, second := trusted("a"), trusted("a", strings.Repeat("b", 6<<20)) // larger than any other answer
	c.tell(first.Version, serveTrust(first))
	l.until("taken", func() bool { return k.Version() == first.Version })
	l.until("told", func() bool {
		return c.heard(func(b protocol.Heartbeat) bool { return b.Trust == first.Version })
	})
	c.tell(second.Version, serveTrust(second))
	l.until("taken", func() bool { return k.Version() == second.Version })
	nothing := trusted()
	c.tell(nothing.Version, serveTrust(nothing))
	l.until("taken", func() bool { return k.Version() == nothing.Version })
	for range 5 {
		l.pass()
	}
	if n := len(k.put); n != 3 {
		t.Errorf("taken %d times", n)
	}
	c.tell("", nil) // a centre of before says nothing: what is known stays
	for range 3 {
		l.pass()
	}
	if k.Version() != nothing.Version || strings.Contains(l.log.String(), "trust.refused") {
		t.Errorf("log %s", l.log)
	}
}

func TestTrustRefused(t *testing.T) {
	good := trusted("a", "b")
	for name, c := range map[string]struct {
		code string
		h    http.HandlerFunc
	}{
		"HTML": {"nonsense", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) }},
		"other sum": {"nonsense", func(w http.ResponseWriter, _ *http.Request) {
			b := good
			b.Authorities = b.Authorities[:1]
			answerJSON(w, 200, b)
		}},
		"too large": {"nonsense", func(w http.ResponseWriter, _ *http.Request) {
			for range protocol.MaxTrust>>20 + 1 {
				if _, err := w.Write(bytes.Repeat([]byte(" "), 1<<20)); err != nil {
					return // the kiosk has heard enough
				}
			}
		}},
		"cut off":      {"unreachable", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }},
		"no such path": {"status-404", http.NotFound},
	} {
		t.Run(name, func(t *testing.T) {
			centre, k, l := trusting(t, nil)
			centre.tell(good.Version, c.h)
			l.until("noted", func() bool { return strings.Contains(l.log.String(), `"reason":"`+c.code+`"`) })
			if k.Version() != "" || len(k.put) != 0 {
				t.Error("taken")
			}
			centre.tell(good.Version, serveTrust(good))
			l.until("taken once mended", func() bool { return k.Version() == good.Version })
		})
	}
}

// TestTrustThatIsNotKept: what the kiosk itself refuses is tried ever more
// seldom, and another version at once.
func TestTrustThatIsNotKept(t *testing.T) {
	c, k, l := trusting(t, nil)
	k.set(errors.New("kiosk: no room"))
	bad, good := trusted("bad"), trusted("good")
	fetched := make(chan time.Time, 1000)
	c.tell(bad.Version, func(w http.ResponseWriter, r *http.Request) {
		fetched <- l.clock.Now()
		serveTrust(bad)(w, r)
	})
	began := l.clock.Now()
	l.until("tried for an hour", func() bool { return l.clock.Now().Sub(began) > time.Hour })
	if n := len(fetched); n < 2 || n > 40 {
		t.Errorf("tried %d times in an hour", n)
	}
	if !strings.Contains(l.log.String(), "not-kept") {
		t.Errorf("log %s", l.log)
	}
	k.set(nil)
	c.tell(good.Version, serveTrust(good))
	l.until("another taken", func() bool { return k.Version() == good.Version })
}

func TestForgottenKeyIsTold(t *testing.T) {
	var left sync.Mutex
	forgotten := false
	c, _, l := trusting(t, func(o *uplink.Options) {
		o.KeyLeft = func() bool {
			left.Lock()
			defer left.Unlock()
			return forgotten
		}
	})
	say := func(so bool) {
		left.Lock()
		forgotten = so
		left.Unlock()
		l.until("told", func() bool { return c.heard(func(b protocol.Heartbeat) bool { return b.KeyLeft == so }) })
	}
	say(true)
	say(false)
}
