package pageprinter_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hallkiosk/devices"
	"hallkiosk/devices/pageprinter"
	"hallkiosk/devices/pageprinter/ipp"
)

func serve(t *testing.T, h http.HandlerFunc) string {
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL + "/ipp/print"
}

// raw answers every request with these bytes as IPP.
func raw(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", ipp.MediaType)
		_, _ = io.WriteString(w, body)
	}
}

func TestHostilePrinters(t *testing.T) {
	never := make(chan struct{})
	defer close(never)
	for _, tt := range []struct {
		name   string
		h      http.HandlerFunc
		want   error
		may    bool
		status devices.Reason
	}{
		{"HTTP 400", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", 400) }, pageprinter.ErrGarbled, true, devices.ReasonGarbled},
		{"HTTP 500", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", 500) }, pageprinter.ErrGarbled, true, devices.ReasonGarbled},
		{"sends elsewhere", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1/", http.StatusFound)
		}, pageprinter.ErrGarbled, true, devices.ReasonGarbled},
		{"a web page", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>login") }, pageprinter.ErrGarbled, true, devices.ReasonGarbled},
		{"nothing", raw(""), pageprinter.ErrGarbled, true, devices.ReasonGarbled},
		{"nonsense", raw(strings.Repeat("\xFF", 300)), pageprinter.ErrGarbled, true, devices.ReasonGarbled},
		{"cut off", raw("\x01\x01\x00\x00\x00\x00\x00\x01\x02\x21\x00\x06job-id\x00\x04\x00"), pageprinter.ErrGarbled, true, devices.ReasonGarbled},
		{"length beyond the end", raw("\x01\x01\x00\x00\x00\x00\x00\x01\x01\x47\xFF\xFFx"), pageprinter.ErrGarbled, true, devices.ReasonGarbled},
		{"too much", raw("\x01\x01\x00\x00\x00\x00\x00\x01\x01" + strings.Repeat("\x44\x00\x01a\x10\x00"+strings.Repeat("x", 4096), 300) + "\x03"), pageprinter.ErrGarbled, true, devices.ReasonGarbled},
		{"no job, no state", raw("\x01\x01\x00\x00\x00\x00\x00\x01\x03"), pageprinter.ErrGarbled, true, devices.ReasonGarbled},
		{"answers another request", raw("\x01\x01\x00\x00\x00\x00\x77\x77\x03"), pageprinter.ErrGarbled, true, devices.ReasonGarbled},
		{"refuses", raw("\x01\x01\x05\x07\x00\x00\x00\x01\x03"), pageprinter.ErrRefused, false, devices.ReasonGarbled},
		{"hangs up", func(w http.ResponseWriter, _ *http.Request) {
			c, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				_ = c.Close()
			}
		}, pageprinter.ErrUnreachable, true, devices.ReasonUnreachable},
		{"never answers", func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			select {
			case <-never:
			case <-r.Context().Done():
			}
		}, pageprinter.ErrUnreachable, true, devices.ReasonUnreachable},
		{"stops in the middle", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", ipp.MediaType)
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "\x01\x01")
		}, pageprinter.ErrUnreachable, true, devices.ReasonUnreachable},
	} {
		t.Run(tt.name, func(t *testing.T) {
			opts := &pageprinter.Opts{}
			if tt.name == "never answers" {
				opts.Request = 300 * time.Millisecond
			}
			url := serve(t, tt.h)
			wantNotPrinted(t, client(t, url, opts).Print(t.Context(), pageprinter.Job{Name: "1", PDF: page}), tt.want, tt.may)
			s, err := client(t, url, opts).Status(t.Context())
			if err != nil || s.State != devices.Failed || s.Reason != tt.status {
				t.Errorf("status: %+v, %v", s, err)
			}
		})
	}
}

// script is a printer that says what it is told to.
type script struct {
	job     func(look int) []ipp.Attribute // what Get-Job-Attributes answers, by how often it was asked
	printer []ipp.Attribute
	ignored []ipp.Attribute // what Print-Job reports as unsupported
	looks   int
	status  ipp.Status // of Get-Job-Attributes
	ended   bool       // Cancel-Job came
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	m, _, err := ipp.Decode(body)
	if err != nil {
		http.Error(w, "not IPP", 400)
		return
	}
	out := &ipp.Message{Major: 1, Minor: 1, RequestID: m.RequestID}
	switch ipp.Op(m.Code) {
	case ipp.PrintJob:
		out.Groups = []ipp.Group{{Tag: ipp.UnsupportedGroup, Attributes: s.ignored},
			{Tag: ipp.JobGroup, Attributes: []ipp.Attribute{ipp.Number(ipp.Integer, "job-id", 7)}}}
	case ipp.GetJobAttributes:
		s.looks++
		out.Code = uint16(s.status)
		out.Groups = []ipp.Group{{Tag: ipp.JobGroup, Attributes: s.job(s.looks)}}
	case ipp.GetPrinterAttributes:
		out.Groups = []ipp.Group{{Tag: ipp.PrinterGroup, Attributes: s.printer}}
	case ipp.CancelJob:
		s.ended = true
	}
	raw, err := out.Encode()
	if err != nil {
		http.Error(w, err.Error(), 500)
		return
	}
	w.Header().Set("Content-Type", ipp.MediaType)
	_, _ = w.Write(raw)
}

func state(n int, reasons ...string) []ipp.Attribute {
	return []ipp.Attribute{ipp.Number(ipp.Enum, "job-state", n), ipp.String(ipp.Keyword, "job-state-reasons", reasons...)}
}

func idle() []ipp.Attribute { return []ipp.Attribute{ipp.Number(ipp.Enum, "printer-state", 3)} }

func TestEndsOfAJob(t *testing.T) {
	for _, tt := range []struct {
		name   string
		job    func(look int) []ipp.Attribute
		status ipp.Status
		want   error // nil for printed
		may    bool
		cancel bool
	}{
		{"completed", func(int) []ipp.Attribute { return state(9, "job-completed-successfully") }, ipp.OK, nil, false, false},
		{"completed with errors", func(int) []ipp.Attribute { return state(9, "job-completed-with-errors") }, ipp.OK, pageprinter.ErrAborted, true, false},
		{"cancelled at the panel", func(int) []ipp.Attribute { return state(7) }, ipp.OK, pageprinter.ErrCanceled, true, false},
		{"held for a password", func(int) []ipp.Attribute { return state(4, "job-password-wait") }, ipp.OK, pageprinter.ErrHeld, false, true},
		{"held while it arrives", func(n int) []ipp.Attribute {
			if n < 3 {
				return state(4, "job-incoming")
			}
			return state(9)
		}, ipp.OK, nil, false, false},
		{"forgotten", func(int) []ipp.Attribute { return nil }, ipp.NotFound, pageprinter.ErrForgotten, true, false},
		{"waits and is never begun", func(int) []ipp.Attribute { return state(3) }, ipp.OK, pageprinter.ErrTimeout, false, true},
		{"a state that is none", func(int) []ipp.Attribute { return state(2147483647) }, ipp.OK, pageprinter.ErrTimeout, true, true},
		{"completed while it is given up", func(n int) []ipp.Attribute {
			if n == 1 {
				return state(4, "job-hold-until-specified")
			}
			return state(9)
		}, ipp.OK, nil, false, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := &script{job: tt.job, status: tt.status, printer: idle()}
			p := client(t, serve(t, s.ServeHTTP), &pageprinter.Opts{Patience: 100 * time.Millisecond, Poll: 5 * time.Millisecond})
			err := p.Print(t.Context(), pageprinter.Job{Name: "1", PDF: page})
			if tt.want == nil {
				if err != nil {
					t.Error(err)
				}
			} else {
				wantNotPrinted(t, err, tt.want, tt.may)
			}
			if s.ended != tt.cancel {
				t.Errorf("cancelled: %v", s.ended)
			}
		})
	}
}

func TestCopiesThatWouldBeIgnored(t *testing.T) {
	s := &script{job: func(int) []ipp.Attribute { return state(7) }, printer: idle(),
		ignored: []ipp.Attribute{ipp.Number(ipp.Integer, "copies", 3)}}
	p := client(t, serve(t, s.ServeHTTP), nil)
	if err := p.Print(t.Context(), pageprinter.Job{Name: "1", PDF: page, Copies: 3}); !errors.Is(err, pageprinter.ErrUnfit) || !s.ended {
		t.Errorf("%v, cancelled: %v", err, s.ended)
	}
}

func TestStatusReasons(t *testing.T) {
	for _, tt := range []struct {
		state   int
		reasons []string
		want    devices.Status
	}{
		{3, []string{"none"}, devices.Status{State: devices.Ready}},
		{4, []string{"none"}, devices.Status{State: devices.Busy}},
		{3, []string{"media-low-warning"}, devices.Status{State: devices.Ready, Reason: devices.ReasonPaperLow}},
		{3, []string{"media-empty-report"}, devices.Status{State: devices.Ready}},
		{5, []string{"media-empty-report"}, devices.Status{State: devices.NeedsAttention, Reason: devices.ReasonPaperOut}},
		{3, []string{"media-needed"}, devices.Status{State: devices.NeedsAttention, Reason: devices.ReasonPaperOut}},
		{5, []string{"media-empty-error", "media-jam-error"}, devices.Status{State: devices.NeedsAttention, Reason: devices.ReasonJam}},
		{5, []string{"media-empty", "door-open-warning"}, devices.Status{State: devices.NeedsAttention, Reason: devices.ReasonCoverOpen}},
		{5, []string{"paused"}, devices.Status{State: devices.NeedsAttention, Reason: devices.ReasonStopped}},
		{5, []string{"none"}, devices.Status{State: devices.NeedsAttention, Reason: devices.ReasonStopped}},
		{4, []string{"connecting-to-device"}, devices.Status{State: devices.Failed, Reason: devices.ReasonUnreachable}},
		{3, []string{"com.example-glitter-low"}, devices.Status{State: devices.Ready}},
	} {
		s := &script{printer: []ipp.Attribute{ipp.Number(ipp.Enum, "printer-state", tt.state), ipp.String(ipp.Keyword, "printer-state-reasons", tt.reasons...)}}
		if got, err := client(t, serve(t, s.ServeHTTP), nil).Status(t.Context()); err != nil || got != tt.want {
			t.Errorf("%d %v: %+v, %v; want %+v", tt.state, tt.reasons, got, err, tt.want)
		}
	}
}

func TestValidateSaysWhatIsMissing(t *testing.T) {
	s := &script{printer: append(idle(), ipp.String(ipp.MimeType, "document-format-supported", "image/pwg-raster"))}
	if err := client(t, serve(t, s.ServeHTTP), nil).Validate(t.Context()); !errors.Is(err, pageprinter.ErrUnfit) || !strings.Contains(err.Error(), "application/pdf") {
		t.Error(err)
	}
}

func TestThroughASocket(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "cups.sock")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	s := &script{printer: idle()}
	server := &http.Server{Handler: s}
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()
	defer func() {
		_ = server.Close()
		<-served
	}()
	got, err := client(t, "ipp://localhost/printers/forms", &pageprinter.Opts{Socket: socket}).Status(t.Context())
	if err != nil || got.State != devices.Ready {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestBadAddressesAndJobs(t *testing.T) {
	for _, address := range []string{"", "printer", "lpd://printer/queue", "ipp://", "ipp://:631/x", "http://[::1"} {
		if _, err := pageprinter.New(address, nil); err == nil {
			t.Errorf("%q was accepted", address)
		}
	}
	p := client(t, "ipp://127.0.0.1:1/ipp/print", nil)
	for _, job := range []pageprinter.Job{{Name: "no file"}, {PDF: page, Copies: -1}} {
		if err := p.Print(t.Context(), job); err == nil {
			t.Errorf("%q was accepted", job.Name)
		}
	}
}
