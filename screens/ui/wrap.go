package ui

import (
	"strings"

	"github.com/go-text/typesetting/segmenter"
	"golang.org/x/image/math/fixed"
)

// Wrap breaks text into lines no wider than width pixels, at the places that
// Unicode's line breaking allows (so no line starts with a closing mark), and
// inside a word only when the word alone is wider than a line. Line breaks in
// the text are kept. Every character of the text except spaces at a break is
// on exactly one line.
func (f *Fonts) Wrap(text string, size int, bold bool, width int) []string {
	var lines []string
	for para := range strings.SplitSeq(clean(text), "\n") {
		lines = append(lines, f.wrapParagraph(para, size, bold, width)...)
	}
	return lines
}

// clean makes line breaks uniform and drops control characters, which have no picture.
func clean(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\r' || r == '\v' || r == '\f' || r == '\u2028' || r == '\u2029' || r == '\u0085':
			return ' '
		case r < 0x20 || r >= 0x7f && r < 0xa0 || r == '\u200b' || r == '\ufeff' || (r >= '\u202a' && r <= '\u202e') || (r >= '\u2066' && r <= '\u2069'):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd"))
}

func (f *Fonts) wrapParagraph(para string, size int, bold bool, width int) []string {
	if f.Shape(para, size, bold).Width <= width {
		return []string{para}
	}
	var seg segmenter.Segmenter
	seg.Init([]rune(para))
	var lines []string
	line := ""
	it := seg.LineIterator()
	for it.Next() {
		piece := string(it.Line().Text)
		if f.fits(line+piece, size, bold, width) {
			line += piece
			continue
		}
		if line != "" {
			lines = append(lines, strings.TrimRight(line, " "))
			line = ""
		}
		for !f.fits(piece, size, bold, width) {
			head := f.cut(piece, size, bold, width)
			lines = append(lines, head)
			piece = piece[len(head):]
		}
		line = piece
	}
	return append(lines, strings.TrimRight(line, " "))
}

func (f *Fonts) fits(s string, size int, bold bool, width int) bool {
	return f.Shape(strings.TrimRight(s, " "), size, bold).Width <= width
}

// cut returns the longest beginning of a word that fits, at least one grapheme.
func (f *Fonts) cut(word string, size int, bold bool, width int) string {
	var seg segmenter.Segmenter
	seg.Init([]rune(word))
	it := seg.GraphemeIterator()
	head := ""
	limit := fixed.I(width)
	var used fixed.Int26_6
	for it.Next() {
		g := string(it.Grapheme().Text)
		used += fixed.I(f.Shape(g, size, bold).Width)
		if head != "" && used > limit {
			break
		}
		head += g
	}
	return head
}

// wholeWords reports whether no word of the text is wider than the line, so
// that wrapping cuts none.
func (f *Frame) wholeWords(s fontStyle, text string, width int) bool {
	for _, word := range strings.Fields(text) {
		if f.width(s, word) <= width {
			continue
		}
		var seg segmenter.Segmenter
		seg.Init([]rune(word))
		for it := seg.LineIterator(); it.Next(); {
			if f.width(s, string(it.Line().Text)) > width {
				return false
			}
		}
	}
	return true
}
