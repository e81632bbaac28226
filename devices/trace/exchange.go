package trace

import (
	"context"

	"hallkiosk/devices"
)

// Exchange is how a request reaches a device on the network and its answer comes
// back.
type Exchange func(ctx context.Context, request []byte) (answer []byte, err error)

// Exchange records what passes next. A failure is recorded as gone.
func (r *Recorder) Exchange(next Exchange) (Exchange, error) {
	if err := r.begin(devices.ID{}, devices.Class{}); err != nil {
		return nil, err
	}
	return func(ctx context.Context, request []byte) ([]byte, error) {
		answer, err := next(ctx, request)
		if err != nil && ctx.Err() != nil {
			return answer, err // broken off by the driver
		}
		noted := r.note(event{EP: out}, request, nil)
		if err != nil {
			noted = r.note(event{EP: in}, nil, devices.ErrGone)
		} else if noted == nil {
			noted = r.note(event{EP: in}, answer, nil)
		}
		return answer, first(err, noted)
	}, nil
}

// Exchange serves the answers that were recorded.
func (r *Replay) Exchange(ctx context.Context, request []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := r.send(request); err != nil {
		return nil, wrapped("exchange", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	e, err := r.take("exchange", in)
	if err != nil {
		return nil, wrapped("exchange", err)
	}
	return e.unpack(), nil
}
