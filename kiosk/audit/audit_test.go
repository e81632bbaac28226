package audit_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"log/slog"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"hallkiosk/kiosk/audit"
	"hallkiosk/kiosk/visit"
)

// line logs and returns the line as JSON and as text.
func line(t *testing.T, e audit.Event, attrs ...slog.Attr) (map[string]any, string) {
	t.Helper()
	var b bytes.Buffer
	audit.Log(slog.New(slog.NewJSONHandler(&b, nil)), e, attrs...)
	var m map[string]any
	if err := json.Unmarshal(b.Bytes(), &m); err != nil {
		t.Fatalf("%q: %v", b.String(), err)
	}
	return m, b.String()
}

// Every constant of type Event has its row, and every row its constant.
func TestCatalogueIsWhole(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "catalogue.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	rows := audit.Catalogue()
	ast.Inspect(file, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok || len(v.Values) != 1 {
			return true
		}
		if id, ok := v.Type.(*ast.Ident); !ok || id.Name != "Event" {
			return true
		}
		name, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := rows[audit.Event(name)]; !ok {
			t.Errorf("%s has no row", name)
		}
		delete(rows, audit.Event(name))
		return true
	})
	for e := range rows {
		t.Errorf("row %s has no constant, or another constant has the same name", e)
	}
}

func TestRows(t *testing.T) {
	name := regexp.MustCompile(`^[a-z-]+\.[a-z-]+$`)
	messages := map[string]audit.Event{}
	for e, d := range audit.Catalogue() {
		if !name.MatchString(string(e)) {
			t.Errorf("name %q", e)
		}
		if d.Message == "" || messages[d.Message] != "" {
			t.Errorf("%s: message %q also of %q", e, d.Message, messages[d.Message])
		}
		messages[d.Message] = e
		seen := map[audit.Key]bool{audit.KeyEvent: true}
		for _, k := range d.Allowed {
			if seen[k] {
				t.Errorf("%s allows %s twice", e, k)
			}
			seen[k] = true
		}
	}
}

func TestLogWritesTheRow(t *testing.T) {
	for e, d := range audit.Catalogue() {
		var attrs []slog.Attr
		for _, k := range d.Allowed {
			attrs = append(attrs, audit.String(k, "v"))
		}
		m, _ := line(t, e, attrs...)
		if m["event"] != string(e) || m["msg"] != d.Message || m["level"] != d.Level.String() {
			t.Errorf("%s: %v", e, m)
		}
		for _, k := range d.Allowed {
			if m[string(k)] != "v" {
				t.Errorf("%s: %s is %v", e, k, m[string(k)])
			}
		}
	}
}

func TestNothingPersonalIsWritten(t *testing.T) {
	person := visit.Person{Name: "张三", IDNumber: "secret"}
	for name, attr := range map[string]slog.Attr{
		"a key the event may not bear":  slog.String("name", "张三"),
		"a person under an allowed key": slog.Any(string(audit.KeyReason), person),
		"a struct of no kind":           slog.Any(string(audit.KeyReason), struct{ Name string }{"张三"}),
		"a slice":                       slog.Any(string(audit.KeyReason), []string{"张三"}),
		"a group":                       slog.Group(string(audit.KeyReason), slog.String("name", "张三")),
		"bytes":                         slog.Any(string(audit.KeyReason), []byte("secret")),
	} {
		t.Run(name, func(t *testing.T) {
			_, s := line(t, audit.VisitEnded, attr)
			if strings.Contains(s, "张三") || strings.Contains(s, "secret") || !strings.Contains(s, "[redacted]") {
				t.Errorf("wrote %s", s)
			}
		})
	}
}

func TestKindsOfAttributes(t *testing.T) {
	m, s := line(t, audit.CasePostponed,
		audit.Error(errors.New("cut")), audit.Int(audit.KeyStatus, 503), audit.Duration(audit.KeyWait, time.Second))
	if m["error"] != "cut" || m["status"] != 503.0 || m["wait"] != 1e9 {
		t.Errorf("wrote %s", s)
	}
	if m, s := line(t, audit.MaterialTicked, audit.Bool(audit.KeyDone, true)); m["done"] != true {
		t.Errorf("wrote %s", s)
	}
}

func TestEventOutsideTheCatalogue(t *testing.T) {
	m, s := line(t, "made.up", audit.String(audit.KeyCase, "c"))
	if m["level"] != "ERROR" || m["event"] != "made.up" || m["case"] != "[redacted]" {
		t.Errorf("wrote %s", s)
	}
}

func TestNilLogger(t *testing.T) {
	audit.Log(nil, audit.KioskStarted)
}

func TestCatalogueIsACopy(t *testing.T) {
	audit.Catalogue()[audit.KioskStarted].Allowed[0] = "changed"
	if audit.Catalogue()[audit.KioskStarted].Allowed[0] != audit.KeyKiosk {
		t.Error("a caller can change the catalogue")
	}
}
