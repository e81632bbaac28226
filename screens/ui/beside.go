package ui

import "image"

// Beside puts two frames side by side, tops level, as one. It copies; both stay
// usable. The demo shows its tray of simulated things this way.
func Beside(left, right *Frame) *Frame {
	f := &Frame{
		size: image.Pt(left.size.X+right.size.X, max(left.size.Y, right.size.Y)),
		look: left.look, words: left.words, fonts: left.fonts, m: left.m, p: left.p,
	}
	f.fill(f.Bounds(), 0, f.p.ground)
	f.ops = append(f.ops, left.Ops()...)
	f.elements = append(f.elements, left.Elements()...)
	by := image.Pt(left.size.X, 0)
	for _, op := range right.Ops() {
		op.Box = op.Box.Add(by)
		f.ops = append(f.ops, op)
	}
	for _, e := range right.Elements() {
		e.Box = e.Box.Add(by)
		f.elements = append(f.elements, e)
	}
	return f
}
