// Package pageprintersim is an office printer without the printer: an IPP
// server on the loopback that files what it is given. It runs out of paper,
// jams and fails when told to. For demo builds and tests only.
package pageprintersim

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// Mode is how the printer behaves, also towards jobs it has already taken.
type Mode string

// The modes.
const (
	OK         Mode = "ok"
	MediaEmpty Mode = "media-empty"
	MediaJam   Mode = "media-jam"
	CoverOpen  Mode = "cover-open"
	Fail       Mode = "fail" // aborts jobs
	Hold       Mode = "hold" // takes jobs and neither ends them nor says why
)

// Printer is a running printer. Its methods may be called by any goroutine.
type Printer struct {
	URL string // ipp://127.0.0.1:PORT/ipp/print

	dir    string
	server *http.Server
	served chan error
	close  sync.Once
	ended  error

	mu      sync.Mutex
	mode    Mode
	jobs    []*job // by number, from 1
	files   []string
	changed chan struct{}
}

// Start starts a printer that files what it prints in dir, which is made if
// need be.
func Start(dir string) (*Printer, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("pageprintersim: %w", err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("pageprintersim: %w", err)
	}
	p := &Printer{
		URL: "ipp://" + l.Addr().String() + "/ipp/print", dir: dir, mode: OK,
		changed: make(chan struct{}), served: make(chan error, 1),
	}
	p.server = &http.Server{Handler: p, ReadTimeout: time.Minute}
	go func() { p.served <- p.server.Serve(l) }()
	return p, nil
}

// Close ends the server; twice is as good as once. What was filed stays.
func (p *Printer) Close() error {
	p.close.Do(func() {
		p.ended = p.server.Close()
		<-p.served
	})
	return p.ended
}

// SetMode sets how the printer behaves, and lets it go on with waiting jobs.
func (p *Printer) SetMode(m Mode) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mode = m
	return p.work()
}

// Printed gives the paths of the files printed so far, in order.
func (p *Printer) Printed() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.files)
}

// Await waits until n files are printed and gives the n-th, from 1.
func (p *Printer) Await(ctx context.Context, n int) ([]byte, error) {
	for {
		p.mu.Lock()
		files, changed := p.files, p.changed
		p.mu.Unlock()
		if n >= 1 && n <= len(files) {
			return os.ReadFile(files[n-1])
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, fmt.Errorf("pageprintersim: %d of %d printed: %w", len(files), n, ctx.Err())
		}
	}
}

// job is one job; its number is its place in the list.
type job struct {
	state    int // RFC 8011, 5.3.7
	document []byte
}

const (
	stateProcessing = 5
	stateCanceled   = 7
	stateAborted    = 8
	stateCompleted  = 9
)

// work prints the jobs that wait, as far as the mode lets it.
func (p *Printer) work() error {
	for number, j := range p.jobs {
		if j.state != stateProcessing {
			continue
		}
		switch p.mode {
		case OK:
			if err := p.file(number+1, j.document); err != nil {
				return err
			}
			j.state = stateCompleted
		case Fail:
			j.state = stateAborted
		default:
			return nil
		}
		j.document = nil
	}
	return nil
}

func (p *Printer) file(number int, document []byte) error {
	path := filepath.Join(p.dir, fmt.Sprintf("%s-%04d.pdf", time.Now().Format("20060102-150405"), number))
	if err := os.WriteFile(path, document, 0o600); err != nil {
		return fmt.Errorf("pageprintersim: %w", err)
	}
	p.files = append(p.files, path)
	close(p.changed)
	p.changed = make(chan struct{})
	return nil
}
