package visit

import (
	"reflect"
	"testing"
	"time"
)

// TestAgainKeepsWhoAndAsksWhat goes through every part of a visit: each is either
// kept for the next service or begun anew, and a new one must choose.
func TestAgainKeepsWhoAndAsksWhat(t *testing.T) {
	kept := map[string]bool{
		"GuideVersion": true, "Role": true, "Brought": true, "Exempt": true,
		"Agent": true, "Legal": true, "Organisation": true, "Contact": true, "SealType": true,
	}
	anew := map[string]bool{
		"ID": true, "Started": true, "Service": true, "Asks": true, "Key": true, "Certificates": true,
		"StatementVersion": true, "StatementAccepted": true,
	}
	then, now := time.Unix(1000, 0), time.Unix(2000, 0)
	v := &Visit{
		ID: "first", Started: then, GuideVersion: "1", Service: "renew", Asks: []Field{FieldKey}, Role: RoleAgent, Key: KeyLost,
		Brought: map[string]bool{"a": true}, Exempt: map[string]bool{"b": true}, Certificates: 7,
		Agent: Person{Name: "李四"}, Legal: Person{Name: "张三"}, Organisation: Organisation{Name: "XX开发有限公司"},
		Contact: Contact{Mobile: "15345678901"}, SealType: "扫描章", StatementVersion: "1", StatementAccepted: then,
	}
	next := v.Again("second", now)
	fresh := reflect.ValueOf(*New("second", now))
	was, is := reflect.ValueOf(*v), reflect.ValueOf(*next)
	for i := range is.NumField() {
		name := is.Type().Field(i).Name
		if was.Field(i).IsZero() {
			t.Errorf("the test leaves %s empty", name)
		}
		switch {
		case kept[name]:
			if !reflect.DeepEqual(is.Field(i).Interface(), was.Field(i).Interface()) {
				t.Errorf("%s was not kept", name)
			}
		case anew[name]:
			if !reflect.DeepEqual(is.Field(i).Interface(), fresh.Field(i).Interface()) {
				t.Errorf("%s was not begun anew", name)
			}
		default:
			t.Errorf("%s is neither kept nor begun anew: choose", name)
		}
	}
	next.Brought["c"], next.Exempt["c"] = true, true
	if v.Brought["c"] || v.Exempt["c"] {
		t.Error("the two visits share what was brought")
	}
}
