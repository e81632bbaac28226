package keydesk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"hallkiosk/devices"
	"hallkiosk/devices/ukey"
	"hallkiosk/kiosk/audit"
	"hallkiosk/screens"
	"hallkiosk/sync/protocol"
	"hallkiosk/sync/uplink"
)

// changePIN is what a key was asked for where it was no signature.
const changePIN = "change-pin"

// wrapped says where an error was met.
func wrapped(place string, err error) error { return fmt.Errorf("keydesk: %s: %w", place, err) }

// meaning is what a centre's refusal means in the screens' words.
type meaning struct {
	code string
	says error
}

func meanings() []meaning {
	return []meaning{
		{protocol.CodeBusy, screens.ErrCentreBusy},
		{protocol.CodeBoundElsewhere, screens.ErrBoundElsewhere}, {protocol.CodeAccountOfAnother, screens.ErrAccountOfAnother},
		{protocol.CodeAccount, screens.ErrAccount}, {protocol.CodeExpired, screens.ErrExpired},
		{protocol.CodeKeyRevoked, screens.ErrRevoked}, {protocol.CodeKeyFrozen, screens.ErrFrozen},
		{protocol.CodeUntrusted, screens.ErrUntrusted}, {protocol.CodeSignature, screens.ErrSignature},
		{protocol.CodeStale, screens.ErrStale}, {protocol.CodeUsed, screens.ErrUsed},
		{protocol.CodeCertificate, screens.ErrCertificate},
	}
}

// refused puts an error of the centre into the screens' words and notes its code.
func (d *Desk) refused(ctx context.Context, place string, purpose screens.Purpose, err error) error {
	if ctx.Err() != nil {
		return wrapped(place, ctx.Err())
	}
	says, code := screens.ErrCentreAway, "unreachable"
	var e *uplink.QueryError
	if errors.As(err, &e) {
		code = e.Code
		if i := slices.IndexFunc(meanings(), func(m meaning) bool { return m.code == e.Code }); i >= 0 {
			says = meanings()[i].says
		}
	}
	audit.Log(d.o.Log, audit.UKeyRefused, audit.String(audit.KeyPurpose, purpose), audit.String(audit.KeyReason, code))
	return wrapped(place, fmt.Errorf("%w: %w", says, err))
}

// final reports whether asking the centre again would be in vain.
func final(err error) bool {
	return !errors.Is(err, screens.ErrCentreAway) && !errors.Is(err, screens.ErrCentreBusy) &&
		!errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded)
}

// failed notes what kept a key from doing what it was asked.
func (d *Desk) failed(ctx context.Context, purpose string, err error) {
	asked := audit.String(audit.KeyPurpose, purpose)
	if e := (*ukey.PINError)(nil); errors.As(err, &e) {
		audit.Log(d.o.Log, audit.UKeyPINRefused, asked, audit.String(audit.KeyState, e.State))
		return
	}
	reason := "failed"
	for _, known := range []struct {
		err  error
		code string
	}{
		{ukey.ErrHung, "hung"}, {ukey.ErrCrashed, "crashed"}, {ukey.ErrUnready, "unready"}, {ukey.ErrNoPrivateKey, "no-private-key"}, {ukey.ErrMechanism, "mechanism"},
		{ukey.ErrPINForm, "pin-form"}, {ukey.ErrNotOffered, "not-offered"}, {ukey.ErrModule, "module"}, {ukey.ErrClosed, "closed"},
		{devices.ErrGone, "gone"}, {devices.ErrGarbled, "garbled"}, {ctx.Err(), "left"},
	} {
		if known.err != nil && errors.Is(err, known.err) {
			reason = known.code
			break
		}
	}
	audit.Log(d.o.Log, audit.UKeyFailed, asked, audit.String(audit.KeyReason, reason))
}
