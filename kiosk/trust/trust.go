// Package trust keeps whom U-KEYs' certificates are checked against: what the
// centre trusts, as it was last heard and could be believed. The file outlives
// the program, so that a kiosk without its centre checks by what it last knew.
package trust

import (
	"errors"
	"fmt"
	"sync"

	"hallkiosk/kiosk/certificate"
	"hallkiosk/kiosk/notebook"
	"hallkiosk/sync/protocol"
)

// Holder holds what is trusted now. It may be used by any goroutine.
type Holder struct {
	file notebook.File[protocol.Trust]

	put sync.Mutex // one Put at a time

	mu      sync.Mutex
	version string
	current *certificate.Trust // nil: nothing is known
}

// maxFile is how long the file may be: what travels, and a line feed.
const maxFile = protocol.MaxTrust + 1

// Open reads the file at path, which need not be there yet. Where it cannot be
// used, the error says why, and the Holder knows nothing until it is Put to.
func Open(path string) (*Holder, error) {
	h := &Holder{file: notebook.Large[protocol.Trust](path, maxFile)}
	kept, err := h.file.Read()
	if err != nil {
		return h, fmt.Errorf("trust: open: %w", err)
	}
	if kept.Version == "" {
		return h, nil
	}
	if err := h.take(kept); err != nil {
		return h, fmt.Errorf("trust: open: %w", err)
	}
	return h, nil
}

// Version is that of what is trusted; "" where nothing is.
func (h *Holder) Version() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.version
}

// Current is what certificates are checked against; nil knows nothing.
func (h *Holder) Current() *certificate.Trust {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.current
}

// Put takes another into use and keeps it, whole or not at all: what was known
// before stays where one certificate or list of it cannot be believed, or the
// disk does not take it.
func (h *Holder) Put(t protocol.Trust) error {
	h.put.Lock()
	defer h.put.Unlock()
	made, err := build(t)
	if err != nil {
		return fmt.Errorf("trust: put: %w", err)
	}
	if err := h.file.Replace(t); err != nil {
		return fmt.Errorf("trust: put: %w", err)
	}
	h.set(t.Version, made)
	return nil
}

func (h *Holder) take(t protocol.Trust) error {
	made, err := build(t)
	if err == nil {
		h.set(t.Version, made)
	}
	return err
}

func (h *Holder) set(version string, made *certificate.Trust) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.version, h.current = version, made
}

// build checks everything that t says.
func build(t protocol.Trust) (*certificate.Trust, error) {
	if err := t.Validate(); err != nil {
		return nil, err
	}
	made, err := certificate.NewTrust(t.Authorities, t.Revocations)
	if err != nil {
		return nil, errors.Join(ErrUnbelievable, err)
	}
	return made, nil
}

// ErrUnbelievable: a certificate is no authority's, or a list is of none of them.
var ErrUnbelievable = errors.New("trust: not to be believed")
