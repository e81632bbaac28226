package ticketprinter

// Slip is one ticket, from top to bottom.
type Slip []Item

// Item is one part of a Slip: Line, Rule, Feed, QR or Cut.
type Item interface{ item() }

// Line is a text of one or more rows: it is broken where the paper ends and at
// line feeds. No other control character may be in it.
type Line struct {
	Text  string
	Style Style
}

// Style says how a Line looks. The zero value is plain text at the left.
type Style struct {
	Size  int // 1 (or 0) to 4 times 24 dots high
	Bold  bool
	Align Align
}

// Align is where a Line stands.
type Align uint8

// The places a Line may stand; the values are those of ESC a.
const (
	Left Align = iota
	Centre
	Right
)

// Rule is a line of dashes across the paper.
type Rule struct{}

// Feed is 1 to 255 empty rows.
type Feed struct{ Rows int }

// QR is a QR code (ISO/IEC 18004, model 2) in the middle of the paper. Upper-case
// letters, digits and " $%*+-./:" take the least room.
type QR struct {
	Data   string
	Module int // dots per module, 1 to 16; 0: as large as fits, at most 8
	Level  Level
}

// Level is how much of a QR code may be damaged.
type Level uint8

// The levels of error correction: 7, 15, 25 and 30 per cent.
const (
	Low Level = iota
	Medium
	Quartile
	High
)

// Cut feeds the ticket past the knife and cuts it, or, on a printer without a
// knife, past the edge where it is torn off.
type Cut struct{}

func (Line) item() {}
func (Rule) item() {}
func (Feed) item() {}
func (QR) item()   {}
func (Cut) item()  {}
