package uplink

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"

	"hallkiosk/kiosk/audit"
	"hallkiosk/sync/protocol"
)

// Guides is where the kiosk keeps its guides. Its methods may be called by any
// goroutine.
type Guides interface {
	// InUse is the version of the guide in use.
	InUse() string
	// Has reports whether the guide of the offer is the one in use.
	Has(o protocol.GuideOffer) bool
	// Take takes a guide into use, whole or not at all. mistakes are why the
	// guide itself is refused; err is why it could not be kept, so that it is
	// worth another try.
	Take(b *protocol.GuideBundle) (mistakes []protocol.GuideMistake, err error)
}

// guides fetches what the centre offers, in a goroutine of its own: a large
// guide on a slow line delays no case.
type guides struct {
	shelf   Guides // nil: the kiosk takes no guides
	fetches sync.WaitGroup

	mu      sync.Mutex
	busy    bool
	settled protocol.GuideOffer // refused: not fetched again
	state   protocol.GuideState // the last offer's refusal
	changed bool                // the centre should hear of it at once
}

// guideState is what a heartbeat says of guides.
func (u *Uplink) guideState() protocol.GuideState {
	if u.guides.shelf == nil {
		return protocol.GuideState{}
	}
	u.guides.mu.Lock()
	defer u.guides.mu.Unlock()
	u.guides.changed = false
	state := u.guides.state
	state.Version = u.guides.shelf.InUse()
	return state
}

// guideChanged reports whether there is something of guides to tell at once.
func (u *Uplink) guideChanged() bool {
	u.guides.mu.Lock()
	defer u.guides.mu.Unlock()
	return u.guides.changed
}

// offered takes the news of a guide: it is fetched unless it is in use, was
// refused before, or another fetch is under way.
func (u *Uplink) offered(ctx context.Context, o protocol.GuideOffer) {
	g := &u.guides
	if g.shelf == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if o == (protocol.GuideOffer{}) || g.shelf.Has(o) {
		g.settled, g.state = protocol.GuideOffer{}, protocol.GuideState{}
		return
	}
	if g.busy || g.settled == o {
		return
	}
	if !o.Valid() {
		g.settle(o, protocol.GuideState{RefusedVersion: "?", Refused: why(protocol.GuideNonsense)})
		return
	}
	g.busy = true
	g.fetches.Add(1)
	go func() {
		defer g.fetches.Done()
		u.takeGuide(ctx, o)
	}()
}

// settle notes that an offer is refused for good.
func (g *guides) settle(o protocol.GuideOffer, state protocol.GuideState) {
	g.settled, g.state, g.changed = o, state, true
}

// takeGuide fetches a guide and hands it over; the next heartbeat, sent at
// once, says what came of it.
func (u *Uplink) takeGuide(ctx context.Context, o protocol.GuideOffer) {
	mistakes, again := u.fetchGuide(ctx, o)
	g := &u.guides
	g.mu.Lock()
	defer g.mu.Unlock()
	g.busy = false
	if ctx.Err() != nil {
		return // we are being stopped; that says nothing of the guide
	}
	var state protocol.GuideState
	if len(mistakes) > 0 {
		state.RefusedVersion, state.Refused = o.Version, clip(mistakes)
	}
	switch {
	case len(mistakes) == 0:
		g.state, g.changed = state, true
	case !again:
		g.settle(o, state)
	case state.RefusedVersion == g.state.RefusedVersion && slices.EqualFunc(state.Refused, g.state.Refused, protocol.GuideMistake.Equal):
		return // as it was: the next heartbeat tries again in its own time
	default:
		g.state, g.changed = state, true
	}
	if len(mistakes) > 0 {
		audit.Log(u.o.Log, audit.GuideRefused, audit.String(audit.KeyGuide, o.Version), audit.String(audit.KeyReason, state.Refused[0].Code))
	}
	u.Nudge()
}

func clip(mistakes []protocol.GuideMistake) []protocol.GuideMistake {
	var out []protocol.GuideMistake
	for _, m := range mistakes[:min(len(mistakes), protocol.MaxGuideMistakes)] {
		out = append(out, m.Clip())
	}
	return out
}

// fetchGuide says what stands against the guide of an offer; again: that is
// not the guide's fault, and worth another try.
func (u *Uplink) fetchGuide(ctx context.Context, o protocol.GuideOffer) (mistakes []protocol.GuideMistake, again bool) {
	status, _, body, err := u.exchange(ctx, http.MethodGet, protocol.GuidePath(o.Version), nil, nil)
	switch {
	case err == nil && status == http.StatusOK:
	case err == nil && (status == http.StatusNotFound || status == http.StatusNoContent):
		return why(protocol.GuideGone), true
	default:
		return why(protocol.GuideNotFetched), true
	}
	b, err := protocol.DecodeGuide(bytes.NewReader(body))
	switch {
	case errors.Is(err, protocol.ErrTooLarge):
		return why(protocol.GuideTooLarge), false
	case err != nil:
		return why(protocol.GuideNonsense), false
	case b.Version != o.Version:
		return why(protocol.GuideOtherVersion), false
	case b.Sum() != o.SHA256:
		return why(protocol.GuideChecksum), false
	}
	mistakes, err = u.guides.shelf.Take(b)
	if err != nil {
		audit.Log(u.o.Log, audit.StoreFailed, audit.Error(err))
		return why(protocol.GuideNotKept), true
	}
	return mistakes, false
}

func why(code string) []protocol.GuideMistake { return []protocol.GuideMistake{{Code: code}} }
