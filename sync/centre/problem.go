package centre

import (
	"errors"
	"net/http"

	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/centre/store"
	"hallkiosk/sync/protocol"
)

func problem(status int, code, title string) protocol.Problem {
	return protocol.NewProblem(status, code, title)
}

// asProblem says what a kiosk is told about an error; nothing personal, and
// nothing from inside.
func asProblem(err error) protocol.Problem {
	var p protocol.Problem
	if errors.As(err, &p) {
		return p
	}
	var invalid *protocol.Invalid
	if errors.As(err, &invalid) {
		p = problem(http.StatusBadRequest, protocol.CodeInvalid, "The body is not what it should be")
		p.Detail = invalid.Field
		return p
	}
	if doubt, ok := visit.AsDoubt(err); ok {
		p = problem(http.StatusBadRequest, protocol.CodeInvalid, "A field of the application cannot be right")
		p.Detail = doubt.Error()
		return p
	}
	switch {
	case errors.Is(err, protocol.ErrTooLarge):
		return problem(http.StatusRequestEntityTooLarge, protocol.CodeTooLarge, "The body is too large")
	case errors.Is(err, store.ErrDiffers):
		return problem(http.StatusConflict, protocol.CodeDiffers, "Another case with this ID is there")
	}
	return problem(http.StatusInternalServerError, protocol.CodeFault, "Something failed inside the centre")
}

// fail answers a kiosk with a problem, and notes what failed inside.
func (c *Centre) fail(w http.ResponseWriter, r *http.Request, err error) {
	p := asProblem(err)
	if p.Code == protocol.CodeFault {
		audit.Log(c.log, audit.RequestFailed, audit.String(audit.KeyRoute, r.Method+" "+r.Pattern), audit.Error(err))
	}
	if p.Status == http.StatusServiceUnavailable || p.Status == http.StatusTooManyRequests {
		w.Header().Set(protocol.HeaderRetryAfter, retryAfter)
	}
	writeJSON(w, p.Status, protocol.TypeProblem, p)
}
