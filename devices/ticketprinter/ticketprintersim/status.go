package ticketprintersim

// realTime reports whether a transfer is DLE EOT n and nothing else.
func realTime(b []byte) bool { return len(b) == 3 && b[0] == 0x10 && b[1] == 0x04 }

func bit(on bool, mask byte) byte {
	if on {
		return mask
	}
	return 0
}

// say sends bytes to the host, unless the printer answers nothing.
func (p *Printer) say(b ...byte) {
	if p.port != nil && !p.deaf && !p.hung {
		p.port.Send(epIn, b)
	}
}

// answerEOT answers DLE EOT n.
func (p *Printer) answerEOT(n byte) {
	b := byte(0x12)
	switch n {
	case 1:
		b |= bit(p.stopped(), 0x08)
	case 2:
		b |= bit(p.cover, 0x04) | bit(p.paper == PaperOut, 0x20) | bit(p.jammed, 0x40)
	case 3:
		b |= bit(p.jammed, 0x08)
	case 4:
		b |= bit(p.paper != PaperOK, 0x0C) | bit(p.paper == PaperOut, 0x60)
	default:
		p.machine.fail("DLE EOT %d", n)
		return
	}
	p.say(b)
}

// answerSensor answers GS r 1.
func (p *Printer) answerSensor() {
	p.say(bit(p.paper != PaperOK, 0x03) | bit(p.paper == PaperOut, 0x0C))
}

// setASB is GS a n. The printer reports at once.
func (p *Printer) setASB(n byte) {
	p.asb = n != 0
	p.report()
}

// report sends the automatic status. Hanging printers got theirs out before.
func (p *Printer) report() {
	if !p.asb {
		return
	}
	p.say(
		0x10|bit(p.stopped(), 0x08)|bit(p.cover, 0x20),
		bit(p.jammed, 0x08),
		bit(p.paper != PaperOK, 0x03)|bit(p.paper == PaperOut, 0x0C),
		0)
}

// portStatus is 18h when all is well: selected, no error.
func (p *Printer) portStatus() byte {
	b := bit(!p.stopped(), 0x08) | 0x10
	return b | bit(p.paper == PaperOut, 0x20)
}

// cut is asked for by a command.
func (p *Printer) cut() {
	if p.jamNext {
		p.jamNext, p.jammed = false, true
		p.report()
		return
	}
	p.finish(p.machine.sheet.take())
}
