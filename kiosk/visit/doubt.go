package visit

import (
	"errors"
	"fmt"
)

// Field names one thing asked of a person; screens, forms and doubts share the names.
type Field string

// The fields of an application.
const (
	FieldRole             Field = "role"
	FieldOrganisation     Field = "organisation"
	FieldUSCC             Field = "uscc"
	FieldRegistration     Field = "registration"
	FieldOrganisationType Field = "organisation-type"
	FieldOtherType        Field = "other-type"
	FieldKey              Field = "key"
	FieldLegalName        Field = "legal-name"
	FieldLegalID          Field = "legal-id"
	FieldAgentName        Field = "agent-name"
	FieldAgentID          Field = "agent-id"
	FieldLandline         Field = "landline"
	FieldMobile           Field = "mobile"
	FieldAddress          Field = "address"
	FieldEmail            Field = "email"
	FieldSealType         Field = "seal-type"
	FieldCertificates     Field = "certificates"
	FieldMaterials        Field = "materials" // what was brought: never in doubt, only missing
	FieldStatement        Field = "statement"
)

// Code says what is doubtful about a text; it is also the end of the key of
// the words shown for it ("doubt.check-character").
type Code string

// The codes of doubt.
const (
	CodeMissing        Code = "missing"         // nothing was given
	CodeTooLong        Code = "too-long"        // more than Limit characters
	CodeLength         Code = "length"          // must have Limit characters
	CodeCharacter      Code = "character"       // the character At cannot stand there
	CodeControl        Code = "control"         // an invisible character at At
	CodeDate           Code = "date"            // the birth date from At on does not exist
	CodeFuture         Code = "future"          // the birth date from At on has not come yet
	CodeRegion         Code = "region"          // no such region, from At on
	CodeDepartment     Code = "department"      // no such registering department or category at At
	CodeCheckCharacter Code = "check-character" // the character At does not fit the others; Want would
	CodePhone          Code = "phone"           // not a telephone number of the kind asked for
	CodeEmail          Code = "email"           // not an e-mail address
	CodeChoice         Code = "choice"          // not one of the choices
	CodeRange          Code = "range"           // not from 1 to Limit
	CodeSamePerson     Code = "same-person"     // agent and legal representative have one number
	CodeNotAccepted    Code = "not-accepted"    // the statement was not accepted
)

// Doubt says that a text cannot be right, where, and what would fit. It holds
// nothing of the text but a check character computed from it.
type Doubt struct {
	Field Field
	Code  Code
	At    int    // 1-based position of the doubtful character; 0 where there is none
	Want  string // what would fit there; "" where unknown
	Limit int    // for CodeTooLong and CodeLength, in characters
}

func (d *Doubt) Error() string {
	s := string(d.Code)
	if d.Field != "" {
		s = string(d.Field) + ": " + s
	}
	if d.At > 0 {
		s += fmt.Sprintf(" at character %d", d.At)
	}
	return s
}

// in returns the doubt as one about field f.
func (d *Doubt) in(f Field) *Doubt {
	if d == nil {
		return nil
	}
	c := *d
	c.Field = f
	return &c
}

// AsDoubt finds the Doubt in an error chain.
func AsDoubt(err error) (*Doubt, bool) {
	var d *Doubt
	ok := errors.As(err, &d)
	return d, ok
}
