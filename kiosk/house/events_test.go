package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEveryEventIsLogged: the catalogue (kiosk/audit) promises whoever reads the
// logs no line that the product never writes.
func TestEveryEventIsLogged(t *testing.T) {
	const catalogue = "kiosk/audit/catalogue.go"
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, catalogue), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	unused := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok {
			if kind, ok := v.Type.(*ast.Ident); ok && kind.Name == "Event" {
				unused[v.Names[0].Name] = true
			}
		}
		return true
	})
	if len(unused) < 20 {
		t.Fatalf("found %d events; looked in the wrong place?", len(unused))
	}
	logged := regexp.MustCompile(`\baudit\.([A-Z]\w+)`)
	for _, f := range goFiles(t) {
		if strings.HasSuffix(f, "_test.go") || strings.HasPrefix(f, "kiosk/audit/") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(root, f))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range logged.FindAllStringSubmatch(string(text), -1) {
			delete(unused, m[1])
		}
	}
	for name := range unused {
		t.Errorf("audit.%s is logged nowhere", name)
	}
}
