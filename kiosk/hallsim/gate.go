package hallsim

import (
	"net"
	"sync"
)

// gate is the line between kiosks and centre: a listener that can be cut and
// mended. Cut, it drops what is connected and whoever connects.
type gate struct {
	net.Listener

	mu    sync.Mutex
	down  bool
	lines map[*line]bool
}

func newGate(l net.Listener) *gate { return &gate{Listener: l, lines: map[*line]bool{}} }

// Accept gives out lines while the gate is open.
func (g *gate) Accept() (net.Conn, error) {
	for {
		c, err := g.Listener.Accept()
		if err != nil {
			return nil, err
		}
		l := &line{Conn: c, gate: g}
		g.mu.Lock()
		down := g.down
		if !down {
			g.lines[l] = true
		}
		g.mu.Unlock()
		if !down {
			return l, nil
		}
		c.Close()
	}
}

func (g *gate) cut(down bool) {
	g.mu.Lock()
	g.down = down
	var lines []*line
	for l := range g.lines {
		lines = append(lines, l)
	}
	g.mu.Unlock()
	if down {
		for _, l := range lines {
			l.Close()
		}
	}
}

// line is one connection that its gate can cut.
type line struct {
	net.Conn
	gate *gate
}

func (l *line) Close() error {
	l.gate.mu.Lock()
	delete(l.gate.lines, l)
	l.gate.mu.Unlock()
	return l.Conn.Close()
}
