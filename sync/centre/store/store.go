// Package store keeps what the centre knows in SQLite: kiosks, cases, accounts,
// sessions, and the log of who read and did what.
//
// The SQL is plain, so that another database can stand behind the same
// functions. What is acknowledged is on disk: synchronous=FULL.
package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"time"

	_ "github.com/mattn/go-sqlite3" // the driver named in Open
	"github.com/pressly/goose/v3"
)

// What a caller can act on.
var (
	ErrUnknown = errors.New("store: no such thing")
	// ErrDiffers: another case with this ID is there already.
	ErrDiffers = errors.New("store: differs from what is there")
	// ErrState: the case is no longer in a state that allows it.
	ErrState = errors.New("store: the case's state does not allow it")
	// ErrTaken: the name or digit is in use.
	ErrTaken = errors.New("store: taken")
)

//go:embed migrations/*.sql
var migrations embed.FS

// Store is the centre's database. It may be used by any goroutine.
type Store struct {
	db     *sql.DB
	people []byte // the secret under which ID numbers are hashed
}

// Open opens the database file, makes it where there is none, and brings it up
// to date. The file is readable by its owner only.
func Open(ctx context.Context, file string) (*Store, error) {
	// SQLite would make it readable by everybody; its side files follow its mode.
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	options := url.Values{
		"_journal_mode": {"WAL"}, "_synchronous": {"FULL"}, "_busy_timeout": {"5000"},
		"_txlock": {"immediate"}, "_foreign_keys": {"on"}, "_secure_delete": {"on"},
	}
	db, err := sql.Open("sqlite3", (&url.URL{Scheme: "file", Opaque: url.PathEscape(file), RawQuery: options.Encode()}).String())
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	db.SetMaxOpenConns(4)
	if err := migrate(ctx, db); err != nil {
		return nil, errors.Join(fmt.Errorf("store: migrate: %w", err), db.Close())
	}
	people, err := secret(ctx, db, "people")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("store: open: %w", err), db.Close())
	}
	return &Store{db: db, people: people}, nil
}

func migrate(ctx context.Context, db *sql.DB) error {
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, folder)
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}

// Close closes the database.
func (s *Store) Close() error { return s.db.Close() }

// By says who acts, and when.
type By struct {
	Account string
	At      time.Time
}

// Log notes that an account read or did something, for whoever must look it up
// in the database (table log). subject is a case's ID, a
// kiosk's name or another account, never anything personal.
func (s *Store) Log(ctx context.Context, by By, act, subject string) error {
	return logged(ctx, s.db, by, act, subject)
}

type executer interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
}

func logged(ctx context.Context, db executer, by By, act, subject string) error {
	_, err := db.ExecContext(ctx, `INSERT INTO log (at, account, act, subject) VALUES (?, ?, ?, ?)`,
		millis(by.At), by.Account, act, subject)
	return wrap("log", err)
}

// within runs work in one transaction.
func (s *Store) within(ctx context.Context, place string, work func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return wrap(place, err)
	}
	if err := work(tx); err != nil {
		return errors.Join(wrap(place, err), ignoreDone(tx.Rollback()))
	}
	return wrap(place, tx.Commit())
}

// ignoreDone: a transaction whose context ended is rolled back already.
func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

// wrap names the place of an error and turns "no rows" into ErrUnknown.
func wrap(place string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("store: %s: %w", place, ErrUnknown)
	}
	return fmt.Errorf("store: %s: %w", place, err)
}

func collect[T any](place string, rows *sql.Rows, scan func(*sql.Rows) (T, error)) (all []T, err error) {
	defer func() { err = errors.Join(err, wrap(place, rows.Close())) }()
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, wrap(place, err)
		}
		all = append(all, one)
	}
	return all, wrap(place, rows.Err())
}

func millis(t time.Time) int64 { return t.UnixMilli() }

func fromMillis(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// orZero is the time of a column that may be empty.
func orZero(ms sql.NullInt64) time.Time {
	if !ms.Valid {
		return time.Time{}
	}
	return fromMillis(ms.Int64)
}
