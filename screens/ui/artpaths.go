package ui

import (
	"image"
	"image/color"
)

// artGrid is the size of the rectangle that illustrations are drawn on.
var artGrid = image.Pt(480, 320)

// ink is a colour of an illustration, resolved by the look.
type ink uint8

const (
	inkMain  ink = iota // deep blue
	inkPaper            // white
	inkWarm             // the thing to notice
	inkSoft             // ground
	inkLine             // outlines on paper
)

type artPart struct {
	drawnPath
	ink ink
}

// art draws an illustration into a box of the grid's proportion.
func (f *Frame) art(a Art, box image.Rectangle) {
	if a >= artCount {
		return
	}
	inks := [...]color.RGBA{inkMain: f.p.artA, inkPaper: f.p.artB, inkWarm: f.p.artC, inkSoft: f.p.artD, inkLine: f.p.artA}
	for _, p := range artTable[a] {
		f.path(p.drawnPath, artGrid, box, inks[p.ink])
	}
}
