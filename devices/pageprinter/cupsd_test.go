package pageprinter_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/pageprinter"
	"hallkiosk/devices/pageprinter/ipptest"
)

// behind starts a printer and a scheduler's queue before it.
func behind(t *testing.T) (*ipptest.Printer, *ipptest.Queue) {
	t.Helper()
	p := ipptest.Run(t)
	return p, ipptest.RunQueue(t, p)
}

// printing prints one page through a queue, beside the test.
type printing struct {
	news  chan pageprinter.Progress
	ended chan error
}

func begin(t *testing.T, q *ipptest.Queue, opts *pageprinter.Opts) printing {
	t.Helper()
	p := printing{news: make(chan pageprinter.Progress, 100), ended: make(chan error, 1)}
	c := client(t, q.URL, opts)
	go func() {
		p.ended <- c.Print(t.Context(), pageprinter.Job{Name: "A1001", PDF: page, Progress: func(now pageprinter.Progress) { p.news <- now }})
	}()
	return p
}

// until waits for news of a reason.
func (p printing) until(t *testing.T, reason devices.Reason) {
	t.Helper()
	for {
		select {
		case now := <-p.news:
			if now.Reason == reason {
				return
			}
		case err := <-p.ended:
			t.Fatalf("ended before %q: %v", reason, err)
		case <-time.After(30 * time.Second):
			t.Fatalf("never heard of %q", reason)
		}
	}
}

// end waits for how the printing ended.
func (p printing) end(t *testing.T) error {
	t.Helper()
	select {
	case err := <-p.ended:
		return err
	case <-time.After(60 * time.Second):
		t.Fatal("does not end")
		return nil
	}
}

func good(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// job waits for the one job of a queue.
func job(t *testing.T, q *ipptest.Queue) string {
	t.Helper()
	name, err := q.AwaitJob(t.Context())
	good(t, err)
	return name
}

func TestSchedulerHandsTheJobOn(t *testing.T) {
	p, q := behind(t)
	good(t, begin(t, q, nil).end(t))
	got, err := p.Await(t.Context(), 1)
	good(t, err)
	if !bytes.Equal(got, page) {
		t.Error("the printer got another document than was sent")
	}
}

func TestSchedulerBySocket(t *testing.T) {
	p, q := behind(t)
	c := client(t, "ipp://localhost/printers/forms", &pageprinter.Opts{Socket: q.Socket})
	good(t, c.Print(t.Context(), pageprinter.Job{Name: "A1001", PDF: page}))
	_, err := p.Await(t.Context(), 1)
	good(t, err)
}

func TestPausedQueueIsToldAndGoesOn(t *testing.T) {
	_, q := behind(t)
	good(t, q.Pause(t.Context()))
	p := begin(t, q, nil)
	p.until(t, devices.ReasonStopped)
	good(t, q.Resume(t.Context()))
	good(t, p.end(t))
}

func TestPrinterWithoutPaperBehindTheScheduler(t *testing.T) {
	printer, q := behind(t)
	good(t, printer.SetMode(ipptest.MediaEmpty))
	p := begin(t, q, nil)
	p.until(t, devices.ReasonPaperOut)
	good(t, printer.SetMode(ipptest.OK))
	good(t, p.end(t))
}

func TestJobHeldAtTheScheduler(t *testing.T) {
	_, q := behind(t)
	good(t, q.Pause(t.Context()))
	p := begin(t, q, nil)
	good(t, q.Hold(t.Context(), job(t, q)))
	wantNotPrinted(t, p.end(t), pageprinter.ErrHeld, false)
}

func TestJobDeletedAtTheScheduler(t *testing.T) {
	_, q := behind(t)
	good(t, q.Pause(t.Context()))
	p := begin(t, q, nil)
	good(t, q.Cancel(t.Context(), job(t, q)))
	wantNotPrinted(t, p.end(t), pageprinter.ErrCanceled, true)
}

func TestQueueThatTakesNoJobs(t *testing.T) {
	_, q := behind(t)
	good(t, q.Reject(t.Context()))
	wantNotPrinted(t, begin(t, q, nil).end(t), pageprinter.ErrRefused, false)
}

func TestPrinterBehindTheSchedulerIsGone(t *testing.T) {
	printer, q := behind(t)
	good(t, printer.Kill())
	p := begin(t, q, &pageprinter.Opts{Patience: 2 * time.Second})
	err := p.end(t)
	if err == nil {
		t.Fatal("printed by nobody")
	}
	jobs, err := q.Jobs(context.WithoutCancel(t.Context()))
	if err != nil || len(jobs) > 0 {
		t.Errorf("left in the queue, to come out when nobody expects it: %v, %v", jobs, err)
	}
}
