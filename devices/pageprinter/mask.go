package pageprinter

import (
	"bytes"

	"hallkiosk/devices"
	"hallkiosk/devices/pageprinter/ipp"
)

// Masker replaces in recorded exchanges the document, and the texts, names and
// addresses of printers and jobs. Numbers, states and keywords stay. It satisfies
// trace.Masker.
type Masker struct{}

// NewMasker is for one printer.
func NewMasker() *Masker { return &Masker{} }

// Control has nothing to see: there is no cable.
func (*Masker) Control(devices.Request, []byte) {}

// Out masks one request; the document behind it becomes zeros.
func (*Masker) Out(p []byte) { ipp.Mask(p) }

// In masks answers.
func (*Masker) In(burst [][]byte) {
	for _, p := range burst {
		ipp.Mask(p)
	}
}

// Same reports whether two requests ask for the same: operation and number. The
// address of the printer may be another one.
func (*Masker) Same(recorded, sent []byte) bool {
	const head = 8
	return len(recorded) >= head && len(sent) >= head && bytes.Equal(recorded[:head], sent[:head])
}
