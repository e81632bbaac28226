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
	want, kind := "", n.kind
	switch t.Kind() {
	case reflect.Struct:
		if kind == unstable.Table {
			return r.matchTable(n, t, file, path)
		}
		want = "a table"
	case reflect.Slice:
		if kind == unstable.Array {
			good := true
			for i, item := range n.items {
				good = r.match(item, t.Elem(), file, fmt.Sprintf("%s[%d]", path, i)) && good
			}
			return good
		}
		want = "a list"
		if kind == unstable.Table && t.Elem().Kind() == reflect.Struct {
			want = "a list: [[" + path + "]], with two brackets,"
		}
	case reflect.String:
		want = "a text in quotes"
	case reflect.Bool:
		want = "true or false"
	case reflect.Int, reflect.Int64:
		want = "a whole number"
	}
	if kinds[t.Kind()] == kind {
		return true
	}
	r.found = append(r.found, Mistake{file, n.line, path, fmt.Sprintf("%s: %s is needed, not %s", path, want, called(kind))})
	return false
}

// kinds are the kinds of TOML that a plain Go value is read from.
var kinds = map[reflect.Kind]unstable.Kind{
	reflect.String: unstable.String, reflect.Bool: unstable.Bool, reflect.Int: unstable.Integer, reflect.Int64: unstable.Integer,
}

// called is what a clerk calls a kind of value.
func called(k unstable.Kind) string {
	switch k {
	case unstable.Table:
		return "a table"
	case unstable.Array:
		return "a list"
	case unstable.String:
		return "a text"
	case unstable.Bool:
		return "true or false"
	case unstable.Integer, unstable.Float:
		return "a number"
	}
	return "a date or time"
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
		in := ""
		if path != "" {
			in = " in " + path
		}
		r.found = append(r.found, Mistake{file, child.line, inner, fmt.Sprintf("unknown key %s%s%s", quoted(key), in, nearest(key, names))})
	}
	return good
}
