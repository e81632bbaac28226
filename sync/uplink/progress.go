package uplink

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"hallkiosk/sync/protocol"
)

// questionTimeout bounds a question: somebody stands and waits.
const questionTimeout = 8 * time.Second

// ErrNotGenuine: the centre knows the handle for no ticket of this hall.
var ErrNotGenuine = errors.New("uplink: not a ticket of this hall")

// QueryError says in a word why a question was not answered: a code of the
// protocol, or one of Status.Reason. It holds nothing of what was asked.
type QueryError struct {
	Code   string
	Detail string // with protocol.CodeNotGenuine: why, the end of a key of words
}

func (e *QueryError) Error() string { return "uplink: ask: " + e.Code }

// Is makes errors.Is find ErrNotGenuine.
func (e *QueryError) Is(target error) bool {
	return target == ErrNotGenuine && e.Code == protocol.CodeNotGenuine
}

// Progress asks the centre how far applications are, once, within 8 seconds. q
// bears the handle or the ID number; the rest is filled in. It may be called by
// any goroutine, whether Run runs or not, and holds up no delivery. Errors are
// *QueryError or the context's.
func (u *Uplink) Progress(ctx context.Context, q protocol.ProgressQuery) ([]protocol.Progress, error) {
	q.Protocol, q.Kiosk = protocol.Version, u.o.Kiosk
	if q.Validate() != nil {
		return nil, &QueryError{Code: protocol.CodeInvalid}
	}
	reply, err := u.ask(ctx, protocol.PathProgress, q, http.StatusOK)
	if err != nil {
		return nil, err
	}
	var a protocol.ProgressAnswer
	if json.Unmarshal(reply, &a) != nil || a.Validate(&q) != nil {
		return nil, &QueryError{Code: reasonNonsense}
	}
	return a.Cases, nil
}

// ask puts one question, bounded by questionTimeout, and returns the whole
// answer of the good status. Errors are *QueryError or the context's.
func (u *Uplink) ask(ctx context.Context, path string, question any, good int) ([]byte, error) {
	body, err := json.Marshal(question)
	if err != nil {
		return nil, &QueryError{Code: protocol.CodeInvalid}
	}
	bounded, cancel := context.WithTimeout(ctx, questionTimeout)
	defer cancel()
	status, header, reply, err := u.exchange(bounded, http.MethodPost, path, body, nil)
	switch {
	case ctx.Err() != nil:
		return nil, fmt.Errorf("uplink: ask: %w", ctx.Err())
	case err != nil:
		return nil, &QueryError{Code: noAnswer(err).code}
	case status != good:
		e := &QueryError{Code: problemCode(status, header, reply)}
		var p protocol.Problem
		if e.Code == protocol.CodeNotGenuine && json.Unmarshal(reply, &p) == nil && codePattern.MatchString(p.Detail) {
			e.Detail = p.Detail
		}
		return nil, e
	}
	return reply, nil
}
