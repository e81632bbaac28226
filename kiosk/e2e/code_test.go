package e2e

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"os/exec"
	"strings"
)

// qr waits until the window shows a code that says the text, as a telephone
// before the glass would read it: zbar is given the display's pixels.
func (h *house) qr(_ *walk, c command) error {
	glass := newFinger(h.t)
	window, err := glass.window(image.Pt(1080, 1920))
	if err != nil {
		return err
	}
	return h.screen.until("a code that says "+c.args[0], func() bool {
		pixels, err := glass.picture(window)
		if err != nil {
			return false
		}
		said, err := readCodes(h.path("screen.png"), pixels)
		if err != nil {
			return false
		}
		for code := range strings.Lines(said) {
			if strings.Contains(code, c.args[0]) {
				h.shown = strings.TrimSpace(code)
				return true
			}
		}
		return false
	})
}

// readCodes has zbar read all codes of a picture, which it keeps in a file.
func readCodes(file string, m image.Image) (string, error) {
	var picture bytes.Buffer
	if err := png.Encode(&picture, m); err != nil {
		return "", err
	}
	if err := os.WriteFile(file, picture.Bytes(), 0o600); err != nil {
		return "", err
	}
	said, err := exec.Command("zbarimg", "--raw", "-q", "-Sdisable", "-Sqrcode.enable", file).Output()
	return string(said), err
}
