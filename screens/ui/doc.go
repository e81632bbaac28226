// Package ui lays out what the kiosk's screen shows, where it may be touched and
// what it says aloud. It draws nothing itself and knows no window library: a
// [Frame] is a plain list of drawing operations and a plain list of elements,
// painted by screens/paint and read by the voice, the keypad and the tests.
//
// # How a frame works
//
// Every time something may have changed, the loop makes a new frame and lets
// the screen fill it:
//
//	f := ui.New(1080, 1920, look, words, fonts)
//	f.Mark(pointer.Pressed(), focus)          // before anything is drawn
//	b := f.Page(ui.Page{
//		Title: t("cardread.title"),
//		Step:  3, Steps: 7,
//		Back:  &ui.Action{ID: "back", Label: t("back")},
//		Next:  &ui.Action{ID: "next", Label: t("next")},
//		Tools: ui.Tools{Place: t("hall"), Clock: "09:41", Exit: true},
//		Pager: &s.pager,
//	})
//	b.Picture(ui.Picture{Art: ui.ArtCard, Label: t("cardread.picture")})
//	b.Notice(ui.Notice{Kind: ui.Info, Text: t("cardread.how")})
//
// There is no event system. A [Pointer] turns presses and releases into the ID
// of the element that was tapped; the screen compares IDs. Because one call
// makes the paint, the touch area and the spoken label, they cannot drift apart.
//
// A frame is complete when it is first read ([Frame.Ops], [Frame.Elements],
// [Frame.Texts] …); blocks added afterwards are not shown. Two frames can be
// compared ([Frame.Equal]) and the rectangle in which they differ is cheap to
// compute ([Frame.Damage]): nothing is painted when nothing changed.
//
// # Layout
//
// Lengths are written in design pixels of a panel 1080 wide and scaled to the
// real one. [Frame.Page] puts the fixed parts in their places: tools on top (at
// the bottom in the low-reach layout), the actions in a bar at the bottom, Back
// left and Next right. The [Body] between them flows blocks from top to bottom.
// What does not fit goes to a further page, reached by two buttons; the page
// number is kept in a [Pager] that belongs to the screen. A page without a
// Pager still shows the first page, and reports the loss in [Frame.Overflows].
// Nothing is ever clipped: a card taller than the page is split between lines.
//
// Text that must fit one box (a button, a key) wraps, loses its icon, then shrinks down to
// two thirds of its size; if even that is too large the frame says so in
// [Frame.Overflows], and a test of every story fails.
//
// # Words
//
// The package holds no words of its own. What its own controls say (tools,
// pager, keyboard) comes in through [Words], filled from assets/i18n.
//
// # How to add a widget
//
//  1. Write a file named for it with a spec struct (what the screen knows) and
//     a method on Body that turns the spec into rows: see check.go. A row is a
//     piece that must not be cut: a height and a function that paints it into a box.
//  2. Measure with f.wrap and paint with f.lines, f.fill, f.icon: they scale with the look.
//  3. Call f.add with an [Element] for everything visible: every visible word
//     must stand in some element's Label or Value, and every target must be at
//     least [MinTarget] in both directions.
//  4. Add it to the property test's list of blocks (property_test.go), which
//     tries it with every look, size and nasty text.
//  5. Colours and lengths come from theme.go; if it needs one more, add it there for
//     both the normal and the high-contrast look.
package ui
