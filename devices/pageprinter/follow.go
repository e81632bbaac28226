package pageprinter

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/pageprinter/ipp"
)

// farewell is how long cancelling a job may take after its time is up.
const farewell = 5 * time.Second

// follower watches one job.
type follower struct {
	p       *Printer
	id      int
	report  func(Progress)
	last    Progress
	changed time.Time // when last last changed
	heard   time.Time // when the printer last answered
	began   bool      // seen at work: sheets may be out
}

// follow looks at the job until it has ended or has to be given up.
func (f *follower) follow(ctx context.Context) error {
	tick := time.NewTicker(f.p.opts.Poll)
	defer tick.Stop()
	for {
		ended, err := f.look(ctx)
		if ended || err != nil {
			return err
		}
		if time.Since(f.changed) > f.p.opts.Patience {
			return f.giveUp(ctx, sentinel(f.last.Reason), nil)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return f.giveUp(ctx, context.Cause(ctx), nil)
		}
	}
}

// look asks once how job and printer are.
func (f *follower) look(ctx context.Context) (ended bool, err error) {
	g, err := f.p.job(ctx, f.id)
	if err != nil {
		return false, f.noAnswer(ctx, err)
	}
	f.heard = time.Now()
	now := Progress{State: stateOf(g)}
	now.Sheets, _ = g.Int("job-media-sheets-completed")
	reasons := g.Texts("job-state-reasons")
	switch now.State {
	case Completed:
		f.note(now)
		if slices.Contains(reasons, "job-completed-with-errors") {
			return false, &devices.NotPrintedError{Reason: ErrAborted, MayHavePrinted: true}
		}
		return true, nil
	case Canceled:
		return false, &devices.NotPrintedError{Reason: ErrCanceled, MayHavePrinted: true}
	case Aborted:
		return false, &devices.NotPrintedError{Reason: ErrAborted, MayHavePrinted: true}
	case Held:
		if !arriving(reasons) {
			return false, f.giveUp(ctx, ErrHeld, nil)
		}
	case Processing, Stopped:
		f.began = true
	}
	if s, err := f.p.Status(ctx); err == nil && !s.Usable() {
		now.Reason = s.Reason
	}
	f.note(now)
	return false, nil
}

// stateOf gives the job's state; one that is not known counts as processing.
func stateOf(g ipp.Group) JobState {
	n, _ := g.Int("job-state")
	if s := JobState(n); s >= Pending && s <= Completed {
		return s
	}
	return Processing
}

// arriving: printers hold a job while its document is still being read.
func arriving(reasons []string) bool {
	return slices.ContainsFunc(reasons, func(r string) bool {
		return strings.HasPrefix(r, "job-incoming") || strings.HasPrefix(r, "job-data-insufficient")
	})
}

func (f *follower) note(now Progress) {
	if now == f.last {
		return
	}
	f.last, f.changed = now, time.Now()
	if f.report != nil {
		f.report(now)
	}
}

// noAnswer decides whether a failed look ends the job.
func (f *follower) noAnswer(ctx context.Context, err error) error {
	var r *refusal
	switch {
	case ctx.Err() != nil:
		return f.giveUp(ctx, context.Cause(ctx), err)
	case errors.As(err, &r) && r.status == ipp.NotFound:
		return &devices.NotPrintedError{Reason: ErrForgotten, MayHavePrinted: true, Cause: err}
	case time.Since(f.heard) > f.p.opts.Lost:
		f.began = true // unknown, so assumed
		return f.giveUp(ctx, reasonFor(ctx, err), err)
	}
	lost := f.last
	lost.Reason = devices.ReasonUnreachable
	f.note(lost)
	return nil
}

// giveUp cancels the job, and is nil where it was completed just before.
func (f *follower) giveUp(ctx context.Context, reason, cause error) error {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer stop()
	failed := &devices.NotPrintedError{Reason: reason, MayHavePrinted: true, Cause: cause}
	refused := f.p.cancel(ctx, f.id)
	g, err := f.p.job(ctx, f.id)
	switch {
	case err != nil:
		failed.Cause = errors.Join(cause, refused, err)
	case stateOf(g) == Completed:
		return nil
	default:
		failed.MayHavePrinted = f.began || refused != nil || stateOf(g) == Processing
	}
	return failed
}
