package ui

// The blocks that a screen puts on a Body. Each struct says what the screen
// knows; the files named for the blocks say how it is shown.

// Kind is the tone of a notice or badge.
type Kind uint8

// The tones.
const (
	Info Kind = iota
	Success
	Warning
	Error
)

// TextStyle is a step of the type scale.
type TextStyle uint8

// The styles of running text.
const (
	StyleBody TextStyle = iota
	StyleStrong
	StyleSmall
	StyleLead
)

// Notice tells what happened and what to do, with an icon for its tone.
type Notice struct {
	Kind        Kind
	Title, Text string
	// Action is a button in the notice, or nil.
	Action *Action
}

// Choice is a large card that leads on, or one of several to select.
type Choice struct {
	ID   string
	Icon Icon
	// Art, where set, is shown instead of the icon, as large as the card allows.
	Art             Art
	Title, Subtitle string
	// Badge is a short word in the corner ("推荐"), shown in Tone.
	Badge    string
	Tone     Kind
	Selected bool
	Disabled bool
}

// Check is a row that is ticked by touching it anywhere.
type Check struct {
	ID       string
	Title    string
	Details  []string
	Badge    string
	Tone     Kind
	Checked  bool
	Disabled bool
	// Aside is a second answer, a small button in the row; or nil.
	Aside *Action
}

// Option is one answer of a Radio.
type Option struct {
	ID, Label, Detail string
	Disabled          bool
}

// Radio is a question with one answer. A tap returns the option's ID.
type Radio struct {
	Label   string
	Options []Option
	// Value is the ID of the chosen option, or "".
	Value string
	// Error is shown below the question.
	Error string
}

// Field is a line of a form; touching it opens the keyboard.
type Field struct {
	ID, Label, Value string
	// Hint is shown pale where there is no value.
	Hint string
	// Error says what is wrong and how to put it right.
	Error    string
	Secret   bool
	Disabled bool
}

// Fact is a label and a value, for instance on the review page.
type Fact struct {
	Label, Value string
	// Change is a small button beside the value, or nil.
	Change *Action
	// Error marks a value that cannot be accepted.
	Error string
	// Strong sets the label as the thing itself and the value as what is said of
	// it: a list of papers rather than of answers.
	Strong bool
}

// Picture is an illustration; Label says what it shows and is also its caption.
type Picture struct {
	Art   Art
	Label string
	// Height in design pixels; 0 takes 420.
	Height int
	// NoCaption shows no caption; Label is then only spoken.
	NoCaption bool
}

// QR is a code to scan with a caption below.
type QR struct {
	Data, Caption string
	// Label says what the code is for; it is spoken.
	Label string
	// Size in design pixels; 0 takes 360.
	Size int
}

// Number is the large number of a ticket.
type Number struct {
	Label, Number, Caption string
}

// Countdown shows the seconds left of a wait.
type Countdown struct {
	Label    string
	Left, Of int
}

// Validity is how much of a time is left.
type Validity struct {
	// Label says it in words, Caption from when until when.
	Label, Caption string
	// Left is the share that is left, 0 to 1.
	Left float64
	Kind Kind
}

// ArtStep is one of several things to do, with an illustration.
type ArtStep struct {
	Art  Art
	Text string
}

// Progress shows that work goes on. Done is 0…1; a negative value means unknown.
type Progress struct {
	Label string
	Done  float64
	// Turn moves the mark of an unknown progress: any counter.
	Turn int
}
