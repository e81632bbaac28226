package uplink_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"hallkiosk/assets"
	"hallkiosk/kiosk/guide/shelf"
	"hallkiosk/sync/guidefile"
	"hallkiosk/sync/protocol"
	"hallkiosk/sync/uplink"
	"hallkiosk/sync/uplink/uplinktest"
)

// publisher is a centre that offers a guide and hears what becomes of it.
type publisher struct {
	t     *testing.T
	beats chan protocol.GuideState

	mu      sync.Mutex
	offer   protocol.GuideOffer
	serve   http.HandlerFunc
	fetched int
}

// publish offers a guide that is served by h.
func (p *publisher) publish(o protocol.GuideOffer, h http.HandlerFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.offer, p.serve = o, h
}

func (p *publisher) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	offer, serve := p.offer, p.serve
	if r.URL.Path == protocol.PathGuide {
		p.fetched++
	}
	p.mu.Unlock()
	switch {
	case r.URL.Path == protocol.PathGuide && r.Method == http.MethodGet && r.URL.Query().Get("version") == offer.Version:
		serve(w, r)
	case r.URL.Path == protocol.PathHeartbeat:
		h, err := protocol.DecodeHeartbeat(r.Body)
		if err != nil {
			p.t.Error(err)
			return
		}
		select {
		case p.beats <- h.Guide:
		default: // nobody listens for so long
		}
		answerJSON(w, 200, protocol.News{Protocol: 1, Now: start, Guide: offer})
	default:
		receipt(w, r)
	}
}

// hear lets time pass until a heartbeat is as wanted.
func (p *publisher) hear(l *link, what string, wanted func(protocol.GuideState) bool) protocol.GuideState {
	p.t.Helper()
	var last protocol.GuideState
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); l.pass() {
		for len(p.beats) > 0 {
			if last = <-p.beats; wanted(last) {
				return last
			}
		}
	}
	p.t.Fatalf("never heard: %s; last heard %+v", what, last)
	return last
}

func (p *publisher) fetches() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.fetched
}

// guides starts a kiosk with the built-in guide and a centre that offers none yet.
func guides(t *testing.T, change func(*uplink.Options)) (*publisher, *link, *shelf.Shelf) {
	t.Helper()
	a := uplinktest.NewAuthority(t)
	s, err := shelf.Open("guide", assets.FS, t.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	p := &publisher{t: t, beats: make(chan protocol.GuideState, 100)}
	l := run(t, a, serve(t, a, p), 0, func(o *uplink.Options) {
		o.Guides, o.Timeout, o.News = s, time.Minute, nil // no test waits for that one
		if change != nil {
			change(o)
		}
	})
	l.rest()
	if state := <-p.beats; state.Version != s.InUse() || state.RefusedVersion != "" {
		t.Fatalf("begins with %+v", state)
	}
	return p, l, s
}

// another is the built-in guide as a clerk has changed it.
func another(t *testing.T, change func(b *protocol.GuideBundle)) *protocol.GuideBundle {
	t.Helper()
	b, _, err := guidefile.Read(assets.FS, "guide")
	if err != nil {
		t.Fatal(err)
	}
	text := b.Files["guide.toml"]
	b.Version = "test-2"
	b.Files["guide.toml"] = strings.Replace(text, versionOf(text), `version = "test-2"`, 1)
	if change != nil {
		change(b)
	}
	return b
}

func versionOf(text string) string {
	at := strings.Index(text, "\nversion = ") + 1
	return text[at : at+strings.Index(text[at:], "\n")]
}

func serveBundle(b *protocol.GuideBundle) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { answerJSON(w, 200, b) }
}

func uses(version string) func(protocol.GuideState) bool {
	return func(s protocol.GuideState) bool { return s.Version == version && s.RefusedVersion == "" }
}

func refused(s protocol.GuideState) bool { return s.RefusedVersion != "" }

func TestTakesTheGuideOffered(t *testing.T) {
	p, l, s := guides(t, nil)
	builtin := s.InUse()
	b := another(t, nil)
	p.publish(guidefile.Offer(b), serveBundle(b))
	p.hear(l, "the new guide is in use", uses("test-2"))
	if s.InUse() != "test-2" {
		t.Errorf("uses %s", s.InUse())
	}
	original, _, err := guidefile.Read(assets.FS, "guide")
	if err != nil {
		t.Fatal(err)
	}
	p.publish(guidefile.Offer(original), serveBundle(original))
	p.hear(l, "the old guide is in use again", uses(builtin))
	if n := p.fetches(); n != 2 {
		t.Errorf("%d fetches of two guides", n)
	}
}

// Whatever the centre serves, the last good guide stays and the centre hears why.
func TestBadGuidesAreRefused(t *testing.T) {
	good := another(t, nil)
	body, err := json.Marshal(good)
	if err != nil {
		t.Fatal(err)
	}
	raw := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", protocol.TypeJSON)
			fmt.Fprint(w, text)
		}
	}
	changed := func(file, old, new string) *protocol.GuideBundle {
		return another(t, func(b *protocol.GuideBundle) { b.Files[file] = strings.ReplaceAll(b.Files[file], old, new) })
	}
	garbage := another(t, func(b *protocol.GuideBundle) { b.Files["guide.toml"] = "\n]][[" })
	cut := another(t, func(b *protocol.GuideBundle) { b.Files["guide.toml"] = b.Files["guide.toml"][:200] })
	unknown := changed("services.toml", `"legal-id"`, `"horoscope"`)
	mended := another(t, func(b *protocol.GuideBundle) {
		b.Version, b.Files["guide.toml"] = "test-4", strings.Replace(b.Files["guide.toml"], "test-2", "test-4", 1)
	})
	lies := another(t, nil)
	lies.Version = "test-3"
	tests := []struct {
		name  string
		offer protocol.GuideOffer
		serve http.HandlerFunc
		what  string // in the first mistake
	}{
		{"another sum", protocol.GuideOffer{Version: "test-2", SHA256: strings.Repeat("0", 64)}, serveBundle(good), protocol.GuideChecksum},
		{"another version", guidefile.Offer(good), serveBundle(lies), protocol.GuideOtherVersion},
		{"files of another version", guidefile.Offer(lies), serveBundle(lies), protocol.GuideOtherVersion},
		{"not JSON", guidefile.Offer(good), raw("<html>Welcome to nginx!</html>"), protocol.GuideNonsense},
		{"nothing", guidefile.Offer(good), raw(""), protocol.GuideNonsense},
		{"JSON cut off", guidefile.Offer(good), raw(string(body[:len(body)/2])), protocol.GuideNonsense},
		{"50 MB", guidefile.Offer(good), func(w http.ResponseWriter, _ *http.Request) {
			for range 50 {
				if _, err := w.Write(make([]byte, 1<<20)); err != nil {
					return // the kiosk has heard enough
				}
			}
		}, protocol.GuideTooLarge},
		{"garbage TOML", guidefile.Offer(garbage), serveBundle(garbage), "guide.toml"},
		{"TOML cut off", guidefile.Offer(cut), serveBundle(cut), ""},
		{"an unknown material", guidefile.Offer(unknown), serveBundle(unknown), "horoscope"},
		{"an offer that is none", protocol.GuideOffer{Version: "../x", SHA256: "0"}, serveBundle(good), protocol.GuideNonsense},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p, l, s := guides(t, nil)
			before := s.InUse()
			p.publish(test.offer, test.serve)
			state := p.hear(l, "the guide is refused", refused)
			if all := fmt.Sprint(state.Refused); !strings.Contains(all, test.what) || state.Version != before {
				t.Errorf("heard %+v", state)
			}
			fetched := p.fetches()
			for range 3 {
				l.pass()
			}
			if p.fetches() != fetched || s.InUse() != before {
				t.Errorf("fetched %d times more; uses %s", p.fetches()-fetched, s.InUse())
			}
			p.publish(guidefile.Offer(mended), serveBundle(mended))
			p.hear(l, "the mended guide is in use", uses("test-4"))
		})
	}
}

// What is not the guide's fault is tried again, but not at once and for ever.
func TestGuideThatDoesNotCome(t *testing.T) {
	b := another(t, nil)
	for name, test := range map[string]struct {
		serve http.HandlerFunc
		what  string
	}{
		"fault":   {func(w http.ResponseWriter, _ *http.Request) { problem(w, 500, protocol.CodeFault) }, protocol.GuideNotFetched},
		"gone":    {func(w http.ResponseWriter, _ *http.Request) { problem(w, 404, protocol.CodeNotFound) }, protocol.GuideGone},
		"nothing": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }, protocol.GuideGone},
		"cut off": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(1000))
			fmt.Fprint(w, "{")
		}, protocol.GuideNotFetched},
		"hangs": {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, protocol.GuideNotFetched},
	} {
		t.Run(name, func(t *testing.T) {
			p, l, s := guides(t, func(o *uplink.Options) { o.Timeout = 300 * time.Millisecond })
			before := s.InUse()
			p.publish(guidefile.Offer(b), test.serve)
			if state := p.hear(l, "it did not come", refused); state.Refused[0].Code != test.what || state.Version != before {
				t.Errorf("heard %+v", state)
			}
			if !l.Status().Reachable {
				t.Error("the centre counts as unreachable")
			}
			p.publish(guidefile.Offer(b), serveBundle(b))
			p.hear(l, "it came after all", uses("test-2"))
		})
	}
}

// A guide that takes its time delays no case.
func TestGuideDelaysNoCase(t *testing.T) {
	p, l, _ := guides(t, nil)
	asked := make(chan struct{})
	b := another(t, nil)
	p.publish(guidefile.Offer(b), func(_ http.ResponseWriter, r *http.Request) {
		close(asked)
		<-r.Context().Done()
	})
	l.pass()
	<-asked
	id := l.store.add(1)
	l.Nudge()
	for end := time.Now().Add(20 * time.Second); !l.store.has(id); l.rest() {
		if time.Now().After(end) {
			t.Fatal("the case waits for the guide")
		}
	}
} // Cleanup stops the fetch, and fails if Run does not return

func (s *store) has(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.delivered {
		if d == id {
			return true
		}
	}
	return false
}

func TestWithoutAShelf(t *testing.T) {
	p, _, _ := guides(t, nil)
	b := another(t, nil)
	a := uplinktest.NewAuthority(t)
	p.publish(guidefile.Offer(b), serveBundle(b))
	plain := run(t, a, serve(t, a, p), 0, nil)
	plain.rest()
	p.hear(plain, "a kiosk that says nothing of guides", func(s protocol.GuideState) bool { return s.Version == "" })
	if n := p.fetches(); n != 0 {
		t.Errorf("%d fetches", n)
	}
}
