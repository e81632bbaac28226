// Package glyph draws characters and lines of text as one-bit pictures in the
// cells of a ticket printer: 24 dots for a Chinese character, 12 for an ASCII
// one, at 203 dpi. It serves characters that a printer's own font lacks.
package glyph

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/image/font/sfnt"
)

// File names one font in a file. Name is its full name (name table, id 4) and
// is needed only where the file is a collection of several.
type File struct {
	Path string
	Name string
}

// System lists the fonts that kiosk/setup installs, first choice first: Noto
// for all that is common, Hanazono for CJK extensions B to F, DejaVu for signs.
func System() []File {
	return []File{
		{Path: "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", Name: "Noto Sans Mono CJK SC"},
		{Path: "/usr/share/fonts/truetype/hanazono/HanaMinA.ttf"},
		{Path: "/usr/share/fonts/truetype/hanazono/HanaMinB.ttf"},
		{Path: "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"},
	}
}

// ErrNoFont says that none of the fonts asked for could be opened.
var ErrNoFont = errors.New("no font")

// Fonts is an ordered list of open fonts; each character is drawn with the
// first that holds it. It may be used by several goroutines.
type Fonts struct {
	fonts []*sfnt.Font
	files []*os.File
}

// Open opens the fonts in files that are present. Outlines are read from the
// files when they are needed, so that opening is cheap. It fails where a file
// that is present is not a font, or where none is present (ErrNoFont).
func Open(files []File) (*Fonts, error) {
	f := &Fonts{}
	for _, file := range files {
		if err := f.add(file); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, errors.Join(fmt.Errorf("glyph: %s: %w", file.Path, err), f.Close())
		}
	}
	if len(f.fonts) == 0 {
		return nil, fmt.Errorf("glyph: %w", ErrNoFont)
	}
	return f, nil
}

func (f *Fonts) add(file File) error {
	r, err := os.Open(file.Path)
	if err != nil {
		return err
	}
	font, err := pick(r, file.Name)
	if err != nil {
		return errors.Join(err, r.Close())
	}
	f.files = append(f.files, r)
	f.fonts = append(f.fonts, font)
	return nil
}

func pick(r *os.File, name string) (*sfnt.Font, error) {
	all, err := sfnt.ParseCollectionReaderAt(r)
	if err != nil {
		return nil, err
	}
	for i := range all.NumFonts() {
		font, err := all.Font(i)
		if err != nil {
			return nil, err
		}
		if name == "" {
			return font, nil
		}
		if full, err := font.Name(nil, sfnt.NameIDFull); err == nil && full == name {
			return font, nil
		}
	}
	return nil, fmt.Errorf("holds no font named %q", name)
}

// Close closes the files. The fonts must not be used afterwards.
func (f *Fonts) Close() error {
	var errs []error
	for _, r := range f.files {
		errs = append(errs, r.Close())
	}
	return errors.Join(errs...)
}

// Has reports whether one of the fonts holds r.
func (f *Fonts) Has(r rune) bool {
	font, _ := f.find(r)
	return font != nil
}

func (f *Fonts) find(r rune) (*sfnt.Font, sfnt.GlyphIndex) {
	for _, font := range f.fonts {
		if g, err := font.GlyphIndex(nil, r); err == nil && g != 0 {
			return font, g
		}
	}
	return nil, 0
}
