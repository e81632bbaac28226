package keysim

import (
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"sync"
)

// Sim answers the library's calls, from any number of processes.
type Sim struct {
	opts     Options
	listener net.Listener
	ended    sync.WaitGroup

	mu      sync.Mutex
	slots   []*slot // in the order of their numbers
	next    uint64  // number of the next slot
	faults  []Fault
	held    chan struct{} // closed by Release
	stuck   int           // calls that hang or are held
	changed chan struct{} // closed, and made anew, when a key comes or goes
	conns   map[*conn]bool
	closed  bool
}

// Options are a library's habits.
type Options struct {
	// Slots are always there, with or without a key; 0: a slot comes with each
	// key and has a new number each time.
	Slots int
	// Stale: a key plugged in is seen after the library's next initialisation.
	Stale bool
}

// slot is a place for a key.
type slot struct {
	id     uint64
	key    *Key // nil: empty
	serial int  // which plugging in this is
}

// Start listens on a Unix socket until Close.
func Start(socket string, o Options) (*Sim, error) {
	if err := os.Remove(socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("keysim: %w", err)
	}
	l, err := net.Listen("unix", socket)
	if err != nil {
		return nil, fmt.Errorf("keysim: %w", err)
	}
	s := &Sim{opts: o, listener: l, held: make(chan struct{}), changed: make(chan struct{}), conns: map[*conn]bool{}}
	for range o.Slots {
		s.slots = append(s.slots, &slot{id: s.next})
		s.next++
	}
	s.ended.Add(1)
	go s.accept()
	return s, nil
}

// Plug plugs a key in. It does nothing where it is in, or no slot is free.
func (s *Sim) Plug(k *Key) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.slotOf(k) != nil {
		return
	}
	free := slices.IndexFunc(s.slots, func(l *slot) bool { return l.key == nil })
	if free < 0 && s.opts.Slots > 0 {
		return
	}
	if free < 0 {
		s.slots = append(s.slots, &slot{id: s.next})
		s.next++
		free = len(s.slots) - 1
	}
	s.slots[free].key = k
	s.slots[free].serial++
	s.tell()
}

// Unplug pulls a key out.
func (s *Sim) Unplug(k *Key) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.slotOf(k)
	if l == nil {
		return
	}
	if l.key = nil; s.opts.Slots == 0 {
		s.slots = slices.DeleteFunc(s.slots, func(o *slot) bool { return o == l })
	}
	s.tell()
}

// Processes are the process numbers of whoever has the library initialised.
func (s *Sim) Processes() []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	var l []int
	for c := range s.conns {
		l = append(l, c.pid)
	}
	slices.Sort(l)
	return l
}

// Close hangs up on all and ends.
func (s *Sim) Close() error {
	s.mu.Lock()
	s.closed = true
	for c := range s.conns {
		c.Close()
	}
	s.mu.Unlock()
	err := s.listener.Close()
	s.ended.Wait()
	return err
}

// slotOf is where the key is; s.mu is held, as in what follows.
func (s *Sim) slotOf(k *Key) *slot {
	for _, l := range s.slots {
		if l.key == k {
			return l
		}
	}
	return nil
}

func (s *Sim) slot(id uint64) *slot {
	for _, l := range s.slots {
		if l.id == id {
			return l
		}
	}
	return nil
}

// tell says that a key came or went.
func (s *Sim) tell() {
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *Sim) accept() {
	defer s.ended.Done()
	for {
		nc, err := s.listener.Accept()
		if err != nil {
			return
		}
		c := newConn(s, nc)
		s.mu.Lock()
		closed := s.closed
		if !closed {
			s.conns[c] = true
			s.ended.Add(1)
		}
		s.mu.Unlock()
		if closed {
			nc.Close()
			return
		}
		go func() {
			defer s.ended.Done()
			c.serve()
		}()
	}
}
