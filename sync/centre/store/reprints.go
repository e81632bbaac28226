package store

import (
	"context"
	"database/sql"
)

// Reprint says who printed a copy of a case's forms again, when and why.
type Reprint struct {
	Serial int    // of the case, from 1
	Paper  string // a visit.Paper
	Reason string // a code
	By
}

// AddReprint notes that a copy is printed again. ErrUnknown: no such case.
func (s *Store) AddReprint(ctx context.Context, id, paper, reason string, by By) error {
	return s.within(ctx, "reprint", func(tx *sql.Tx) error {
		var known string
		if err := tx.QueryRowContext(ctx, `SELECT id FROM cases WHERE id = ?`, id).Scan(&known); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO reprints (case_id, serial, paper, reason, account, at)
			SELECT ?, COALESCE(MAX(serial), 0) + 1, ?, ?, ?, ? FROM reprints WHERE case_id = ?`,
			id, paper, reason, by.Account, millis(by.At), id)
		if err != nil {
			return err
		}
		return logged(ctx, tx, by, "reprint "+paper, id)
	})
}

// Reprints returns what was printed again of a case, in that order.
func (s *Store) Reprints(ctx context.Context, id string) ([]Reprint, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT serial, paper, reason, account, at FROM reprints WHERE case_id = ? ORDER BY serial`, id)
	if err != nil {
		return nil, wrap("reprints", err)
	}
	return collect("reprints", rows, func(r *sql.Rows) (p Reprint, err error) {
		var at int64
		err = r.Scan(&p.Serial, &p.Paper, &p.Reason, &p.Account, &at)
		p.At = fromMillis(at)
		return p, err
	})
}
