package pageprinter_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hallkiosk/devices"
	"hallkiosk/devices/pageprinter"
	"hallkiosk/devices/pageprinter/ipptest"
	"hallkiosk/devices/pageprinter/pageprintersim"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// page is a whole PDF of one empty A4 page.
var page = []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n" +
	"0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n")

// machine is a printer that can be made to misbehave.
type machine struct {
	url   string
	mode  func(string) error
	await func(context.Context, int) ([]byte, error)
	kill  func() error
}

func eve(t *testing.T) machine {
	p := ipptest.Run(t)
	return machine{url: p.URL, mode: func(m string) error { return p.SetMode(ipptest.Mode(m)) }, await: p.Await, kill: p.Kill}
}

func sim(t *testing.T) machine {
	p, err := pageprintersim.Start(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return machine{url: p.URL, mode: func(m string) error { return p.SetMode(pageprintersim.Mode(m)) }, await: p.Await, kill: p.Close}
}

func TestContractRealPrinter(t *testing.T) { contract(t, eve) }

func TestContractSim(t *testing.T) { contract(t, sim) }

func client(t *testing.T, url string, opts *pageprinter.Opts) *pageprinter.Printer {
	t.Helper()
	if opts == nil {
		opts = &pageprinter.Opts{}
	}
	if opts.Poll == 0 {
		opts.Poll = 20 * time.Millisecond
	}
	p, err := pageprinter.New(url, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// contract is what client and printer have to do together.
func contract(t *testing.T, start func(*testing.T) machine) {
	t.Run("prints, one after the other", func(t *testing.T) { printsInOrder(t, start(t)) })
	for mode, reason := range map[string]devices.Reason{
		"media-empty": devices.ReasonPaperOut, "media-jam": devices.ReasonJam, "cover-open": devices.ReasonCoverOpen,
	} {
		t.Run("goes on after "+mode, func(t *testing.T) { goesOn(t, start(t), mode, reason) })
	}
	t.Run("aborted by the printer", func(t *testing.T) {
		m := start(t)
		set(t, m, "fail")
		wantNotPrinted(t, client(t, m.url, nil).Print(t.Context(), pageprinter.Job{Name: "1", PDF: page}), pageprinter.ErrAborted, true)
	})
	for mode, want := range map[string]error{"hold": pageprinter.ErrTimeout, "media-empty": pageprinter.ErrPaperOut} {
		t.Run("nobody comes for "+mode, func(t *testing.T) {
			m := start(t)
			set(t, m, mode)
			p := client(t, m.url, &pageprinter.Opts{Patience: time.Second})
			wantNotPrinted(t, p.Print(t.Context(), pageprinter.Job{Name: "1", PDF: page}), want, true)
		})
	}
	t.Run("says what it is", func(t *testing.T) {
		if model, _, err := client(t, start(t).url, nil).Identity(t.Context()); err != nil || model == "" {
			t.Errorf("model %q, %v", model, err)
		}
	})
	t.Run("given up by the caller", func(t *testing.T) { givenUp(t, start(t)) })
	t.Run("gone in the middle", func(t *testing.T) { gone(t, start(t)) })
}

func set(t *testing.T, m machine, mode string) {
	t.Helper()
	if err := m.mode(mode); err != nil {
		t.Fatal(err)
	}
}

func wantNotPrinted(t *testing.T, err, reason error, may bool) {
	t.Helper()
	var e *devices.NotPrintedError
	if !errors.As(err, &e) || !errors.Is(e.Reason, reason) || e.MayHavePrinted != may {
		t.Errorf("%v; want %v, may have printed: %v", err, reason, may)
	}
}

func printsInOrder(t *testing.T, m machine) {
	p := client(t, m.url, nil)
	if err := p.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s, err := p.Status(t.Context()); err != nil || s.State != devices.Ready || s.Reason != "" {
		t.Fatalf("status: %+v, %v", s, err)
	}
	second := append(bytes.Clone(page), "% second\n"...)
	for i, doc := range [][]byte{page, second} {
		if err := p.Print(t.Context(), pageprinter.Job{Name: "20260101-A1001", PDF: doc, Copies: 1 + i}); err != nil {
			t.Fatal(err)
		}
		got, err := m.await(t.Context(), i+1)
		if err != nil || !bytes.Equal(got, doc) {
			t.Errorf("file %d: %d bytes, want %d: %v", i+1, len(got), len(doc), err)
		}
	}
}

func goesOn(t *testing.T, m machine, mode string, reason devices.Reason) {
	set(t, m, mode)
	seen := false
	err := client(t, m.url, nil).Print(t.Context(), pageprinter.Job{Name: "1", PDF: page, Progress: func(pr pageprinter.Progress) {
		if pr.Reason == reason && !seen {
			seen = true
			set(t, m, "ok")
		}
	}})
	if err != nil || !seen {
		t.Errorf("%v; reason seen: %v", err, seen)
	}
	if _, err := m.await(t.Context(), 1); err != nil {
		t.Error(err)
	}
}

func givenUp(t *testing.T, m machine) {
	set(t, m, "media-empty")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	err := client(t, m.url, nil).Print(ctx, pageprinter.Job{Name: "1", PDF: page, Progress: func(pr pageprinter.Progress) {
		if pr.Reason == devices.ReasonPaperOut {
			cancel()
		}
	}})
	wantNotPrinted(t, err, context.Canceled, true)
}

func gone(t *testing.T, m machine) {
	set(t, m, "media-empty")
	p := client(t, m.url, &pageprinter.Opts{Lost: 100 * time.Millisecond})
	var told []devices.Reason
	err := p.Print(t.Context(), pageprinter.Job{Name: "1", PDF: page, Progress: func(pr pageprinter.Progress) {
		told = append(told, pr.Reason)
		if pr.Reason == devices.ReasonPaperOut {
			if err := m.kill(); err != nil {
				t.Error(err)
			}
		}
	}})
	wantNotPrinted(t, err, pageprinter.ErrUnreachable, true)
	if len(told) == 0 || told[len(told)-1] != devices.ReasonUnreachable {
		t.Errorf("told %v", told)
	}
	if s, err := p.Status(t.Context()); err != nil || s.State != devices.Failed || s.Reason != devices.ReasonUnreachable {
		t.Errorf("status: %+v, %v", s, err)
	}
	wantNotPrinted(t, p.Print(t.Context(), pageprinter.Job{Name: "1", PDF: page}), pageprinter.ErrUnreachable, false)
}

func TestSeveralRealPrintersAtOnce(t *testing.T) {
	for range 3 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			m := eve(t)
			if err := client(t, m.url, nil).Print(t.Context(), pageprinter.Job{Name: "1", PDF: page}); err != nil {
				t.Error(err)
			}
		})
	}
}
