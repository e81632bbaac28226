package main

import (
	"sync"
	"time"
)

// heard is when the centre last spoke, and how far our clock was ahead of its.
type heard struct {
	mu    sync.Mutex
	at    time.Time
	drift time.Duration
}

func (h *heard) say(now, theirs time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at, h.drift = now, now.Sub(theirs)
}

func (h *heard) last() (at time.Time, drift time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at, h.drift
}
