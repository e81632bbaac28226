package ui

import "strings"

// keyKind says what a key does.
type keyKind uint8

const (
	keyInsert keyKind = iota
	keyBackspace
	keyClear
	keyDone
	keyShift
	keySigns
	keyMode
	keySpace
	keyBlank
)

// key is one key of a layout.
type key struct {
	kind keyKind
	// text is what it inserts.
	text string
	// wide is its width in keys.
	wide float64
}

// id of the element: the text for keys that insert, the function's name for the others.
func (k key) id() string {
	switch k.kind {
	case keyBackspace:
		return "key.backspace"
	case keyClear:
		return "key.clear"
	case keyDone:
		return "key.done"
	case keyShift:
		return "key.shift"
	case keySigns:
		return "key.signs"
	case keyMode:
		return "key.mode"
	case keySpace:
		return "key.space"
	}
	return "key." + k.text
}

// letters makes a row of keys from characters.
func letters(chars string) []key {
	var row []key
	for _, r := range chars {
		row = append(row, key{text: string(r), wide: 1})
	}
	return row
}

func row2(parts ...[]key) []key {
	var out []key
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

func special(kind keyKind, wide float64) []key { return []key{{kind: kind, wide: wide}} }

// usccLetters are the letters of GB 32100: no I, O, S, V, Z.
const usccLetters = "ABCDEFGHJKLMNPQRTUWXY"

// mailDomains are offered as keys of their own; they are what people here use most.
var mailDomains = []string{"@qq.com", "@163.com", "@126.com", "@139.com"}

// keyRows are the rows of the keyboard as it stands now.
func (k *Keyboard) keyRows() [][]key {
	back, clr, done := special(keyBackspace, 1.5), special(keyClear, 2), special(keyDone, 3)
	switch k.layout {
	case LayoutPhone:
		return padRows(padOrder, "+")
	case LayoutLandline:
		return padRows(padOrder, "-")
	case LayoutDigits:
		return padRows(k.order(), "")
	case LayoutID:
		return k.idRows()
	case LayoutPIN:
		return k.pinRows()
	case LayoutAccount:
		return [][]key{
			letters("1234567890"), letters("qwertyuiop"), letters("asdfghjkl_"),
			row2(special(keyShift, 1.5), letters("zxcvbnm"), back),
			row2(clr, letters("@-."), done),
		}
	case LayoutUSCC:
		return [][]key{
			letters("1234567890"), letters(usccLetters[:7]), letters(usccLetters[7:14]),
			row2(letters(usccLetters[14:]), back),
			row2(clr, done),
		}
	case LayoutEmail:
		var domains []key
		for _, d := range mailDomains {
			domains = append(domains, key{text: d, wide: 2.5})
		}
		return [][]key{
			letters("1234567890"), letters("qwertyuiop"), letters("asdfghjkl_"),
			row2(letters("zxcvbnm-."), back), domains,
			row2(clr, letters("@"), done),
		}
	}
	return k.letterRows(back)
}

func (k *Keyboard) letterRows(back []key) [][]key {
	mode := special(keyMode, 1.5)
	if !k.canPinyin() {
		mode = nil
	}
	last := row2(mode, special(keySigns, 2), special(keySpace, 2.5), special(keyClear, 1.5), special(keyDone, 2.5))
	if k.signs {
		second, third, fourth := latinSigns()
		if k.pinyin() {
			second, third, fourth = "（）《》“”【】—", "，。、；：？！·", "@#&-_+=/"
		}
		return [][]key{letters("1234567890"), letters(second), letters(third), row2(letters(fourth), back), last}
	}
	shift := special(keyShift, 1.5)
	if k.pinyin() {
		shift = letters("，")
	}
	return [][]key{
		letters("1234567890"), letters("qwertyuiop"), letters("asdfghjkl"),
		row2(shift, letters("zxcvbnm"), back), last,
	}
}

// latinSigns are the signs of ASCII in three rows.
func latinSigns() (second, third, fourth string) {
	return "@#&*()-_+=", "/\\:;\"'!?%", ",.~$[]{}"
}

// pinRows is a pad of digits, or on demand the letters and signs, their digits in
// the same order.
func (k *Keyboard) pinRows() [][]key {
	if !k.latin {
		rows := padRows(k.order(), "")
		rows[3][0] = key{kind: keyMode, wide: 1}
		return rows
	}
	second, third, fourth := "qwertyuiop", "asdfghjkl", "zxcvbnm"
	shift := special(keyShift, 1.5)
	if k.signs {
		second, third, fourth = latinSigns()
		shift = nil
	}
	return [][]key{
		letters(k.order()), letters(second), letters(third),
		row2(shift, letters(fourth), special(keyBackspace, 1.5)),
		row2(special(keyMode, 1.5), special(keySigns, 2), special(keyClear, 2), special(keyDone, 3)),
	}
}

// order is the digits' order on the pad.
func (k *Keyboard) order() string {
	if len(k.Order) == len(padOrder) {
		return k.Order
	}
	return padOrder
}

// padOrder is the order of a telephone's digits.
const padOrder = "1234567890"

// padRows is a pad of ten digits with one further key.
func padRows(order, extra string) [][]key {
	corner := letters(extra)
	if extra == "" {
		corner = special(keyBlank, 1)
	}
	return [][]key{
		letters(order[:3]), letters(order[3:6]), letters(order[6:9]),
		row2(corner, letters(order[9:]), special(keyBackspace, 1)),
		row2(special(keyClear, 1), special(keyDone, 2)),
	}
}

// idRows is a pad with X, or on demand all the letters of a foreigner's number.
func (k *Keyboard) idRows() [][]key {
	last := row2(special(keyClear, 1), special(keyMode, 1), special(keyDone, 1))
	if !k.latin {
		rows := padRows(padOrder, "X")
		rows[len(rows)-1] = last
		return rows
	}
	return [][]key{
		letters("1234567890"), letters("QWERTYUIOP"), letters("ASDFGHJKL"),
		row2(letters("ZXCVBNM"), special(keyBackspace, 1.5)), last,
	}
}

// pad reports whether the layout is a telephone's pad, which is drawn narrower.
func (k *Keyboard) pad() bool {
	switch k.layout {
	case LayoutPhone, LayoutLandline, LayoutDigits:
		return true
	case LayoutID, LayoutPIN:
		return !k.latin
	}
	return false
}

// allowed maps a character to what the layout takes for it.
func (l Layout) allowed(r rune) (rune, bool) {
	const digits = "0123456789"
	switch l {
	case LayoutDigits:
		return r, strings.ContainsRune(digits, r)
	case LayoutPhone:
		return r, strings.ContainsRune(digits+"+", r)
	case LayoutLandline:
		return r, strings.ContainsRune(digits+"-", r)
	case LayoutID:
		r = upper(r)
		return r, strings.ContainsRune(digits, r) || r >= 'A' && r <= 'Z'
	case LayoutUSCC:
		r = upper(r)
		return r, strings.ContainsRune(digits+usccLetters, r)
	case LayoutEmail, LayoutPIN:
		return r, r > ' ' && r < 0x7f
	case LayoutAccount:
		return r, r < 0x80 && (r >= '0' && r <= '9' || upper(r) >= 'A' && upper(r) <= 'Z' || strings.ContainsRune("_.@-", r))
	}
	return r, r != '\n'
}

// upper is a letter of the alphabet as a capital.
func upper(r rune) rune {
	if r >= 'a' && r <= 'z' {
		r -= 'a' - 'A'
	}
	return r
}
