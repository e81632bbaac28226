package store

import (
	"context"
	"database/sql"
	"time"
)

// The kinds of what certificates are checked against.
const (
	TrustAuthority   = "authority"   // an authority's certificate
	TrustRevocations = "revocations" // an authority's revocation list
)

// TrustFile is one authority or one revocation list.
type TrustFile struct {
	SHA256 string // of DER, in hexadecimal
	Kind   string // TrustAuthority or TrustRevocations
	DER    []byte
	Added  time.Time
}

const allTrust = `SELECT sha256, kind, der, added FROM trust ORDER BY kind, sha256`

// Trust returns whom certificates are checked against, authorities first, in an
// order that stays.
func (s *Store) Trust(ctx context.Context) ([]TrustFile, error) {
	rows, err := s.db.QueryContext(ctx, allTrust)
	if err != nil {
		return nil, wrap("trust", err)
	}
	return collect("trust", rows, scanTrust)
}

// TrustSums returns the checksums of Trust, in its order.
func (s *Store) TrustSums(ctx context.Context) ([]string, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT sha256 FROM trust ORDER BY kind, sha256`)
	if err != nil {
		return nil, wrap("trust sums", err)
	}
	return collect("trust sums", rows, func(r *sql.Rows) (sum string, err error) {
		err = r.Scan(&sum)
		return sum, err
	})
}

// ChangeTrust adds files and takes others away, all or nothing. check sees what
// there would be then, and may refuse it. One that is there already stays as it is.
func (s *Store) ChangeTrust(ctx context.Context, add []TrustFile, remove []string, by By, check func([]TrustFile) error) error {
	return s.within(ctx, "change trust", func(tx *sql.Tx) error {
		for _, sum := range remove {
			r, err := tx.ExecContext(ctx, `DELETE FROM trust WHERE sha256 = ?`, sum)
			if err := touched(r, err, ErrUnknown); err != nil {
				return err
			}
			if err := logged(ctx, tx, by, "remove trust", sum); err != nil {
				return err
			}
		}
		for _, f := range add {
			_, err := tx.ExecContext(ctx, `INSERT INTO trust (sha256, kind, der, added) VALUES (?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING`,
				f.SHA256, f.Kind, f.DER, millis(by.At))
			if err != nil {
				return err
			}
			if err := logged(ctx, tx, by, "add trust", f.SHA256); err != nil {
				return err
			}
		}
		rows, err := tx.QueryContext(ctx, allTrust)
		if err != nil {
			return err
		}
		all, err := collect("trust", rows, scanTrust)
		if err != nil {
			return err
		}
		return check(all)
	})
}

func scanTrust(r *sql.Rows) (f TrustFile, err error) {
	var added int64
	err = r.Scan(&f.SHA256, &f.Kind, &f.DER, &added)
	f.Added = fromMillis(added)
	return f, err
}
