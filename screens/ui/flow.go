package ui

import "image"

// row is a piece of a body that must not be cut.
type row struct {
	height int
	// gap is the space above, left out at the top of a page.
	gap int
	// keep asks for the next row to stand on the same page.
	keep  bool
	group *group
	paint func(box image.Rectangle)
}

// group is a card around consecutive rows. A group cut by a page's end is
// painted around the rows on each page.
type group struct {
	// pad is the padding above, below and at the sides.
	padX, padY int
	// whole asks to keep all rows on one page where they fit.
	whole bool
	paint func(box image.Rectangle)
}

func (g *group) padding() int {
	if g == nil {
		return 0
	}
	return g.padY
}

// stack measures rows set below each other from the top of an empty page.
func stack(rows []row) int {
	h := 0
	for i, r := range rows {
		starts := i == 0 || rows[i-1].group != r.group
		if i > 0 {
			h += r.gap
		}
		if starts {
			h += r.group.padding()
			if i > 0 {
				h += rows[i-1].group.padding()
			}
		}
		h += r.height
	}
	if len(rows) > 0 {
		h += rows[len(rows)-1].group.padding()
	}
	return h
}

// unitEnd is the end of the rows that should stay together, from i on.
func unitEnd(rows []row, i int) int {
	for i++; i < len(rows); i++ {
		before := rows[i-1]
		together := before.keep || before.group != nil && before.group == rows[i].group && before.group.whole
		if !together {
			break
		}
	}
	return i
}

// paginate splits rows into pages of a height; each row stands on exactly one page.
func paginate(rows []row, height int) [][]row {
	var pages [][]row
	first := 0 // first row of the current page
	for i := 0; i < len(rows); {
		end := unitEnd(rows, i)
		if stack(rows[first:end]) <= height {
			i = end
			continue
		}
		if i > first && stack(rows[i:end]) <= height {
			pages = append(pages, rows[first:i])
			first = i
			continue
		}
		// Too tall for any page: cut it between rows.
		for ; i < end; i++ {
			if i > first && stack(rows[first:i+1]) > height {
				pages = append(pages, rows[first:i])
				first = i
			}
		}
	}
	if first < len(rows) || len(pages) == 0 {
		pages = append(pages, rows[first:])
	}
	return pages
}

// place paints the rows of one page into an area, groups first.
func place(rows []row, area image.Rectangle) {
	y := area.Min.Y
	for i := 0; i < len(rows); {
		g := rows[i].group
		end := i + 1
		for end < len(rows) && g != nil && rows[end].group == g {
			end++
		}
		if i > 0 {
			y += rows[i].gap
		}
		inner := area
		if g != nil {
			h := stack(rows[i:end])
			g.paint(image.Rect(area.Min.X, y, area.Max.X, y+h))
			y += g.padY
			inner.Min.X += g.padX
			inner.Max.X -= g.padX
		}
		for k := i; k < end; k++ {
			if k > i {
				y += rows[k].gap
			}
			rows[k].paint(image.Rect(inner.Min.X, y, inner.Max.X, y+rows[k].height))
			y += rows[k].height
		}
		y += g.padding()
		i = end
	}
}
