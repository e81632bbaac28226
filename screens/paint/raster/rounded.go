package raster

import (
	"image"
	"image/color"
	"math"
)

// Rounded rectangles by distance: the coverage of a pixel is how far its centre
// lies inside the edge. Only corners need a square root.

// distance of a pixel's centre from the edge of a rounded rectangle; negative inside.
func distance(box image.Rectangle, radius float64, x, y int) float64 {
	cx, cy := float64(box.Min.X+box.Max.X)/2, float64(box.Min.Y+box.Max.Y)/2
	dx := math.Abs(float64(x)+0.5-cx) - float64(box.Dx())/2 + radius
	dy := math.Abs(float64(y)+0.5-cy) - float64(box.Dy())/2 + radius
	switch {
	case dx > 0 && dy > 0:
		return math.Sqrt(dx*dx+dy*dy) - radius
	default:
		return max(dx, dy) - radius
	}
}

// coverage of a pixel at a distance from the edge, 0…255.
func coverage(d float64) uint32 {
	switch {
	case d <= -0.5:
		return 255
	case d >= 0.5:
		return 0
	}
	return uint32((0.5-d)*255 + 0.5)
}

func clampRadius(box image.Rectangle, r int) int {
	return max(0, min(r, box.Dx()/2, box.Dy()/2))
}

func (c canvas) fillRounded(box image.Rectangle, radius int, col color.RGBA) {
	r := clampRadius(box, radius)
	seen := box.Intersect(c.clip)
	for y := seen.Min.Y; y < seen.Max.Y; y++ {
		if y >= box.Min.Y+r && y < box.Max.Y-r {
			c.span(y, box.Min.X, box.Max.X, col, 255)
			continue
		}
		c.span(y, box.Min.X+r, box.Max.X-r, col, 255)
		for i := range r {
			a := coverage(distance(box, float64(r), box.Min.X+i, y))
			c.span(y, box.Min.X+i, box.Min.X+i+1, col, a)
			c.span(y, box.Max.X-1-i, box.Max.X-i, col, a)
		}
	}
}

// strokeRounded paints a line of a width just inside the edge.
func (c canvas) strokeRounded(box image.Rectangle, radius, width int, col color.RGBA) {
	if box.Dx() <= 2*width || box.Dy() <= 2*width {
		c.fillRounded(box, radius, col)
		return
	}
	r := clampRadius(box, radius)
	inner := box.Inset(width)
	ri := clampRadius(inner, r-width)
	edge := max(r, width)
	seen := box.Intersect(c.clip)
	for y := seen.Min.Y; y < seen.Max.Y; y++ {
		if y >= box.Min.Y+edge && y < box.Max.Y-edge {
			c.span(y, box.Min.X, inner.Min.X, col, 255)
			c.span(y, inner.Max.X, box.Max.X, col, 255)
			continue
		}
		if y < inner.Min.Y || y >= inner.Max.Y {
			c.span(y, box.Min.X+edge, box.Max.X-edge, col, 255)
		}
		for i := range edge {
			x := box.Min.X + i
			a := coverage(distance(box, float64(r), x, y)) - min(coverage(distance(inner, float64(ri), x, y)), coverage(distance(box, float64(r), x, y)))
			c.span(y, x, x+1, col, a)
			c.span(y, box.Max.X-1-i, box.Max.X-i, col, a)
		}
	}
}

// shadow paints a soft rim around the box. Deeper inside than the blur nothing is
// painted: the card that casts the shadow stands there.
func (c canvas) shadow(box image.Rectangle, radius, blur int, col color.RGBA) {
	if blur <= 0 {
		return
	}
	// A shadow's corners are rounder than its card's.
	r := float64(clampRadius(box, radius+blur/2))
	outer := box.Inset(-blur)
	seen := outer.Intersect(c.clip)
	corner := blur + int(r) + 1
	tone := shadowTones(blur)
	at := func(x, y int) uint32 {
		d := distance(box, r, x, y)
		i := int((d + float64(blur)) * 4)
		return tone[min(max(i, 0), len(tone)-1)]
	}
	mid := (box.Min.Y + box.Max.Y) / 2
	for y := seen.Min.Y; y < seen.Max.Y; y++ {
		straight := y >= outer.Min.Y+corner && y < outer.Max.Y-corner
		edge := corner
		if straight {
			edge = min(2*blur, corner)
		}
		edge = min(edge, outer.Dx()/2)
		for i := range edge {
			x := outer.Min.X + i
			a := at(x, y)
			c.span(y, x, x+1, col, a)
			c.span(y, outer.Max.X-1-i, outer.Max.X-i, col, a)
		}
		if !straight || abs(y-mid) > box.Dy()/2-blur {
			c.span(y, outer.Min.X+edge, outer.Max.X-edge, col, at((box.Min.X+box.Max.X)/2, y))
		}
	}
}

func abs(n int) int { return max(n, -n) }

// shadowTones is the coverage by distance from −blur to +blur in quarter pixels.
func shadowTones(blur int) []uint32 {
	tone := make([]uint32, 8*blur+1)
	for i := range tone {
		t := 1 - float64(i)/float64(len(tone)-1)
		tone[i] = uint32(t * t * (3 - 2*t) * 255)
	}
	return tone
}
