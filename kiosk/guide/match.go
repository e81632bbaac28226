package guide

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// place is where a value stands.
type place struct {
	file string
	line int
}

// places are where the values of a guide stand, by path.
type places map[string]place

// at returns the place of a path; of what is missing, the place of what it is
// missing from.
func (p places) at(path string) place {
	for path != "" {
		if found, ok := p[path]; ok {
			return found
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return p[""]
}

// match compares a tree with the Go type that it is decoded into: notes where
// each value stands, and finds unknown keys and values of the wrong kind, all of
// them. It reports whether the tree can be decoded.
func (r *reading) match(n *node, t reflect.Type, file, path string) bool {
	r.places[path] = place{file, n.line}
	var pairs []any
	want, kind := "", n.kind
	switch t.Kind() {
	case reflect.Struct:
		if kind == unstable.Table {
			return r.matchTable(n, t, file, path)
		}
		want = "kind-table"
	case reflect.Slice:
		if kind == unstable.Array {
			good := true
			for i, item := range n.items {
				good = r.match(item, t.Elem(), file, fmt.Sprintf("%s[%d]", path, i)) && good
			}
			return good
		}
		want = "kind-list"
		if kind == unstable.Table && t.Elem().Kind() == reflect.Struct {
			want, pairs = "kind-tables", []any{"name", "[[" + path + "]]"}
		}
	case reflect.String:
		want = "kind-text"
	case reflect.Bool:
		want = "kind-bool"
	case reflect.Int, reflect.Int64:
		want = "kind-number"
	}
	if kinds[t.Kind()] == kind {
		return true
	}
	r.found = append(r.found, Mistake{file, n.line, path, want, values(path, pairs...)})
	return false
}

// kinds are the kinds of TOML that a plain Go value is read from.
var kinds = map[reflect.Kind]unstable.Kind{
	reflect.String: unstable.String, reflect.Bool: unstable.Bool, reflect.Int: unstable.Integer, reflect.Int64: unstable.Integer,
}

func (r *reading) matchTable(n *node, t reflect.Type, file, path string) bool {
	fields := map[string]reflect.Type{}
	var names []string
	for i := range t.NumField() {
		name := t.Field(i).Tag.Get("toml")
		fields[name] = t.Field(i).Type
		names = append(names, name)
	}
	good := true
	for _, key := range n.keys {
		child := n.sub[key]
		inner := strings.TrimPrefix(path+"."+key, ".")
		if field, ok := fields[key]; ok {
			good = r.match(child, field, file, inner) && good
			continue
		}
		r.found = append(r.found, Mistake{file, child.line, inner, "unknown-key", values(path, named(key, names)...)})
	}
	return good
}
