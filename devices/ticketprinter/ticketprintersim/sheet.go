package ticketprintersim

import (
	"image"
	"strings"

	"hallkiosk/devices/ticketprinter/glyph"
)

const (
	lineDots  = 30    // line spacing after ESC @
	knifeDots = 96    // from the head to the knife
	maxLength = 16000 // dots, two metres; no ticket is longer
)

// Ticket is one finished piece of paper, at 203 dpi.
type Ticket struct {
	Image *image.Gray
	Text  string   // what was printed as text, a line per row
	QR    []string // the data of QR codes that the printer made
}

// look is how the next character comes out.
type look struct {
	size  size
	bold  bool
	align int // 0 left, 1 middle, 2 right
}

type size struct{ w, h int }

// inked is one character in the row being gathered.
type inked struct {
	r    rune
	look look
}

// sheet is the paper below the last cut.
type sheet struct {
	fonts *glyph.Fonts
	dots  int
	pix   []byte // rows of dots bytes; FFh is white
	row   []inked
	used  int // dots of row
	text  []string
	qr    []string
}

func newSheet(fonts *glyph.Fonts, dots int) *sheet { return &sheet{fonts: fonts, dots: dots} }

func (s *sheet) empty() bool { return len(s.pix) == 0 && len(s.row) == 0 }

func (s *sheet) height() int { return len(s.pix) / s.dots }

// take cuts the paper.
func (s *sheet) take() Ticket {
	t := Ticket{
		Image: &image.Gray{Pix: s.pix, Stride: s.dots, Rect: image.Rect(0, 0, s.dots, s.height())},
		Text:  strings.Join(s.text, "\n"),
		QR:    s.qr,
	}
	s.pix, s.text, s.qr = nil, nil, nil
	return t
}

// advance moves the paper by n dots.
func (s *sheet) advance(n int) {
	n = min(n, maxLength-s.height())
	for range n * s.dots {
		s.pix = append(s.pix, 0xFF)
	}
}

// put adds a character to the row, which goes out by itself when it is full.
func (s *sheet) put(r rune, l look) {
	w := glyph.Cells(r) * glyph.NarrowCell * l.size.w
	if s.used+w > s.dots {
		s.flush(l.align)
	}
	s.row = append(s.row, inked{r, l})
	s.used += w
}

func (s *sheet) dropLine() { s.row, s.used = nil, 0 }

// flush prints the row if there is one.
func (s *sheet) flush(align int) {
	if len(s.row) > 0 {
		s.lineFeed(align)
	}
}

// feed prints the row and moves on by n rows.
func (s *sheet) feed(n, align int) {
	s.flush(align)
	s.advance(n * lineDots)
}

// lineFeed prints the row, which may be empty.
func (s *sheet) lineFeed(align int) {
	height := lineDots
	var text strings.Builder
	for _, c := range s.row {
		height = max(height, glyph.CellHeight*c.look.size.h)
		text.WriteRune(c.r)
	}
	top := s.height()
	s.advance(height)
	x := s.left(s.used, align)
	for _, c := range s.row {
		s.character(c, x, top+height)
		x += glyph.Cells(c.r) * glyph.NarrowCell * c.look.size.w
	}
	s.text = append(s.text, text.String())
	s.dropLine()
}

// character prints c, scaled up from its one size, standing on bottom.
func (s *sheet) character(c inked, x, bottom int) {
	pic, err := s.fonts.Line(string(c.r), 1, c.look.bold)
	if err != nil {
		return // a cell of white, as from a worn-out head
	}
	top := bottom - glyph.CellHeight*c.look.size.h
	for dy := range glyph.CellHeight * c.look.size.h {
		for dx := range pic.Rect.Dx() * c.look.size.w {
			if pic.GrayAt(dx/c.look.size.w, dy/c.look.size.h).Y <= glyph.Dark {
				s.black(x+dx, top+dy)
			}
		}
	}
}

// rasterRow prints one row of dots, eight a byte.
func (s *sheet) rasterRow(p []byte, align int) {
	top, left := s.height(), s.left(len(p)*8, align)
	s.advance(1)
	for x := range len(p) * 8 {
		if p[x/8]&(0x80>>(x%8)) != 0 {
			s.black(left+x, top)
		}
	}
}

// symbol prints a QR code.
func (s *sheet) symbol(dark [][]bool, module, align int) {
	side := len(dark) * module
	top, left := s.height(), s.left(side, align)
	s.advance(side)
	for y := range side {
		for x := range side {
			if dark[y/module][x/module] {
				s.black(left+x, top+y)
			}
		}
	}
}

func (s *sheet) left(width, align int) int { return (s.dots - width) * align / 2 }

func (s *sheet) black(x, y int) {
	if at := y*s.dots + x; x >= 0 && x < s.dots && y >= 0 && at < len(s.pix) {
		s.pix[at] = 0
	}
}
