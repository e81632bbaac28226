package centre_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"hallkiosk/sync/protocol"
)

// conforming looks at every answer of the kiosks' side on its way and compares
// it with openapi.yaml: whatever the tests ask, what is served is what is described.
type conforming struct {
	t     testing.TB
	under http.RoundTripper
	api   *openapi3.T
}

func newConforming(t testing.TB, under http.RoundTripper) *conforming {
	t.Helper()
	api, err := openapi3.NewLoader().LoadFromData(protocol.OpenAPI())
	if err != nil {
		t.Fatal(err)
	}
	return &conforming{t: t, under: under, api: api}
}

func (c *conforming) CloseIdleConnections() {
	if t, ok := c.under.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
}

// RoundTrip implements http.RoundTripper.
func (c *conforming) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := c.under.RoundTrip(r)
	if err != nil || !strings.HasPrefix(r.URL.Path, "/api/") {
		return response, err
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	_ = response.Body.Close()
	response.Body = io.NopCloser(bytes.NewReader(body))
	if err := c.check(r, response, body); err != nil {
		c.t.Errorf("%s answered %d: %v", r.Method, response.StatusCode, err)
	}
	return response, nil
}

func (c *conforming) check(r *http.Request, response *http.Response, body []byte) error {
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return err
	}
	described := c.response(r, response.StatusCode)
	if described == nil {
		// Outside the description there are only addresses and methods that it does not have.
		if response.StatusCode != http.StatusNotFound && response.StatusCode != http.StatusMethodNotAllowed {
			return fmt.Errorf("not described")
		}
		return c.api.Components.Schemas["Problem"].Value.VisitJSON(value)
	}
	media := described.Content.Get(response.Header.Get("Content-Type"))
	if media == nil {
		return fmt.Errorf("content type %q is not described", response.Header.Get("Content-Type"))
	}
	for name, h := range described.Headers {
		if h.Value.Required && response.Header.Get(name) == "" {
			return fmt.Errorf("header %s is missing", name)
		}
	}
	return media.Schema.Value.VisitJSON(value)
}

func (c *conforming) response(r *http.Request, status int) *openapi3.Response {
	for path, item := range c.api.Paths.Map() {
		fixed, _, variable := strings.Cut(path, "{")
		if path != r.URL.Path && !(variable && strings.HasPrefix(r.URL.Path, fixed)) {
			continue
		}
		operation := item.GetOperation(r.Method)
		if operation == nil {
			return nil
		}
		if found := operation.Responses.Status(status); found != nil {
			return found.Value
		}
	}
	return nil
}
