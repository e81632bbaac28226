package idcard

// Buffered reports whether the buffers still hold anything received.
func (d *Dev) Buffered() bool { return !allZero(d.wire.rx[:]) || !allZero(d.wire.buf[:]) }
