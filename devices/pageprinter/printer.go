package pageprinter

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"hallkiosk/devices"
)

// Opts are the particulars of one printer. A zero field takes its default.
type Opts struct {
	Socket  string        // path of cupsd's Unix socket, used instead of the URL's host
	TLS     *tls.Config   // for ipps and https: how to know the printer
	User    string        // requesting-user-name, no person's: "kiosk"
	Request time.Duration // for one request: 15 s
	Poll    time.Duration // between two looks at a job: 500 ms
	// Patience is how long a job may wait at one point, for paper above all,
	// before it is cancelled: 3 min.
	Patience time.Duration
	// Lost is how long a printer may give no answer before a job counts as
	// lost: 15 s.
	Lost time.Duration
	// Through, where set, stands between Printer and network, to record what
	// passes or to serve it again: it gets the way to the printer and gives the
	// one to take.
	Through func(Exchange) Exchange
}

// Exchange is how a request reaches the printer and its answer comes back. An
// error of it is ErrUnreachable, ErrGarbled or the context's.
type Exchange func(ctx context.Context, request []byte) (answer []byte, err error)

func (o *Opts) withDefaults() Opts {
	out := Opts{User: "kiosk", Request: 15 * time.Second, Poll: 500 * time.Millisecond, Patience: 3 * time.Minute, Lost: 15 * time.Second}
	if o == nil {
		return out
	}
	out.Socket, out.TLS, out.Through = o.Socket, o.TLS, o.Through
	if o.User != "" {
		out.User = o.User
	}
	for _, d := range []struct {
		to   *time.Duration
		from time.Duration
	}{{&out.Request, o.Request}, {&out.Poll, o.Poll}, {&out.Patience, o.Patience}, {&out.Lost, o.Lost}} {
		if d.from > 0 {
			*d.to = d.from
		}
	}
	return out
}

// Printer is one printer or one queue of cupsd. Its methods may be called by
// several goroutines.
type Printer struct {
	opts   Opts
	post   string // http or https
	uri    string // ipp or ipps, as in printer-uri
	http   *http.Client
	carry  Exchange
	number atomic.Uint32
}

var _ devices.Device = (*Printer)(nil)

// New names a printer by URL: ipp://host:631/ipp/print, ipps://…, or http and
// https. Nothing is sent yet.
func New(address string, opts *Opts) (*Printer, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("pageprinter: address: %w", err)
	}
	schemes := map[string][2]string{
		"ipp": {"http", "ipp"}, "http": {"http", "ipp"}, "ipps": {"https", "ipps"}, "https": {"https", "ipps"},
	}
	s, ok := schemes[u.Scheme]
	if !ok || u.Hostname() == "" {
		return nil, fmt.Errorf("pageprinter: address %q: want ipp://host/path or ipps://host/path", address)
	}
	if u.Port() == "" && (u.Scheme == "ipp" || u.Scheme == "ipps") {
		u.Host = net.JoinHostPort(u.Hostname(), "631")
	}
	o := opts.withDefaults()
	p := &Printer{opts: o, http: &http.Client{
		Transport: newTransport(o), Timeout: o.Request,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	u.Scheme = s[0]
	p.post = u.String()
	u.Scheme = s[1]
	p.uri = u.String()
	p.carry = p.roundTrip
	if o.Through != nil {
		p.carry = o.Through(p.roundTrip)
	}
	return p, nil
}

// Close ends connections.
func (p *Printer) Close() error {
	p.http.CloseIdleConnections()
	return nil
}
