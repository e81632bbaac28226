package ui

import (
	"regexp"
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
	width = max(width, 1)
	if f.Shape(para, size, bold).Width <= width {
		return []string{para}
	}
	lines, limit := []string(nil), fixed.I(width)
	line, used := "", fixed.Int26_6(0)
	flush := func() {
		if line != "" {
			lines = append(lines, f.refit(strings.TrimRight(line, " "), size, bold, width)...)
		}
		line, used = "", 0
	}
	for _, piece := range pieces(para) {
		bare := f.Shape(strings.TrimRight(piece, " "), size, bold).Advance
		if used+bare > limit {
			flush()
		}
		for bare > limit {
			head := f.cut(piece, size, bold, limit)
			lines = append(lines, f.refit(head, size, bold, width)...)
			piece = piece[len(head):]
			bare = f.Shape(strings.TrimRight(piece, " "), size, bold).Advance
		}
		line += piece
		used += f.Shape(piece, size, bold).Advance
	}
	flush()
	return lines
}

// refit cuts a line again that is wider as a whole than its parts were, as
// happens with stray accents.
func (f *Fonts) refit(line string, size int, bold bool, width int) []string {
	var lines []string
	for f.Shape(line, size, bold).Width > width {
		r := []rune(line)
		n := len(r) - 1
		for n > 1 && f.Shape(string(r[:n]), size, bold).Width > width {
			n--
		}
		if n < 1 {
			break
		}
		lines = append(lines, string(r[:n]))
		line = string(r[n:])
	}
	return append(lines, line)
}

// pieces cuts a paragraph at every place where a line may end: where Unicode
// allows it, but for the hyphen of a name like "U-KEY".
func pieces(para string) []string {
	var seg segmenter.Segmenter
	seg.Init([]rune(para))
	var out []string
	for it := seg.LineIterator(); it.Next(); {
		piece := string(it.Line().Text)
		if n := len(out); n > 0 && hyphened.MatchString(out[n-1]) {
			out[n-1] += piece
			continue
		}
		out = append(out, piece)
	}
	return out
}

// hyphened is a piece that ends with a hyphen after one or two letters, which
// are too few to stand at the end of a line.
var hyphened = regexp.MustCompile(`(^|[^A-Za-z0-9])[A-Za-z]{1,2}-$`)

// cut returns the longest beginning of a word that fits, at least one grapheme.
func (f *Fonts) cut(word string, size int, bold bool, limit fixed.Int26_6) string {
	var seg segmenter.Segmenter
	seg.Init([]rune(word))
	head, used := "", fixed.Int26_6(0)
	for it := seg.GraphemeIterator(); it.Next(); {
		g := string(it.Grapheme().Text)
		used += f.Shape(g, size, bold).Advance
		if head != "" && used > limit {
			break
		}
		head += g
	}
	return head
}

// Balance wraps like Wrap, but where two or three lines would end in a very
// short one, such as a single character, it makes them all a little shorter. The
// lines are remembered, since a text is measured more often than it changes: they
// must not be written to.
func (f *Fonts) Balance(text string, size int, bold bool, width int) []string {
	key := wrapKey{text, size, width, bold}
	f.mu.Lock()
	lines, known := f.broken[key]
	f.mu.Unlock()
	if !known {
		lines = f.balance(text, size, bold, width)
		f.mu.Lock()
		if len(f.broken) >= maxRuns {
			f.broken = map[wrapKey][]string{}
		}
		f.broken[key] = lines
		f.mu.Unlock()
	}
	return lines
}

// wrapKey is a text in a column.
type wrapKey struct {
	text        string
	size, width int
	bold        bool
}

func (f *Fonts) balance(text string, size int, bold bool, width int) []string {
	lines := f.Wrap(text, size, bold, width)
	n := len(lines)
	if n < 2 || n > 3 || strings.Contains(text, "\n") || f.Shape(lines[n-1], size, bold).Width > width/3 {
		return lines
	}
	for narrow, step := width, max(size/2, 1); narrow > width/2; narrow -= step {
		next := f.Wrap(text, size, bold, narrow)
		// Stray accents can make a narrower text need fewer lines; those are not better.
		if len(next) != n {
			break
		}
		lines = next
		if f.Shape(lines[n-1], size, bold).Width > width/3 {
			break
		}
	}
	return lines
}

// wholeWords reports whether no word of the text is wider than the line, so
// that wrapping cuts none.
func (f *Frame) wholeWords(s fontStyle, text string, width int) bool {
	for _, word := range strings.Fields(text) {
		if f.width(s, word) <= width {
			continue
		}
		for _, piece := range pieces(word) {
			if f.width(s, piece) > width {
				return false
			}
		}
	}
	return true
}
