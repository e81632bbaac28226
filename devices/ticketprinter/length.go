package ticketprinter

// dotsPerMillimetre is the resolution of thermal heads, 203 dpi.
const dotsPerMillimetre = 8

// Length is how much paper slip takes on this printer, in whole millimetres,
// rather too much than too little: by the commands sent, with the line spacing
// of 1/6 inch that ESC @ sets (some clones feed 30 dots) and the usual distance
// from head to knife. Errors are those of a Slip that cannot be printed.
func (d *Dev) Length(slip Slip) (int, error) {
	r, err := rendered(slip, &d.opts)
	if err != nil {
		return 0, err
	}
	return (r.dots + dotsPerMillimetre - 1) / dotsPerMillimetre, nil
}
