package visit_test

import (
	"bytes"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"hallkiosk/kiosk/visit"
)

// filled is a visit that may be submitted.
func filled(role visit.Role) *visit.Visit {
	v := visit.New("019ab3c4-5d6e-7f80-9123-456789abcdef", today)
	v.GuideVersion, v.Service, v.Role, v.Asks = "g1", "open", role, visit.Optional()
	v.Key, v.Certificates = visit.KeyPresent, 2
	v.Organisation = visit.Organisation{Name: "XX开发有限公司", USCC: "91430100MA4L16JQ9D", Type: visit.Enterprise}
	v.Legal = visit.Person{Name: "张三", IDNumber: "430102199003072114"}
	v.Agent = visit.Person{Name: "李四", IDNumber: "440524188001010014"}
	v.Contact = visit.Contact{Landline: "0736-7123456", Mobile: "13812345678", Address: "常德市朗州路1号"}
	v.SealType, v.StatementVersion, v.StatementAccepted = "扫描章", "1", today
	v.Brought["legal-id"], v.Exempt["safety-permit"] = true, true
	return v
}

func TestFilledVisitHasNoDoubts(t *testing.T) {
	for _, role := range []visit.Role{visit.RoleAgent, visit.RoleLegal} {
		if ds := filled(role).Doubts(today); len(ds) > 0 {
			t.Errorf("%s: %v", role, ds)
		}
	}
}

func TestDoubtsNameTheField(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(*visit.Visit)
		field visit.Field
		code  visit.Code
	}{
		{"no role", func(v *visit.Visit) { v.Role = "" }, visit.FieldRole, visit.CodeMissing},
		{"strange role", func(v *visit.Visit) { v.Role = "cousin" }, visit.FieldRole, visit.CodeChoice},
		{"no organisation", func(v *visit.Visit) { v.Organisation.Name = "" }, visit.FieldOrganisation, visit.CodeMissing},
		{"organisation of 101", func(v *visit.Visit) { v.Organisation.Name = strings.Repeat("长", 101) }, visit.FieldOrganisation, visit.CodeTooLong},
		{"the notice's code", func(v *visit.Visit) { v.Organisation.USCC = "913000000000000000" }, visit.FieldUSCC, visit.CodeCheckCharacter},
		{"registration", func(v *visit.Visit) { v.Organisation.Registration = "1" }, visit.FieldRegistration, visit.CodeLength},
		{"no type", func(v *visit.Visit) { v.Organisation.Type = "" }, visit.FieldOrganisationType, visit.CodeMissing},
		{"strange type", func(v *visit.Visit) { v.Organisation.Type = "circus" }, visit.FieldOrganisationType, visit.CodeChoice},
		{"other without words", func(v *visit.Visit) { v.Organisation.Type = visit.OtherType }, visit.FieldOtherType, visit.CodeMissing},
		{"no legal name", func(v *visit.Visit) { v.Legal.Name = " " }, visit.FieldLegalName, visit.CodeMissing},
		{"the notice's ID", func(v *visit.Visit) { v.Legal.IDNumber = "430181196703240516" }, visit.FieldLegalID, visit.CodeCheckCharacter},
		{"no agent name", func(v *visit.Visit) { v.Agent.Name = "" }, visit.FieldAgentName, visit.CodeMissing},
		{"the notice's agent", func(v *visit.Visit) { v.Agent.IDNumber = "430181196703240513" }, visit.FieldAgentID, visit.CodeCheckCharacter},
		{"agent is the legal representative", func(v *visit.Visit) { v.Agent = v.Legal }, visit.FieldAgentID, visit.CodeSamePerson},
		{"landline", func(v *visit.Visit) { v.Contact.Landline = "123" }, visit.FieldLandline, visit.CodePhone},
		{"mobile", func(v *visit.Visit) { v.Contact.Mobile = "" }, visit.FieldMobile, visit.CodeMissing},
		{"address", func(v *visit.Visit) { v.Contact.Address = "\x00" }, visit.FieldAddress, visit.CodeControl},
		{"email", func(v *visit.Visit) { v.Contact.Email = "x" }, visit.FieldEmail, visit.CodeEmail},
		{"no key", func(v *visit.Visit) { v.Key = "" }, visit.FieldKey, visit.CodeMissing},
		{"strange key", func(v *visit.Visit) { v.Key = "eaten" }, visit.FieldKey, visit.CodeChoice},
		{"no certificate", func(v *visit.Visit) { v.Certificates = 0 }, visit.FieldCertificates, visit.CodeRange},
		{"a hundred certificates", func(v *visit.Visit) { v.Certificates = 100 }, visit.FieldCertificates, visit.CodeRange},
		{"seal", func(v *visit.Visit) { v.SealType = "" }, visit.FieldSealType, visit.CodeMissing},
		{"statement", func(v *visit.Visit) { v.StatementAccepted = time.Time{} }, visit.FieldStatement, visit.CodeNotAccepted},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := filled(visit.RoleAgent)
			tt.spoil(v)
			ds := v.Doubts(today)
			if len(ds) != 1 || ds[0].Field != tt.field || ds[0].Code != tt.code {
				t.Fatalf("got %v, want %s: %s", ds, tt.field, tt.code)
			}
			a, err := v.Apply("k1", nil, today)
			if d, ok := visit.AsDoubt(err); a != nil || !ok || *d != *ds[0] {
				t.Errorf("applied with a doubt: %v", err)
			}
		})
	}
}

func TestEmptyVisitDoubtsEveryFieldButTheOptional(t *testing.T) {
	v := visit.New("x", today)
	v.Asks = visit.Optional()
	var fields []visit.Field
	for _, d := range v.Doubts(today) {
		fields = append(fields, d.Field)
	}
	var want []visit.Field
	for _, f := range v.Fields() {
		if f != visit.FieldRegistration && f != visit.FieldEmail && f != visit.FieldCertificates {
			want = append(want, f)
		}
	}
	if !slices.Equal(fields, want) {
		t.Errorf("got %v, want %v", fields, want)
	}
}

func TestFieldsByCase(t *testing.T) {
	v := filled(visit.RoleLegal)
	if slices.Contains(v.Fields(), visit.FieldAgentName) || slices.Contains(v.Fields(), visit.FieldOtherType) {
		t.Error("asked of a legal representative", v.Fields())
	}
	v.Role, v.Organisation.Type = visit.RoleAgent, visit.OtherType
	for _, f := range []visit.Field{visit.FieldAgentName, visit.FieldAgentID, visit.FieldOtherType} {
		if !slices.Contains(v.Fields(), f) {
			t.Errorf("%s is not asked", f)
		}
	}
}

func TestApply(t *testing.T) {
	for _, role := range []visit.Role{visit.RoleAgent, visit.RoleLegal} {
		v := filled(role)
		a, err := v.Apply("k1", []string{"legal-id", "bank-permit", "safety-permit"}, today)
		if err != nil {
			t.Fatal(err)
		}
		if a.ID != v.ID || a.Kiosk != "k1" || a.GuideVersion != "g1" || a.Service != "open" || !a.Submitted.Equal(today) ||
			a.Organisation != v.Organisation || a.Contact != v.Contact || a.Legal != v.Legal || a.StatementVersion != "1" ||
			a.Key != v.Key || a.Certificates != 2 || a.SealType != v.SealType {
			t.Errorf("%s: something was not carried over", role)
		}
		want := []visit.MaterialState{{Material: "legal-id", Brought: true}, {Material: "bank-permit"}, {Material: "safety-permit", Exempt: true}}
		if !slices.Equal(a.Materials, want) {
			t.Errorf("materials %v", a.Materials)
		}
		if (role == visit.RoleLegal) != a.Agent.Empty() {
			t.Errorf("%s: an agent that did not come, or none that did", role)
		}
		if a.Handling() != *v.Handling() {
			t.Errorf("%s: another person handles it", role)
		}
	}
}

func TestWhatIsNotAskedIsLeftOut(t *testing.T) {
	v := filled(visit.RoleAgent)
	v.Asks, v.Contact.Email = []visit.Field{visit.FieldCertificates}, "office@example.com"
	a, err := v.Apply("k1", nil, today)
	if err != nil {
		t.Fatal(err)
	}
	if a.Key != "" || a.SealType != "" || a.StatementVersion != "" || !a.StatementAccepted.IsZero() || a.Contact.Email != "" {
		t.Error("the application holds what its service does not ask for")
	}
	for _, f := range []visit.Field{visit.FieldKey, visit.FieldSealType, visit.FieldStatement, visit.FieldEmail} {
		if slices.Contains(v.Fields(), f) {
			t.Errorf("%s is asked", f)
		}
	}
}

func TestExemptIsNotBrought(t *testing.T) {
	v := filled(visit.RoleAgent)
	v.Brought["x"], v.Exempt["x"] = true, true
	a, err := v.Apply("k1", []string{"x"}, today)
	if err != nil || a.Materials[0] != (visit.MaterialState{Material: "x", Exempt: true}) {
		t.Errorf("%v, %v", a.Materials, err)
	}
}

func TestNothingPersonalIsLogged(t *testing.T) {
	v := filled(visit.RoleAgent)
	a, err := v.Apply("k1", nil, today)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&b, nil))
	log.Info("x", "v", v, "a", a, "p", v.Legal, "o", v.Organisation, "c", v.Contact)
	for _, secret := range []string{"张三", "李四", "430102", "440524", "XX开发", "91430100", "13812345678", "7123456", "朗州"} {
		if strings.Contains(b.String(), secret) {
			t.Errorf("the log shows %q", secret[:3])
		}
	}
	if !strings.Contains(b.String(), v.ID) {
		t.Error("the log names no case")
	}
}
