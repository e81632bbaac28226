package ui

// IDs of the pager's two buttons.
const (
	PagerNext = "pager.next"
	PagerPrev = "pager.prev"
)

// Pager remembers which page of a body is shown. It belongs to the screen; the
// zero value shows the first page.
type Pager struct {
	page, pages int
}

// Tap handles a tap on one of the pager's buttons and reports whether it was one.
func (p *Pager) Tap(id string) bool {
	switch id {
	case PagerNext:
		p.page = min(p.page+1, max(p.pages-1, 0))
	case PagerPrev:
		p.page = max(p.page-1, 0)
	default:
		return false
	}
	return true
}

// Page is the page shown, from 0.
func (p *Pager) Page() int { return p.page }

// Pages is how many pages the last frame had; 0 before the first.
func (p *Pager) Pages() int { return p.pages }

// Last reports whether the last page is shown, i.e. everything has been offered to the reader.
func (p *Pager) Last() bool { return p.page >= p.pages-1 }

// Reset goes back to the first page.
func (p *Pager) Reset() { p.page = 0 }
