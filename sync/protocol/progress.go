package protocol

import (
	"io"
	"time"
)

// ProgressQuery asks how far applications are: that of one ticket, by its
// handle, or those of a person whose ID card lies on the reader, by its number.
// One of the two is given, never both.
type ProgressQuery struct {
	Protocol int    `json:"protocol"`
	Kiosk    string `json:"kiosk"`              // as in the kiosk's certificate
	Handle   string `json:"handle,omitempty"`   // the text of the QR code
	IDNumber string `json:"idNumber,omitempty"` // of a card, nothing that was typed
}

// ProgressAnswer answers a query (200). Of a handle it holds one case; of an
// ID number those of the last ProgressDays days, the newest first.
type ProgressAnswer struct {
	Protocol int        `json:"protocol"`
	Cases    []Progress `json:"cases"`
}

// Progress is where one case stands.
type Progress struct {
	Number  string `json:"number"`  // "A1001"
	Day     string `json:"day"`     // of the number, the hall's date
	Service string `json:"service"` // of the guide; "" where the case has not arrived
	State   string `json:"state"`   // ProgressWaiting and its like
	// Reason is why the case was sent back, a code of the centre's list; "" in other states.
	Reason string `json:"reason,omitempty"`
	// Updated is when the state was reached; zero where the case has not arrived.
	Updated time.Time `json:"updated,omitzero"`
	// Ahead is how many wait before this number; -1 where it does not wait today.
	Ahead int `json:"ahead"`

	// What only the person whose card was read may see, never the bearer of a ticket.
	Note         string `json:"note,omitempty"`         // what the clerk wrote when it was sent back
	Organisation string `json:"organisation,omitempty"` // the applicant's name
}

// The states of a case, as people are told.
const (
	ProgressNotArrived = "not-arrived" // the ticket is genuine; its case has not arrived yet
	ProgressReceived   = "received"    // arrived, its day is over, and no window called it
	ProgressWaiting    = "waiting"     // waits for a window today
	ProgressAtWindow   = "at-window"
	ProgressSentBack   = "sent-back"
	ProgressApproved   = "approved" // by the centre; the window has not finished it yet
	ProgressReady      = "ready"    // finished at the window
)

// ProgressStates returns all states of a case.
func ProgressStates() []string {
	return []string{ProgressNotArrived, ProgressReceived, ProgressWaiting, ProgressAtWindow,
		ProgressSentBack, ProgressApproved, ProgressReady}
}

// ProgressDays is how far back the cases of a person are looked for, in days.
const ProgressDays = 180

// MaxProgress is the largest query, in bytes; a centre answers 413 to more.
const MaxProgress = 4 << 10

// maxProgressCases is how many cases an answer may hold.
const maxProgressCases = 100

// DecodeProgressQuery reads a query as strictly as DecodeDelivery does.
func DecodeProgressQuery(r io.Reader) (*ProgressQuery, error) {
	var q ProgressQuery
	if err := decode(r, MaxProgress, &q); err != nil {
		return nil, err
	}
	if err := q.Validate(); err != nil {
		return nil, err
	}
	return &q, nil
}

// Validate checks the shape of a query. Whether the handle is genuine, or the
// ID number can be right, is the centre's to say. Errors are *Invalid.
func (q *ProgressQuery) Validate() error {
	return firstInvalid([]check{
		{"protocol", q.Protocol == Version},
		{"kiosk", ValidKiosk(q.Kiosk)},
		{"handle", len(q.Handle) <= handleMaxText},
		{"idNumber", len(q.IDNumber) <= maxIDNumber},
		{"", (q.Handle == "") != (q.IDNumber == "")},
	})
}

// maxIDNumber bounds an ID number, in bytes; a real one has 15 or 18.
const maxIDNumber = 64

// Validate checks the shape of an answer to q, and that the bearer of a ticket
// is told of that ticket alone and nothing more than they may know. Errors are *Invalid.
func (a *ProgressAnswer) Validate(q *ProgressQuery) error {
	checks := []check{
		{"protocol", a.Protocol == Version},
		{"cases", a.Cases != nil && len(a.Cases) <= maxProgressCases},
	}
	if q.Handle != "" {
		h, err := ParseHandle(q.Handle)
		checks = append(checks,
			check{"cases", err == nil && len(a.Cases) == 1 && a.Cases[0].Number == h.Number() && a.Cases[0].Day == h.Day})
	}
	for _, p := range a.Cases {
		checks = append(checks, p.checks()...)
		if q.Handle != "" {
			checks = append(checks, check{"cases.note", p.Note == ""}, check{"cases.organisation", p.Organisation == ""})
		} else {
			checks = append(checks, check{"cases.state", p.State != ProgressNotArrived})
		}
	}
	return firstInvalid(checks)
}

func (p Progress) checks() []check {
	known := false
	for _, s := range ProgressStates() {
		known = known || p.State == s
	}
	arrived := p.State != ProgressNotArrived
	return []check{
		{"cases.number", numberPattern.MatchString(p.Number)},
		{"cases.day", validDay(p.Day)},
		{"cases.service", short(p.Service) && (p.Service != "") == arrived},
		{"cases.state", known},
		{"cases.reason", short(p.Reason) && (p.Reason == "" || p.State == ProgressSentBack)},
		{"cases.updated", p.Updated.IsZero() != arrived},
		{"cases.ahead", p.Ahead >= -1},
		{"cases.note", short(p.Note)},
		{"cases.organisation", short(p.Organisation)},
	}
}
