package ui

// Action is something a button does.
type Action struct {
	// ID is what a tap returns.
	ID    string
	Label string
	// Spoken says more than Label, which it contains, where several buttons of a
	// page bear the same one; "": Label says enough.
	Spoken string
	// Icon may be IconNone.
	Icon Icon
	// Disabled buttons are shown, pale, and do not answer.
	Disabled bool
	// Danger marks what cannot be undone.
	Danger bool
}

// Tools is the strip that stands on every page. The tools' IDs are
// "tool.language", "tool.text", "tool.contrast", "tool.reach" and "exit".
type Tools struct {
	// Place is the hall's name, Clock the time as HH:MM.
	Place, Clock string
	// Exit offers to end the visit.
	Exit bool
}

// Page is the fixed frame of a screen: what stands in the same place everywhere.
type Page struct {
	// Title is read first; Lead is a sentence below it.
	Title, Lead string
	// Step of Steps shows how far the visit is; 0 shows nothing.
	Step, Steps int
	// Hero shows the title large on a coloured band, for the first and last page.
	Hero bool
	// Back stands left, Next right (the primary action), Other between them.
	Back, Next, Other *Action
	Tools             Tools
	// Pager keeps the page shown where the body does not fit.
	Pager *Pager
	// Keyboard, when set, is docked above the actions together with the field it edits.
	Keyboard *Keyboard
}

// IDs of the tools on every page.
const (
	ToolLanguage = "tool.language"
	ToolText     = "tool.text"
	ToolContrast = "tool.contrast"
	ToolReach    = "tool.reach"
	Exit         = "exit"
)

// Page draws the fixed parts of a screen and returns the body between them.
// Call it once per frame.
func (f *Frame) Page(p Page) *Body {
	d := pageDrawing{f: f, p: p}
	return d.draw()
}
