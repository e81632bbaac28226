// Package uplink carries what the kiosk owes to the centre, and brings back
// the news of the hall, over mutual TLS. It sends one case at a time, tries
// again with growing pauses, and never gives up: a case leaves the store's
// queue only when the centre has it for good or does not want it as it is.
//
// How answers are taken:
//
//	200, 201 with a receipt for the case   delivered
//	400, 409, 413, 415, 422                the case is refused: a dead letter
//	401, 403                               the kiosk is refused: everything waits, no case suffers;
//	                                       of other-kiosk the case goes behind the others
//	anything else, or none                 try again, not before Retry-After
package uplink

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"

	"hallkiosk/kiosk/audit"
	"hallkiosk/sync/protocol"
)

// Store is where what is owed is kept. Its methods may be called while others
// submit.
type Store interface {
	// Next returns the case whose turn it is, due or not, and false where nothing is owed.
	Next(ctx context.Context) (*protocol.Parcel, bool, error)
	Delivered(ctx context.Context, caseID string) error
	Postpone(ctx context.Context, caseID string, until time.Time, code string) error
	Refuse(ctx context.Context, caseID, code string) error
	// Finished lets the people of these cases take another number.
	Finished(ctx context.Context, caseIDs []string) error
	// Depth counts the cases owed and the dead letters.
	Depth(ctx context.Context) (owed, deadLetters int, err error)
}

// Options are what an Uplink needs. Store, BaseURL, TLS, Kiosk and Version
// must be given.
type Options struct {
	Store   Store
	BaseURL string      // "https://centre.example:8443"
	TLS     *tls.Config // with the kiosk's certificate and the centre's authority
	Kiosk   string      // as in the certificate
	Version string      // of the program

	Report func() []protocol.Device // how the devices are, for the heartbeat
	News   func(protocol.News)      // told after each good heartbeat, by Run's goroutine
	Guides Guides                   // nil: the kiosk takes no guides
	Trust  Trust                    // nil: the kiosk checks no U-KEYs
	// KeyLeft reports, for the heartbeat, that a U-KEY was forgotten in the port; nil: never.
	KeyLeft func() bool
	Log     *slog.Logger

	Heartbeat    time.Duration // between heartbeats; 0: 30 s
	Timeout      time.Duration // of one exchange; 0: 15 s
	FirstPause   time.Duration // after a failure; 0: 1 s
	LongestPause time.Duration // after many; 0: 30 s

	Now func() time.Time // nil: time.Now
	// After is a timer and what stops it; nil: time.NewTimer.
	After func(time.Duration) (<-chan time.Time, func())
}

// Status says how the link is. A value: copy it.
type Status struct {
	Reachable bool
	Reason    string    // why not: a code; "" while reachable or not tried yet
	Since     time.Time // when Reachable or Reason last changed
	Heard     time.Time // when the centre last answered as it should; zero: never
	Refused   string    // the centre's code while it refuses this kiosk (401, 403)
}

// Uplink is the link to one centre.
type Uplink struct {
	o      Options
	base   *url.URL
	client *http.Client
	nudge  chan struct{}
	guides guides
	trust  trust

	// Of Run's goroutine alone.
	pause    *backoff.ExponentialBackOff
	beatAt   time.Time // the next heartbeat
	softTill time.Time // no try before, unless nudged
	hardTill time.Time // no try before, nudged or not: the centre said so
	beatLast bool      // the last try was a heartbeat

	mu     sync.Mutex
	status Status
	report *report // not delivered yet; nil: none
}

// New makes an uplink; Run starts it.
func New(o Options) (*Uplink, error) {
	base, err := url.Parse(o.BaseURL)
	if err != nil || base.Scheme != "https" || base.Host == "" || base.User != nil || base.RawQuery != "" {
		return nil, fmt.Errorf("uplink: new: %q is not an https address", o.BaseURL)
	}
	if o.Store == nil || o.TLS == nil || !protocol.ValidKiosk(o.Kiosk) || o.Version == "" {
		return nil, errors.New("uplink: new: store, TLS, kiosk and version are needed")
	}
	o.complete()
	pause := backoff.NewExponentialBackOff()
	pause.InitialInterval, pause.MaxInterval, pause.Multiplier = o.FirstPause, o.LongestPause, 2
	return &Uplink{
		o: o, base: base, client: newClient(o.TLS), nudge: make(chan struct{}, 1), pause: pause,
		guides: guides{shelf: o.Guides}, status: Status{Since: o.Now()},
	}, nil
}

func (o *Options) complete() {
	orElse(&o.Heartbeat, 30*time.Second)
	orElse(&o.Timeout, 15*time.Second)
	orElse(&o.FirstPause, time.Second)
	orElse(&o.LongestPause, 30*time.Second)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.After == nil {
		o.After = func(d time.Duration) (<-chan time.Time, func()) {
			t := time.NewTimer(d)
			return t.C, func() { t.Stop() }
		}
	}
	if o.Report == nil {
		o.Report = func() []protocol.Device { return nil }
	}
	if o.News == nil {
		o.News = func(protocol.News) {}
	}
	if o.KeyLeft == nil {
		o.KeyLeft = func() bool { return false }
	}
}

func orElse(d *time.Duration, otherwise time.Duration) {
	if *d <= 0 {
		*d = otherwise
	}
}

// Run carries until ctx ends, and returns nil then. It may be called once.
func (u *Uplink) Run(ctx context.Context) error {
	defer u.client.CloseIdleConnections()
	defer u.guides.fetches.Wait()
	defer u.trust.fetches.Wait()
	for ctx.Err() == nil {
		wait := u.turn(ctx)
		if wait <= 0 {
			continue
		}
		fired, stop := u.o.After(wait)
		select {
		case <-ctx.Done():
		case <-fired:
		case <-u.nudge:
			u.softTill = time.Time{}
		}
		stop()
	}
	return nil
}

// Nudge wakes Run: there is something new to carry. It never waits.
func (u *Uplink) Nudge() {
	select {
	case u.nudge <- struct{}{}:
	default: // nudged already
	}
}

// Status says how the link is now.
func (u *Uplink) Status() Status {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.status
}

// heard notes that the centre answered as it should.
func (u *Uplink) heard(ctx context.Context) {
	u.pause.Reset()
	u.softTill, u.hardTill = time.Time{}, time.Time{}
	now := u.o.Now()
	u.mu.Lock()
	was := u.status.Reachable
	u.status.Heard = now
	if !was {
		u.status = Status{Reachable: true, Since: now, Heard: now}
	}
	u.mu.Unlock()
	if was {
		return
	}
	if owed, _, err := u.o.Store.Depth(ctx); err == nil {
		audit.Log(u.o.Log, audit.LinkUp, audit.Int(audit.KeyOwed, owed))
	}
}

// down notes why the centre cannot be used now.
func (u *Uplink) down(a answer, wait time.Duration) {
	u.mu.Lock()
	changed := u.status.Reachable || u.status.Reason != a.code
	u.status.Refused = ""
	if a.verdict == kioskRefused {
		u.status.Refused = a.code
	}
	if changed {
		u.status.Reachable, u.status.Reason, u.status.Since = false, a.code, u.o.Now()
	}
	u.mu.Unlock()
	if !changed {
		return
	}
	if a.verdict == kioskRefused {
		audit.Log(u.o.Log, audit.LinkRefused, audit.Int(audit.KeyStatus, a.status),
			audit.String(audit.KeyCode, a.code), audit.Duration(audit.KeyWait, wait))
		return
	}
	audit.Log(u.o.Log, audit.LinkDown, audit.String(audit.KeyReason, a.code),
		audit.Int(audit.KeyStatus, a.status), audit.Duration(audit.KeyWait, wait))
}
