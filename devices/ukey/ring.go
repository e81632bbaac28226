package ukey

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"hallkiosk/devices"
)

// Options say what a Ring works with. A zero duration takes its default.
type Options struct {
	// Bus tells what is plugged in; nil where there is no USB: then modules are
	// asked all the time, and no device is Strange.
	Bus     devices.Bus
	Modules []Module
	// Command is the helper of a module: a program that calls Serve with its standard
	// input and output. The Ring sets how it is started, not its environment.
	Command func(Module) *exec.Cmd
	// Report is told whenever a module's status changes; nil: nobody is. It must
	// not block, nor call the Ring.
	Report func(ModuleStatus)

	Every   time.Duration // between two looks: 500 ms
	Start   time.Duration // for a module to be loaded: 10 s
	Scan    time.Duration // for a module to tell its keys: 5 s
	Work    time.Duration // for a signature or a change of PIN, a press of the key's button included: 30 s
	Settle  time.Duration // until a device that nobody reads is said to be Strange: 3 s
	Pause   time.Duration // before a lost helper is started again, doubled with each loss in a row: 1 s
	Longest time.Duration // such pause: 1 min
}

func (o Options) withDefaults() Options {
	for _, d := range []struct {
		value *time.Duration
		other time.Duration
	}{
		{&o.Every, 500 * time.Millisecond}, {&o.Start, 10 * time.Second}, {&o.Scan, 5 * time.Second},
		{&o.Work, 30 * time.Second}, {&o.Settle, 3 * time.Second}, {&o.Pause, time.Second}, {&o.Longest, time.Minute},
	} {
		if *d.value <= 0 {
			*d.value = d.other
		}
	}
	if o.Report == nil {
		o.Report = func(ModuleStatus) {}
	}
	return o
}

// Ring is the port for U-KEYs: all modules together, and what USB says. Its
// methods may be called by any goroutine.
type Ring struct {
	opts    Options
	keepers []*keeper
	running sync.WaitGroup
	ended   chan struct{} // closed when the Ring's context ends
	looked  chan struct{} // closed after every module was tried
	port    atomic.Pointer[Port]

	mu     sync.Mutex
	seen   plugged          // what USB says
	places map[string]place // of keys, as composed last
}

// Open starts a helper for each module and looks for keys until ctx ends; Wait
// then returns when all helpers have ended.
func Open(ctx context.Context, o Options) *Ring {
	r := &Ring{opts: o.withDefaults(), ended: make(chan struct{}), looked: make(chan struct{})}
	r.port.Store(&Port{})
	for _, m := range o.Modules {
		r.keepers = append(r.keepers, newKeeper(r, m))
	}
	r.watchUSB(ctx) // before a module is asked, so that it can be told what to expect
	for _, k := range r.keepers {
		r.running.Go(func() { k.run(ctx) })
	}
	r.running.Go(func() { r.watch(ctx) })
	r.running.Go(func() {
		defer close(r.looked)
		for _, k := range r.keepers {
			<-k.tried
		}
	})
	context.AfterFunc(ctx, func() { close(r.ended) })
	return r
}

// Wait returns when all has ended, after Open's context did.
func (r *Ring) Wait() {
	<-r.ended
	r.running.Wait()
}

// Looked is closed once every module was tried: from then on Port is more than
// "nothing seen yet".
func (r *Ring) Looked() <-chan struct{} { return r.looked }

// Port is what is plugged in, as it was seen within the last second; while a
// module is at work or hangs, its keys are as they were before. It asks nothing
// and does not block. What it points to is not to be changed.
func (r *Ring) Port() Port { return *r.port.Load() }

// Modules says how each module stands, in the order of the configuration.
func (r *Ring) Modules() []ModuleStatus {
	r.mu.Lock()
	defer r.mu.Unlock()
	var l []ModuleStatus
	for _, k := range r.keepers {
		l = append(l, k.status)
	}
	return l
}

// Sign has a key sign message with the private key of one of its certificates
// (DER), in the encodings of protocol.Proof. It offers the PIN once; whatever
// happens, it does not offer it again. It does not wipe pin. When ctx ends, Sign
// returns, but a signature that was begun is brought to its end.
//
// Errors: *PINError, devices.ErrGone, devices.ErrGarbled, or those of this package.
func (r *Ring) Sign(ctx context.Context, key string, certificate []byte, pin *PIN, message []byte) ([]byte, error) {
	if len(certificate) > MaxCertificate || len(message) > MaxMessage {
		return nil, ErrMechanism
	}
	j := &job{kind: frameSign, request: func(token string) any {
		return signRequest{Token: token, Certificate: certificate, Message: message}
	}}
	return r.have(ctx, key, j, pin)
}

// ChangePIN changes a key's PIN. The old one may be shorter than MinPIN: that bounds
// what is chosen, not what a factory set. It wipes neither. Errors are as of Sign.
func (r *Ring) ChangePIN(ctx context.Context, key string, old, fresh *PIN) error {
	j := &job{kind: frameChange, request: func(token string) any { return changeRequest{Token: token} }}
	_, err := r.have(ctx, key, j, old, fresh)
	return err
}

// have finds who reads the key and gives it the job.
func (r *Ring) have(ctx context.Context, key string, j *job, pins ...*PIN) ([]byte, error) {
	port := r.Port()
	at := slices.IndexFunc(port.Keys, func(k Key) bool { return k.ID == key })
	if at < 0 {
		return nil, devices.ErrGone
	}
	k := port.Keys[at]
	if k.Err != nil {
		return nil, unready(k.Err)
	}
	if k.PIN == PINLocked || k.PIN == PINUnset {
		return nil, &PINError{State: k.PIN, Tries: k.Tries}
	}
	for i, p := range pins {
		least := k.MinPIN
		if i < len(pins)-1 {
			least = 0 // the old one of two
		}
		if n := p.Len(); n == 0 || n < least || k.MaxPIN > 0 && n > k.MaxPIN {
			return nil, ErrPINForm
		}
	}
	keeper, token, place, ok := r.reader(k)
	if !ok {
		return nil, devices.ErrGone
	}
	j.ctx, j.token, j.place = ctx, token, place
	return keeper.do(ctx, j, pins)
}

// unready says of what went wrong before that nothing was asked since: the error
// itself would leave it open whether this PIN was tried.
func unready(why error) error {
	if errors.Is(why, ErrHung) || errors.Is(why, ErrCrashed) {
		return fmt.Errorf("%w: %v", ErrUnready, why)
	}
	return why
}
