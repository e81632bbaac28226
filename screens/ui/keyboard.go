package ui

import (
	"strconv"
	"strings"
	"unicode"
)

// Layout is a set of keys for one kind of text.
type Layout uint8

// The layouts.
const (
	LayoutPinyin   Layout = iota // Chinese by pinyin; letters where there is no input method
	LayoutLatin                  // letters, digits and signs
	LayoutEmail                  // letters with @ . _ - and common domains
	LayoutPhone                  // digits and +
	LayoutLandline               // digits and -
	LayoutDigits                 // digits only
	LayoutID                     // 0-9 and X, resident identity numbers (GB 11643); A-Z for a foreigner's of 2017
	LayoutUSCC                   // the 31 characters of GB 32100
	LayoutAccount                // the characters of an account: letters, digits and _ . @ -
	LayoutPIN                    // digits in an order of their own; on demand letters and signs
)

// Keyboard is the on-screen keyboard and the text it edits. It belongs to the
// screen and lives as long as the field is edited. Its elements are "key.a",
// "key.1", "key.@qq.com" …, "key.backspace", "key.clear", "key.shift",
// "key.signs", "key.mode", "key.space", "key.done", "cand.0" …, "cand.more" and "cand.less".
type Keyboard struct {
	// Label names the field, Error says what is wrong with it; both may change while typing.
	Label, Error string
	// Hint is shown pale while the field is empty.
	Hint string
	// Max is the greatest number of characters; 0 means no limit.
	Max int
	// Secret shows dots.
	Secret bool
	// Order is the ten digits in the order of LayoutDigits' and LayoutPIN's keys; "" is
	// that of a telephone.
	Order string
	// Vault, where set, keeps what is typed: the keyboard holds no text then, and no
	// key shows that it was touched.
	Vault Vault
	// DoneLabel is said by the last key instead of Words.Done.
	DoneLabel string

	layout Layout
	method InputMethod
	text   []rune
	shift  bool
	latin  bool // letters although there is an input method, or a pad of digits
	signs  bool // the second set of keys
	first  int  // first candidate shown
	shown  int  // candidates on the last frame
	high   int  // height of a key where the panel is low for the size of its text, or 0
	tight  bool // keys are as low as they may be
}

// Vault is a secret's own place in memory, which its owner wipes.
type Vault interface {
	// Add appends one character of ASCII and reports whether there was room.
	Add(c byte) bool
	// Drop takes the last one away.
	Drop()
	// Len is how many there are.
	Len() int
	Wipe()
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

// SetText replaces the text and drops an unfinished composition.
func (k *Keyboard) SetText(text string) {
	k.text = []rune(text)
	k.resetMethod()
}

// Commit adds typed or scanned text as far as the layout and Max allow and
// reports whether anything was added.
func (k *Keyboard) Commit(text string) bool {
	added := false
	for _, r := range clean(text) {
		if r, ok := k.layout.allowed(r); ok && (k.Max <= 0 || k.length() < k.Max) {
			added = k.append(r) || added
		}
	}
	return added
}

// length is how many characters there are.
func (k *Keyboard) length() int {
	if k.Vault != nil {
		return k.Vault.Len()
	}
	return len(k.text)
}

func (k *Keyboard) append(r rune) bool {
	if k.Vault != nil {
		return r < 0x80 && k.Vault.Add(byte(r))
	}
	k.text = append(k.text, r)
	return true
}

// seen is the text as it may be seen.
func (k *Keyboard) seen() string {
	if k.Secret || k.Vault != nil {
		return strings.Repeat("●", k.length())
	}
	return string(k.text)
}

// Tap handles a tap on an element of the keyboard. changed means that the text
// or what is shown changed; done means that the person is finished. With a
// composition still open, the first tap on done takes its first candidate, so that the
// person sees what was put in.
func (k *Keyboard) Tap(id string) (changed, done bool) {
	if n, ok := strings.CutPrefix(id, "cand."); ok {
		return k.tapCandidate(n), false
	}
	name, ok := strings.CutPrefix(id, "key.")
	if !ok {
		return false, false
	}
	for _, row := range k.keyRows() {
		for _, key := range row {
			if key.kind != keyBlank && key.id() == id {
				return k.press(key)
			}
		}
	}
	// A test or a real keyboard may name the shifted letter.
	if r := []rune(name); len(r) == 1 && unicode.IsUpper(r[0]) && !k.pinyin() {
		return k.Commit(name), false
	}
	return false, false
}

func (k *Keyboard) press(key key) (changed, done bool) {
	switch key.kind {
	case keyDone:
		if k.composing() {
			k.takeFirst()
			return true, false
		}
		return false, true
	case keyBackspace:
		return k.backspace(), false
	case keyClear:
		changed = k.length() > 0 || k.composing()
		k.SetText("")
		if k.Vault != nil {
			k.Vault.Wipe()
		}
		return changed, false
	case keyShift:
		k.shift = !k.shift
	case keySigns:
		k.signs = !k.signs
	case keyMode:
		k.latin, k.signs, k.shift = !k.latin, false, false
		k.resetMethod()
	case keySpace:
		if k.composing() {
			k.takeFirst()
			return true, false
		}
		return k.Commit(" "), false
	default:
		return k.insert(key.text), false
	}
	return true, false
}

// insert handles a key with a character or, for a mail domain, several.
func (k *Keyboard) insert(text string) bool {
	r := []rune(text)
	if k.pinyin() && len(r) == 1 && unicode.IsLower(r[0]) && r[0] < 0x80 {
		k.first = 0
		if k.method.Key(r[0]) {
			return true
		}
	}
	if k.composing() {
		k.takeFirst()
	}
	if k.shift && len(r) == 1 {
		text, k.shift = strings.ToUpper(text), false
	}
	if k.layout == LayoutEmail && len(r) > 1 {
		// The domain replaces one that was begun.
		if at := strings.IndexRune(string(k.text), '@'); at >= 0 {
			k.text = []rune(string(k.text)[:at])
		}
	}
	return k.Commit(text)
}

func (k *Keyboard) backspace() bool {
	if k.composing() {
		k.first = 0
		return k.method.Backspace()
	}
	if k.length() == 0 {
		return false
	}
	if k.Vault != nil {
		k.Vault.Drop()
		return true
	}
	k.text = k.text[:len(k.text)-1]
	return true
}

func (k *Keyboard) tapCandidate(n string) bool {
	switch n {
	case "more":
		k.first += max(k.shown, 1)
		return true
	case "less":
		k.first = max(k.first-max(k.shown, 1), 0)
		return true
	}
	i, err := strconv.Atoi(n)
	if err != nil || !k.pinyin() || i < 0 || i >= len(k.method.Candidates()) {
		return false
	}
	k.choose(i)
	return true
}

func (k *Keyboard) choose(i int) {
	k.first = 0
	k.Commit(k.method.Choose(i))
}

// takeFirst chooses first candidates until nothing is left to compose. An input
// method that has no candidate, or does not come to an end, is reset.
func (k *Keyboard) takeFirst() {
	for range 32 {
		if !k.composing() || len(k.method.Candidates()) == 0 {
			break
		}
		k.choose(0)
	}
	k.resetMethod()
}

func (k *Keyboard) canPinyin() bool { return k.layout == LayoutPinyin && k.method != nil }

func (k *Keyboard) pinyin() bool { return k.canPinyin() && !k.latin }

func (k *Keyboard) composing() bool { return k.pinyin() && k.method.Composition() != "" }

func (k *Keyboard) resetMethod() {
	k.first = 0
	if k.method != nil {
		k.method.Reset()
	}
}
