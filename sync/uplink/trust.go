package uplink

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"hallkiosk/kiosk/audit"
	"hallkiosk/sync/protocol"
)

// Trust is where the kiosk keeps whom it checks certificates against. Its
// methods may be called by any goroutine.
type Trust interface {
	// Version is that of the Trust in use; "" where there is none.
	Version() string
	// Put takes another into use, whole or not at all. An error is tried again, ever more seldom.
	Put(t protocol.Trust) error
}

// trust fetches what the centre trusts, in a goroutine of its own: revocation
// lists are large.
type trust struct {
	fetches sync.WaitGroup

	mu      sync.Mutex
	busy    bool
	version string // of the last try that failed
	tries   int    // how often
	next    time.Time
}

// trustInUse is what a heartbeat says of it.
func (u *Uplink) trustInUse() string {
	if u.o.Trust == nil {
		return ""
	}
	return u.o.Trust.Version()
}

// trustNews takes the news of which version is to be used: it is fetched unless
// it is in use, another fetch is under way, or the last one failed just now.
func (u *Uplink) trustNews(ctx context.Context, version string) {
	if u.o.Trust == nil || version == "" || version == u.o.Trust.Version() || !protocol.ValidTrustVersion(version) {
		return
	}
	t := &u.trust
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.version != version {
		t.version, t.tries, t.next = version, 0, time.Time{}
	}
	if t.busy || u.o.Now().Before(t.next) {
		return
	}
	t.busy = true
	t.fetches.Add(1)
	go func() {
		defer t.fetches.Done()
		u.takeTrust(ctx, version)
	}()
}

// takeTrust fetches what the centre trusts now, which may be newer than the
// news, and hands it over.
func (u *Uplink) takeTrust(ctx context.Context, version string) {
	code, err := u.fetchTrust(ctx)
	t := &u.trust
	t.mu.Lock()
	defer t.mu.Unlock()
	t.busy = false
	if ctx.Err() != nil {
		return // we are being stopped; that says nothing of the centre
	}
	if code == "" {
		t.version, t.tries, t.next = "", 0, time.Time{}
		audit.Log(u.o.Log, audit.TrustTaken)
		return
	}
	if t.version == version {
		t.next = u.o.Now().Add(caseWait(t.tries, u.o.FirstPause))
		t.tries++
	}
	why := []slog.Attr{audit.String(audit.KeyReason, code)}
	if err != nil {
		why = append(why, audit.Error(err))
	}
	audit.Log(u.o.Log, audit.TrustRefused, why...)
}

// reasonNotKept: the kiosk would not take what the centre trusts, or its disk would not.
const reasonNotKept = "not-kept"

// trustPatience is how long it may take to fetch what the centre trusts: the
// largest in five minutes, over a line of 1.2 Mbit/s.
const trustPatience = 5 * time.Minute

// fetchTrust says in a word why it came to nothing; "" where it was taken.
func (u *Uplink) fetchTrust(ctx context.Context) (code string, err error) {
	got, code := u.askTrust(ctx)
	if code != "" {
		return code, nil
	}
	if err := u.o.Trust.Put(*got); err != nil {
		return reasonNotKept, err
	}
	return "", nil
}

// askTrust reads the answer as it comes: it is large, and not to be in memory twice.
func (u *Uplink) askTrust(ctx context.Context) (got *protocol.Trust, code string) {
	ctx, cancel := context.WithTimeout(ctx, trustPatience)
	defer cancel()
	resp, err := u.request(ctx, http.MethodGet, protocol.PathTrust, nil, nil)
	if err != nil {
		return nil, noAnswer(err).code
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		body, err := readAnswer(resp)
		if err != nil {
			return nil, noAnswer(err).code
		}
		return nil, problemCode(resp.StatusCode, resp.Header, body)
	}
	got, err = protocol.DecodeTrust(resp.Body)
	var invalid *protocol.Invalid
	switch {
	case err == nil:
		return got, ""
	case errors.As(err, &invalid), errors.Is(err, protocol.ErrTooLarge):
		return nil, reasonNonsense
	}
	return nil, noAnswer(err).code
}
