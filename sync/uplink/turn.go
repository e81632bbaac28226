package uplink

import (
	"context"
	"time"

	"github.com/cenkalti/backoff/v5"

	"hallkiosk/kiosk/audit"
	"hallkiosk/sync/protocol"
)

const (
	longestHold     = time.Hour       // more than this no Retry-After makes us wait
	longestCaseWait = 5 * time.Minute // between tries of a case that the centre stumbles over
)

// turn does the one thing that is due, and says how long nothing else is; 0:
// look again at once.
func (u *Uplink) turn(ctx context.Context) time.Duration {
	now := u.o.Now()
	if wait := max(u.softTill.Sub(now), u.hardTill.Sub(now)); wait > 0 {
		return wait
	}
	if u.guideChanged() {
		u.beatAt = now
	}
	parcel, owed, err := u.o.Store.Next(ctx)
	if err != nil {
		return u.storeFailed(ctx, err)
	}
	beatIn := u.beatAt.Sub(now)
	parcelIn := beatIn
	if owed {
		parcelIn = dueIn(parcel.Due, now)
	}
	switch {
	case owed && parcelIn <= 0 && (beatIn > 0 || u.beatLast):
		u.beatLast = false
		return u.deliver(ctx, parcel)
	case beatIn <= 0:
		u.beatLast = true
		return u.beat(ctx)
	}
	wait := min(beatIn, parcelIn)
	if r := u.pendingReport(); r != nil {
		reportIn := dueIn(r.at, now)
		if reportIn <= 0 {
			return u.sendReport(ctx, r)
		}
		wait = min(wait, reportIn)
	}
	return wait
}

// dueIn is how long a parcel must still wait. Its time comes from the disk: a
// clock that was set back must not hold it for days.
func dueIn(due, now time.Time) time.Duration {
	if d := due.Sub(now); d <= longestHold {
		return d
	}
	return 0
}

func (u *Uplink) deliver(ctx context.Context, p *protocol.Parcel) time.Duration {
	a := u.sendCase(ctx, p)
	if ctx.Err() != nil {
		return 0 // we are being stopped; that says nothing of the centre
	}
	switch a.verdict {
	case good:
		return u.done(ctx, u.o.Store.Delivered(ctx, p.Case), func() {
			u.heard(ctx)
			audit.Log(u.o.Log, audit.CaseDelivered, audit.String(audit.KeyCase, p.Case), audit.Int(audit.KeyStatus, a.status))
		})
	case caseRefused:
		return u.done(ctx, u.o.Store.Refuse(ctx, p.Case, a.code), func() {
			u.heard(ctx)
			audit.Log(u.o.Log, audit.CaseRefused, audit.String(audit.KeyCase, p.Case),
				audit.Int(audit.KeyStatus, a.status), audit.String(audit.KeyCode, a.code))
		})
	case kioskRefused:
		if a.code != protocol.CodeOtherKiosk {
			return u.hold(a)
		}
		// The kiosk's digit was set wrongly, perhaps only when this ticket was
		// printed: the cases of after the mending must be able to pass it.
	}
	wait := u.hold(a)
	until := wait
	if a.status != 0 { // the centre is there: it may be this case that it stumbles over
		until = max(wait, caseWait(p.Tries, u.o.FirstPause))
	}
	return u.done(ctx, u.o.Store.Postpone(ctx, p.Case, u.o.Now().Add(until), a.code), func() {
		audit.Log(u.o.Log, audit.CasePostponed, audit.String(audit.KeyCase, p.Case), audit.String(audit.KeyReason, a.code),
			audit.Int(audit.KeyStatus, a.status), audit.Duration(audit.KeyWait, until))
	})
}

// done ends a try whose outcome was written to the store.
func (u *Uplink) done(ctx context.Context, err error, tell func()) time.Duration {
	if err != nil {
		return u.storeFailed(ctx, err)
	}
	tell()
	return 0
}

func (u *Uplink) beat(ctx context.Context) time.Duration {
	owed, dead, err := u.o.Store.Depth(ctx)
	if err != nil {
		return u.storeFailed(ctx, err)
	}
	devices := u.o.Report()
	if devices == nil {
		devices = []protocol.Device{}
	}
	news, a := u.sendHeartbeat(ctx, protocol.Heartbeat{
		Protocol: protocol.Version, Kiosk: u.o.Kiosk, Version: u.o.Version, Sent: u.o.Now(),
		Owed: owed, DeadLetters: dead, Devices: devices, Guide: u.guideState(), Trust: u.trustInUse(), KeyLeft: u.o.KeyLeft(),
	})
	if ctx.Err() != nil {
		return 0
	}
	if a.verdict != good {
		// The next heartbeat is what finds out that the centre is back.
		u.beatAt = u.o.Now().Add(u.hold(a))
		return 0
	}
	u.heard(ctx)
	u.beatAt = u.o.Now().Add(u.o.Heartbeat)
	if err := u.o.Store.Finished(ctx, news.Finished); err != nil {
		return u.storeFailed(ctx, err)
	}
	u.o.News(*news)
	u.offered(ctx, news.Guide)
	u.trustNews(ctx, news.Trust)
	return 0
}

// hold puts off the next try, as the centre asks or longer each time, and
// returns for how long.
func (u *Uplink) hold(a answer) time.Duration {
	wait := u.pause.NextBackOff()
	now := u.o.Now()
	if a.retryAfter > 0 || a.verdict == kioskRefused {
		wait = max(wait, a.retryAfter)
		u.hardTill = now.Add(wait)
	} else {
		u.softTill = now.Add(wait)
	}
	u.down(a, wait)
	return wait
}

// storeFailed waits before the store is asked again: a full disk stays full
// for a while, and what was delivered twice is one case at the centre.
func (u *Uplink) storeFailed(ctx context.Context, err error) time.Duration {
	if ctx.Err() != nil {
		return 0
	}
	audit.Log(u.o.Log, audit.StoreFailed, audit.Error(err))
	wait := u.pause.NextBackOff()
	u.softTill = u.o.Now().Add(wait)
	return wait
}

// caseWait grows with the tries of one case, while other cases pass it.
func caseWait(tries int, first time.Duration) time.Duration {
	b := backoff.NewExponentialBackOff()
	b.InitialInterval, b.MaxInterval, b.Multiplier = first, longestCaseWait, 2
	wait := b.NextBackOff()
	for range min(tries, 20) {
		wait = b.NextBackOff()
	}
	return wait
}
