package ui

import (
	"image/color"
	"math"
	"testing"
)

// luminance and contrast follow WCAG 2.2.
func luminance(c color.RGBA) float64 {
	part := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
}

func contrast(a, b color.RGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestContrast(t *testing.T) {
	for _, high := range []bool{false, true} {
		p := paletteOf(high)
		least, edge := 4.5, 3.0
		if high {
			least, edge = 7, 4.5
		}
		pairs := map[string][2]color.RGBA{
			"text": {p.ink, p.ground}, "text on a card": {p.ink, p.card}, "quiet": {p.quiet, p.ground}, "quiet on a card": {p.quiet, p.card},
			"quiet on a chosen card": {p.quiet, p.primarySoft}, "quiet on a pressed card": {p.quiet, p.press},
			"primary": {p.onPrimary, p.primary}, "pressed primary": {p.onPrimary, p.primaryPress},
			"secondary": {p.primary, p.card}, "soft": {p.primary, p.primarySoft}, "pressed": {p.primary, p.press},
			"top bar": {p.onHero, p.hero}, "lead on the band": {p.heroQuiet, p.hero}, "tool": {p.onHero, p.toolFill}, "tool on": {p.onHero, p.primary},
			"error": {p.danger, p.ground}, "error on a card": {p.danger, p.card}, "danger": {p.onPrimary, p.danger},
			"key": {p.ink, p.key}, "wide key": {p.ink, p.keyWide},
		}
		for i, tone := range p.tones {
			pairs["tone "+string(rune('0'+i))] = [2]color.RGBA{tone.ink, tone.fill}
			pairs["text on tone "+string(rune('0'+i))] = [2]color.RGBA{p.ink, tone.fill}
		}
		if high {
			pairs["disabled"] = [2]color.RGBA{p.onDisabled, p.disabled}
		}
		for name, pair := range pairs {
			if c := contrast(pair[0], pair[1]); c < least {
				t.Errorf("high %v, %s: %.2f:1, want %.1f:1", high, name, c, least)
			}
		}
		if c := contrast(p.edge, p.card); c < edge {
			t.Errorf("high %v, a button's edge: %.2f:1, want %.1f:1", high, c, edge)
		}
		if c := contrast(p.focus, p.ground); c < 2.4 {
			t.Errorf("high %v, the focus ring: %.2f:1", high, c)
		}
	}
}
