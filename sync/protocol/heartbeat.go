package protocol

import "time"

// Heartbeat says how a kiosk is. It holds nothing personal.
type Heartbeat struct {
	Protocol    int       `json:"protocol"`
	Kiosk       string    `json:"kiosk"`
	Version     string    `json:"version"`     // of the program
	Sent        time.Time `json:"sent"`        // by the kiosk's clock
	Owed        int       `json:"owed"`        // cases waiting for delivery
	DeadLetters int       `json:"deadLetters"` // cases that the centre refused
	Devices     []Device  `json:"devices"`
	// Guide is left out by a kiosk that knows nothing of other guides than its own.
	Guide GuideState `json:"guide,omitzero"`
	// Trust is the version of the Trust in use; left out by a kiosk that has none.
	Trust string `json:"trust,omitempty"`
	// KeyLeft: a U-KEY was forgotten in the port.
	KeyLeft bool `json:"keyLeft,omitempty"`
}

// Device is the state of one part of the kiosk.
type Device struct {
	Name     string `json:"name"`               // DeviceIDCard and its like
	State    string `json:"state"`              // as devices.Status names it
	Reason   string `json:"reason,omitempty"`   // a code, no prose
	PaperLow bool   `json:"paperLow,omitempty"` // printers: paper near its end
	// TicketsLeft is how many tickets the roll still gives by the kiosk's
	// estimate; left out where it has none.
	TicketsLeft *int `json:"ticketsLeft,omitempty"`
}

// The names of a kiosk's devices; the centre has a word for each. A centre shows
// a name that it does not know as it is.
const (
	DeviceIDCard        = "idcard"
	DeviceScanner       = "scanner"
	DeviceTicketPrinter = "ticketprinter"
	DevicePagePrinter   = "pageprinter"
	DeviceUKey          = "ukey" // told by a kiosk that has libraries for U-KEYs
	// DeviceTechnician is told only while the technician's page is locked after
	// too many wrong PINs (ReasonLocked).
	DeviceTechnician = "technician"
)

// ReasonLocked is DeviceTechnician's.
const ReasonLocked = "locked"

// News answers a heartbeat.
type News struct {
	Protocol int       `json:"protocol"`
	Now      time.Time `json:"now"` // the centre's clock
	// Queue is how many people wait, by the letter of the service group.
	Queue map[string]int `json:"queue"`
	// Finished are this kiosk's cases of today that are finished or sent back,
	// by ID: those people may take another number.
	Finished []string `json:"finished"`
	// Guide is the guide to use; left out where each kiosk uses its own.
	Guide GuideOffer `json:"guide,omitzero"`
	// Trust is the version of the Trust to check U-KEYs against; left out by a
	// centre that knows nothing of U-KEYs.
	Trust string `json:"trust,omitempty"`
}

// Problem is an error answer (RFC 9457). It holds nothing personal.
type Problem struct {
	Type   string `json:"type"` // "about:blank": Code says which
	Title  string `json:"title"`
	Status int    `json:"status"`
	Code   string `json:"code"`
	Detail string `json:"detail,omitempty"`
}

// The codes of problems.
const (
	CodeInvalid       = "invalid"        // 400: the body is not a good delivery or heartbeat
	CodeNoCertificate = "no-certificate" // 401: no client certificate
	CodeUnknownKiosk  = "unknown-kiosk"  // 403: the certificate is no registered kiosk's
	CodeRevoked       = "revoked"        // 403: the kiosk was taken out of service
	CodeOtherKiosk    = "other-kiosk"    // 403: the body, or the digit of the number, is another kiosk's
	CodeNotFound      = "not-found"      // 404
	CodeMethod        = "method"         // 405
	CodeDiffers       = "differs"        // 409: another case with this ID is there
	CodeTooLarge      = "too-large"      // 413
	CodeMediaType     = "media-type"     // 415: not application/json
	CodeNotGenuine    = "not-genuine"    // 422: the handle is no ticket of this hall; Detail says why, by a code
	CodeBusy          = "busy"           // 429
	CodeFault         = "fault"          // 500
	CodeUnavailable   = "unavailable"    // 503
)

// NewProblem forms an error answer. title is plain English for whoever reads
// the exchange; programs go by code.
func NewProblem(status int, code, title string) Problem {
	return Problem{Type: "about:blank", Title: title, Status: status, Code: code}
}

func (p Problem) Error() string { return p.Code + ": " + p.Title }
