package keysim

// calls are the library's functions. Each takes its arguments and returns what
// the library is to write into its caller's memory.
var calls = map[Call]func(*conn, *args) (rv, []byte){
	Initialize:        (*conn).initialize,
	Finalize:          (*conn).finalize,
	GetInfo:           (*conn).info,
	GetSlotList:       (*conn).slotList,
	GetSlotInfo:       (*conn).slotInfo,
	GetTokenInfo:      (*conn).tokenInfo,
	GetMechanismList:  (*conn).mechanismList,
	GetMechanismInfo:  (*conn).mechanismInfo,
	OpenSession:       (*conn).open,
	CloseSession:      (*conn).close,
	CloseAllSessions:  (*conn).closeAll,
	GetSessionInfo:    (*conn).sessionInfo,
	Login:             (*conn).login,
	Logout:            (*conn).logout,
	SetPIN:            (*conn).setPIN,
	FindObjectsInit:   (*conn).findInit,
	FindObjects:       (*conn).find,
	FindObjectsFinal:  (*conn).findFinal,
	GetAttributeValue: (*conn).attributes,
	SignInit:          (*conn).signInit,
	signSize:          (*conn).size,
	Sign:              (*conn).sign,
}

func (c *conn) initialize(*args) (rv, []byte) {
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	for _, l := range c.sim.slots {
		c.known = append(c.known, l.id)
	}
	return ok, nil
}

func (c *conn) finalize(*args) (rv, []byte) { return ok, nil }

// info is CK_INFO.
func (c *conn) info(*args) (rv, []byte) {
	b := append([]byte{2, 40}, padded("Hall kiosk", 32)...)
	b = append(append(b, room(6)...), u64(0)...)
	b = append(append(b, padded("Virtual U-KEYs", 32)...), 1, 0)
	return ok, append(b, room(6)...)
}

func (c *conn) slotList(a *args) (rv, []byte) {
	present := a.number()&0xff != 0
	c.sim.mu.Lock()
	defer c.sim.mu.Unlock()
	var list []uint64
	for _, l := range c.sim.slots {
		if c.sees(l) && (l.key != nil || !present) {
			list = append(list, l.id)
		}
	}
	return ok, counted(list)
}

// slotInfo is CK_SLOT_INFO.
func (c *conn) slotInfo(a *args) (rv, []byte) {
	const present, removable, hardware = 1, 2, 4
	flags := uint64(removable | hardware)
	switch _, _, r := c.token(a.number()); r {
	case ok:
		flags |= present
	case tokenNotPresent:
	default:
		return r, nil
	}
	b := append(padded("Virtual slot", 64), padded("Hall kiosk", 32)...)
	b = append(append(b, u64(flags)...), 1, 0, 1, 0)
	return ok, append(b, room(4)...)
}

// tokenInfo is CK_TOKEN_INFO.
func (c *conn) tokenInfo(a *args) (rv, []byte) {
	_, k, r := c.token(a.number())
	if r != ok {
		return r, nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	b := padded(or(k.Label, "U-KEY"), 32)
	b = append(b, padded(or(k.Manufacturer, "Simulated"), 32)...)
	b = append(b, padded(or(k.Model, "KEYSIM"), 16)...)
	b = append(b, padded(k.Serial, 16)...)
	const unknown = ^uint64(0)
	b = append(b, u64s(k.flags(), 0, 0, 0, 0, uint64(or(k.MaxPIN, 16)), uint64(or(k.MinPIN, 4)), unknown, unknown, unknown, unknown)...)
	b = append(b, 1, 0, k.Firmware[0], k.Firmware[1])
	return ok, append(append(b, padded("", 16)...), room(4)...)
}
