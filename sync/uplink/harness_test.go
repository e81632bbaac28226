package uplink_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hallkiosk/sync/protocol"
	"hallkiosk/sync/uplink"
	"hallkiosk/sync/uplink/uplinktest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	kioskKey = ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", ed25519.SeedSize)))
	start    = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
)

func caseID(n int) string { return fmt.Sprintf("019a9f00-0000-7000-8000-%012x", n) }

// store is a queue in memory that keeps to what outbox.Store promises.
type store struct {
	mu        sync.Mutex
	owed      []protocol.Parcel
	delivered []string
	refused   map[string]string
	postponed []string
	finished  []string
	broken    error
}

func (s *store) Next(context.Context) (*protocol.Parcel, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken != nil || len(s.owed) == 0 {
		return nil, false, s.broken
	}
	slices.SortStableFunc(s.owed, func(a, b protocol.Parcel) int { return a.Due.Compare(b.Due) })
	p := s.owed[0]
	return &p, true, nil
}

func (s *store) take(id string) (protocol.Parcel, error) {
	if s.broken != nil {
		return protocol.Parcel{}, s.broken
	}
	i := slices.IndexFunc(s.owed, func(p protocol.Parcel) bool { return p.Case == id })
	p := s.owed[i]
	s.owed = slices.Delete(s.owed, i, i+1)
	return p, nil
}

func (s *store) Delivered(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := s.take(id)
	if err == nil {
		s.delivered = append(s.delivered, id)
	}
	return err
}

func (s *store) Postpone(_ context.Context, id string, until time.Time, code string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.take(id)
	if err == nil {
		p.Due, p.Tries = until, p.Tries+1
		s.owed, s.postponed = append(s.owed, p), append(s.postponed, code)
	}
	return err
}

func (s *store) Refuse(_ context.Context, id, code string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := s.take(id)
	if err == nil {
		s.refused[id] = code
	}
	return err
}

func (s *store) Finished(_ context.Context, ids []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.finished = append(s.finished, ids...)
	return s.broken
}

func (s *store) Depth(context.Context) (int, int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.owed), len(s.refused), s.broken
}

func (s *store) add(n int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.owed = append(s.owed, protocol.Parcel{Case: caseID(n), Body: []byte(`{"n":1}`), Due: start})
	return caseID(n)
}

// clock stands still until the test lets a wait pass.
type clock struct {
	mu   sync.Mutex
	t    time.Time
	asks chan ask
}

type ask struct {
	wait time.Duration
	fire chan time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) After(d time.Duration) (<-chan time.Time, func()) {
	a := ask{wait: d, fire: make(chan time.Time, 1)}
	stopped := make(chan struct{})
	go func() {
		select {
		case c.asks <- a:
		case <-stopped:
		}
	}()
	return a.fire, func() { close(stopped) }
}

// link is an uplink at work on a centre that the test plays.
type link struct {
	*uplink.Uplink
	t     *testing.T
	store *store
	clock *clock
	log   *syncBuffer
	news  chan protocol.News
	last  ask
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// rest waits until the uplink has nothing to do, and returns for how long it
// means to rest.
func (l *link) rest() time.Duration {
	l.t.Helper()
	select {
	case l.last = <-l.clock.asks:
		return l.last.wait
	case <-time.After(20 * time.Second):
		l.t.Fatal("the uplink never rests")
		return 0
	}
}

// pass lets the present rest pass and waits for the next one.
func (l *link) pass() time.Duration {
	l.t.Helper()
	l.clock.mu.Lock()
	l.clock.t = l.clock.t.Add(l.last.wait)
	l.clock.mu.Unlock()
	l.last.fire <- l.clock.Now()
	return l.rest()
}

// centre serves h over mutual TLS, and news to heartbeats.
func centre(t *testing.T, a *uplinktest.Authority, h http.HandlerFunc) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc(protocol.PathHeartbeat, func(w http.ResponseWriter, r *http.Request) {
		answerJSON(w, 200, protocol.News{Protocol: 1, Now: start, Queue: map[string]int{"A": 3}, Finished: []string{caseID(99)}})
	})
	mux.HandleFunc(protocol.PathCases, h)
	return serve(t, a, mux)
}

func serve(t *testing.T, a *uplinktest.Authority, h http.Handler) string {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.EnableHTTP2 = true
	s.TLS = &tls.Config{Certificates: []tls.Certificate{a.Centre(t)}, ClientCAs: a.Pool, ClientAuth: tls.RequireAndVerifyClientCert}
	s.StartTLS()
	t.Cleanup(s.Close)
	return s.URL
}

// run starts an uplink with the cases 1 to owed; change may alter its options.
func run(t *testing.T, a *uplinktest.Authority, url string, owed int, change func(*uplink.Options)) *link {
	t.Helper()
	l := &link{t: t, store: &store{refused: map[string]string{}}, clock: &clock{t: start, asks: make(chan ask)},
		log: &syncBuffer{}, news: make(chan protocol.News, 100)}
	for n := range owed {
		l.store.add(n + 1)
	}
	o := uplink.Options{
		Store: l.store, BaseURL: url, Kiosk: "K1", Version: "1.0", Now: l.clock.Now, After: l.clock.After,
		TLS:    &tls.Config{RootCAs: a.Pool, Certificates: []tls.Certificate{a.Kiosk(t, "K1", kioskKey)}},
		Report: func() []protocol.Device { return []protocol.Device{{Name: "scanner", State: "ready"}} },
		News:   func(n protocol.News) { l.news <- n },
		Log:    slog.New(slog.NewJSONHandler(l.log, nil)),
	}
	if change != nil {
		change(&o)
	}
	var err error
	if l.Uplink, err = uplink.New(o); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- l.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return l
}

func answerJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", protocol.TypeJSON)
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

func receipt(w http.ResponseWriter, r *http.Request) {
	id := strings.TrimPrefix(r.URL.Path, protocol.PathCases)
	answerJSON(w, 201, protocol.Receipt{Protocol: 1, Case: id, Received: start})
}

func problem(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", protocol.TypeProblem)
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(protocol.NewProblem(status, code, "No"))
}
