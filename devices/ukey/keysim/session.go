package keysim

// Flags of a session (PKCS#11 v2.40, 3.3).
const (
	readWrite, serialSession = 2, 4
	user                     = 1 // CKU_USER
)

func (c *conn) open(a *args) (rv, []byte) {
	id, flags := a.number(), a.number()
	l, k, r := c.token(id)
	switch {
	case r != ok:
		return r, nil
	case flags&serialSession == 0:
		return parallelNotSupported, nil
	}
	c.sim.mu.Lock()
	serial := l.serial
	c.sim.mu.Unlock()
	c.last++
	c.sessions[c.last] = &session{slot: l, key: k, serial: serial, flags: flags}
	return ok, u64(c.last)
}

func (c *conn) close(a *args) (rv, []byte) {
	s := c.sessions[a.number()]
	if s == nil {
		return sessionHandleInvalid, nil
	}
	c.forget(func(o *session) bool { return o == s })
	return ok, nil
}

func (c *conn) closeAll(a *args) (rv, []byte) {
	id := a.number()
	c.forget(func(s *session) bool { return s.slot.id == id })
	return ok, nil
}

// sessionInfo is CK_SESSION_INFO; its states are numbered in 3.3.
func (c *conn) sessionInfo(a *args) (rv, []byte) {
	s, r := c.session(a.number())
	if r != ok {
		return r, nil
	}
	state := uint64(0)
	if s.flags&readWrite != 0 {
		state = 2
	}
	if c.loggedIn[s.key] {
		state++
	}
	return ok, u64s(s.slot.id, state, s.flags, 0)
}

func (c *conn) login(a *args) (rv, []byte) {
	id, who := a.number(), a.number()
	pin := a.text()
	s, r := c.session(id)
	switch {
	case r != ok:
		return r, nil
	case who != user:
		return userTypeInvalid, nil
	case c.loggedIn[s.key]:
		return alreadyLoggedIn, nil
	}
	s.key.mu.Lock()
	defer s.key.mu.Unlock()
	if r = s.key.try(pin); r == ok {
		c.loggedIn[s.key] = true
	}
	return r, nil
}

func (c *conn) logout(a *args) (rv, []byte) {
	s, r := c.session(a.number())
	switch {
	case r != ok:
		return r, nil
	case !c.loggedIn[s.key]:
		return notLoggedIn, nil
	}
	delete(c.loggedIn, s.key)
	for _, o := range c.sessions {
		if o.key == s.key {
			o.sign = nil
		}
	}
	return ok, nil
}

func (c *conn) setPIN(a *args) (rv, []byte) {
	id := a.number()
	old, fresh := a.text(), a.text()
	s, r := c.session(id)
	switch {
	case r != ok:
		return r, nil
	case s.flags&readWrite == 0:
		return sessionReadOnly, nil
	}
	s.key.mu.Lock()
	defer s.key.mu.Unlock()
	return s.key.change(old, fresh), nil
}
