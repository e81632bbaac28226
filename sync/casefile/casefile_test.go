package casefile_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/casefile"
	"hallkiosk/sync/protocol"
)

// fill gives every field of a struct a value of its own: a field that the
// mapping forgot would come back empty, whoever adds one.
func fill(t *rapid.T, v reflect.Value) {
	switch v.Interface().(type) {
	case time.Time:
		at := time.UnixMilli(rapid.Int64Range(1, 1<<42).Draw(t, "time")).UTC()
		v.Set(reflect.ValueOf(at))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), rapid.IntRange(1, 4).Draw(t, "length"), 4))
		for i := range v.Len() {
			fill(t, v.Index(i))
		}
	case reflect.String:
		v.SetString(rapid.StringMatching(`[a-z一-龥]{1,12}`).Draw(t, "text"))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(rapid.Int64Range(1, 99).Draw(t, "number"))
	default:
		t.Fatalf("a field of kind %s: tell fill how", v.Kind())
	}
}

// TestThereAndBack: what the kiosk wrote is what the centre reads, field for field.
func TestThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a visit.Application
		fill(t, reflect.ValueOf(&a).Elem())
		if rapid.Bool().Draw(t, "legal representative") {
			a.Agent = visit.Person{}
		}
		if rapid.Bool().Draw(t, "no materials") {
			a.Materials = nil
		}
		a.Legal.PrivateUse = rapid.Bool().Draw(t, "private use")
		ticket := visit.Ticket{Case: a.ID, Service: a.Service, Number: "A1001", Day: "2026-11-22", Issued: a.Submitted, Handle: "h", Ahead: -1}
		text, err := json.Marshal(casefile.Delivery(&a, ticket))
		if err != nil {
			t.Fatal(err)
		}
		var d protocol.Delivery
		if err := json.Unmarshal(text, &d); err != nil {
			t.Fatal(err)
		}
		if d.Protocol != protocol.Version || d.Kiosk != a.Kiosk || d.Application.Materials == nil {
			t.Fatalf("the envelope: version %d, kiosk %q", d.Protocol, d.Kiosk)
		}
		if got := casefile.Application(&d); !reflect.DeepEqual(*got, a) {
			t.Fatal("another application came back")
		}
		if got := casefile.Ticket(&d); got != ticket {
			t.Fatalf("the ticket came back as %+v", got)
		}
	})
}

// TestBackAndThere: no field of the line is lost on the way in either.
func TestBackAndThere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := protocol.Delivery{Protocol: protocol.Version}
		fill(t, reflect.ValueOf(&d.Ticket).Elem())
		fill(t, reflect.ValueOf(&d.Application).Elem())
		d.Kiosk = d.Application.Kiosk
		if got := casefile.Delivery(casefile.Application(&d), casefile.Ticket(&d)); !reflect.DeepEqual(*got, d) {
			t.Fatal("another delivery came back")
		}
	})
}

func TestPrivateUseIsSeen(t *testing.T) {
	for name, want := range map[string]bool{"": false, "李四": false, "李\ue000": true, "\U000f0000": true, "𠀀": false} {
		if casefile.HasPrivateUse(name) != want {
			t.Errorf("%+q: want %v", name, want)
		}
		d := &protocol.Delivery{Application: protocol.Application{Legal: protocol.Person{Name: name}}}
		if got := casefile.Application(d).Legal.PrivateUse; got != want {
			t.Errorf("%+q in a delivery without the mark: %v", name, got)
		}
	}
}
