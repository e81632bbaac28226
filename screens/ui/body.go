package ui

import (
	"image"
	"strconv"
)

// Body is the part of a page between the bars. Its methods add blocks from top
// to bottom; what does not fit goes to further pages.
type Body struct {
	f     *Frame
	area  image.Rectangle
	pager *Pager
	rows  []row
	// after paints what stands below the body in reading order.
	after func()
}

// width of the column that blocks are laid out in.
func (b *Body) width() int { return b.area.Dx() }

// room is the height that one page certainly has.
func (b *Body) room() int { return b.area.Dy() - b.pagerHeight() }

func (b *Body) add(r row) { b.rows = append(b.rows, r) }

func (b *Body) gap() int { return b.f.m.px(spaceBlock) }

// pagerSlots are the widths of the pager's buttons and of the count between them.
func (b *Body) pagerSlots() (side, middle int) {
	f := b.f
	middle = f.width(f.font(typeButton), "88 / 88") + f.m.px(spaceSmall)
	return (b.area.Dx() - middle - 2*f.m.px(spaceSmall)) / 2, middle
}

func (b *Body) pagerActions() (prev, next Action) {
	w := b.f.words
	return Action{ID: PagerPrev, Label: w.PagePrev, Icon: IconUp}, Action{ID: PagerNext, Label: w.PageNext, Icon: IconDown}
}

func (b *Body) pagerHeight() int {
	prev, next := b.pagerActions()
	side, _ := b.pagerSlots()
	h := max(b.f.buttonHeight(prev, side, inlineButton), b.f.buttonHeight(next, side, inlineButton))
	return h + b.f.m.px(spaceSmall*2)
}

// finish lays the collected blocks out; it runs once, when the frame is first read.
func (f *Frame) finish() {
	b := f.body
	if b == nil {
		return
	}
	f.body = nil
	if b.area.Dy() > 0 {
		b.show()
	} else if len(b.rows) > 0 {
		f.over = append(f.over, "no room for the body")
	}
	if b.after != nil {
		b.after()
	}
}

func (b *Body) show() {
	f := b.f
	pages := paginate(b.rows, b.area.Dy())
	area := b.area
	paged := len(pages) > 1
	if paged {
		area.Max.Y -= b.pagerHeight()
		pages = paginate(b.rows, area.Dy())
	}
	page := 0
	if b.pager != nil {
		b.pager.pages = len(pages)
		b.pager.page = min(max(b.pager.page, 0), len(pages)-1)
		page = b.pager.page
	} else if paged {
		f.over = append(f.over, "a body of "+strconv.Itoa(len(pages))+" pages without a pager")
	}
	for _, p := range pages {
		if stack(p) > area.Dy() {
			f.over = append(f.over, "a block is taller than the page")
		}
	}
	place(pages[page], area)
	if paged && b.pager != nil {
		b.showPager(image.Rect(area.Min.X, area.Max.Y+f.m.px(spaceSmall), area.Max.X, b.area.Max.Y-f.m.px(spaceSmall)), page, len(pages))
	}
}

// showPager draws "back ↑", "2 / 3" and "more ↓".
func (b *Body) showPager(box image.Rectangle, page, pages int) {
	f := b.f
	gap := f.m.px(spaceSmall)
	side, _ := b.pagerSlots()
	prev, next := b.pagerActions()
	prev.Disabled, next.Disabled = page == 0, page == pages-1
	left := image.Rect(box.Min.X, box.Min.Y, box.Min.X+side, box.Max.Y)
	right := image.Rect(box.Max.X-side, box.Min.Y, box.Max.X, box.Max.Y)
	f.button(prev, left, buttonSecondary)
	of := strconv.Itoa(page+1) + " / " + strconv.Itoa(pages)
	mid := image.Rect(left.Max.X+gap, box.Min.Y, right.Min.X-gap, box.Max.Y)
	f.label(typeButton, of, mid, 1, f.p.ink)
	f.add(Element{Role: RoleText, Label: of, Box: mid})
	f.button(next, right, buttonSoft)
}
