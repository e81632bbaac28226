package ui

// InputMethod turns letters into Chinese text. The keyboard owns the calls, so
// the interface is declared here; one person types at a time and all calls come
// from the goroutine that owns the screen.
type InputMethod interface {
	// Key adds a letter to the composition and reports whether it took it.
	Key(r rune) bool
	// Backspace removes the last letter and reports whether there was one.
	Backspace() bool
	// Composition is what has been typed and not yet chosen ("shen'fen").
	Composition() string
	// Candidates are the texts on offer, best first; at most a few dozen.
	Candidates() []string
	// Choose takes candidate i and returns the text to insert, which may be
	// empty when the input method wants the rest of the composition chosen first.
	Choose(i int) string
	// Reset drops the composition.
	Reset()
}
