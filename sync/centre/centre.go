// Package centre is the reference information centre: it takes the cases that
// kiosks deliver, shows them to the staff at the windows, and tells an
// applicant's phone how long the queue is.
//
// It has two faces. API is for kiosks, which show certificates of the centre's
// own authority; it is what sync/protocol/openapi.yaml describes. Staff is for
// people: the window's pages after signing in, and the public page of a ticket.
// The two belong on two addresses.
//
// A ticket is signed for the host in its QR code (centre.host of the kiosks'
// configuration), and its page is shown at that host only. So whatever stands
// in front of Staff must hand on the request's Host as it came, port included
// (nginx: proxy_set_header Host $http_host). The scan box reads the whole QR
// code and takes a genuine ticket of any host: those printed before a move, too.
package centre

import (
	"context"
	"crypto/ed25519"
	"crypto/x509"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"regexp"
	"time"

	"hallkiosk/assets/i18n"
	"hallkiosk/sync/centre/authority"
	"hallkiosk/sync/centre/password"
	"hallkiosk/sync/centre/store"
	"hallkiosk/sync/guidefile"
)

// Options are what a centre is made of.
type Options struct {
	File   string      // the SQLite database
	Assets fs.FS       // its folder "guide" is the guide to go by until one is published
	Words  *i18n.Words // with the table [centre]

	// Forms draws a case's papers; nil hides what leads to them.
	Forms Forms
	// Now tells the time; nil is the system's clock.
	Now func() time.Time
	// Log takes the centre's events (kiosk/audit); nil is slog's default. Nothing personal goes there.
	Log *slog.Logger
	// Cost is what a password check costs; zero is password.DefaultCost.
	Cost password.Cost
	// Session bounds a sign-in; zero is half an hour idle, twelve hours altogether.
	Session store.Limits
}

// Centre is a running information centre.
type Centre struct {
	store    *store.Store
	guides   *guides
	words    *i18n.Words
	forms    Forms
	now      func() time.Time
	log      *slog.Logger
	hasher   *password.Hasher
	session  store.Limits
	throttle *throttle
	pace     *pace // of questions after progress
	keyPace  *pace // of what U-KEYs sign
	trusts   trusts
	pages    map[string]*template.Template
	api      http.Handler
	staff    http.Handler
}

// What a caller can act on, beside the errors of store and password.
var (
	ErrUsername = errors.New("centre: a username is 2 to 32 letters, digits, dots, hyphens or underscores")
	ErrRole     = errors.New("centre: unknown role")
	ErrDigit    = errors.New("centre: a kiosk's digit is 0 to 9")
)

// New opens the centre's database and makes its handlers.
func New(o Options) (*Centre, error) {
	if o.Assets == nil || o.Words == nil {
		return nil, errors.New("centre: a guide and words are needed")
	}
	bundle, builtin, err := guidefile.Read(o.Assets, "guide")
	if err != nil {
		return nil, fmt.Errorf("centre: built-in guide: %w", err)
	}
	c := &Centre{words: o.Words, forms: o.Forms, now: o.Now, log: o.Log, session: o.Session}
	if c.now == nil {
		c.now = time.Now
	}
	if c.log == nil {
		c.log = slog.Default()
	}
	if c.session == (store.Limits{}) {
		c.session = store.Limits{Idle: 30 * time.Minute, Whole: 12 * time.Hour}
	}
	if o.Cost == (password.Cost{}) {
		o.Cost = password.DefaultCost()
	}
	c.hasher = password.NewHasher(o.Cost)
	c.throttle, c.pace, c.keyPace = newThrottle(c.now), newPace(c.now), newPace(c.now)
	if c.pages, err = loadPages(); err != nil {
		return nil, fmt.Errorf("centre: pages: %w", err)
	}
	if c.store, err = store.Open(context.Background(), o.File); err != nil {
		return nil, fmt.Errorf("centre: %w", err)
	}
	c.guides = newGuides(c.store, bundle, builtin)
	if err := errors.Join(c.keepBuiltin(context.Background()), c.findPeople(context.Background())); err != nil {
		return nil, errors.Join(fmt.Errorf("centre: %w", err), c.store.Close())
	}
	c.api, c.staff = c.newAPI(), c.newStaff()
	return c, nil
}

// Close closes the database. The handlers must no longer be served.
func (c *Centre) Close() error { return c.store.Close() }

// API is the kiosks' side. It must be served over TLS with authority.APIConfig,
// so that a client certificate that arrives was verified.
func (c *Centre) API() http.Handler { return c.api }

// Staff is the people's side: the window's pages, and the waiting page of a ticket.
func (c *Centre) Staff() http.Handler { return c.staff }

var usernamePattern = regexp.MustCompile(`^[A-Za-z0-9._-]{2,32}$`)

// AddAccount makes an account of the staff. Errors: ErrUsername, ErrRole,
// password.ErrLength, store.ErrTaken.
func (c *Centre) AddAccount(ctx context.Context, username, secret string, role store.Role) error {
	if !usernamePattern.MatchString(username) {
		return ErrUsername
	}
	known := false
	for _, r := range store.Roles() {
		known = known || r == role
	}
	if !known {
		return ErrRole
	}
	hash, err := c.hasher.Hash(ctx, secret)
	if err != nil {
		return fmt.Errorf("centre: add account: %w", err)
	}
	return c.store.AddAccount(ctx, store.Account{Username: username, Hash: hash, Role: role, Created: c.now()})
}

// SetPassword gives an account another password and ends its sessions.
func (c *Centre) SetPassword(ctx context.Context, username, secret string) error {
	hash, err := c.hasher.Hash(ctx, secret)
	if err != nil {
		return fmt.Errorf("centre: set password: %w", err)
	}
	return c.store.SetPassword(ctx, username, hash, c.now())
}

// SetDisabled bars an account at once, or lets it in again.
func (c *Centre) SetDisabled(ctx context.Context, username string, disabled bool) error {
	return c.store.SetDisabled(ctx, username, disabled, c.now())
}

// Enrol lets a kiosk in: the certificate was signed by the authority, its
// common name is the kiosk's, its key signs the kiosk's handles, and the digit
// stands in the kiosk's numbers. store.ErrTaken where another kiosk has the
// name or the digit.
func (c *Centre) Enrol(ctx context.Context, digit int, signed *x509.Certificate) error {
	public, ok := signed.PublicKey.(ed25519.PublicKey)
	if !ok {
		return authority.ErrKey
	}
	if !authority.ValidName(signed.Subject.CommonName) {
		return authority.ErrName
	}
	if digit < 0 || digit > 9 {
		return ErrDigit
	}
	return c.store.Enrol(ctx, signed.Subject.CommonName, digit, store.Certificate{
		Serial: signed.SerialNumber.String(), Public: public, Issued: c.now(), Expires: signed.NotAfter,
	})
}

// Revoke turns a kiosk away from now on.
func (c *Centre) Revoke(ctx context.Context, kiosk string) error {
	return c.store.Revoke(ctx, kiosk, c.now())
}
