package keysim

import (
	"crypto/rand"
	"slices"
	"syscall"
)

// Fault is trouble with a call.
type Fault struct {
	On   Call
	What Trouble
	// RV is what the call returns for Fail, such as 0x30 (CKR_DEVICE_ERROR).
	RV uint64
}

// Trouble is what happens instead of an answer.
type Trouble int

// The troubles.
const (
	Fail    Trouble = iota // it returns RV
	Hang                   // it never comes back
	Hold                   // it comes back after Release, or in vain when the key is pulled out
	Crash                  // the library writes to address 0 in its process
	Kill                   // its process is killed from outside
	Garbage                // it succeeds, and answers with noise
	Huge                   // it succeeds, and claims a length of 1 GiB
)

// Inject makes trouble once each, with the next call that fits, on any key.
func (s *Sim) Inject(f ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, f...)
}

// Stuck is how many calls hang or are held at the moment.
func (s *Sim) Stuck() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stuck
}

func (s *Sim) stick(by int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stuck += by
}

// Release ends every Hold.
func (s *Sim) Release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.held)
	s.held = make(chan struct{})
}

// fault is the trouble that is due now, on a key or on none.
func (s *Sim) fault(c Call, k *Key) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	on := func(f Fault) bool { return f.On == c }
	if i := slices.IndexFunc(s.faults, on); i >= 0 {
		f := s.faults[i]
		s.faults = slices.Delete(s.faults, i, i+1)
		return f, true
	}
	if k != nil {
		if i := slices.IndexFunc(k.Faults, on); i >= 0 {
			return k.Faults[i], true
		}
	}
	return Fault{}, false
}

// suffer makes the trouble; good is what would have been answered.
func (c *conn) suffer(f Fault, k *Key, good func() (rv, []byte)) (rv, []byte) {
	switch f.What {
	case Fail:
		return rv(f.RV), nil
	case Hang:
		c.sim.stick(1)
		defer c.sim.stick(-1)
		<-c.gone
		return generalError, nil
	case Hold:
		return c.hold(k, good)
	case Crash:
		return crash, nil
	case Kill:
		// The peer's end reaches us as the end of its connection.
		if err := syscall.Kill(c.pid, syscall.SIGKILL); err == nil {
			<-c.gone
		}
		return generalError, nil
	}
	r, answer := good()
	if r != ok {
		return r, answer
	}
	if f.What == Garbage {
		garble(f.On, answer)
		return r, answer
	}
	if len(answer) >= 8 { // what begins with a count or a length
		copy(answer, u64(1<<30))
	}
	return r, answer
}

// garble makes noise of an answer, but for the lengths that hold it together.
func garble(on Call, answer []byte) {
	switch on {
	case GetSlotList, GetMechanismList, Sign:
		answer = answer[8:]
	case GetAttributeValue:
		for a := (args{b: answer}); len(a.b) > 0; {
			a.number()
			rand.Read(a.text())
		}
		return
	}
	rand.Read(answer)
}

// hold waits for Release, or for the key to be pulled out.
func (c *conn) hold(k *Key, good func() (rv, []byte)) (rv, []byte) {
	s := c.sim
	s.mu.Lock()
	held := s.held
	s.stuck++
	s.mu.Unlock()
	defer s.stick(-1)
	for {
		s.mu.Lock()
		changed, in := s.changed, k == nil || s.slotOf(k) != nil
		s.mu.Unlock()
		if !in {
			return deviceRemoved, nil
		}
		select {
		case <-held:
			return good()
		case <-changed:
		case <-c.gone:
			return generalError, nil
		}
	}
}
