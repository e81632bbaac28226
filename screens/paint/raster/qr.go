package raster

import (
	"image"
	"image/color"

	qrcode "github.com/skip2/go-qrcode"

	"hallkiosk/screens/ui"
)

// code is a QR code's modules with its quiet zone, or nil where the data does not fit into one.
type code [][]bool

// qr paints a code in whole pixels for each module, centred on white, so that
// every scanner and phone reads it.
func (p *Painter) qr(c canvas, op ui.Op) {
	m, ok := p.codes[op.Text]
	if !ok {
		m = newCode(op.Text)
		p.codes[op.Text] = m
	}
	c.fillRounded(op.Box, op.Radius, color.RGBA{255, 255, 255, 255})
	if m == nil || len(*m) == 0 {
		return
	}
	n := len(*m)
	side := min(op.Box.Dx(), op.Box.Dy()) / n
	if side == 0 {
		return
	}
	at := op.Box.Min.Add(image.Pt((op.Box.Dx()-n*side)/2, (op.Box.Dy()-n*side)/2))
	for y, row := range *m {
		for x, dark := range row {
			if dark {
				px := at.Add(image.Pt(x*side, y*side))
				c.fillRounded(image.Rectangle{px, px.Add(image.Pt(side, side))}, 0, op.Color)
			}
		}
	}
}

func newCode(data string) *code {
	q, err := qrcode.New(data, qrcode.Medium)
	if err != nil {
		return nil
	}
	m := code(q.Bitmap())
	return &m
}
