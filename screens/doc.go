// Package screens is what a person meets at the kiosk: one file for each
// screen, the flow that knows which stands beside which, the table of faults,
// and the loop that owns them all.
//
// # How a screen works
//
// A [Screen] is a struct with two methods, both called by the loop's one
// goroutine. Update takes in what happened (a tap's ID, typed text, a job that
// has ended) and answers Stay, Next, Back or Restart. Draw fills a ui.Frame
// and changes nothing. A screen never names another screen: way in places.go
// is the table of places, made from the steps of the service in the guide; flow.go
// goes along it, back, and aside for a correction.
//
// What a person says goes into Context.Visit at once, also half a word: the
// screens themselves may be dropped at any moment and made anew. Ending a visit
// drops the session: visit, look, screens and their jobs. A next service with the
// same data (Again) is another visit of the same session (ended.go).
//
// Slow work (a card, a code, the store, a printer) is a [Job]: started once,
// polled at each tick, cancelled when the screen is left. There are no locks
// here and no goroutine but a job's. Time is Context.Now.
//
// All words come by key from assets/i18n (Context.T) or from the guide
// (Context.In). A doubt's words are "doubt.<code>", or "doubt.<code>-<field>".
//
// # U-KEYs
//
// The check-up (keycheck.go) is a place like others; what is done with a key on
// the spot is an act of it, with pages of its own: keyproof.go, keychange.go. A PIN
// stands in one place in memory (pinpad.go), is never in a frame, and is gone when
// its page is left by whatever way: a screen with such a thing is a leaver. The loop
// itself minds the port (keyport.go): a key plugged in at home is looked over, one
// that somebody left is nobody's.
//
// # Faults
//
// A screen that needs a part says so (Needs). When that part's status matches a
// row of faults() for long enough, the loop covers the screen with the row's
// words and a way on (Without). When the part comes back the cover goes by
// itself. The screen below, and the visit, never notice.
//
// # The loop
//
// [App.Tick] takes touches, text, time and the panel's size, and returns the
// frame to show and whether it differs from the last. It counts idle time
// (idle.go), keeps the tools (tools.go) and shows after each visit that nothing
// is left: neither data on the screen nor a card on the reader (goodbye.go).
//
// # A new screen in twenty minutes
//
//  1. Copy role.go, the shortest that asks something: a struct, Update, Draw.
//     Lines to type in are a form (form.go); see contact.go.
//  2. Put its words into assets/i18n/zh/screens.toml and en/screens.toml under a
//     table of its own. A test fails for a word that is missing, or too long for its box.
//  3. Add its place to placesOf in places.go, with the fields it asks for, and the
//     step's name to guide.Steps where a service may ask for it.
//  4. Add each of its states to a table in stories*.go.
//  5. Look at it: go test ./screens -run Pictures -gallery DIR, or kiosk shot.
//  6. Walk through it in a test as a person would: tap a label, see a text
//     (visit_test.go).
package screens
