package store

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"errors"
	"time"
)

// Certificate is what the centre remembers of a kiosk's client certificate.
type Certificate struct {
	Serial          string // decimal
	Public          ed25519.PublicKey
	Issued, Expires time.Time
}

// Kiosk is one kiosk of the fleet.
type Kiosk struct {
	Name      string
	Digit     int
	Added     time.Time
	LastHeard time.Time // zero: never
	Report    []byte    // its last heartbeat, JSON; empty: none
	Expires   time.Time // of its newest certificate
	Revoked   bool      // no certificate of it is good
}

// Enrol notes a kiosk and a certificate signed for it. A kiosk enrolled again
// under the same name and digit keeps its older certificates until they end,
// so that tickets in people's hands stay genuine. ErrTaken: the name has
// another digit, or the digit another name.
func (s *Store) Enrol(ctx context.Context, name string, digit int, c Certificate) error {
	return s.within(ctx, "enrol", func(tx *sql.Tx) error {
		var known string
		var has int
		err := tx.QueryRowContext(ctx, `SELECT name, digit FROM kiosks WHERE name = ? OR digit = ?`, name, digit).Scan(&known, &has)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			if _, err := tx.ExecContext(ctx, `INSERT INTO kiosks (name, digit, added) VALUES (?, ?, ?)`, name, digit, millis(c.Issued)); err != nil {
				return err
			}
		case err != nil:
			return err
		case known != name || has != digit:
			return ErrTaken
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO certificates (serial, kiosk, public_key, issued, expires) VALUES (?, ?, ?, ?, ?)`,
			c.Serial, name, []byte(c.Public), millis(c.Issued), millis(c.Expires))
		if err != nil {
			return err
		}
		return logged(ctx, tx, By{At: c.Issued}, "enrol", name)
	})
}

// Revoke takes every certificate of a kiosk out of service; ErrUnknown where it
// has none that is good.
func (s *Store) Revoke(ctx context.Context, name string, at time.Time) error {
	return s.within(ctx, "revoke", func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, `UPDATE certificates SET revoked = ? WHERE kiosk = ? AND revoked IS NULL`, millis(at), name)
		if err := touched(r, err, ErrUnknown); err != nil {
			return err
		}
		return logged(ctx, tx, By{At: at}, "revoke", name)
	})
}

// touched returns none where the statement changed no row.
func touched(r sql.Result, err, none error) error {
	if err != nil {
		return err
	}
	n, err := r.RowsAffected()
	if err == nil && n == 0 {
		return none
	}
	return err
}

// CertificateOwner returns the kiosk that a certificate was signed for, its
// digit, and whether the certificate was revoked; ErrUnknown where none was signed here.
func (s *Store) CertificateOwner(ctx context.Context, serial string) (name string, digit int, revoked bool, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT k.name, k.digit, c.revoked IS NOT NULL
		FROM certificates c JOIN kiosks k ON k.name = c.kiosk WHERE c.serial = ?`, serial).Scan(&name, &digit, &revoked)
	return name, digit, revoked, wrap("certificate", err)
}

// Keys returns the public keys that sign the handles of the kiosk with this
// digit, newest first, and the kiosk's name; ErrUnknown where there is no such kiosk.
func (s *Store) Keys(ctx context.Context, digit int) (kiosk string, keys []ed25519.PublicKey, err error) {
	if err := s.db.QueryRowContext(ctx, `SELECT name FROM kiosks WHERE digit = ?`, digit).Scan(&kiosk); err != nil {
		return "", nil, wrap("keys", err)
	}
	rows, err := s.db.QueryContext(ctx, `SELECT public_key FROM certificates WHERE kiosk = ? AND revoked IS NULL ORDER BY issued DESC`, kiosk)
	if err != nil {
		return "", nil, wrap("keys", err)
	}
	keys, err = collect("keys", rows, func(r *sql.Rows) (k ed25519.PublicKey, err error) {
		var b []byte
		err = r.Scan(&b)
		return b, err
	})
	return kiosk, keys, err
}

// Certified reports whether a key was ever certified to a kiosk, revoked or not.
func (s *Store) Certified(ctx context.Context, kiosk string, key ed25519.PublicKey) (known bool, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM certificates WHERE kiosk = ? AND public_key = ?)`, kiosk, []byte(key)).Scan(&known)
	return known, wrap("certified", err)
}

// Heard notes that a kiosk was heard, and its report where there is one.
func (s *Store) Heard(ctx context.Context, name string, at time.Time, report []byte) error {
	r, err := s.db.ExecContext(ctx, `UPDATE kiosks SET last_heard = ?, report = COALESCE(?, report) WHERE name = ?`,
		millis(at), sql.NullString{String: string(report), Valid: len(report) > 0}, name)
	return wrap("heard", touched(r, err, ErrUnknown))
}

// Kiosks returns the fleet by name.
func (s *Store) Kiosks(ctx context.Context) ([]Kiosk, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT k.name, k.digit, k.added, k.last_heard, COALESCE(k.report, ''), MAX(c.expires),
		SUM(CASE WHEN c.revoked IS NULL THEN 1 ELSE 0 END)
		FROM kiosks k JOIN certificates c ON c.kiosk = k.name
		GROUP BY k.name, k.digit, k.added, k.last_heard, k.report ORDER BY k.name`)
	if err != nil {
		return nil, wrap("kiosks", err)
	}
	return collect("kiosks", rows, func(r *sql.Rows) (k Kiosk, err error) {
		var added, expires int64
		var heard sql.NullInt64
		var good int
		err = r.Scan(&k.Name, &k.Digit, &added, &heard, &k.Report, &expires, &good)
		k.Added, k.LastHeard, k.Expires, k.Revoked = fromMillis(added), orZero(heard), fromMillis(expires), good == 0
		return k, err
	})
}
