package uplinktest

import (
	"encoding/json"
	"mime"
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"hallkiosk/sync/protocol"
)

// document is openapi.yaml, read.
type document struct{ doc *openapi3.T }

func load(t *testing.T) *document {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(protocol.OpenAPI())
	if err != nil {
		t.Fatal(err)
	}
	return &document{doc: doc}
}

// hold fails the test where the answer is not one that is described for the
// request. Of addresses and methods that are not described, every answer must
// be a problem.
func (d *document) hold(t *testing.T, r *http.Request, a reply) {
	t.Helper()
	kind, _, err := mime.ParseMediaType(a.header.Get("Content-Type"))
	if err != nil {
		t.Errorf("%s %s: content type: %v", r.Method, r.URL.Path, err)
	}
	schema := d.doc.Components.Schemas["Problem"]
	op := d.operation(r)
	if op == nil {
		if kind != protocol.TypeProblem {
			t.Errorf("%s %s: answered as %s", r.Method, r.URL.Path, kind)
		}
	} else {
		described := op.Responses.Status(a.status)
		if described == nil {
			t.Errorf("%s %s: status %d is not described", r.Method, r.URL.Path, a.status)
			return
		}
		for name, h := range described.Value.Headers {
			if h.Value.Required && a.header.Get(name) == "" {
				t.Errorf("%s %s: status %d without %s", r.Method, r.URL.Path, a.status, name)
			}
		}
		content := described.Value.Content[kind]
		if content == nil {
			t.Errorf("%s %s: status %d as %s is not described", r.Method, r.URL.Path, a.status, kind)
			return
		}
		schema = content.Schema
	}
	var v any
	if err := json.Unmarshal(a.body, &v); err != nil {
		t.Errorf("%s %s: body: %v", r.Method, r.URL.Path, err)
		return
	}
	if err := schema.Value.VisitJSON(v); err != nil {
		t.Errorf("%s %s: status %d: %v", r.Method, r.URL.Path, a.status, err)
	}
}

func (d *document) operation(r *http.Request) *openapi3.Operation {
	path := r.URL.Path
	if strings.HasPrefix(path, protocol.PathCases) {
		path = protocol.CasePath("{id}")
	}
	item := d.doc.Paths.Find(path)
	if item == nil {
		return nil
	}
	return item.GetOperation(r.Method)
}
