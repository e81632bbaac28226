package ticketprinter

import (
	"fmt"
	"image"

	"github.com/skip2/go-qrcode"

	"hallkiosk/devices/ticketprinter/glyph"
)

const (
	maxQRBytes = 2953 // version 40, level L, bytes
	quietZone  = 4    // modules of white around a code (ISO/IEC 18004, 5.3.8)
)

// modules gives the dark modules of q, without quiet zone.
func modules(q QR) ([][]bool, error) {
	levels := map[Level]qrcode.RecoveryLevel{
		Low: qrcode.Low, Medium: qrcode.Medium, Quartile: qrcode.High, High: qrcode.Highest,
	}
	level, ok := levels[q.Level]
	if !ok {
		return nil, fmt.Errorf("%w: QR level %d", ErrItem, q.Level)
	}
	if q.Data == "" || len(q.Data) > maxQRBytes {
		return nil, fmt.Errorf("%w: QR data of %d bytes", ErrItem, len(q.Data))
	}
	code, err := qrcode.New(q.Data, level)
	if err != nil {
		return nil, fmt.Errorf("%w: QR: %w", ErrItem, err)
	}
	code.DisableBorder = true
	return code.Bitmap(), nil
}

// moduleDots is how many dots a module takes, given the code's side in modules.
func moduleDots(q QR, side int, paper Paper) (int, error) {
	fits := int(paper) / (side + 2*quietZone)
	switch {
	case q.Module < 0 || q.Module > 16:
		return 0, fmt.Errorf("%w: QR module of %d dots", ErrItem, q.Module)
	case fits == 0 || q.Module > fits:
		return 0, fmt.Errorf("%w: QR code of %d modules", ErrTooWide, side)
	case q.Module == 0:
		return min(fits, 8), nil
	}
	return q.Module, nil
}

// drawQR draws the code with its quiet zone.
func drawQR(dark [][]bool, dots int) *image.Gray {
	side := (len(dark) + 2*quietZone) * dots
	pic := glyph.White(side, side)
	for y := range pic.Rect.Dy() {
		row := y/dots - quietZone
		if row < 0 || row >= len(dark) {
			continue
		}
		for x := range pic.Rect.Dx() {
			if col := x/dots - quietZone; col >= 0 && col < len(dark) && dark[row][col] {
				pic.Pix[y*pic.Stride+x] = 0
			}
		}
	}
	return pic
}
