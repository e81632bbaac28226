package visit

import (
	"slices"
	"time"
)

// Optional are the fields that only some services ask for.
func Optional() []Field {
	return []Field{FieldKey, FieldEmail, FieldSealType, FieldCertificates, FieldStatement}
}

// asks reports whether the service asks for a field of Optional.
func (v *Visit) asks(f Field) bool { return slices.Contains(v.Asks, f) }

// Fields returns the fields that this visit must answer, in the order of 附件1.
func (v *Visit) Fields() []Field {
	f := []Field{FieldRole, FieldOrganisation, FieldUSCC, FieldRegistration, FieldOrganisationType}
	if v.Organisation.Type == OtherType {
		f = append(f, FieldOtherType)
	}
	f = append(f, FieldLegalName, FieldLegalID)
	if v.Role == RoleAgent {
		f = append(f, FieldAgentName, FieldAgentID)
	}
	f = append(f, FieldLandline, FieldMobile, FieldAddress)
	for _, optional := range Optional() {
		if v.asks(optional) {
			f = append(f, optional)
		}
	}
	return f
}

// Check says what is doubtful about one field of the visit, or nil. today is
// the present time.
func (v *Visit) Check(f Field, today time.Time) *Doubt {
	return v.check(f, today).in(f)
}

func (v *Visit) check(f Field, today time.Time) *Doubt {
	switch f {
	case FieldRole:
		return oneOf(v.Role, RoleLegal, RoleAgent)
	case FieldOrganisation:
		return CheckText(v.Organisation.Name, MaxUnit)
	case FieldUSCC:
		return CheckUSCC(v.Organisation.USCC)
	case FieldRegistration:
		return CheckRegistrationNumber(v.Organisation.Registration)
	case FieldOrganisationType:
		return oneOf(v.Organisation.Type, OrganisationTypes()...)
	case FieldOtherType:
		return CheckText(v.Organisation.OtherType, MaxOther)
	case FieldLegalName:
		return CheckText(v.Legal.Name, MaxName)
	case FieldLegalID:
		return CheckIDNumber(v.Legal.IDNumber, today)
	case FieldAgentName:
		return CheckText(v.Agent.Name, MaxName)
	case FieldAgentID:
		if d := CheckIDNumber(v.Agent.IDNumber, today); d != nil {
			return d
		}
		if v.Agent.IDNumber == v.Legal.IDNumber {
			return &Doubt{Code: CodeSamePerson}
		}
		return nil
	case FieldLandline:
		return CheckLandline(v.Contact.Landline)
	case FieldMobile:
		return CheckMobile(v.Contact.Mobile)
	case FieldAddress:
		return CheckText(v.Contact.Address, MaxAddress)
	case FieldEmail:
		return optional(v.Contact.Email, CheckEmail)
	case FieldKey:
		return oneOf(v.Key, KeyStates()...)
	case FieldCertificates:
		if v.Certificates < 1 || v.Certificates > MaxCertificates {
			return &Doubt{Code: CodeRange, Limit: MaxCertificates}
		}
		return nil
	case FieldSealType:
		return CheckText(v.SealType, MaxOther)
	case FieldStatement:
		if v.StatementAccepted.IsZero() {
			return &Doubt{Code: CodeNotAccepted}
		}
	}
	return nil
}

// Doubts returns every doubt about the visit, in the order of Fields; none
// means that it may be submitted.
func (v *Visit) Doubts(today time.Time) []*Doubt {
	var all []*Doubt
	for _, f := range v.Fields() {
		if d := v.Check(f, today); d != nil {
			all = append(all, d)
		}
	}
	return all
}

// optional leaves an empty field in peace; the notice marks e-mail without an
// asterisk.
func optional(s string, check func(string) *Doubt) *Doubt {
	if s == "" {
		return nil
	}
	return check(s)
}

func oneOf[T ~string](s T, choices ...T) *Doubt {
	if s == "" {
		return &Doubt{Code: CodeMissing}
	}
	for _, c := range choices {
		if s == c {
			return nil
		}
	}
	return &Doubt{Code: CodeChoice}
}
