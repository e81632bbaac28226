package ukey

import (
	"context"

	"hallkiosk/devices"
)

// job is one thing to be done with a PIN. It has a copy of the PINs, so that the
// caller may wipe theirs when it no longer waits.
type job struct {
	ctx     context.Context // the caller's: it is not begun after its end
	kind    byte
	token   string
	place   place // where the key is plugged in; zero where that is not known
	request func(token string) any
	pins    []*PIN
	done    chan result
}

type result struct {
	signature []byte
	err       error
}

func (j *job) wipe() {
	for _, p := range j.pins {
		p.Wipe()
	}
}

func (j *job) finish(signature []byte, err error) {
	j.wipe()
	j.done <- result{signature, err}
}

// do gives a job to the keeper, once, and waits for what comes of it.
func (k *keeper) do(ctx context.Context, j *job, pins []*PIN) ([]byte, error) {
	j.done = make(chan result, 1)
	for _, p := range pins {
		own := *p
		j.pins = append(j.pins, &own)
	}
	select {
	case k.jobs <- j: // now the keeper wipes
	case <-ctx.Done():
		j.wipe()
		return nil, ctx.Err()
	case <-k.ring.ended:
		j.wipe()
		return nil, ErrClosed
	}
	select {
	case r := <-j.done:
		return r.signature, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// perform has the helper do a job. Its error says that the helper is lost.
func (k *keeper) perform(ctx context.Context, h *helper, j *job) error {
	if err := j.ctx.Err(); err != nil {
		j.finish(nil, err)
		return nil
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	k.ring.guard(k, &task{place: j.place, end: func() { cancel(devices.ErrGone) }})
	defer k.ring.guard(k, nil)
	signature, fault, err := h.work(ctx, k.ring.opts.Work, j.kind, j.request(j.token), j.pins...)
	switch {
	case err != nil:
		if k.ring.pulledOut(j.place) { // which is why, and what a person can do something about
			err = devices.ErrGone
		}
		k.down(err) // before the caller looks at the port again
		j.finish(nil, err)
		return err
	case fault != nil:
		j.finish(nil, fault)
	case j.kind == frameSign && len(signature) == 0:
		j.finish(nil, devices.ErrGarbled)
	default:
		j.finish(signature, nil)
	}
	return nil
}
