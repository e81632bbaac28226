package ui

import "image"

// Layout is a set of keys for one kind of text.
type Layout uint8

// The layouts.
const (
	LayoutPinyin   Layout = iota // Chinese by pinyin; falls back to letters without an input method
	LayoutLatin                  // letters, digits and signs
	LayoutEmail                  // letters with @ . _ - and common domains
	LayoutPhone                  // digits and +
	LayoutLandline               // digits and -
	LayoutDigits                 // digits only
	LayoutID                     // 0-9 and X: resident identity numbers (GB 11643)
	LayoutUSCC                   // the 31 characters of GB 32100
)

// Keyboard is the on-screen keyboard and the text it edits. It belongs to the
// screen and lives as long as the field is edited.
type Keyboard struct {
	// Label names the field, Error says what is wrong with it; both may change while typing.
	Label, Error string
	// Hint is shown pale while the field is empty.
	Hint string
	// Max is the greatest number of characters; 0 means no limit.
	Max int
	// Secret shows dots.
	Secret bool

	layout Layout
	method InputMethod
	text   []rune
	shift  bool
	latin  bool // letters instead of pinyin
	signs  bool // the second set of keys
	page   int  // of the candidates
}

// NewKeyboard makes a keyboard with a text to edit. The input method serves
// LayoutPinyin and may be nil.
func NewKeyboard(layout Layout, text string, method InputMethod) *Keyboard {
	k := &Keyboard{layout: layout, method: method, text: []rune(text)}
	if method != nil {
		method.Reset()
	}
	return k
}

// Text is the text as edited so far, without an unfinished composition.
func (k *Keyboard) Text() string { return string(k.text) }

// SetText replaces the text.
func (k *Keyboard) SetText(text string) { k.text = []rune(text) }

// Commit adds typed or scanned text as far as the layout and Max allow and
// reports whether anything was added.
func (k *Keyboard) Commit(text string) bool {
	before := len(k.text)
	for _, r := range clean(text) {
		k.insert(r)
	}
	return len(k.text) > before
}

// Tap handles a tap on an element of the keyboard. changed means the text or
// what is shown changed; done means that the person is finished.
func (k *Keyboard) Tap(id string) (changed, done bool) { return k.tap(id) }

func (k *Keyboard) insert(r rune) {
	if k.Max > 0 && len(k.text) >= k.Max {
		return
	}
	k.text = append(k.text, r)
}

func (k *Keyboard) tap(id string) (changed, done bool) {
	switch id {
	case "key.done":
		return false, true
	case "key.backspace":
		if len(k.text) > 0 {
			k.text = k.text[:len(k.text)-1]
			return true, false
		}
	case "key.clear":
		k.text = nil
		return true, false
	}
	return false, false
}

func (k *Keyboard) height(f *Frame, width int) int { return f.m.px(600) }

func (k *Keyboard) draw(f *Frame, box, column image.Rectangle) {}
