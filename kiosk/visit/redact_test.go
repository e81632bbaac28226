package visit_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"hallkiosk/kiosk/visit"
)

// TestNothingPersonalIsPrinted: no verb prints what is personal, by value, by pointer or
// inside something else; JSON, by which a case travels, keeps it.
func TestNothingPersonalIsPrinted(t *testing.T) {
	v := filled(visit.RoleAgent)
	a, err := v.Apply("k1", nil, today)
	if err != nil {
		t.Fatal(err)
	}
	secrets := []string{v.Agent.Name, v.Agent.IDNumber, v.Legal.Name, v.Legal.IDNumber, v.Organisation.Name, v.Organisation.USCC,
		v.Contact.Mobile, v.Contact.Landline, v.Contact.Address}
	for _, x := range []any{v, *v, a, *a, v.Agent, &v.Legal, v.Organisation, &v.Organisation, v.Contact, &v.Contact,
		[]visit.Person{v.Legal}, map[string]any{"a": a}, struct{ V *visit.Visit }{v}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			printed := fmt.Sprintf(verb, x)
			for _, secret := range secrets {
				if strings.Contains(printed, secret) || strings.Contains(printed, fmt.Sprintf("%x", secret)) {
					t.Errorf("%s of a %T shows something personal", verb, x)
				}
			}
		}
	}
	if !strings.Contains(fmt.Sprint(v), v.ID) || !strings.Contains(fmt.Sprint(a), a.ID) {
		t.Error("a visit or an application does not name its case")
	}
	for _, x := range []any{v.Agent, v.Organisation, v.Contact} {
		text, err := json.Marshal(x)
		back := reflect.New(reflect.TypeOf(x))
		if err != nil || json.Unmarshal(text, back.Interface()) != nil || !reflect.DeepEqual(back.Elem().Interface(), x) {
			t.Errorf("a %T does not come back from JSON (%v)", x, err)
		}
	}
}
