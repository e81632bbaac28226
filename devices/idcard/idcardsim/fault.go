package idcardsim

// Fault spoils one reply of the reader.
type Fault struct {
	// On is the command (CMD PARA) whose reply is spoiled, such as 0x3001;
	// 0 means the next reply, whatever it answers.
	On   uint16
	What Spoil
	// N is for Cut the bytes that still come, for Long the bytes too many, for
	// Status the SW3, for LiftAt the bytes that came when the card was lifted,
	// for Garble the place of the changed byte, counted from the frame's end.
	N int
}

// Spoil is what goes wrong with a reply.
type Spoil int

// The ways to spoil a reply.
const (
	Garble   Spoil = iota // one byte is wrong
	Cut                   // ends after N bytes
	Long                  // N bytes of rubbish follow
	Repeat                // comes twice
	Stale                 // the reply before comes once more in front
	Swallow               // does not come
	Status                // SW3 is N and there are no data
	LiftAt                // the card is lifted after N bytes
	Headless              // the first AA is lost
	Noise                 // rubbish comes in front
	Own                   // the malformed frame by which readers say "timeout"
)

// spoil turns a good reply into the transfers that go out. The caller holds
// r.mu.
func (r *Reader) spoil(f Fault, good []byte) [][]byte {
	n := min(max(f.N, 0), len(good))
	switch f.What {
	case Garble:
		bad := append([]byte(nil), good...)
		bad[len(bad)-1-min(n, len(bad)-1)] ^= 0x5A
		return [][]byte{bad}
	case Cut:
		return [][]byte{good[:n]}
	case Long:
		return [][]byte{append(good, rubbish(f.N)...)}
	case Repeat:
		return [][]byte{good, good}
	case Stale:
		if r.last != nil {
			return [][]byte{r.last, good}
		}
	case Swallow:
		return nil
	case Status:
		return [][]byte{frame(byte(f.N), nil)}
	case LiftAt:
		r.lift()
		return [][]byte{good[:n]}
	case Headless:
		return [][]byte{good[1:]}
	case Noise:
		return [][]byte{append(rubbish(5), good...)}
	case Own:
		return [][]byte{{0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x00, 0x05, 0x05, 0x05, 0x05}}
	}
	return [][]byte{good}
}

func rubbish(n int) []byte {
	b := make([]byte, min(max(n, 0), 4096))
	for i := range b {
		b[i] = byte(0x31 * (i + 7))
	}
	return b
}
