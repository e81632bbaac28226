package screens

import "hallkiosk/screens/ui"

// Screen is what a person sees at one moment. Both methods run on the loop's
// goroutine; Draw changes nothing but a pager's count of pages.
type Screen interface {
	// Update takes in what happened since the last tick and says where to go.
	Update(*Context) Nav
	// Draw fills a frame with what to see, touch and hear.
	Draw(*Context, *ui.Frame)
}

// Nav is a screen's answer. It never names a neighbour: the flow knows those.
type Nav int

// The answers.
const (
	Stay    Nav = iota
	Next        // done here
	Back        // to the screen before
	Restart     // end the visit and wipe it
	Again       // this service is done; home, for another with the same data
)

// needer is a screen that cannot do its work without some part. While that part
// fails, the loop covers the screen with a fault.
type needer interface {
	// Needs names the part needed now, or "".
	Needs() Part
	// Without takes the screen's way on that does not need the part.
	Without(Part)
}

// troubled is a screen whose work was refused by a part, whatever its status says.
type troubled interface {
	// Trouble is what stands in the way, or nil.
	Trouble() *NotReadyError
	// Again tries once more.
	Again()
}

// leaver is a screen with something that must be gone once it is left, however
// that came about.
type leaver interface{ Leave() }

// busy is a screen at work that must not be taken for an abandoned one.
type busy interface{ Busy() bool }
