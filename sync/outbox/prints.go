package outbox

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"hallkiosk/kiosk/visit"
)

// byCopy is the order of a case's papers: the ticket, then the forms as they
// are printed, which is their names' order.
const byCopy = "prints.paper = 'ticket' DESC, prints.paper"

// BeginPrint marks a paper before it moves. visit.ErrPrinted where it was begun
// or closed before and nobody asked for it again: it may be in somebody's hand.
func (s *Store) BeginPrint(ctx context.Context, caseID string, p visit.Paper) error {
	return s.print(ctx, "begin print", caseID, p, func(state visit.PrintState) (visit.PrintState, error) {
		if state != visit.PrintWaiting {
			return "", visit.ErrPrinted
		}
		return visit.PrintBegun, nil
	})
}

// EndPrint marks a paper as surely printed. ErrNotBegun where it was not begun.
func (s *Store) EndPrint(ctx context.Context, caseID string, p visit.Paper) error {
	return s.print(ctx, "end print", caseID, p, func(state visit.PrintState) (visit.PrintState, error) {
		if state == visit.PrintWaiting {
			return "", ErrNotBegun
		}
		return visit.PrintDone, nil
	})
}

// ReopenPrint lets a paper be begun again: on a person's word, or where the
// printer is certain that nothing came out.
func (s *Store) ReopenPrint(ctx context.Context, caseID string, p visit.Paper) error {
	return s.print(ctx, "reopen print", caseID, p, func(visit.PrintState) (visit.PrintState, error) {
		return visit.PrintWaiting, nil
	})
}

// SettlePrint closes a paper on a person's word: they have it, or want it no
// more. One that the printer saw to its end stays done.
func (s *Store) SettlePrint(ctx context.Context, caseID string, p visit.Paper) error {
	return s.print(ctx, "settle print", caseID, p, func(state visit.PrintState) (visit.PrintState, error) {
		if state == visit.PrintDone {
			return state, nil
		}
		return visit.PrintSettled, nil
	})
}

// print moves a paper from one state to the next, in one transaction.
func (s *Store) print(ctx context.Context, place, caseID string, p visit.Paper, next func(visit.PrintState) (visit.PrintState, error)) error {
	return s.write(ctx, place, func(tx *sql.Tx) error {
		var state visit.PrintState
		err := tx.QueryRowContext(ctx, "SELECT state FROM prints WHERE case_id = ? AND paper = ?", caseID, string(p)).Scan(&state)
		if errors.Is(err, sql.ErrNoRows) {
			return noSuchPrint(ctx, tx, caseID, p)
		}
		if err != nil {
			return err
		}
		to, err := next(state)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE prints SET state = ?, times = times + (? = 'begun') WHERE case_id = ? AND paper = ?`,
			string(to), string(to), caseID, string(p))
		return err
	})
}

// noSuchPrint says whether the case or only its paper is unknown.
func noSuchPrint(ctx context.Context, tx *sql.Tx, caseID string, p visit.Paper) error {
	if _, err := ticketOf(ctx, tx, "id = ?", caseID); err != nil {
		return err
	}
	return fmt.Errorf("the case has no paper %q", p)
}

// Prints returns the print ledger of a case, in the order of printing, or
// visit.ErrUnknownCase.
func (s *Store) Prints(ctx context.Context, caseID string) ([]visit.Print, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT paper, state, times FROM prints WHERE case_id = ? ORDER BY "+byCopy, caseID)
	if err != nil {
		return nil, wrap("prints", err)
	}
	defer rows.Close()
	var all []visit.Print
	for rows.Next() {
		var p visit.Print
		if err := rows.Scan(&p.Paper, &p.State, &p.Times); err != nil {
			return nil, wrap("prints", err)
		}
		all = append(all, p)
	}
	if err := rows.Err(); err != nil {
		return nil, wrap("prints", err)
	}
	if len(all) == 0 { // each case has a ticket at least
		return nil, wrap("prints", visit.ErrUnknownCase)
	}
	return all, nil
}

// Unsettled returns the papers not seen to end, of cases that were not
// released, oldest case first, a case's in the order of printing: at boot, what
// the kiosk died over. Both kinds need a person's word. Begun: the paper may be
// in somebody's hand; ask them (SettlePrint or ReopenPrint). Not begun: it is
// surely not out, but whoever wanted it may be gone; ask whether they are there.
// Release ends the asking; so does Tidy once Options.AskFor has passed.
func (s *Store) Unsettled(ctx context.Context) ([]visit.Unsettled, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT "+ticketColumns+`, paper, prints.state = 'begun'
		FROM prints JOIN cases ON cases.id = case_id JOIN deliveries USING (case_id)
		WHERE NOT released AND prints.state IN ('waiting', 'begun')
		ORDER BY seq, `+byCopy)
	if err != nil {
		return nil, wrap("unsettled", err)
	}
	defer rows.Close()
	var all []visit.Unsettled
	for rows.Next() {
		var u visit.Unsettled
		if u.Ticket, err = scanTicket(rows.Scan, &u.Paper, &u.Begun); err != nil {
			return nil, wrap("unsettled", err)
		}
		all = append(all, u)
	}
	return all, wrap("unsettled", rows.Err())
}
