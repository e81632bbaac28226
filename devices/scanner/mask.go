package scanner

import (
	"bytes"

	"hallkiosk/devices"
)

// Masker replaces in recorded transfers what was scanned by a sample of equal
// length, see maskPayload; reports and transfers stay as they were. It learns from
// the descriptors how the scanner speaks, and until then leaves nothing. It
// satisfies trace.Masker.
type Masker struct {
	mode Mode
	keys keyMask
}

// NewMasker is for one opening of a scanner.
func NewMasker() *Masker { return &Masker{} }

// Control leaves everything, and learns the mode where New does.
func (m *Masker) Control(r devices.Request, data []byte) {
	switch {
	case r.RequestType == 0x81 && r.Request == 0x06 && r.Value>>8 == 0x22 && len(data) > 0:
		m.mode, _ = ModeOf(data) // else Auto: nothing is known
	case r.RequestType == 0x81 && r.Request == 0x06 && r.Value>>8 == 0x22:
		m.mode = Keyboard // the question was stalled
	case r.RequestType == 0x80 && r.Request == 0x06 && r.Value == 0x0100:
		if SpeaksSimpleCOM(numberIn(data)) {
			m.mode = SimpleCOM
		}
	case r.RequestType == 0x80 && r.Request == 0x06 && r.Value == 0x0200:
		if _, port := ControlInterface(data); port {
			m.mode = Serial
		}
	}
}

// Out empties what is sent: nothing has to be.
func (m *Masker) Out(p []byte) { clear(p) }

// In masks the codes in a burst of transfers.
func (m *Masker) In(burst [][]byte) {
	switch m.mode {
	case Serial:
		maskTogether(burst)
	case SimpleCOM:
		maskCounted(burst)
	case POS:
		maskReports(burst)
	case Keyboard:
		m.keys.mask(burst)
	default:
		for _, p := range burst {
			clear(p)
		}
	}
}

// maskTogether masks what together is a text: a character may begin in one part and
// end in the next.
func maskTogether(parts [][]byte) {
	whole := bytes.Join(parts, nil)
	maskPayload(whole, true)
	for _, p := range parts {
		whole = whole[copy(p, whole):]
	}
}

// maskCounted masks Simple COM reports; what they do not mean is emptied, since an
// earlier code may stand there, and a count that cannot be one becomes another.
func maskCounted(burst [][]byte) {
	var parts [][]byte
	for _, r := range burst {
		if len(r) == 0 {
			continue
		}
		b, ok := counted(r)
		if !ok {
			r[0] = 0xFF
		}
		parts = append(parts, b)
		clear(r[1+len(b):])
	}
	maskTogether(parts)
}

// maskReports masks HID POS reports: the data of each code together.
func maskReports(burst [][]byte) {
	var parts [][]byte // of the code under way
	end := func() {
		maskTogether(parts)
		parts = nil
	}
	for _, r := range burst {
		if len(r) != posSize || r[0] != posID || r[1] > posMaxData {
			clear(r[min(len(r), 2):])
			continue
		}
		at := posAIM
		if r[at] != ']' && r[at+1] == ']' {
			at++
		}
		if r[at] != ']' || !isLetter(r[at+1]) || !isModifier(r[at+2]) {
			clear(r[at : at+aimSize])
		}
		data := r[at+aimSize:][:r[1]]
		parts = append(parts, data)
		if tail := at + aimSize + len(data); tail < posVendor {
			clear(r[tail:posVendor])
		}
		if r[posMore]&1 == 0 {
			end()
		}
	}
	end()
}

// keyMask masks a keyboard's reports: a letter by a letter, a digit by a digit,
// never by one that is held, so that as many keys are pressed as were.
type keyMask struct {
	held map[byte]byte // the scanner's usage → the sample's
}

func (k *keyMask) mask(burst [][]byte) {
	for _, r := range burst {
		if len(r) != keyboardSize {
			clear(r)
			continue
		}
		now := map[byte]byte{}
		for _, u := range r[2:] { // keys that were held before keep their samples
			if s, ok := k.held[u]; ok {
				now[u] = s
			}
		}
		shift := r[0]&shifts != 0
		for i, u := range r[2:] {
			if _, ok := now[u]; !ok {
				now[u] = sampleKey(u, shift, k.held, now)
			}
			r[2+i] = now[u]
		}
		k.held = now
	}
}

// sampleKey is a key of the same kind that is neither held nor pressed.
func sampleKey(usage byte, shift bool, held, now map[byte]byte) byte {
	first, n := byte(0), byte(0)
	switch {
	case usage >= 0x04 && usage <= 0x1D:
		first, n = 0x04, 26
	case usage >= 0x1E && usage <= 0x27 && !shift:
		first, n = 0x1E, 10
	case usage >= 0x59 && usage <= 0x62:
		first, n = 0x59, 10
	default:
		return usage
	}
	taken := func(u byte) bool {
		for _, l := range []map[byte]byte{held, now} {
			for _, s := range l {
				if s == u {
					return true
				}
			}
		}
		return false
	}
	for u := first; u < first+n; u++ {
		if !taken(u) {
			return u
		}
	}
	return first
}
