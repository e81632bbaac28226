package screens

import (
	"context"
	"errors"
	"time"
)

// ProgressFunc asks how far applications are. Errors are those below; any other
// is taken for ErrCentreAway.
type ProgressFunc func(context.Context, ProgressQuery) (ProgressAnswer, error)

// ProgressQuery names a person, whose card lay on the reader, or a ticket; one
// of the two, never both.
type ProgressQuery struct {
	IDNumber string
	Ticket   string // the text of its QR code
}

// ProgressAnswer is what is known.
type ProgressAnswer struct {
	// Cases are the applications, the newest first.
	Cases []CaseProgress
	// Alone: the centre could not be asked. The cases are what this kiosk knows
	// by itself, which is of its own tickets only.
	Alone bool
}

// CaseProgress is where one application stands.
type CaseProgress struct {
	Number  string // "A1001"
	Day     string // of the number, "2026-11-23"
	Service string // of the guide; "" where nobody knows
	State   CaseState
	// Reason is the code of why it was sent back; "" in other states.
	Reason  string
	Updated time.Time // when the state was reached; zero where nobody knows
	// Ahead is how many wait before it; -1 where it does not wait today.
	Ahead int
	// Note, what the clerk wrote, and Organisation are told to the card's owner only.
	Note, Organisation string
}

// CaseState is where an application stands.
type CaseState string

// The states.
const (
	CaseHere       CaseState = "here"        // handed in at this kiosk; what came then is not known
	CaseOnItsWay   CaseState = "on-its-way"  // handed in at this kiosk, which still has to deliver it
	CaseNotArrived CaseState = "not-arrived" // the ticket is genuine, the centre has no case of it
	CaseReceived   CaseState = "received"    // the centre has it; its day is over and no window called it
	CaseWaiting    CaseState = "waiting"
	CaseAtWindow   CaseState = "at-window"
	CaseSentBack   CaseState = "sent-back"
	CaseApproved   CaseState = "approved"
	CaseReady      CaseState = "ready"
)

// CaseStates returns all states.
func CaseStates() []CaseState {
	return []CaseState{CaseHere, CaseOnItsWay, CaseNotArrived, CaseReceived, CaseWaiting, CaseAtWindow, CaseSentBack, CaseApproved, CaseReady}
}

// Why nothing can be told.
var (
	// ErrNotTicket: the code is no ticket.
	ErrNotTicket = errors.New("screens: code is no ticket")
	// ErrForged: it looks like a ticket, but no kiosk of this hall signed it.
	ErrForged = errors.New("screens: ticket is not genuine")
	// ErrCentreAway: the centre cannot be reached, or does not answer as it should.
	ErrCentreAway = errors.New("screens: centre cannot be asked")
	// ErrCentreBusy: the centre asks to wait a little.
	ErrCentreBusy = errors.New("screens: centre is busy")
	// ErrCardNumber: the number on the card cannot be right.
	ErrCardNumber = errors.New("screens: number of the card is refused")
)
