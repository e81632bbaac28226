package store

import (
	"context"
	"database/sql"
)

// Tick says who saw a material of a case, and when.
type Tick struct {
	Material string
	By
}

// Decision says how a case ended at a window.
type Decision struct {
	Kind   State // Finished or SentBack
	Reason string
	Note   string // in the clerk's words
	By
}

// OpenCase marks a waiting case as being worked on. It answers whether it was
// waiting; any other case stays as it is.
func (s *Store) OpenCase(ctx context.Context, id string, by By) (first bool, err error) {
	err = s.within(ctx, "open case", func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, `UPDATE cases SET state = ?, opened = ?, opened_by = ? WHERE id = ? AND state = ?`,
			Opened, millis(by.At), by.Account, id, Waiting)
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		if err != nil || n == 0 {
			return err
		}
		first = true
		return logged(ctx, tx, by, "open", id)
	})
	return first, err
}

// Resume takes up a case that was sent back; ErrState for any other.
func (s *Store) Resume(ctx context.Context, id string, by By) error {
	return s.within(ctx, "resume", func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, `UPDATE cases SET state = ?, opened = ?, opened_by = ? WHERE id = ? AND state = ?`,
			Opened, millis(by.At), by.Account, id, SentBack)
		if err := touched(r, err, ErrState); err != nil {
			return err
		}
		return logged(ctx, tx, by, "resume", id)
	})
}

// SetTick notes that a material of an open case was seen, or takes that back.
// A tick that is there stays whose it is. ErrState: the case is not open.
func (s *Store) SetTick(ctx context.Context, id, material string, seen bool, by By) error {
	return s.within(ctx, "tick", func(tx *sql.Tx) error {
		if err := mustBeOpen(ctx, tx, id); err != nil {
			return err
		}
		var r sql.Result
		var err error
		act := "tick"
		if seen {
			r, err = tx.ExecContext(ctx, `INSERT INTO ticks (case_id, material, account, at) VALUES (?, ?, ?, ?)
				ON CONFLICT (case_id, material) DO NOTHING`, id, material, by.Account, millis(by.At))
		} else {
			act = "untick"
			r, err = tx.ExecContext(ctx, `DELETE FROM ticks WHERE case_id = ? AND material = ?`, id, material)
		}
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return err
		}
		return logged(ctx, tx, by, act, id)
	})
}

func mustBeOpen(ctx context.Context, tx *sql.Tx, id string) error {
	var state State
	if err := tx.QueryRowContext(ctx, `SELECT state FROM cases WHERE id = ?`, id).Scan(&state); err != nil {
		return err
	}
	if state != Opened {
		return ErrState
	}
	return nil
}

// Decide ends an open case; ErrState for any other, so that two windows cannot
// both end it.
func (s *Store) Decide(ctx context.Context, id string, d Decision) error {
	return s.within(ctx, "decide", func(tx *sql.Tx) error {
		if err := mustBeOpen(ctx, tx, id); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE cases SET state = ? WHERE id = ?`, d.Kind, id); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO decisions (case_id, at, kind, reason, note, account) VALUES (?, ?, ?, ?, ?, ?)`,
			id, millis(d.At), d.Kind, d.Reason, d.Note, d.Account)
		if err != nil {
			return err
		}
		if d.Kind == SentBack { // what comes back may be another thing than what was approved
			if err := withdrawApproval(ctx, tx, id, d.At); err != nil {
				return err
			}
		}
		return logged(ctx, tx, d.By, string(d.Kind), id)
	})
}

// Ticks returns the ticks of a case by material.
func (s *Store) Ticks(ctx context.Context, id string) (map[string]Tick, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT material, account, at FROM ticks WHERE case_id = ?`, id)
	if err != nil {
		return nil, wrap("ticks", err)
	}
	list, err := collect("ticks", rows, func(r *sql.Rows) (t Tick, err error) {
		var at int64
		err = r.Scan(&t.Material, &t.Account, &at)
		t.At = fromMillis(at)
		return t, err
	})
	ticks := map[string]Tick{}
	for _, t := range list {
		ticks[t.Material] = t
	}
	return ticks, err
}

// Decisions returns how a case ended each time, oldest first.
func (s *Store) Decisions(ctx context.Context, id string) ([]Decision, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT kind, reason, note, account, at FROM decisions WHERE case_id = ? ORDER BY at`, id)
	if err != nil {
		return nil, wrap("decisions", err)
	}
	return collect("decisions", rows, func(r *sql.Rows) (d Decision, err error) {
		var at int64
		err = r.Scan(&d.Kind, &d.Reason, &d.Note, &d.Account, &at)
		d.At = fromMillis(at)
		return d, err
	})
}
