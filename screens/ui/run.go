package ui

import (
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// runKey identifies a measured line.
type runKey struct {
	text string
	size int
	bold bool
}

// Run is one line of text, shaped: where each glyph goes.
type Run struct {
	Glyphs []Glyph
	// Advance is the width of the whole line; Width the same in pixels, rounded up.
	Advance fixed.Int26_6
	Width   int
}

// Glyph is one glyph of a Run.
type Glyph struct {
	// Face and ID name the outline; a Face of MissingFace is a boxed sign for a
	// character that no font has (private use, for instance).
	Face int
	ID   uint32
	// X and Y are the origin relative to the run's start and baseline, in 1/64 pixel, Y down.
	X, Y fixed.Int26_6
	// Advance in 1/64 pixel.
	Advance fixed.Int26_6
}

// MissingFace is the Face of a character that no installed font can draw.
const MissingFace = -1

// maxRuns bounds what is remembered; a screen has some hundreds of lines.
const maxRuns = 4000

// Shape measures one line of text at a size in pixels. The result is shared: do not change it.
func (f *Fonts) Shape(text string, size int, bold bool) *Run {
	key := runKey{text, size, bold}
	f.mu.Lock()
	defer f.mu.Unlock()
	if r, ok := f.runs[key]; ok {
		return r
	}
	if len(f.runs) >= maxRuns {
		f.runs = map[runKey]*Run{}
	}
	r := f.shape(key)
	f.runs[key] = r
	return r
}

func (f *Fonts) shape(key runKey) *Run {
	style := 0
	if key.bold {
		style = 1
	}
	runes := []rune(key.text)
	run := &Run{Glyphs: make([]Glyph, 0, len(runes))}
	var x fixed.Int26_6
	for start := 0; start < len(runes); {
		face, latin := f.faceFor(style, runes[start]), latinMark(runes, start)
		end := start + 1
		for end < len(runes) && (joins(runes[end]) || f.faceFor(style, runes[end]) == face && latinMark(runes, end) == latin) {
			end++
		}
		if face == MissingFace {
			x = appendMissing(run, x, end-start, key.size)
		} else {
			x = f.appendShaped(run, x, runes, span{start, end, face, latin}, key.size)
		}
		start = end
	}
	run.Advance = x
	run.Width = x.Ceil()
	return run
}

// appendMissing puts a boxed sign one em wide for each character.
func appendMissing(run *Run, x fixed.Int26_6, n, size int) fixed.Int26_6 {
	for range n {
		run.Glyphs = append(run.Glyphs, Glyph{Face: MissingFace, X: x, Advance: fixed.I(size)})
		x += fixed.I(size)
	}
	return x
}

// span is a part of a line that is shaped at once.
type span struct {
	start, end, face int
	latin            bool
}

func (f *Fonts) appendShaped(run *Run, x fixed.Int26_6, runes []rune, s span, size int) fixed.Int26_6 {
	in := shaping.Input{
		Text: runes, RunStart: s.start, RunEnd: s.end,
		Direction: di.DirectionLTR,
		Face:      f.faces[s.face].face,
		Size:      fixed.I(size),
		Script:    language.Han,
		Language:  language.NewLanguage("zh-Hans"),
	}
	if s.latin {
		// The Chinese forms of these marks are as wide as a character; the face's
		// Japanese ones are the narrow Western ones.
		in.Language = language.NewLanguage("ja")
	}
	face := s.face
	out := f.shaper.ShapeNoExtents(in)
	for _, g := range out.Glyphs {
		run.Glyphs = append(run.Glyphs, Glyph{
			Face: face, ID: uint32(g.GlyphID),
			X: x + g.XOffset, Y: -g.YOffset, Advance: g.Advance,
		})
		x += g.Advance
	}
	return x
}

// joins reports whether r belongs to the character before it.
func joins(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me) || r == '\u200d'
}

// latinMark reports whether the character at i is a quotation mark, dash, dot or
// ellipsis that stands in Western text.
func latinMark(runes []rune, i int) bool {
	switch runes[i] {
	case '‘', '’', '“', '”', '…', '·', '—':
	default:
		return false
	}
	for k := i - 1; k >= 0; k-- {
		if runes[k] != ' ' {
			return runes[k] < 0x2e80
		}
	}
	for k := i + 1; k < len(runes); k++ {
		if runes[k] != ' ' {
			return runes[k] < 0x2e80
		}
	}
	return false
}

// faceFor picks the first face of the chain that has the character.
func (f *Fonts) faceFor(style int, r rune) int {
	if i, ok := f.which[style][r]; ok {
		return int(i)
	}
	found := MissingFace
	for _, i := range f.chains[style] {
		l := f.faces[i]
		if l.open() != nil || l.face == nil {
			continue
		}
		if _, ok := l.face.NominalGlyph(r); ok && !unicode.Is(unicode.Co, r) {
			found = i
			break
		}
	}
	f.which[style][r] = int8(found)
	return found
}

// Outline returns a glyph's outline in font units (Y up) and the units per em,
// or false for a glyph without one.
func (f *Fonts) Outline(face int, id uint32) (font.GlyphOutline, float32, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if face < 0 || face >= len(f.faces) || f.faces[face].face == nil {
		return font.GlyphOutline{}, 0, false
	}
	ff := f.faces[face].face
	o, ok := ff.GlyphDataOutline(font.GID(id))
	return o, float32(ff.Upem()), ok
}

// Ascent is how far the tallest ordinary glyph stands above the baseline, for a size in pixels.
func Ascent(size int) int { return (size*88 + 50) / 100 }
