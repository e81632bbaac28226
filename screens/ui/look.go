package ui

// Look is how this person wants the screen; it belongs to the visit and is
// dropped with it.
type Look struct {
	// Language is "zh" or "en"; anything else is taken as "zh".
	Language string
	// Text is the size of the text: 1, 1.5 or 2. Values outside 1…2 are clamped.
	Text float64
	// HighContrast chooses colours with a contrast of at least 7:1.
	HighContrast bool
	// LowReach puts everything that can be touched in the lower part of the panel.
	LowReach bool
}

// Words are the words that the package's own controls show and say, in the
// language of the frame. The caller fills them from assets/i18n.
type Words struct {
	// Language, Text, Contrast, Reach and Exit label the tools on every page.
	// Language names the other language in that language ("English").
	Language, Text, Contrast, Reach, Exit string
	// Step holds {n} and {of}: "Step {n} of {of}".
	Step string
	// PageNext and PagePrev label the buttons below a body that does not fit.
	PageNext, PagePrev string
	// Done, Clear, Space, Backspace, Shift and Symbols label the keyboard's wide keys.
	Done, Clear, Space, Backspace, Shift, Symbols, Letters string
	// Pinyin and Latin name the two ways to type letters: "中文", "ABC". Digits leads back
	// from letters to a pad of digits: "123".
	Pinyin, Latin, Digits string
}
