package guide

import (
	"sort"

	"github.com/pelletier/go-toml/v2/unstable"
)

// node is one value of a TOML file and the line where it stands.
type node struct {
	kind  unstable.Kind // Table stands for inline ones, too
	line  int           // from 1
	keys  []string      // of a table, in the file's order
	sub   map[string]*node
	items []*node // of an array
}

// put gives a table one more value. In valid TOML no name comes twice.
func (n *node) put(name string, value *node) {
	if _, ok := n.sub[name]; ok {
		return
	}
	if n.sub == nil {
		n.sub = map[string]*node{}
	}
	n.sub[name] = value
	n.keys = append(n.keys, name)
}

// table returns the table of a name, which a header or a dotted key may be the
// first to mention; of an array of tables the last.
func (n *node) table(name string, line int) *node {
	child, ok := n.sub[name]
	if !ok {
		child = &node{kind: unstable.Table, line: line}
		n.put(name, child)
	}
	if child.kind == unstable.Array && len(child.items) > 0 {
		return child.items[len(child.items)-1]
	}
	return child
}

// another appends a table to the array of a name, as [[name]] does.
func (n *node) another(name string, line int) *node {
	item := &node{kind: unstable.Table, line: line}
	if _, ok := n.sub[name]; !ok {
		n.put(name, &node{kind: unstable.Array, line: line})
	}
	list := n.sub[name]
	list.items = append(list.items, item)
	return item
}

// grower makes a tree of a file's expressions.
type grower struct {
	parser unstable.Parser
	breaks []int // where lines end, as offsets
	left   int   // how many more keys and values are taken
}

// grow returns the tree of a text with most keys and values, and how many they
// are. The text may be no valid TOML; then the tree is of what could be read. It
// stops, with nil, where there are more: to look for keys that stand twice takes
// the square of their number.
func grow(text []byte, most int) (root *node, count int) {
	g := grower{left: most}
	for i, b := range text {
		if b == '\n' {
			g.breaks = append(g.breaks, i)
		}
	}
	root = &node{kind: unstable.Table, line: 1}
	at := root
	g.parser.Reset(text)
	for g.left > 0 && g.parser.NextExpression() {
		switch e := g.parser.Expression(); e.Kind {
		case unstable.Table:
			owner, name, line := g.descend(root, e.Key())
			at = owner.table(name, line)
		case unstable.ArrayTable:
			owner, name, line := g.descend(root, e.Key())
			at = owner.another(name, line)
		case unstable.KeyValue:
			g.keyValue(at, e)
		}
	}
	if g.left <= 0 {
		return nil, most
	}
	return root, most - g.left
}

// descend goes to the table that holds the last part of a dotted key; returns
// it, that part and its line.
func (g *grower) descend(at *node, key unstable.Iterator) (owner *node, name string, line int) {
	for key.Next() {
		g.left--
		if name != "" || line > 0 {
			at = at.table(name, line)
		}
		name, line = string(key.Node().Data), g.line(key.Node(), line)
	}
	return at, name, line
}

func (g *grower) keyValue(at *node, e *unstable.Node) {
	owner, name, line := g.descend(at, e.Key())
	owner.put(name, g.value(e.Value(), line))
}

// value makes a node of a value; line is its key's, for what has no place of its own.
func (g *grower) value(v *unstable.Node, line int) *node {
	g.left--
	n := &node{kind: v.Kind, line: g.line(v, line)}
	switch children := v.Children(); v.Kind {
	case unstable.Array:
		for children.Next() {
			n.items = append(n.items, g.value(children.Node(), n.line))
		}
	case unstable.InlineTable:
		n.kind = unstable.Table
		for children.Next() {
			g.keyValue(n, children.Node())
		}
	}
	return n
}

func (g *grower) line(n *unstable.Node, otherwise int) int {
	if n.Raw.Length == 0 {
		return otherwise
	}
	return sort.SearchInts(g.breaks, int(n.Raw.Offset)) + 1
}
