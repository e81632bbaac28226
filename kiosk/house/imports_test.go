// Package house holds DESIGN's arrows between rooms to their word. It is a folder
// of its own because a test in package main needs a display to start.
package house

import (
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// root is the module's folder.
const root = "../.."

// rules say which packages of this module a room may import. A room is the
// longest key that a package's folder starts with. The files themselves are
// parsed: a test that asked the go tool would be served from its cache.
var rules = map[string][]string{
	"kiosk":                 {"*"},
	"kiosk/kioskctl":        {"*", "!screens/paint"},
	"kiosk/e2e":             {"*", "!screens/paint"},
	"kiosk/guide":           {"kiosk/visit"},
	"kiosk/guide/shelf":     {"kiosk/guide", "kiosk/audit", "sync/guidefile", "sync/protocol"},
	"kiosk/visit":           {},
	"kiosk/forms":           {"kiosk/visit", "kiosk/guide", "assets"},
	"kiosk/audit":           {},
	"kiosk/checklist":       {"kiosk/visit", "kiosk/guide", "assets/i18n"},
	"kiosk/slip":            {"kiosk/visit", "kiosk/guide", "kiosk/checklist", "assets/i18n", "devices/ticketprinter"},
	"kiosk/config":          {},
	"kiosk/notebook":        {},
	"kiosk/checkup":         {"kiosk/notebook", "kiosk/visit", "devices", "sync/protocol"},
	"kiosk/roll":            {"kiosk/notebook", "devices"},
	"kiosk/pin":             {"kiosk/notebook", "kiosk/audit", "sync/centre/password"},
	"kiosk/enquiry":         {"kiosk/visit", "screens", "!screens/paint", "sync/protocol", "sync/uplink"},
	"kiosk/desk":            {"kiosk/visit", "kiosk/guide", "kiosk/audit", "devices", "devices/ticketprinter", "devices/pageprinter"},
	"kiosk/tray":            {"*", "!screens/paint"}, // demo builds only
	"devices":               {},
	"devices/idcard":        {"devices"},
	"devices/scanner":       {"devices"},
	"devices/ticketprinter": {"devices"},
	"devices/pageprinter":   {"devices"},
	"devices/ukey":          {"devices"},
	"devices/ukey/pkcs11":   {"devices", "devices/ukey", "kiosk/certificate"},
	"kiosk/certificate":     {"kiosk/visit"}, // the check of a credit code
	"kiosk/keycheck":        {"kiosk/certificate", "kiosk/visit", "devices", "devices/ukey"},
	"kiosk/chime":           {},
	"kiosk/trust":           {"kiosk/certificate", "kiosk/notebook", "sync/protocol"},
	"kiosk/keydesk":         {"kiosk/certificate", "kiosk/keycheck", "kiosk/visit", "kiosk/audit", "devices", "devices/ukey", "screens", "!screens/paint", "sync/protocol", "sync/uplink"},
	"devices/trace":         {"devices"},
	"devices/usb":           {"devices"},
	"devices/memory":        {"devices"},
	"screens":               {"screens/ui", "kiosk/guide", "kiosk/keycheck", "kiosk/checklist", "kiosk/visit", "kiosk/audit", "assets", "devices", "devices/idcard", "devices/scanner", "devices/ticketprinter", "devices/pageprinter", "devices/ukey"},
	"screens/ui":            {"assets"},
	"screens/paint":         {"screens/ui", "assets"},
	"screens/ime":           {"screens/ui"},
	"sync/protocol":         {},
	"sync/casefile":         {"kiosk/visit", "sync/protocol"},
	"sync/guidefile":        {"kiosk/guide", "sync/protocol", "assets/i18n"},
	"sync/outbox":           {"kiosk/visit", "kiosk/audit", "sync/protocol", "sync/casefile"},
	"sync/uplink":           {"kiosk/audit", "sync/protocol"},
	"sync/centre":           {"kiosk/certificate", "sync/protocol", "sync/casefile", "sync/guidefile", "kiosk/guide", "kiosk/checklist", "kiosk/visit", "kiosk/audit", "assets"},
	"sync/centre/papers":    {"kiosk/forms", "kiosk/guide", "kiosk/visit"},
	"sync/centre/centred":   {"sync", "kiosk/certificate", "kiosk/guide", "kiosk/visit", "kiosk/audit", "assets"},
	"assets":                {},
}

// outside are packages of others that only one room may import.
var outside = map[string]string{
	"github.com/hajimehoshi/": "screens/paint",
	"github.com/google/gousb": "devices/usb",
	"github.com/miekg/pkcs11": "devices/ukey/pkcs11",
}

// simulated reports whether a package stands in for a device or a person, and
// so must not be in the product.
func simulated(pkg string) bool {
	base := path.Base(pkg)
	return strings.HasSuffix(base, "sim") || strings.HasSuffix(base, "test") || base == "memory" || base == "tray"
}

func TestImports(t *testing.T) {
	for _, f := range goFiles(t) {
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, f), nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		from := path.Dir(f)
		isTest := strings.HasSuffix(f, "_test.go")
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			for prefix, only := range outside {
				if strings.HasPrefix(imported, prefix) && room(from) != only && !inside(from, only) && !(isTest && from == only) && !simulated(from) {
					t.Errorf("%s imports %s; only %s may", f, imported, only)
				}
			}
			to, ours := strings.CutPrefix(imported, "hallkiosk/")
			if !ours {
				continue
			}
			// Tests may start the real parts of other rooms; simulated parts
			// may use what they stand in for.
			if isTest || simulated(from) {
				continue
			}
			if simulated(to) && !tagged(parsed.Comments, "sim") {
				t.Errorf("%s imports %s without the build tag sim: the product holds nothing simulated", f, to)
			}
			if !allowed(from, to) {
				t.Errorf("%s (room %s) may not import %s", f, room(from), to)
			}
		}
	}
}

// TestNoHiddenState holds DESIGN §3 to its word: no init() registration.
func TestNoHiddenState(t *testing.T) {
	for _, f := range goFiles(t) {
		text, err := os.ReadFile(filepath.Join(root, f))
		if err != nil {
			t.Fatal(err)
		}
		if !simulated(path.Dir(f)) && strings.Contains(string(text), "\nfunc init()") {
			t.Errorf("%s has an init function: what runs at start stands in the wiring", f)
		}
	}
}

func goFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && p != root || d.Name() == "testdata" || d.Name() == "bin") {
			return fs.SkipDir
		}
		if strings.HasSuffix(p, ".go") {
			rel, err := filepath.Rel(root, p)
			if err != nil {
				return err
			}
			files = append(files, filepath.ToSlash(rel))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 20 {
		t.Fatalf("found %d Go files; looked in the wrong place?", len(files))
	}
	return files
}

func room(folder string) string {
	for f := folder; ; f = path.Dir(f) {
		if _, ok := rules[f]; ok {
			return f
		}
		if !strings.Contains(f, "/") {
			return ""
		}
	}
}

func inside(folder, parent string) bool {
	return folder == parent || strings.HasPrefix(folder, parent+"/")
}

func allowed(from, to string) bool {
	r := room(from)
	if r != "kiosk" && inside(to, r) || r == "kiosk" && from != "kiosk" {
		return r != "kiosk"
	}
	ok := false
	for _, rule := range rules[r] {
		switch {
		case rule == "*":
			ok = true
		case strings.HasPrefix(rule, "!"):
			if inside(to, rule[1:]) {
				return false
			}
		case to == rule, strings.HasPrefix(to, rule+"/") && (rule == "assets" || rule == "sync"):
			ok = true
		}
	}
	return ok
}

// tagged reports whether the file is built only with the tag.
func tagged(comments []*ast.CommentGroup, tag string) bool {
	for _, group := range comments {
		for _, c := range group.List {
			if !constraint.IsGoBuild(c.Text) {
				continue
			}
			if x, err := constraint.Parse(c.Text); err == nil && !x.Eval(func(t string) bool { return t != tag }) {
				return true
			}
		}
	}
	return false
}
