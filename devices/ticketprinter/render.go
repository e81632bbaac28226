package ticketprinter

import (
	"bytes"
	"fmt"
	"image"
	"strings"

	"hallkiosk/devices/ticketprinter/glyph"
)

const (
	cellDots  = glyph.NarrowCell
	bandRows  = 192 // rows of one GS v 0; small printers hold no more
	tearRows  = 4   // from the head to the tear-off edge
	knifeRows = 3   // from the head to the knife
	rowDots   = 34  // line spacing after ESC @, 1/6 inch at 203 dpi
)

// prologue brings the printer into a known state and prints nothing.
func prologue(o *Opts) []byte {
	out := append(cmdInit(), cmdChinese()...)
	if o.ASB {
		out = append(out, cmdASB()...)
	}
	return out
}

// render turns slip into what follows the prologue, or says why it cannot.
func render(slip Slip, o *Opts) ([]byte, error) {
	r, err := rendered(slip, o)
	if err != nil {
		return nil, err
	}
	if !o.NoEcho && !o.Mute {
		r.put(cmdEcho())
	}
	return r.out.Bytes(), nil
}

// rendered is a renderer that has every item of slip behind it.
func rendered(slip Slip, o *Opts) (*renderer, error) {
	r := &renderer{opts: o}
	for i, item := range slip {
		if err := r.item(item); err != nil {
			return nil, fmt.Errorf("ticketprinter: render: item %d: %w", i+1, err)
		}
	}
	return r, nil
}

type renderer struct {
	opts *Opts
	out  bytes.Buffer
	dots int // of paper that out moves
}

func (r *renderer) put(p []byte) { r.out.Write(p) }

func (r *renderer) item(item Item) error {
	switch it := item.(type) {
	case Line:
		return r.line(it)
	case Rule:
		return r.line(Line{Text: strings.Repeat("-", int(r.opts.Paper)/cellDots)})
	case Feed:
		if it.Rows < 1 || it.Rows > 255 {
			return fmt.Errorf("%w: feed of %d rows", ErrItem, it.Rows)
		}
		r.feed(it.Rows)
	case QR:
		return r.qr(it)
	case Cut:
		r.cut()
	default:
		return fmt.Errorf("%w: %T", ErrItem, item)
	}
	return nil
}

func (r *renderer) line(l Line) error {
	if l.Style.Size == 0 {
		l.Style.Size = 1
	}
	if l.Style.Size < 1 || l.Style.Size > 4 || l.Style.Align > Right {
		return fmt.Errorf("%w: size %d, align %d", ErrItem, l.Style.Size, l.Style.Align)
	}
	if err := checkText(l.Text); err != nil {
		return err
	}
	columns := int(r.opts.Paper) / (cellDots * l.Style.Size)
	if columns < 2 {
		return fmt.Errorf("%w: size %d", ErrTooWide, l.Style.Size)
	}
	for _, row := range rows(l.Text, columns) {
		if err := r.row(row, l.Style); err != nil {
			return err
		}
	}
	return nil
}

func (r *renderer) row(text string, s Style) error {
	code, ok := encode(text, r.opts.GB2312Only)
	if !ok {
		return r.drawn(text, s)
	}
	r.put(cmdAlign(s.Align))
	r.put(cmdBold(s.Bold))
	r.put(cmdSize(s.Size))
	r.put(code)
	r.put([]byte{'\n'})
	r.dots += max(rowDots, glyph.CellHeight*s.Size)
	return nil
}

// drawn sends a row as a picture.
func (r *renderer) drawn(text string, s Style) error {
	if r.opts.Rasteriser == nil {
		return ErrRare
	}
	pic, err := r.opts.Rasteriser(text, s, int(r.opts.Paper))
	if err != nil {
		return err
	}
	return r.picture(pic, s.Align)
}

func (r *renderer) qr(q QR) error {
	dark, err := modules(q)
	if err != nil {
		return err
	}
	dots, err := moduleDots(q, len(dark), r.opts.Paper)
	if err != nil {
		return err
	}
	if !r.opts.QRCommand {
		return r.picture(drawQR(dark, dots), Centre)
	}
	code, err := cmdQR(q.Data, dots, q.Level)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrItem, err)
	}
	r.put(cmdAlign(Centre))
	r.feed(1) // the quiet zone above and below
	r.put(code)
	r.dots += len(dark) * dots
	r.feed(1)
	return nil
}

func (r *renderer) feed(rows int) {
	r.put(cmdFeed(byte(rows)))
	r.dots += rows * rowDots
}

// picture sends pic in bands. The white at its left is part of it, since not
// every printer aligns GS v 0.
func (r *renderer) picture(pic *image.Gray, a Align) error {
	b := pic.Bounds()
	if b.Dx() > int(r.opts.Paper) {
		return fmt.Errorf("%w: picture of %d dots", ErrTooWide, b.Dx())
	}
	if b.Empty() {
		r.put([]byte{'\n'})
		r.dots += rowDots
		return nil
	}
	r.dots += b.Dy()
	pad := map[Align]int{Centre: (int(r.opts.Paper) - b.Dx()) / 2, Right: int(r.opts.Paper) - b.Dx()}[a]
	width := (pad + b.Dx() + 7) / 8
	r.put(cmdAlign(Left))
	for top := b.Min.Y; top < b.Max.Y; top += bandRows {
		end := min(top+bandRows, b.Max.Y)
		r.put(cmdRaster(width, end-top))
		for y := top; y < end; y++ {
			r.put(packRow(pic, y, pad, width))
		}
	}
	return nil
}

// packRow packs row y of pic, pad dots from the left, eight dots a byte, the
// leftmost in the highest bit, 1 for black.
func packRow(pic *image.Gray, y, pad, width int) []byte {
	row := make([]byte, width)
	b := pic.Bounds()
	for x := b.Min.X; x < b.Max.X; x++ {
		if pic.GrayAt(x, y).Y <= glyph.Dark {
			at := pad + x - b.Min.X
			row[at/8] |= 0x80 >> (at % 8)
		}
	}
	return row
}

func (r *renderer) cut() {
	switch r.opts.Knife {
	case FeedAndCut:
		r.put(cmdFeedAndCut())
		r.dots += knifeRows * rowDots
	case CutOnly:
		r.feed(knifeRows)
		r.put(cmdCutOnly())
	case NoKnife:
		r.feed(tearRows)
	}
}
