package centre

import (
	"sync"
	"time"
)

const (
	freeTries    = 5 // of one account from one address
	freeFromHost = 30
	firstWait    = 30 * time.Second
	longestWait  = 15 * time.Minute
	throttleSize = 10_000 // entries; beyond, the oldest go
)

// throttle slows down whoever guesses passwords: per account and address, and
// per address over all accounts. It forgets at a restart, and after the
// longest wait without a try.
type throttle struct {
	now  func() time.Time
	mu   sync.Mutex
	seen map[guesser]*tries
}

// guesser is who tries: one account from one address, or anything from there.
type guesser struct {
	username, host string
	anyAccount     bool
}

type tries struct {
	count int
	last  time.Time
	until time.Time // no try before
	told  bool      // of this wait
}

func newThrottle(now func() time.Time) *throttle {
	return &throttle{now: now, seen: map[guesser]*tries{}}
}

// try counts one try in advance, so that many at once gain nothing. It answers
// how long to wait instead, or zero, and whether it says so for the first time.
func (t *throttle) try(username, host string) (wait time.Duration, first bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	one, all := t.entry(guesser{username: username, host: host}, now), t.entry(guesser{host: host, anyAccount: true}, now)
	if wait := max(one.until.Sub(now), all.until.Sub(now)); wait > 0 {
		longer := one
		if all.until.After(one.until) {
			longer = all
		}
		first, longer.told = !longer.told, true
		return wait, first
	}
	one.add(now, freeTries)
	all.add(now, freeFromHost)
	return 0, false
}

// good forgets the tries of an account that got in. Those of its address stay,
// or one good account would let its address guess at others without end.
func (t *throttle) good(username, host string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.seen, guesser{username: username, host: host})
	if all := t.seen[guesser{host: host, anyAccount: true}]; all != nil && all.count > 0 {
		all.count--
	}
}

func (t *throttle) entry(key guesser, now time.Time) *tries {
	e := t.seen[key]
	if e == nil || now.Sub(e.last) > longestWait && now.After(e.until) {
		if len(t.seen) >= throttleSize {
			t.sweep()
		}
		e = &tries{last: now}
		t.seen[key] = e
	}
	return e
}

// sweep makes room by dropping the entry that was longest at rest.
func (t *throttle) sweep() {
	var oldest guesser
	var since time.Time
	for key, e := range t.seen {
		if since.IsZero() || e.last.Before(since) {
			oldest, since = key, e.last
		}
	}
	delete(t.seen, oldest)
}

func (e *tries) add(now time.Time, free int) {
	e.count++
	e.last = now
	if over := e.count - free; over >= 0 {
		wait := longestWait
		if over < 5 {
			wait = min(firstWait<<over, longestWait)
		}
		e.until, e.told = now.Add(wait), false
	}
}
