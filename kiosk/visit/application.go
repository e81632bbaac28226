package visit

import (
	"fmt"
	"time"
)

// Application is what a visit produced: the filled case. It never changes.
type Application struct {
	ID           string // UUID v7, the identity everywhere
	Kiosk        string // the kiosk's name
	Service      string // a guide.Service's ID
	GuideVersion string
	Submitted    time.Time

	Role         Role
	Key          KeyState // "" where the service does not ask
	Agent, Legal Person   // with RoleLegal the Agent is empty
	Organisation Organisation
	Contact      Contact
	SealType     string          // "" where the service does not ask
	Materials    []MaterialState // those asked for in this case, in the guide's order
	Certificates int             // how many the application is for

	StatementVersion  string    // "" where the service does not ask
	StatementAccepted time.Time // zero where the service does not ask
}

// MaterialState is what the person said of a material: that they brought it, or
// that it does not concern their organisation.
type MaterialState struct {
	Material string `json:"material"` // a guide.Material's ID
	Brought  bool   `json:"brought"`
	Exempt   bool   `json:"exempt,omitempty"`
}

// Apply turns the visit into an application. listed are the materials that the
// guide asks for in this case, by ID, those that were put aside, too. It refuses, with the first Doubt, a visit
// that has any. What the service does not ask for is left out.
func (v *Visit) Apply(kiosk string, listed []string, now time.Time) (*Application, error) {
	if ds := v.Doubts(now); len(ds) > 0 {
		return nil, fmt.Errorf("visit: apply: %w", ds[0])
	}
	a := &Application{
		ID: v.ID, Kiosk: kiosk, Service: v.Service, GuideVersion: v.GuideVersion, Submitted: now,
		Role: v.Role, Legal: v.Legal, Organisation: v.Organisation, Contact: v.Contact, Certificates: v.Certificates,
	}
	if v.asks(FieldKey) {
		a.Key = v.Key
	}
	if v.asks(FieldSealType) {
		a.SealType = v.SealType
	}
	if v.asks(FieldStatement) {
		a.StatementVersion, a.StatementAccepted = v.StatementVersion, v.StatementAccepted
	}
	if !v.asks(FieldEmail) {
		a.Contact.Email = ""
	}
	if v.Role == RoleAgent {
		a.Agent = v.Agent
	}
	for _, m := range listed {
		a.Materials = append(a.Materials, MaterialState{Material: m, Brought: v.Brought[m] && !v.Exempt[m], Exempt: v.Exempt[m]})
	}
	return a, nil
}

// Handling returns the person who submitted the application.
func (a *Application) Handling() Person {
	if a.Role == RoleAgent {
		return a.Agent
	}
	return a.Legal
}

// Ticket is the number a person waits with. It holds nothing personal.
type Ticket struct {
	Case    string // the application's ID
	Service string // a guide.Service's ID
	Number  string // "A1001": service letter, kiosk digit, three digits of the day
	Day     string // the hall's date, "2026-11-22"
	Issued  time.Time
	Handle  string // the signed text of its QR code
	// Ahead is how many people wait before this number, as last heard from the
	// centre; -1 where unknown.
	Ahead int
}

// Number forms a ticket's number: the letter of the service group, the digit of
// the kiosk, and the day's serial, which wraps from 999 to 1: a hall that gave
// out 999 numbers of one letter at one kiosk has long served the first. The
// day and the case's ID keep two equal numbers apart.
func Number(letter byte, kiosk, serial int) (string, error) {
	if letter < 'A' || letter > 'Z' || kiosk < 0 || kiosk > 9 || serial < 1 {
		return "", fmt.Errorf("visit: number: letter %q, kiosk %d, serial %d", letter, kiosk, serial)
	}
	return fmt.Sprintf("%c%d%03d", letter, kiosk, (serial-1)%999+1), nil
}
