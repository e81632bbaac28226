package protocol_test

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"hallkiosk/sync/protocol"
)

func document(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(protocol.OpenAPI())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return doc
}

// wireTypes are the Go types of the schemas of the same name.
var wireTypes = map[string]any{
	"Delivery": protocol.Delivery{}, "Ticket": protocol.Ticket{}, "Application": protocol.Application{},
	"Person": protocol.Person{}, "Organisation": protocol.Organisation{}, "Contact": protocol.Contact{},
	"Material": protocol.Material{}, "Receipt": protocol.Receipt{}, "Heartbeat": protocol.Heartbeat{},
	"Device": protocol.Device{}, "News": protocol.News{}, "Problem": protocol.Problem{},
	"GuideOffer": protocol.GuideOffer{}, "GuideBundle": protocol.GuideBundle{},
	"GuideState": protocol.GuideState{}, "GuideMistake": protocol.GuideMistake{},
	"Readiness": protocol.Readiness{}, "Finding": protocol.Finding{}, "ReadinessReceipt": protocol.ReadinessReceipt{},
	"ProgressQuery": protocol.ProgressQuery{}, "ProgressAnswer": protocol.ProgressAnswer{}, "Progress": protocol.Progress{},
	"ChallengeQuery": protocol.ChallengeQuery{}, "Challenge": protocol.Challenge{}, "Proof": protocol.Proof{},
	"KeyReceipt": protocol.KeyReceipt{}, "Trust": protocol.Trust{},
}

func TestSchemasNameTheFieldsOfTheTypes(t *testing.T) {
	schemas := document(t).Components.Schemas
	for name, schema := range schemas {
		if _, ok := wireTypes[name]; !ok && schema.Value.Type.Is("object") {
			t.Errorf("schema %s has no type", name)
		}
	}
	for name, v := range wireTypes {
		schema := schemas[name]
		if schema == nil {
			t.Errorf("%s has no schema", name)
			continue
		}
		var fields, required []string
		for f := range reflect.TypeOf(v).Fields() {
			field, option, optional := strings.Cut(f.Tag.Get("json"), ",")
			fields = append(fields, field)
			if !optional {
				required = append(required, field)
			} else if !strings.HasPrefix(option, "omit") {
				t.Errorf("%s.%s: option %s", name, field, option)
			}
		}
		var described []string
		for field := range schema.Value.Properties {
			described = append(described, field)
		}
		slices.Sort(fields)
		slices.Sort(described)
		if !slices.Equal(fields, described) {
			t.Errorf("%s: fields %v, described %v", name, fields, described)
		}
		slices.Sort(required)
		named := slices.Sorted(slices.Values(schema.Value.Required))
		if !slices.Equal(required, named) {
			t.Errorf("%s: required %v, described %v", name, required, named)
		}
	}
}

func TestBodiesFitTheirSchemas(t *testing.T) {
	schemas := document(t).Components.Schemas
	for name, body := range map[string]any{
		"Delivery":      delivery(t),
		"Heartbeat":     heartbeat(),
		"Readiness":     readiness(),
		"Receipt":       protocol.Receipt{Protocol: protocol.Version, Case: sample().Case, Received: noon},
		"News":          protocol.News{Protocol: protocol.Version, Now: noon, Queue: map[string]int{"A": 3}, Finished: []string{sample().Case}},
		"ProgressQuery": protocol.ProgressQuery{Protocol: protocol.Version, Kiosk: "K1", Handle: "HTTPS://X/T/A"},
		"ProgressAnswer": protocol.ProgressAnswer{Protocol: protocol.Version, Cases: []protocol.Progress{
			{Number: "A1023", Day: "2026-11-22", State: protocol.ProgressNotArrived, Ahead: -1},
			{Number: "A1023", Day: "2026-11-22", Service: "open", State: protocol.ProgressSentBack, Reason: "seal", Updated: noon, Ahead: -1, Note: "n", Organisation: "o"},
		}},
		"ChallengeQuery": keyQuery(), "Challenge": challenge(), "Proof": proof(), "KeyReceipt": keyReceipt(), "Trust": trust(),
		"Problem": protocol.NewProblem(409, protocol.CodeDiffers, "Another case with this ID is here"),
	} {
		var v any
		if err := json.Unmarshal([]byte(text(t, body)), &v); err != nil {
			t.Fatal(err)
		}
		if err := schemas[name].Value.VisitJSON(v); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPathsAreDescribed(t *testing.T) {
	paths := document(t).Paths
	if p := paths.Find(protocol.CasePath("{id}")); p == nil || p.Put == nil {
		t.Error("no PUT for a case")
	}
	if p := paths.Find(protocol.PathHeartbeat); p == nil || p.Post == nil {
		t.Error("no POST for the heartbeat")
	}
	if p := paths.Find(protocol.PathProgress); p == nil || p.Post == nil {
		t.Error("no POST for progress")
	}
	if p := paths.Find(protocol.PathGuide); p == nil || p.Get == nil {
		t.Error("no GET for the guide")
	}
	if p := paths.Find(protocol.PathReadiness); p == nil || p.Post == nil {
		t.Error("no POST for readiness")
	}
	for _, path := range []string{protocol.PathChallenges, protocol.PathProofs} {
		if p := paths.Find(path); p == nil || p.Post == nil {
			t.Errorf("no POST for %s", path)
		}
	}
	if p := paths.Find(protocol.PathTrust); p == nil || p.Get == nil {
		t.Error("no GET for trust")
	}
	if n := paths.Len(); n != 8 {
		t.Errorf("%d paths described, 8 served", n)
	}
}
