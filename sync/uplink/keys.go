package uplink

import (
	"bytes"
	"context"
	"net/http"

	"hallkiosk/sync/protocol"
)

// Challenge asks the centre, once, within 8 seconds, for a text that a U-KEY is
// to sign. q bears purpose, account and certificate; the rest is filled in. What
// comes back answers q: its purpose, its account, and a text that says so. Like
// Progress it may be called by any goroutine. Errors are *QueryError, with the
// centre's code where it refuses, or the context's; they hold nothing of what was asked.
func (u *Uplink) Challenge(ctx context.Context, q protocol.ChallengeQuery) (protocol.Challenge, error) {
	q.Protocol, q.Kiosk = protocol.Version, u.o.Kiosk
	if q.Validate() != nil {
		return protocol.Challenge{}, &QueryError{Code: protocol.CodeInvalid}
	}
	reply, err := u.ask(ctx, protocol.PathChallenges, q, http.StatusCreated)
	if err != nil {
		return protocol.Challenge{}, err
	}
	c, err := protocol.DecodeChallenge(bytes.NewReader(reply), &q)
	if err != nil {
		return protocol.Challenge{}, &QueryError{Code: reasonNonsense}
	}
	return *c, nil
}

// Prove hands the key's signature to the centre, as Challenge asks. p bears the
// challenge's ID, signature and witness; the rest is filled in. It may be called
// again with the same proof: the centre gives the same receipt. Whether the
// receipt fits the challenge is the caller's to see (protocol.KeyReceipt.Fits).
func (u *Uplink) Prove(ctx context.Context, p protocol.Proof) (protocol.KeyReceipt, error) {
	p.Protocol, p.Kiosk = protocol.Version, u.o.Kiosk
	if p.Validate() != nil {
		return protocol.KeyReceipt{}, &QueryError{Code: protocol.CodeInvalid}
	}
	reply, err := u.ask(ctx, protocol.PathProofs, p, http.StatusOK)
	if err != nil {
		return protocol.KeyReceipt{}, err
	}
	r, err := protocol.DecodeKeyReceipt(bytes.NewReader(reply))
	if err != nil {
		return protocol.KeyReceipt{}, &QueryError{Code: reasonNonsense}
	}
	return *r, nil
}
