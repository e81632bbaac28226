package protocol

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"time"
	"unicode/utf8"
)

// Invalid says which part of a body cannot be right. It holds nothing of what
// stood there.
type Invalid struct {
	Field string // as in JSON: "application.role"; "" for the body as a whole
}

func (e *Invalid) Error() string {
	if e.Field == "" {
		return "protocol: body is not what it should be"
	}
	return "protocol: invalid " + e.Field
}

// ErrTooLarge: the body is larger than its kind may be.
var ErrTooLarge = errors.New("protocol: body too large")

// DecodeDelivery reads a delivery strictly: one JSON object, no field that is
// not known (a centre that dropped one silently would lose what a newer kiosk
// was told), nothing after it, and Valid. Errors are *Invalid, ErrTooLarge or
// the reader's own.
func DecodeDelivery(r io.Reader) (*Delivery, error) {
	var d Delivery
	if err := decode(r, MaxDelivery, &d); err != nil {
		return nil, err
	}
	if err := d.Validate(); err != nil {
		return nil, err
	}
	return &d, nil
}

// DecodeHeartbeat reads a heartbeat as strictly as DecodeDelivery does.
func DecodeHeartbeat(r io.Reader) (*Heartbeat, error) {
	var h Heartbeat
	if err := decode(r, MaxHeartbeat, &h); err != nil {
		return nil, err
	}
	if err := h.Validate(); err != nil {
		return nil, err
	}
	return &h, nil
}

// decode reads what a kiosk says: a field that is not known is refused.
func decode(r io.Reader, limit int64, into any) error { return decodeBody(r, limit, into, true) }

// decodeAnswer reads what a centre says: a field that is not known is passed over.
func decodeAnswer(r io.Reader, limit int64, into any) error { return decodeBody(r, limit, into, false) }

func decodeBody(r io.Reader, limit int64, into any, known bool) error {
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return fmt.Errorf("protocol: read: %w", err)
	}
	if int64(len(b)) > limit {
		return ErrTooLarge
	}
	// Go would put U+FFFD for bytes that are no UTF-8 and so change a name.
	if !utf8.Valid(b) {
		return &Invalid{}
	}
	d := json.NewDecoder(bytes.NewReader(b))
	if known {
		d.DisallowUnknownFields()
	}
	if err := d.Decode(into); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			return &Invalid{Field: wrong.Field}
		}
		return &Invalid{} // the decoder's words may quote the body
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return &Invalid{}
	}
	return nil
}

var (
	numberPattern = regexp.MustCompile(`^[A-Z][0-9]{4}$`)
	// A kiosk's name is the CN of its certificate and stands in logs.
	kioskPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{0,31}$`)
)

// ValidKiosk reports whether name can be a kiosk's: 1 to 32 letters, digits
// and hyphens.
func ValidKiosk(name string) bool { return kioskPattern.MatchString(name) }

// maxCertificates is how many one application may be for.
const maxCertificates = 99

// maxText bounds every text, in characters; the kiosk's own limits are tighter.
const maxText = 500

// Validate checks the shape of a delivery, and that its parts agree with each
// other and with its handle. Whether an ID number or USCC is right is the domain's to say.
// Errors are *Invalid.
func (d *Delivery) Validate() error {
	a, t := &d.Application, &d.Ticket
	h, err := ParseHandle(t.Handle)
	return firstInvalid([]check{
		{"protocol", d.Protocol == Version},
		{"kiosk", ValidKiosk(d.Kiosk)},
		{"ticket.number", numberPattern.MatchString(t.Number)},
		{"ticket.day", validDay(t.Day)},
		{"ticket.issued", !t.Issued.IsZero()},
		{"ticket.service", t.Service == a.Service},
		{"ticket.handle", err == nil && h.Case == a.ID && h.Day == t.Day && h.Number() == t.Number},
		{"application.id", ValidCase(a.ID)},
		{"application.kiosk", a.Kiosk == d.Kiosk},
		{"application.service", filled(a.Service)},
		{"application.guideVersion", filled(a.GuideVersion)},
		{"application.submitted", !a.Submitted.IsZero()},
		{"application.role", a.Role == RoleLegal || a.Role == RoleAgent},
		{"application.agent", a.Role == RoleAgent && a.Agent.valid() || a.Role == RoleLegal && a.Agent == Person{}},
		{"application.legal", a.Legal.valid()},
		{"application.organisation", a.Organisation.valid()},
		{"application.contact", a.Contact.valid()},
		{"application.key", short(a.Key)},
		{"application.sealType", short(a.SealType)},
		{"application.materials", validMaterials(a.Materials)},
		{"application.certificates", a.Certificates >= 0 && a.Certificates <= maxCertificates},
		{"application.statementVersion", short(a.StatementVersion)},
		{"application.statementAccepted", a.StatementAccepted.IsZero() == (a.StatementVersion == "")},
	})
}

// Validate checks the shape of a heartbeat. Errors are *Invalid.
func (h *Heartbeat) Validate() error {
	devices := len(h.Devices) <= 100
	for _, d := range h.Devices {
		devices = devices && filled(d.Name) && filled(d.State) && short(d.Reason) && (d.TicketsLeft == nil || *d.TicketsLeft >= 0)
	}
	return firstInvalid([]check{
		{"protocol", h.Protocol == Version},
		{"kiosk", ValidKiosk(h.Kiosk)},
		{"version", filled(h.Version)},
		{"sent", !h.Sent.IsZero()},
		{"owed", h.Owed >= 0},
		{"deadLetters", h.DeadLetters >= 0},
		{"devices", h.Devices != nil && devices},
		{"guide", h.Guide.valid()},
		{"trust", h.Trust == "" || ValidTrustVersion(h.Trust)},
	})
}

type check struct {
	field string
	good  bool
}

func firstInvalid(checks []check) error {
	for _, c := range checks {
		if !c.good {
			return &Invalid{Field: c.field}
		}
	}
	return nil
}

func (p Person) valid() bool { return filled(p.Name) && filled(p.IDNumber) && short(p.Source) }

func (o Organisation) valid() bool {
	return filled(o.Name) && filled(o.USCC) && filled(o.Type) &&
		short(o.Registration) && short(o.OtherType) && short(o.Source)
}

func (c Contact) valid() bool {
	return filled(c.Landline) && filled(c.Mobile) && filled(c.Address) && short(c.Email)
}

func validMaterials(ms []Material) bool {
	seen := map[string]bool{}
	for _, m := range ms {
		if !filled(m.Material) || seen[m.Material] || m.Brought && m.Exempt {
			return false
		}
		seen[m.Material] = true
	}
	return ms != nil && len(ms) <= 100
}

func validDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

func short(s string) bool { return utf8.RuneCountInString(s) <= maxText }

func filled(s string) bool { return s != "" && short(s) }
