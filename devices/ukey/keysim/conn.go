package keysim

import (
	"encoding/binary"
	"io"
	"maps"
	"net"
	"slices"
	"syscall"
)

// conn is one process that has the library initialised.
type conn struct {
	net.Conn
	sim  *Sim
	pid  int
	gone chan struct{} // closed when the process hung up

	// Of sim.mu:
	known []uint64 // slots, at the initialisation

	// Of the goroutine that serves:
	sessions map[uint64]*session
	last     uint64 // number of the last session
	loggedIn map[*Key]bool
}

// session is one of PKCS#11's.
type session struct {
	slot   *slot
	key    *Key
	serial int // of the plugging in
	flags  uint64
	found  []uint64 // not yet handed out; nil: no search
	sign   *signing
}

func newConn(s *Sim, nc net.Conn) *conn {
	return &conn{Conn: nc, sim: s, pid: peer(nc), gone: make(chan struct{}), sessions: map[uint64]*session{}, loggedIn: map[*Key]bool{}}
}

// peer is the number of the process at the other end, 0 where the system does
// not say.
func peer(nc net.Conn) (pid int) {
	raw, err := nc.(*net.UnixConn).SyscallConn()
	if err != nil {
		return 0
	}
	raw.Control(func(fd uintptr) {
		if cred, err := syscall.GetsockoptUcred(int(fd), syscall.SOL_SOCKET, syscall.SO_PEERCRED); err == nil {
			pid = int(cred.Pid)
		}
	})
	return pid
}

// maxRequest bounds a request, in bytes.
const maxRequest = 1 << 20

// serve answers one call after the other. Reading goes on beside, since that is
// how the end of a process that hangs in a call is noticed.
func (c *conn) serve() {
	requests := make(chan []byte)
	defer func() {
		c.Close()
		for range requests {
		}
		c.sim.mu.Lock()
		delete(c.sim.conns, c)
		c.sim.mu.Unlock()
	}()
	go c.read(requests)
	for q := range requests {
		r, answer := c.answer(Call(binary.LittleEndian.Uint32(q)), &args{b: q[4:]})
		clear(q)
		reply := binary.LittleEndian.AppendUint32(nil, uint32(8+len(answer)))
		reply = append(append(reply, u64(uint64(r))...), answer...)
		if _, err := c.Write(reply); err != nil {
			return
		}
	}
}

func (c *conn) read(requests chan<- []byte) {
	defer close(requests)
	defer close(c.gone)
	for {
		var size [4]byte
		if _, err := io.ReadFull(c, size[:]); err != nil {
			return
		}
		n := binary.LittleEndian.Uint32(size[:])
		if n < 4 || n > maxRequest {
			return
		}
		q := make([]byte, n)
		if _, err := io.ReadFull(c, q); err != nil {
			return
		}
		requests <- q
	}
}

// answer answers one call, or makes the trouble that is due.
func (c *conn) answer(call Call, a *args) (rv, []byte) {
	do, known := calls[call]
	if !known {
		return notSupported, nil
	}
	k := c.keyOf(call, *a)
	good := func() (rv, []byte) {
		r, answer := do(c, a)
		if a.bad {
			return argumentsBad, nil
		}
		return r, answer
	}
	if f, due := c.sim.fault(call, k); due {
		return c.suffer(f, k, good)
	}
	return good()
}

// keyOf is the key that a call is about: its first argument is a slot or a
// session.
func (c *conn) keyOf(call Call, a args) *Key {
	n := a.number()
	switch call {
	case Initialize, Finalize, GetInfo, GetSlotList:
		return nil
	case GetSlotInfo, GetTokenInfo, GetMechanismList, GetMechanismInfo, OpenSession, CloseAllSessions:
		c.sim.mu.Lock()
		defer c.sim.mu.Unlock()
		if l := c.sim.slot(n); l != nil {
			return l.key
		}
		return nil
	}
	if s := c.sessions[n]; s != nil {
		return s.key
	}
	return nil
}

// session finds an open session whose key is still in.
func (c *conn) session(id uint64) (*session, rv) {
	s := c.sessions[id]
	if s == nil {
		return nil, sessionHandleInvalid
	}
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	switch {
	case s.slot.serial != s.serial:
		return nil, sessionHandleInvalid // it is another one's place by now
	case s.slot.key != s.key:
		return nil, deviceRemoved
	}
	return s, ok
}

// token finds the key in a slot that this process sees.
func (c *conn) token(id uint64) (*slot, *Key, rv) {
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	l := c.sim.slot(id)
	switch {
	case l == nil || !c.sees(l):
		return nil, nil, slotIDInvalid
	case l.key == nil:
		return l, nil, tokenNotPresent
	}
	return l, l.key, ok
}

// sees reports whether this process was told of a slot; sim.mu is held.
func (c *conn) sees(l *slot) bool { return !c.sim.opts.Stale || slices.Contains(c.known, l.id) }

// forget drops the sessions for which that is true, and what hung on them.
func (c *conn) forget(which func(*session) bool) {
	maps.DeleteFunc(c.sessions, func(_ uint64, s *session) bool { return which(s) })
	for k := range c.loggedIn {
		open := false
		for _, s := range c.sessions {
			open = open || s.key == k
		}
		if !open {
			delete(c.loggedIn, k) // PKCS#11 v2.40, 5.6: with its last session goes the login
		}
	}
}
