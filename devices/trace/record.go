package trace

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"hallkiosk/devices"
)

// ErrFull: a trace has reached its largest size; what was recorded is good.
var ErrFull = errors.New("trace is full")

// patience is how long IN transfers are held after the last of them.
const patience = 2 * time.Second

// Opts say what a Recorder records.
type Opts struct {
	Device  string // the package's name
	Session string // what the driver is told to do
	// Protocol words it for the header.
	Protocol func(devices.ID, devices.Class) string
	// Masker makes the masker for one opening of the device.
	Masker func() Masker
	Now    func() time.Time // nil: time.Now
}

// Recorder writes a trace. Its methods may be called by any goroutine.
type Recorder struct {
	w    io.Writer
	opts Opts

	mu     sync.Mutex
	masker Masker
	began  time.Time // zero before the header
	held   []event   // from the first IN on that is not masked yet
	size   int       // bytes of data in held
	last   time.Time // when the last of held came
	wrote  int       // bytes
	lines  int
	err    error // why no more is written
}

// NewRecorder records to w, which should be a file: each event is one Write.
func NewRecorder(w io.Writer, o Opts) *Recorder {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Recorder{w: w, opts: o}
}

// Close writes what is still held, and says why recording ended before, if it did.
// It does not close the file.
func (r *Recorder) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.release()
	if r.err != nil {
		return fmt.Errorf("trace: record: %w", r.err)
	}
	return nil
}

// Written is how many bytes the file holds so far.
func (r *Recorder) Written() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.wrote
}

// begin starts one opening of a device, and the file at the first.
func (r *Recorder) begin(id devices.ID, class devices.Class) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.release()
	text := ""
	if id != (devices.ID{}) {
		text = id.String()
	}
	now := r.opts.Now()
	if r.began.IsZero() {
		r.began = now
		r.write(Header{Version, r.opts.Device, text, r.opts.Protocol(id, class), r.opts.Session, now.Format(time.DateOnly), true})
	}
	r.masker = r.opts.Masker()
	if text != "" {
		r.write(event{T: r.since(now), EP: open, ID: text, Class: class.String()})
	}
	return r.err
}

func (r *Recorder) since(now time.Time) int64 { return max(now.Sub(r.began).Microseconds(), 0) }

// note takes one event; data stays the caller's.
func (r *Recorder) note(e event, data []byte, err error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.opts.Now()
	e.T, e.Failed, e.data = r.since(now), word(err), slices.Clone(data)
	if err != nil && e.Failed == "" {
		return r.err // the caller's own affair: its context has ended
	}
	fromDevice := e.EP == in || e.EP == quiet
	if !fromDevice || r.size > held || len(r.held) > 0 && now.Sub(r.last) > patience {
		r.release()
	}
	switch {
	case e.EP == control:
		r.masker.Control(e.request(), e.data)
	case e.EP == out:
		r.masker.Out(e.data)
	case e.EP == in, len(r.held) > 0:
		r.held, r.size, r.last = append(r.held, e), r.size+len(data), now
		return r.err
	}
	e.pack()
	r.write(e)
	return r.err
}

// release masks and writes what is held.
func (r *Recorder) release() {
	var burst [][]byte
	for _, e := range r.held {
		if e.EP == in {
			burst = append(burst, e.data)
		}
	}
	if len(burst) > 0 {
		r.masker.In(burst)
	}
	for _, e := range r.held {
		e.pack()
		r.write(e)
		clear(e.data)
	}
	r.held, r.size = nil, 0
}

func (r *Recorder) write(v any) {
	if r.err != nil {
		return
	}
	text, err := line(v)
	if r.lines++; err == nil && (r.wrote+len(text) > maxFile || r.lines > maxLines) {
		err = ErrFull
	}
	if err == nil {
		var n int
		n, err = r.w.Write(text)
		r.wrote += n
	}
	r.err = err
}

// Bus records what passes every device that is opened on b.
func (r *Recorder) Bus(b devices.Bus) devices.Bus { return recordedBus{b, r} }

type recordedBus struct {
	devices.Bus
	r *Recorder
}

func (b recordedBus) Open(ctx context.Context, m devices.Match) (devices.Transport, error) {
	t, err := b.Bus.Open(ctx, m)
	if err != nil {
		return nil, err
	}
	var id devices.ID
	var class devices.Class
	if known, ok := t.(devices.Identified); ok {
		id, class = known.Identity()
	}
	if err := b.r.begin(id, class); err != nil {
		return nil, errors.Join(fmt.Errorf("trace: record: %w", err), t.Close())
	}
	return recorded{t, b.r}, nil
}

// recorded is a Transport whose transfers are noted. A trace that cannot be
// written fails the transfer: nobody wants to go on without.
type recorded struct {
	devices.Transport
	r *Recorder
}

func (t recorded) Send(ctx context.Context, p []byte) error {
	err := t.Transport.Send(ctx, p)
	return first(err, t.r.note(event{EP: out}, p, err))
}

func (t recorded) Receive(ctx context.Context, p []byte) (int, error) {
	n, err := t.Transport.Receive(ctx, p)
	if errors.Is(err, context.DeadlineExceeded) {
		return n, first(err, t.r.note(event{EP: quiet}, nil, nil))
	}
	return n, first(err, t.r.note(event{EP: in}, p[:n], err))
}

func (t recorded) Control(ctx context.Context, r devices.Request, data []byte) (int, error) {
	n, err := t.Transport.Control(ctx, r, data)
	e := event{EP: control, Request: &[4]uint16{uint16(r.RequestType), uint16(r.Request), r.Value, r.Index}}
	return n, first(err, t.r.note(e, data[:max(n, 0)], err))
}

// first is the transfer's own error, else that of recording it.
func first(err, recording error) error {
	if err == nil && recording != nil {
		return fmt.Errorf("trace: record: %w", recording)
	}
	return err
}

func (e *event) request() devices.Request {
	return devices.Request{RequestType: uint8(e.Request[0]), Request: uint8(e.Request[1]), Value: e.Request[2], Index: e.Request[3]}
}
