package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"time"
)

// Role says what an account may do.
type Role string

// The roles.
const (
	Window   Role = "window"   // 受理人: opens, ticks, ends cases
	Approver Role = "approver" // 审批人: reads cases
	Admin    Role = "admin"    // looks after the kiosks
)

// Roles returns all roles.
func Roles() []Role { return []Role{Window, Approver, Admin} }

// Account is one member of staff.
type Account struct {
	Username string
	Hash     string // argon2id
	Role     Role
	Disabled bool
	Created  time.Time
}

// AddAccount keeps a new account; ErrTaken where the name is in use.
func (s *Store) AddAccount(ctx context.Context, a Account) error {
	return s.within(ctx, "add account", func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, `INSERT INTO accounts (username, hash, role, disabled, created) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (username) DO NOTHING`, a.Username, a.Hash, a.Role, a.Disabled, millis(a.Created))
		if err := touched(r, err, ErrTaken); err != nil {
			return err
		}
		return logged(ctx, tx, By{At: a.Created}, "add account", a.Username)
	})
}

// SetPassword changes an account's hash and ends its sessions.
func (s *Store) SetPassword(ctx context.Context, username, hash string, at time.Time) error {
	return s.changeAccount(ctx, "set password", username, at, `UPDATE accounts SET hash = ? WHERE username = ?`, hash)
}

// SetDisabled bars an account and ends its sessions, or lets it in again.
func (s *Store) SetDisabled(ctx context.Context, username string, disabled bool, at time.Time) error {
	act := "enable account"
	if disabled {
		act = "disable account"
	}
	return s.changeAccount(ctx, act, username, at, `UPDATE accounts SET disabled = ? WHERE username = ?`, disabled)
}

func (s *Store) changeAccount(ctx context.Context, act, username string, at time.Time, update string, value any) error {
	return s.within(ctx, act, func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, update, value, username)
		if err := touched(r, err, ErrUnknown); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE username = ?`, username); err != nil {
			return err
		}
		return logged(ctx, tx, By{At: at}, act, username)
	})
}

// Account returns an account or ErrUnknown.
func (s *Store) Account(ctx context.Context, username string) (a Account, err error) {
	var created int64
	err = s.db.QueryRowContext(ctx, `SELECT username, hash, role, disabled, created FROM accounts WHERE username = ?`, username).
		Scan(&a.Username, &a.Hash, &a.Role, &a.Disabled, &created)
	a.Created = fromMillis(created)
	return a, wrap("account", err)
}

// Limits bound a session: since its last use, and altogether.
type Limits struct {
	Idle, Whole time.Duration
}

// seenEvery is how stale a session's last use may be: writing it at each
// request would cost a disk wait each time.
const seenEvery = time.Minute

// StartSession keeps a session of the token, of which only a hash is kept, and
// clears away those that ended.
func (s *Store) StartSession(ctx context.Context, token string, by By, l Limits) error {
	return s.within(ctx, "start session", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE seen < ? OR started < ?`,
			millis(by.At.Add(-l.Idle)), millis(by.At.Add(-l.Whole)))
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO sessions (token_hash, username, started, seen) VALUES (?, ?, ?, ?)`,
			tokenHash(token), by.Account, millis(by.At), millis(by.At))
		if err != nil {
			return err
		}
		return logged(ctx, tx, by, "sign in", by.Account)
	})
}

// Session returns the account of a token, or ErrUnknown where there is no such
// session, it ended, or the account is disabled. With use, it counts as a use.
func (s *Store) Session(ctx context.Context, token string, now time.Time, l Limits, use bool) (a Account, err error) {
	var started, seen int64
	err = s.db.QueryRowContext(ctx, `SELECT a.username, a.role, s.started, s.seen FROM sessions s JOIN accounts a ON a.username = s.username
		WHERE s.token_hash = ? AND NOT a.disabled`, tokenHash(token)).Scan(&a.Username, &a.Role, &started, &seen)
	if err != nil {
		return Account{}, wrap("session", err)
	}
	if now.Sub(fromMillis(seen)) > l.Idle || now.Sub(fromMillis(started)) > l.Whole {
		return Account{}, errors.Join(wrap("session", ErrUnknown), s.EndSession(ctx, token))
	}
	if use && now.Sub(fromMillis(seen)) > seenEvery {
		_, err = s.db.ExecContext(ctx, `UPDATE sessions SET seen = ? WHERE token_hash = ?`, millis(now), tokenHash(token))
	}
	return a, wrap("session", err)
}

// EndSession forgets a session.
func (s *Store) EndSession(ctx context.Context, token string) error {
	_, err := s.db.ExecContext(ctx, `DELETE FROM sessions WHERE token_hash = ?`, tokenHash(token))
	return wrap("end session", err)
}

func tokenHash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
