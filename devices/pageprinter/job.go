package pageprinter

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/pageprinter/ipp"
)

const (
	pdf = "application/pdf"
	a4  = "iso_a4_210x297mm" // PWG 5101.1
)

// Job is one file to print, one-sided on A4.
type Job struct {
	Name   string // stands in the printer's log and on its panel: a case number, nothing personal
	PDF    []byte
	Copies int // 0 is 1
	// Progress, where given, is called by Print's goroutine at every change.
	Progress func(Progress)
}

// Progress is where a job stands.
type Progress struct {
	State  JobState
	Reason devices.Reason // why it waits; "" where it does not
	Sheets int            // come out so far, where the printer counts
}

// JobState is a job's state as numbered in RFC 8011, 5.3.7.
type JobState int

// The states of a job.
const (
	Pending    JobState = 3
	Held       JobState = 4
	Processing JobState = 5
	Stopped    JobState = 6
	Canceled   JobState = 7
	Aborted    JobState = 8
	Completed  JobState = 9
)

// Print prints job and follows it to its end; nil once it is completed.
func (p *Printer) Print(ctx context.Context, job Job) error {
	if job.Copies < 0 || len(job.PDF) == 0 {
		return fmt.Errorf("pageprinter: print: job of %d bytes, %d copies", len(job.PDF), job.Copies)
	}
	id, err := p.submit(ctx, job)
	if err == nil {
		f := follower{p: p, id: id, report: job.Progress, changed: time.Now(), heard: time.Now()}
		err = f.follow(ctx)
	}
	if err != nil {
		return fmt.Errorf("pageprinter: print: %w", err)
	}
	return nil
}

// submit sends the job and gives its number at the printer.
func (p *Printer) submit(ctx context.Context, job Job) (int, error) {
	copies := max(1, job.Copies)
	answer, err := p.exchange(ctx, ipp.PrintJob, []ipp.Attribute{
		ipp.String(ipp.Name, "requesting-user-name", p.opts.User),
		ipp.String(ipp.Name, "job-name", job.Name),
		ipp.String(ipp.MimeType, "document-format", pdf),
	}, []ipp.Attribute{
		ipp.Number(ipp.Integer, "copies", copies),
		ipp.String(ipp.Keyword, "media", a4),
		ipp.String(ipp.Keyword, "sides", "one-sided"),
	}, job.PDF)
	if err != nil {
		return 0, notSubmitted(ctx, err)
	}
	id, ok := answer.Group(ipp.JobGroup).Int("job-id")
	if !ok {
		return 0, &devices.NotPrintedError{Reason: ErrGarbled, MayHavePrinted: true}
	}
	unsupported := answer.Group(ipp.UnsupportedGroup)
	if (copies > 1 && len(unsupported.Values("copies")) > 0) || len(unsupported.Values("media")) > 0 {
		f := follower{p: p, id: id}
		return 0, f.giveUp(ctx, ErrUnfit, nil)
	}
	return id, nil
}

// notSubmitted says whether a job whose submission failed can have arrived.
func notSubmitted(ctx context.Context, err error) error {
	var before *notSent
	may := !errors.As(err, &before) && !errors.Is(err, ErrRefused)
	return &devices.NotPrintedError{Reason: reasonFor(ctx, err), MayHavePrinted: may, Cause: err}
}

// reasonFor finds the sentinel in an error of exchange.
func reasonFor(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	for _, reason := range []error{ErrRefused, ErrGarbled, ErrUnreachable} {
		if errors.Is(err, reason) {
			return reason
		}
	}
	return err
}

// job asks for a job's attributes.
func (p *Printer) job(ctx context.Context, id int) (ipp.Group, error) {
	answer, err := p.exchange(ctx, ipp.GetJobAttributes, []ipp.Attribute{
		ipp.Number(ipp.Integer, "job-id", id),
		ipp.String(ipp.Name, "requesting-user-name", p.opts.User),
		ipp.String(ipp.Keyword, "requested-attributes", "job-state", "job-state-reasons", "job-media-sheets-completed"),
	}, nil, nil)
	if err != nil {
		return ipp.Group{}, err
	}
	g := answer.Group(ipp.JobGroup)
	if _, ok := g.Int("job-state"); !ok {
		return ipp.Group{}, fmt.Errorf("%w: no job-state", ErrGarbled)
	}
	return g, nil
}

// cancel asks the printer to drop a job.
func (p *Printer) cancel(ctx context.Context, id int) error {
	_, err := p.exchange(ctx, ipp.CancelJob, []ipp.Attribute{
		ipp.Number(ipp.Integer, "job-id", id),
		ipp.String(ipp.Name, "requesting-user-name", p.opts.User),
	}, nil, nil)
	return err
}
