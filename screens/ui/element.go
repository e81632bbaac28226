package ui

import "image"

// Role says what an element is, for the voice and for tests.
type Role uint8

// The roles.
const (
	RoleText Role = iota
	RoleHeading
	RoleNotice
	RoleButton
	RoleChoice // one of several, leads on or selects
	RoleCheck  // on or off
	RoleField  // touch to edit
	RoleFact   // a label and a value
	RoleImage
	RoleProgress
	RoleKey
)

// State is a set of flags.
type State uint8

// The flags of an element's state.
const (
	Disabled State = 1 << iota
	Selected
	Focused
	Invalid
	Pressed
	Primary
)

// Has reports whether all flags of t are set.
func (s State) Has(t State) bool { return s&t == t }

// Element is one thing on the screen that is read, seen or touched.
type Element struct {
	// ID names what can be touched; texts have none.
	ID    string
	Role  Role
	Label string
	Value string
	State State
	Box   image.Rectangle
	// Touchable elements answer a tap inside Box unless they are Disabled.
	Touchable bool
	// Secret elements (a PIN) are shown as dots and must not be spoken by value.
	Secret bool
}

// Live reports whether a touch on the element does anything.
func (e Element) Live() bool { return e.Touchable && !e.State.Has(Disabled) }
