package protocol

import "time"

// Delivery is one case on its way from a kiosk to the centre.
type Delivery struct {
	Protocol    int         `json:"protocol"` // Version
	Kiosk       string      `json:"kiosk"`    // as in the kiosk's certificate
	Ticket      Ticket      `json:"ticket"`
	Application Application `json:"application"`
}

// Ticket is the number that the person holds.
type Ticket struct {
	Number  string    `json:"number"` // "A1001"
	Day     string    `json:"day"`    // the hall's date, "2026-11-22"
	Issued  time.Time `json:"issued"`
	Service string    `json:"service"` // of the guide
	Handle  string    `json:"handle"`  // the text of the QR code
}

// Application is the filled case.
type Application struct {
	ID                string       `json:"id"` // a UUID, lower case
	Kiosk             string       `json:"kiosk"`
	Service           string       `json:"service"`
	GuideVersion      string       `json:"guideVersion"`
	Submitted         time.Time    `json:"submitted"`
	Role              string       `json:"role"`           // RoleLegal or RoleAgent
	Key               string       `json:"key,omitempty"`  // how the U-KEY stands, where asked: present, lost, broken
	Agent             Person       `json:"agent,omitzero"` // with RoleAgent only
	Legal             Person       `json:"legal"`
	Organisation      Organisation `json:"organisation"`
	Contact           Contact      `json:"contact"`
	SealType          string       `json:"sealType,omitempty"` // where asked
	Materials         []Material   `json:"materials"`
	Certificates      int          `json:"certificates,omitempty"`     // how many it is for; 0: not said, one
	StatementVersion  string       `json:"statementVersion,omitempty"` // where asked, with StatementAccepted
	StatementAccepted time.Time    `json:"statementAccepted,omitzero"`
}

// The roles of who applies.
const (
	RoleLegal = "legal" // the legal representative in person
	RoleAgent = "agent"
)

// Person is a legal representative or an agent.
type Person struct {
	Name     string `json:"name"`
	IDNumber string `json:"idNumber"`
	Source   string `json:"source,omitempty"` // typed, card, scan, key
	// PrivateUse: the name holds private-use code points, look at the card.
	PrivateUse bool `json:"privateUse,omitempty"`
}

// Organisation is the applicant.
type Organisation struct {
	Name         string `json:"name"`
	USCC         string `json:"uscc"`
	Registration string `json:"registration,omitempty"`
	Type         string `json:"type"`
	OtherType    string `json:"otherType,omitempty"`
	Source       string `json:"source,omitempty"`
}

// Contact is how the organisation is reached.
type Contact struct {
	Landline string `json:"landline"`
	Mobile   string `json:"mobile"`
	Address  string `json:"address"`
	Email    string `json:"email,omitempty"`
}

// Material says whether the person said they brought a paper, or that it does
// not concern their organisation.
type Material struct {
	Material string `json:"material"` // of the guide
	Brought  bool   `json:"brought"`
	Exempt   bool   `json:"exempt,omitempty"`
}

// Receipt answers a delivery (200 and 201): the centre has the case for good.
type Receipt struct {
	Protocol int       `json:"protocol"`
	Case     string    `json:"case"` // the ID that was delivered
	Received time.Time `json:"received"`
}
