package ui

import "image"

// Pointer turns presses and releases into taps. A tap counts only when it
// starts and ends in the same element; a finger that slides off gives up. The
// zero value is ready.
type Pointer struct {
	down   bool
	target string
	over   bool
}

// Press begins a touch at p on the frame that the person saw.
func (p *Pointer) Press(f *Frame, at image.Point) {
	p.down = true
	p.target = ""
	p.over = false
	if e, ok := f.At(at); ok {
		p.target, p.over = e.ID, true
	}
}

// Move follows the finger: outside its target the element is no longer shown pressed.
func (p *Pointer) Move(f *Frame, at image.Point) {
	if !p.down || p.target == "" {
		return
	}
	e, ok := f.At(at)
	p.over = ok && e.ID == p.target
}

// Release ends the touch and returns the tapped element's ID, or "". The
// element must still be on the frame shown now, live, and under the finger.
func (p *Pointer) Release(f *Frame, at image.Point) string {
	target := p.target
	wasDown := p.down
	p.Cancel()
	if !wasDown || target == "" {
		return ""
	}
	if e, ok := f.At(at); ok && e.ID == target {
		return target
	}
	return ""
}

// Cancel forgets the touch, for instance when the screen changes underneath it.
func (p *Pointer) Cancel() { *p = Pointer{} }

// Pressed is the ID to show as pressed, or "".
func (p *Pointer) Pressed() string {
	if p.down && p.over {
		return p.target
	}
	return ""
}
