package outbox

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"hallkiosk/kiosk/visit"
)

// Debt is a case that the kiosk owes the centre. It holds nothing personal.
type Debt struct {
	Number  string // "A1001"
	Day     string // the hall's date
	Refused bool   // the centre does not want it as it is: a dead letter
	Code    string // why it was refused or last postponed; "" where it was not tried yet
	Tries   int    // how often it was postponed
}

// PrintLine is one line of the print ledger. It holds nothing personal.
type PrintLine struct {
	Number string // "A1001"
	Day    string // the hall's date
	visit.Print
}

// Ledger is what a store says without the kiosk key: which cases it owes, and
// what was printed. A technician has no such key (it may be one of systemd's credentials), and
// looks while the kiosk runs.
type Ledger struct{ db *sql.DB }

// OpenLedger opens the store of a kiosk to read it, and changes nothing in it.
// Errors are ErrCorrupt, ErrOtherKiosk or ErrUnwritable where a person must act.
func OpenLedger(ctx context.Context, path, kiosk string) (*Ledger, error) {
	return openLedger(ctx, path, kiosk, "ro")
}

func openLedger(ctx context.Context, path, kiosk, mode string) (*Ledger, error) {
	db, err := dial(path, mode)
	if err != nil {
		return nil, err
	}
	l := &Ledger{db: db}
	err = check(ctx, db)
	if err == nil {
		err = l.belongs(ctx, kiosk)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return l, nil
}

// Close closes the file.
func (l *Ledger) Close() error { return wrap("close", l.db.Close()) }

func (l *Ledger) belongs(ctx context.Context, kiosk string) error {
	var owner string
	if err := l.db.QueryRowContext(ctx, "SELECT kiosk FROM identity").Scan(&owner); err != nil {
		return wrap("identify", err)
	}
	if owner != kiosk {
		return fmt.Errorf("outbox: identify: %w", ErrOtherKiosk)
	}
	return nil
}

// Debts returns what is owed, in the order of submission.
func (l *Ledger) Debts(ctx context.Context) ([]Debt, error) {
	rows, err := l.db.QueryContext(ctx, `SELECT number, day, state = 'refused', code, tries
		FROM deliveries JOIN cases ON cases.id = case_id WHERE state <> 'delivered' ORDER BY seq`)
	if err != nil {
		return nil, wrap("debts", err)
	}
	defer rows.Close()
	var all []Debt
	for rows.Next() {
		var d Debt
		if err := rows.Scan(&d.Number, &d.Day, &d.Refused, &d.Code, &d.Tries); err != nil {
			return nil, wrap("debts", err)
		}
		all = append(all, d)
	}
	return all, wrap("debts", rows.Err())
}

// Prints returns what was printed for each case that the store still knows, in
// the order of submission, then of printing.
func (l *Ledger) Prints(ctx context.Context) ([]PrintLine, error) {
	rows, err := l.db.QueryContext(ctx, `SELECT number, day, paper, prints.state, times
		FROM prints JOIN cases ON cases.id = case_id JOIN deliveries USING (case_id) ORDER BY seq, `+byCopy)
	if err != nil {
		return nil, wrap("prints", err)
	}
	defer rows.Close()
	var all []PrintLine
	for rows.Next() {
		var p PrintLine
		if err := rows.Scan(&p.Number, &p.Day, &p.Paper, &p.State, &p.Times); err != nil {
			return nil, wrap("prints", err)
		}
		all = append(all, p)
	}
	return all, wrap("prints", rows.Err())
}

// Retry makes every dead letter of a kiosk's store owed again, and returns how
// many there were. The kiosk may run meanwhile: it delivers them soon after.
func Retry(ctx context.Context, path, kiosk string, now time.Time) (n int, err error) {
	l, err := openLedger(ctx, path, kiosk, "rw")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	at := now.UnixMilli()
	r, err := l.db.ExecContext(ctx, `UPDATE deliveries SET state = 'owed', due = ?, tries = 0, code = '', changed = ?
		WHERE state = 'refused'`, at, at)
	if err != nil {
		return 0, wrap("retry", err)
	}
	changed, err := r.RowsAffected()
	return int(changed), wrap("retry", err)
}
