package store

import (
	"context"
	"database/sql"
	"time"
)

// Approval is the information centre's decision of 附件4.
type Approval struct {
	By
	Withdrawn time.Time // when the case was sent back after it; zero: it stands
}

// Approve notes that a case was approved. ErrState: it neither waits nor is
// open, or an approval stands already.
func (s *Store) Approve(ctx context.Context, id string, by By) error {
	return s.within(ctx, "approve", func(tx *sql.Tx) error {
		c, err := scanCase(tx.QueryRowContext(ctx, `SELECT `+caseColumns+` FROM cases WHERE id = ?`, id).Scan)
		if err != nil {
			return err
		}
		if c.State != Waiting && c.State != Opened || !c.Approved.IsZero() {
			return ErrState
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO approvals (case_id, at, account) VALUES (?, ?, ?)`, id, millis(by.At), by.Account); err != nil {
			return err
		}
		return logged(ctx, tx, by, "approve", id)
	})
}

func withdrawApproval(ctx context.Context, tx *sql.Tx, id string, at time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE approvals SET withdrawn = ? WHERE case_id = ? AND withdrawn IS NULL`, millis(at), id)
	return err
}

// Approvals returns every approval of a case, withdrawn ones too, oldest first.
func (s *Store) Approvals(ctx context.Context, id string) ([]Approval, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT account, at, withdrawn FROM approvals WHERE case_id = ? ORDER BY at`, id)
	if err != nil {
		return nil, wrap("approvals", err)
	}
	return collect("approvals", rows, func(r *sql.Rows) (a Approval, err error) {
		var at int64
		var withdrawn sql.NullInt64
		err = r.Scan(&a.Account, &at, &withdrawn)
		a.At, a.Withdrawn = fromMillis(at), orZero(withdrawn)
		return a, err
	})
}
