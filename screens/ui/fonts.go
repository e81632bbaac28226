package ui

import (
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/shaping"
)

// ErrNoFont means that no Chinese font is installed; kiosk/setup installs it.
var ErrNoFont = errors.New("no Chinese font found")

// fontFile is a font on disk. A collection holds many faces; family picks one,
// since parsing them all costs a quarter of a second and 200 MB.
type fontFile struct {
	path, family string
	required     bool
}

// fontFiles lists what is tried for a character, best first, for regular and bold text.
func fontFiles() (regular, bold []fontFile) {
	const noto = "/usr/share/fonts/opentype/noto/NotoSansCJK-"
	const rest = "/usr/share/fonts/truetype/"
	rare := []fontFile{
		{path: rest + "hanazono/HanaMinA.ttf"},
		{path: rest + "hanazono/HanaMinB.ttf"},
	}
	regular = append([]fontFile{
		{noto + "Regular.ttc", "Noto Sans CJK SC", true},
		{path: rest + "dejavu/DejaVuSans.ttf"},
	}, rare...)
	bold = append([]fontFile{
		{noto + "Bold.ttc", "Noto Sans CJK SC", true},
		{path: rest + "dejavu/DejaVuSans-Bold.ttf"},
	}, rare...)
	return regular, bold
}

// Fonts holds the faces and what has been measured with them. It is safe for
// use by several goroutines. It remembers texts, so a visit's end calls Forget.
type Fonts struct {
	mu     sync.Mutex
	faces  []*lazyFace
	chains [2][]int // regular, bold: indexes into faces
	shaper shaping.HarfbuzzShaper
	runs   map[runKey]*Run
	broken map[wrapKey][]string // texts broken into lines by Balance
	which  [2]map[rune]int8
	visits int
}

// lazyFace opens its file when a character first needs it.
type lazyFace struct {
	file fontFile
	face *font.Face
	done bool
}

// OpenFonts opens the system's fonts. It fails with ErrNoFont when the main face is missing.
func OpenFonts() (*Fonts, error) {
	f := &Fonts{}
	f.Forget()
	regular, bold := fontFiles()
	seen := map[string]int{}
	for style, files := range [2][]fontFile{regular, bold} {
		for _, file := range files {
			i, ok := seen[file.path]
			if !ok {
				i = len(f.faces)
				seen[file.path] = i
				f.faces = append(f.faces, &lazyFace{file: file})
			}
			f.chains[style] = append(f.chains[style], i)
			if !file.required {
				continue
			}
			if err := f.faces[i].open(); err != nil {
				return nil, fmt.Errorf("ui: open fonts: %w: %w", ErrNoFont, err)
			}
		}
	}
	return f, nil
}

// open reads the face; a font that is missing or broken is left out for good.
func (l *lazyFace) open() error {
	if l.done {
		return nil
	}
	l.done = true
	file, err := os.Open(l.file.path)
	if err != nil {
		return err
	}
	loaders, err := opentype.NewLoaders(file)
	if err != nil {
		file.Close()
		return fmt.Errorf("%s: %w", l.file.path, err)
	}
	for _, ld := range loaders {
		if l.file.family != "" {
			if d, _ := font.Describe(ld, nil); d.Family != l.file.family {
				continue
			}
		}
		parsed, err := font.NewFont(ld)
		if err != nil {
			file.Close()
			return fmt.Errorf("%s: %w", l.file.path, err)
		}
		// Glyph outlines are read from the file when they are first drawn, so it stays open.
		l.face = font.NewFace(parsed)
		return nil
	}
	file.Close()
	return fmt.Errorf("%s holds no face %q", l.file.path, l.file.family)
}

// Forget drops every text that was measured: nothing of a visit stays. A
// painter that uses these fonts then drops its own pictures of it.
func (f *Fonts) Forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.runs, f.broken = map[runKey]*Run{}, map[wrapKey][]string{}
	f.which = [2]map[rune]int8{{}, {}}
	f.visits++
}

// Forgotten counts the calls of Forget.
func (f *Fonts) Forgotten() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.visits
}
