package raster

import (
	"image"
	"math"
	"strconv"
	"strings"

	"golang.org/x/image/vector"

	"hallkiosk/screens/ui"
)

type pathKey struct {
	data  string
	size  image.Point
	width int
}

const maxPaths = 600

// path paints an icon's or illustration's path through a remembered mask.
func (p *Painter) path(c canvas, op ui.Op) {
	k := pathKey{op.Text, op.Box.Size(), op.Width}
	m, ok := p.paths[k]
	if !ok {
		if len(p.paths) >= maxPaths {
			p.paths = map[pathKey]*mask{}
		}
		m = drawPath(op)
		p.paths[k] = m
	}
	c.mask(m, op.Box.Min, op.Color)
}

func drawPath(op ui.Op) *mask {
	size := op.Box.Size()
	scale := float64(size.X) / float64(max(op.Grid.X, 1))
	lines := flatten(op.Text, scale)
	r := image.Rectangle{Max: size}
	if op.Width == 0 {
		return fillLines(lines, r)
	}
	m := newMask(r)
	for _, l := range lines {
		for i := range len(l) - 1 {
			strokeSegment(m, l[i], l[i+1], float64(op.Width)/64)
		}
	}
	return m
}

func fillLines(lines []polyline, r image.Rectangle) *mask {
	ras := vector.NewRasterizer(r.Dx(), r.Dy())
	for _, l := range lines {
		for i, q := range l {
			if i == 0 {
				ras.MoveTo(float32(q.x), float32(q.y))
			} else {
				ras.LineTo(float32(q.x), float32(q.y))
			}
		}
		ras.ClosePath()
	}
	return rasterised(ras, r)
}

// strokeSegment covers the pixels within half a width of a segment. A pixel
// keeps its greatest coverage, so joins are round and nowhere too dark.
func strokeSegment(m *mask, a, b point, width float64) {
	h := width / 2
	r := image.Rect(
		int(math.Floor(min(a.x, b.x)-h-1)), int(math.Floor(min(a.y, b.y)-h-1)),
		int(math.Ceil(max(a.x, b.x)+h+1)), int(math.Ceil(max(a.y, b.y)+h+1)),
	).Intersect(m.rect)
	dx, dy := b.x-a.x, b.y-a.y
	long := dx*dx + dy*dy
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			px, py := float64(x)+0.5-a.x, float64(y)+0.5-a.y
			t := 0.0
			if long > 0 {
				t = min(max((px*dx+py*dy)/long, 0), 1)
			}
			ex, ey := px-t*dx, py-t*dy
			cov := uint8(coverage(math.Sqrt(ex*ex+ey*ey) - h))
			if i := (y-m.rect.Min.Y)*m.rect.Dx() + x - m.rect.Min.X; cov > m.pix[i] {
				m.pix[i] = cov
			}
		}
	}
}

type point struct{ x, y float64 }

type polyline []point

// pathReader walks over path data; anything it does not know ends the path.
type pathReader struct {
	words []string
	scale float64
	lines []polyline
}

// flatten turns path data into polylines in pixels.
func flatten(data string, scale float64) []polyline {
	r := pathReader{words: strings.Fields(data), scale: scale}
	for len(r.words) > 0 && r.command() {
	}
	return r.lines
}

func (r *pathReader) command() bool {
	cmd := r.words[0]
	r.words = r.words[1:]
	switch cmd {
	case "M":
		r.lines = append(r.lines, polyline{r.point()})
	case "L":
		r.add(r.point())
	case "Q":
		from, c1, to := r.last(), r.point(), r.point()
		r.curve(from, mix(from, c1, 2.0/3), mix(to, c1, 2.0/3), to)
	case "C":
		from, c1, c2, to := r.last(), r.point(), r.point(), r.point()
		r.curve(from, c1, c2, to)
	case "Z":
		if n := len(r.lines); n > 0 {
			r.add(r.lines[n-1][0])
		}
	case "O":
		centre := r.point()
		r.circle(centre, r.number())
	case "R":
		at, size := r.point(), r.point()
		r.rect(at, size, r.number())
	default:
		return false
	}
	return true
}

func (r *pathReader) number() float64 {
	if len(r.words) == 0 {
		return 0
	}
	v, err := strconv.ParseFloat(r.words[0], 64)
	r.words = r.words[1:]
	if err != nil {
		return 0
	}
	return v * r.scale
}

func (r *pathReader) point() point {
	x := r.number()
	return point{x, r.number()}
}

func (r *pathReader) last() point {
	if n := len(r.lines); n > 0 {
		return r.lines[n-1][len(r.lines[n-1])-1]
	}
	return point{}
}

func (r *pathReader) add(p point) {
	if len(r.lines) == 0 {
		r.lines = append(r.lines, nil)
	}
	n := len(r.lines) - 1
	r.lines[n] = append(r.lines[n], p)
}

func mix(a, b point, t float64) point {
	return point{a.x + (b.x-a.x)*t, a.y + (b.y-a.y)*t}
}

func (r *pathReader) curve(a, b, c, d point) {
	length := math.Hypot(b.x-a.x, b.y-a.y) + math.Hypot(c.x-b.x, c.y-b.y) + math.Hypot(d.x-c.x, d.y-c.y)
	n := min(max(int(math.Sqrt(length)*1.5), 6), 64)
	for i := 1; i <= n; i++ {
		t := float64(i) / float64(n)
		ab, bc, cd := mix(a, b, t), mix(b, c, t), mix(c, d, t)
		r.add(mix(mix(ab, bc, t), mix(bc, cd, t), t))
	}
}

// arc adds points of a circle from one angle to another, in radians.
func (r *pathReader) arc(c point, radius, from, to float64) {
	n := min(max(int(math.Sqrt(radius)*math.Abs(to-from)*2), 4), 128)
	for i := 0; i <= n; i++ {
		a := from + (to-from)*float64(i)/float64(n)
		r.add(point{c.x + radius*math.Cos(a), c.y + radius*math.Sin(a)})
	}
}

func (r *pathReader) circle(c point, radius float64) {
	r.lines = append(r.lines, nil)
	r.arc(c, radius, 0, 2*math.Pi)
}

func (r *pathReader) rect(at, size point, radius float64) {
	radius = min(radius, size.x/2, size.y/2)
	r.lines = append(r.lines, nil)
	x0, y0, x1, y1 := at.x+radius, at.y+radius, at.x+size.x-radius, at.y+size.y-radius
	r.arc(point{x1, y0}, radius, -math.Pi/2, 0)
	r.arc(point{x1, y1}, radius, 0, math.Pi/2)
	r.arc(point{x0, y1}, radius, math.Pi/2, math.Pi)
	r.arc(point{x0, y0}, radius, math.Pi, 1.5*math.Pi)
	r.add(r.lines[len(r.lines)-1][0])
}
