package ui

import (
	"image"
	"strings"
)

// Frame is one state of the screen: what to draw, where to touch, what to say.
// It is made anew whenever something may have changed and belongs to one goroutine.
type Frame struct {
	size     image.Point
	look     Look
	words    Words
	fonts    *Fonts
	m        metrics
	p        palette
	ops      []Op
	elements []Element
	over     []string
	pressed  string
	focused  string
	body     *Body
}

// New makes an empty frame of a panel of width × height pixels.
func New(width, height int, look Look, words Words, fonts *Fonts) *Frame {
	f := &Frame{
		size: image.Pt(max(width, 1), max(height, 1)),
		look: look, words: words, fonts: fonts,
		m: newMetrics(max(width, 1), max(height, 1), look), p: paletteOf(look.HighContrast),
	}
	f.fill(f.Bounds(), 0, f.p.ground)
	return f
}

// Mark says which element the finger holds down and which has the keypad's
// focus. Call it before drawing.
func (f *Frame) Mark(pressed, focused string) { f.pressed, f.focused = pressed, focused }

// Bounds is the panel.
func (f *Frame) Bounds() image.Rectangle { return image.Rectangle{Max: f.size} }

// Look is the look that the frame was made with.
func (f *Frame) Look() Look { return f.look }

// Fonts are the fonts that the frame was measured with; a painter needs the same.
func (f *Frame) Fonts() *Fonts { return f.fonts }

// Ops are the drawing operations, bottom first. Do not change them.
func (f *Frame) Ops() []Op { f.finish(); return f.ops }

// Elements are what is read, seen and touched, in reading order. Do not change them.
func (f *Frame) Elements() []Element { f.finish(); return f.elements }

// Overflows names every text that did not fit its box; tests want none.
func (f *Frame) Overflows() []string { f.finish(); return f.over }

// At returns the live element under a point.
func (f *Frame) At(p image.Point) (Element, bool) {
	for _, e := range f.Elements() {
		if e.Live() && p.In(e.Box) {
			return e, true
		}
	}
	return Element{}, false
}

// Find returns the first element with the ID.
func (f *Frame) Find(id string) (Element, bool) {
	for _, e := range f.Elements() {
		if e.ID == id && id != "" {
			return e, true
		}
	}
	return Element{}, false
}

// Texts are all labels and values in reading order.
func (f *Frame) Texts() []string {
	var out []string
	for _, e := range f.Elements() {
		if e.Label != "" {
			out = append(out, e.Label)
		}
		if e.Value != "" {
			out = append(out, e.Value)
		}
	}
	return out
}

// Contains reports whether some label or value contains the text.
func (f *Frame) Contains(text string) bool {
	for _, t := range f.Texts() {
		if strings.Contains(t, text) {
			return true
		}
	}
	return false
}

// Equal reports whether two frames look, feel and sound the same.
func (f *Frame) Equal(g *Frame) bool {
	if f == nil || g == nil {
		return f == g
	}
	return f.size == g.size && equal(f.Ops(), g.Ops()) && equal(f.Elements(), g.Elements())
}

func equal[T comparable](a, b []T) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// Damage is the smallest rectangle outside which f paints the same as prev. A
// nil prev, or one of another size, damages everything.
func (f *Frame) Damage(prev *Frame) image.Rectangle {
	if prev == nil || prev.size != f.size {
		return f.Bounds()
	}
	a, b := prev.Ops(), f.Ops()
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var r image.Rectangle
	for i := head; i < max(len(a), len(b))-tail; i++ {
		if i < len(a)-tail && i < len(b)-tail && a[i] == b[i] {
			continue
		}
		if i < len(a)-tail {
			r = r.Union(a[i].Bounds())
		}
		if i < len(b)-tail {
			r = r.Union(b[i].Bounds())
		}
	}
	return r.Intersect(f.Bounds())
}
