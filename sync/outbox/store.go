// Package outbox is the kiosk's store: submitted cases, the numbers given out,
// the print ledger, and what the centre has not acknowledged yet. It is one
// SQLite file that loses nothing that it acknowledged, whatever dies when.
//
// The life of a case:
//
//	Submit → owed → Delivered by the centre, or Refused (a dead letter, kept)
//	           each paper: waiting → BeginPrint → EndPrint, or SettlePrint
//	           Release: the visit is over
//
// Its personal payload is sealed with a key of its own. It is erased, by
// destroying that key, once the case is both delivered and released: an
// acknowledgement that arrives 50 ms after Submit must not take away what the
// forms are printed from. A kiosk that died before Release keeps the payload of
// a delivered case for Options.AskFor, so that a person who still stands there
// can have the forms, and no longer (Tidy). A dead letter's payload is
// never erased: the kiosk then is the only one to have it.
package outbox

import (
	"context"
	"crypto/ed25519"
	"crypto/hmac"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/pressly/goose/v3"

	"hallkiosk/sync/protocol"
)

//go:embed migrations/*.sql
var migrations embed.FS

// DefaultAskFor is how long after its number was given a case that was never
// released is asked about, and its payload kept.
const DefaultAskFor = 30 * time.Minute

// Options say which store to open, and for whom.
type Options struct {
	Path   string             // of the file; its folder exists
	Key    [32]byte           // the kiosk key; without it the store is unreadable
	Kiosk  string             // the kiosk's name
	Digit  int                // its digit in numbers, 0 to 9
	Signer ed25519.PrivateKey // signs handles
	Centre string             // host, perhaps with port, in handles
	Now    func() time.Time   // nil: time.Now
	Log    *slog.Logger       // told which cases were erased; nil: nobody is
	AskFor time.Duration      // 0: DefaultAskFor
}

// Store is an open store. Its methods may be called from any goroutine; writes
// wait for each other.
type Store struct {
	db   *sql.DB
	keys *keys
	o    Options
}

// Open opens the store, making or migrating it where needed, and tidies it.
// Errors are ErrCorrupt, ErrFull, ErrWrongKey, ErrOtherKiosk, ErrNewerSchema
// or ErrUnwritable where a person must act.
func Open(ctx context.Context, o Options) (*Store, error) {
	if err := o.complete(); err != nil {
		return nil, err
	}
	k, err := deriveKeys(o.Key)
	if err != nil {
		return nil, err
	}
	db, err := connect(o.Path)
	if err != nil {
		return nil, err
	}
	s := &Store{db: db, keys: k, o: o}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// Close closes the file. Work in progress ends first.
func (s *Store) Close() error { return wrap("close", s.db.Close()) }

func (o *Options) complete() error {
	switch {
	case o.Path == "":
		return errors.New("outbox: open: no path")
	case !protocol.ValidKiosk(o.Kiosk):
		return fmt.Errorf("outbox: open: kiosk name %q", o.Kiosk)
	case o.Digit < 0 || o.Digit > 9:
		return fmt.Errorf("outbox: open: kiosk digit %d", o.Digit)
	case len(o.Signer) != ed25519.PrivateKeySize:
		return errors.New("outbox: open: no signing key")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.AskFor == 0 {
		o.AskFor = DefaultAskFor
	}
	return nil
}

// connect opens the file for its owner alone. One connection: SQLite has one
// writer anyway, and a checkpoint needs everybody else gone.
func connect(path string) (*sql.DB, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("outbox: open: %w (%w)", ErrUnwritable, err)
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("outbox: open: %w", err)
	}
	return dial(path, "rw")
}

// dial prepares the file's one connection; mode is ro or rw.
func dial(path, mode string) (*sql.DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("outbox: open: %w", err)
	}
	options := url.Values{
		"mode":          {mode},
		"_synchronous":  {"FULL"}, // WAL alone would mean NORMAL, which may lose the last commits
		"_busy_timeout": {"5000"}, // milliseconds; kioskctl may look at the same time
		"_txlock":       {"immediate"},
		"_foreign_keys": {"on"},
	}
	if mode != "ro" {
		options.Set("_journal_mode", "WAL")
		options.Set("_secure_delete", "on") // what is erased is overwritten in the file
	}
	dsn := url.URL{Scheme: "file", Path: path, RawQuery: options.Encode()}
	db, err := sql.Open("sqlite3", dsn.String())
	if err != nil {
		return nil, wrap("open", err)
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

func (s *Store) prepare(ctx context.Context) error {
	if err := check(ctx, s.db); err != nil {
		return err
	}
	if err := migrate(ctx, s.db); err != nil {
		return err
	}
	if err := s.identify(ctx); err != nil {
		return err
	}
	if err := s.Tidy(ctx); err != nil {
		return err
	}
	// The last process may have died after it erased and before it truncated the log.
	return s.checkpoint(ctx, "open")
}

// check reads through the file, before anything is written to it.
func check(ctx context.Context, db *sql.DB) error {
	var verdict string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return wrap("check", err)
	}
	if verdict != "ok" {
		return fmt.Errorf("outbox: check: %w: %s", ErrCorrupt, verdict)
	}
	return nil
}

func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("outbox: migrate: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return wrap("migrate", err)
	}
	current, target, err := p.GetVersions(ctx)
	if err != nil {
		return wrap("migrate", err)
	}
	if current > target {
		return fmt.Errorf("outbox: migrate: %w: schema %d, known %d", ErrNewerSchema, current, target)
	}
	if _, err := p.Up(ctx); err != nil {
		return wrap("migrate", err)
	}
	return nil
}

// identify marks a new store with its kiosk and key, and refuses another's.
func (s *Store) identify(ctx context.Context) error {
	return s.write(ctx, "identify", func(tx *sql.Tx) error {
		var kiosk string
		var check []byte
		err := tx.QueryRowContext(ctx, "SELECT kiosk, key_check FROM identity").Scan(&kiosk, &check)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			_, err = tx.ExecContext(ctx, "INSERT INTO identity (one, kiosk, key_check) VALUES (1, ?, ?)", s.o.Kiosk, s.keys.check)
			return err
		case err != nil:
			return err
		case kiosk != s.o.Kiosk:
			return ErrOtherKiosk
		case !hmac.Equal(check, s.keys.check):
			return ErrWrongKey
		}
		return nil
	})
}

// write runs do in one transaction that takes the write lock at once.
func (s *Store) write(ctx context.Context, place string, do func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return wrap(place, err)
	}
	if err := do(tx); err != nil {
		// The cause matters; where the rollback fails too, SQLite undoes at the next opening.
		_ = tx.Rollback()
		return wrap(place, err)
	}
	return wrap(place, tx.Commit())
}

// affected turns "no such row" into notThere.
func affected(r sql.Result, err error, notThere error) error {
	if err != nil {
		return err
	}
	n, err := r.RowsAffected()
	if err == nil && n == 0 {
		return notThere
	}
	return err
}
