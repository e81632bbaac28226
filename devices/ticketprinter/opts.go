package ticketprinter

import (
	"fmt"
	"image"
	"time"

	"hallkiosk/devices/ticketprinter/glyph"
)

// Paper is the printable width in dots at 203 dpi.
type Paper int

// The common rolls.
const (
	Paper58 Paper = 384
	Paper80 Paper = 576
)

// Knife is how a printer cuts.
type Knife uint8

// The kinds of knife.
const (
	FeedAndCut Knife = iota // GS V 66: feeds to the knife by itself
	CutOnly                 // GS V 1, for models that do not know GS V 66
	NoKnife                 // torn off by hand
)

// Rasteriser draws one row of text that fits into dots of width, white ground,
// black below mid-grey. Style.Size is at least 1; Style.Align is not its affair.
type Rasteriser func(text string, style Style, dots int) (*image.Gray, error)

// Glyphs makes a Rasteriser of fonts.
func Glyphs(fonts *glyph.Fonts) Rasteriser {
	return func(text string, style Style, _ int) (*image.Gray, error) {
		return fonts.Line(text, style.Size, style.Bold)
	}
}

// Opts describe one model of printer. DefaultOpts is a good start.
type Opts struct {
	Paper      Paper
	Knife      Knife
	QRCommand  bool       // knows GS ( k; else QR codes are sent as pictures
	GB2312Only bool       // its font ends at GB 2312; the rest is sent as pictures
	Rasteriser Rasteriser // nil: a line that needs one is refused

	// NoEcho: does not answer GS r; a good state Settle after the last byte is
	// proof enough.
	NoEcho bool
	// Mute: answers nothing at all. Bytes taken count as printed. Without it
	// such a printer's tickets end in ErrSilent, and a person has to look.
	Mute bool
	// ASB: let the printer report changes unasked (GS a), so that a fault is
	// known even when it takes no more bytes.
	ASB bool

	ReplyTimeout   time.Duration // for one answer to DLE EOT
	SendTimeout    time.Duration // for one transfer; a printer that NAKs longer is stuck
	ConfirmTimeout time.Duration // from the last byte to the proof
	Settle         time.Duration // see NoEcho
}

// DefaultOpts is an 80 mm printer with a knife that knows all commands.
func DefaultOpts() Opts {
	return Opts{
		Paper:          Paper80,
		QRCommand:      true,
		ReplyTimeout:   time.Second,
		SendTimeout:    3 * time.Second,
		ConfirmTimeout: 12 * time.Second,
		Settle:         4 * time.Second,
	}
}

func (o *Opts) check() error {
	if o.Paper < 96 || o.Paper > 4096 || o.Paper%8 != 0 {
		return fmt.Errorf("ticketprinter: paper of %d dots: want a multiple of 8 from 96 to 4096", o.Paper)
	}
	if o.ReplyTimeout <= 0 || o.SendTimeout <= 0 || o.ConfirmTimeout <= 0 || o.Settle < 0 {
		return fmt.Errorf("ticketprinter: time limits must be positive")
	}
	return nil
}
