package centre

import (
	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/casefile"
)

// group is one block of the case page, field one line of it; both in the order
// of 附件1.
type group struct {
	Title  string
	Fields []field
}

type field struct {
	Label, Value string
	Exact        bool   // a code or number, to be compared character by character
	Source       string // where the value came from, in words
	Warning      string // what to look at
}

func caseGroups(a *visit.Application, p page) []group {
	groups := []group{organisationGroup(a.Organisation, p), personGroup("legal", a.Legal, p)}
	if a.Role == visit.RoleAgent {
		groups = append(groups, personGroup("agent", a.Agent, p))
	}
	return append(groups, contactGroup(a.Contact, p), applicationGroup(a, p))
}

func organisationGroup(o visit.Organisation, p page) group {
	kind := p.T("type." + string(o.Type))
	if o.Type == visit.OtherType {
		kind += " · " + o.OtherType
	}
	uscc := field{Label: p.T("field.uscc"), Value: o.USCC, Exact: true}
	if d := visit.USCCOrganisationDoubt(o.USCC); d != nil {
		uscc.Warning = p.T("warning.organisation-code")
	}
	fields := []field{
		{Label: p.T("field.organisation"), Value: o.Name, Source: source(o.Source, p), Warning: privateUse(o.Name, false, p)},
		uscc,
	}
	if o.Registration != "" {
		fields = append(fields, field{Label: p.T("field.registration"), Value: o.Registration, Exact: true})
	}
	fields = append(fields, field{Label: p.T("field.organisation-type"), Value: kind})
	return group{Title: p.T("group.organisation"), Fields: fields}
}

func personGroup(who string, one visit.Person, p page) group {
	return group{Title: p.T("group." + who), Fields: []field{
		{Label: p.T("field.name"), Value: one.Name, Source: source(one.Source, p), Warning: privateUse(one.Name, one.PrivateUse, p)},
		{Label: p.T("field.id-number"), Value: one.IDNumber, Exact: true},
	}}
}

func contactGroup(k visit.Contact, p page) group {
	email := k.Email
	if email == "" {
		email = p.T("none")
	}
	return group{Title: p.T("group.contact"), Fields: []field{
		{Label: p.T("field.landline"), Value: k.Landline, Exact: true},
		{Label: p.T("field.mobile"), Value: k.Mobile, Exact: true},
		{Label: p.T("field.address"), Value: k.Address, Warning: privateUse(k.Address, false, p)},
		{Label: p.T("field.email"), Value: email, Exact: k.Email != ""},
	}}
}

func applicationGroup(a *visit.Application, p page) group {
	fields := []field{{Label: p.T("field.role"), Value: p.T("applicant." + string(a.Role))}}
	// What the service did not ask for is not there.
	if a.Key != "" {
		fields = append(fields, field{Label: p.T("field.key"), Value: p.T("key." + string(a.Key))})
	}
	if a.Certificates > 0 {
		fields = append(fields, field{Label: p.T("field.certificates"), Value: p.T("certificates", "count", a.Certificates)})
	}
	if a.SealType != "" {
		fields = append(fields, field{Label: p.T("field.seal-type"), Value: a.SealType})
	}
	if a.StatementVersion != "" {
		fields = append(fields, field{Label: p.T("field.statement"), Value: p.T("accepted", "version", a.StatementVersion, "time", p.Moment(a.StatementAccepted))})
	}
	return group{Title: p.T("group.application"), Fields: append(fields,
		field{Label: p.T("field.submitted"), Value: p.T("submitted", "kiosk", a.Kiosk, "time", p.Moment(a.Submitted))})}
}

func source(s visit.Source, p page) string {
	switch s {
	case visit.SourceTyped, visit.SourceCard, visit.SourceScan, visit.SourceKey:
		return p.T("source." + string(s))
	}
	return ""
}

// privateUse warns of characters that look like nothing, or like something
// else, on this computer: only the paper shows them.
func privateUse(text string, said bool, p page) string {
	if said || casefile.HasPrivateUse(text) {
		return p.T("warning.private-use")
	}
	return ""
}
