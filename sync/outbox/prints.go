package outbox

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"hallkiosk/kiosk/visit"
)

// BeginPrint marks a paper before it moves. visit.ErrPrinted where it was begun
// before and nobody asked for it again: it may be in somebody's hand.
func (s *Store) BeginPrint(ctx context.Context, caseID string, p visit.Paper) error {
	return s.print(ctx, "begin print", caseID, p, func(state string) (string, error) {
		if state != "waiting" {
			return "", visit.ErrPrinted
		}
		return "begun", nil
	})
}

// EndPrint marks a paper as surely printed. ErrNotBegun where it was not begun.
func (s *Store) EndPrint(ctx context.Context, caseID string, p visit.Paper) error {
	return s.print(ctx, "end print", caseID, p, func(state string) (string, error) {
		if state == "waiting" {
			return "", ErrNotBegun
		}
		return "done", nil
	})
}

// ReopenPrint lets a paper be begun again, on a person's word.
func (s *Store) ReopenPrint(ctx context.Context, caseID string, p visit.Paper) error {
	return s.print(ctx, "reopen print", caseID, p, func(string) (string, error) { return "waiting", nil })
}

// SettlePrint closes a paper on a person's word: they have it, or want it no more.
func (s *Store) SettlePrint(ctx context.Context, caseID string, p visit.Paper) error {
	return s.print(ctx, "settle print", caseID, p, func(string) (string, error) { return "done", nil })
}

// print moves a paper from one state to the next, in one transaction.
func (s *Store) print(ctx context.Context, place, caseID string, p visit.Paper, next func(string) (string, error)) error {
	return s.write(ctx, place, func(tx *sql.Tx) error {
		var state string
		err := tx.QueryRowContext(ctx, "SELECT state FROM prints WHERE case_id = ? AND paper = ?", caseID, string(p)).Scan(&state)
		if errors.Is(err, sql.ErrNoRows) {
			return unknownPaper(p)
		}
		if err != nil {
			return err
		}
		to, err := next(state)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE prints SET state = ?, times = times + (? = 'begun') WHERE case_id = ? AND paper = ?`,
			to, to, caseID, string(p))
		return err
	})
}

func unknownPaper(p visit.Paper) error {
	if p != visit.PaperTicket && p != visit.PaperForms {
		return fmt.Errorf("paper %q", p)
	}
	return visit.ErrUnknownCase
}

// Unsettled returns the papers not seen to end, of cases that were not
// released, oldest case first: at boot, what the kiosk died over. Both kinds
// need a person's word. Begun: the paper may be in somebody's hand; ask them
// (SettlePrint or ReopenPrint). Not begun: it is surely not out, but whoever
// wanted it may be gone; ask whether they are there. Release ends the asking;
// so does Tidy once Options.AskFor has passed.
func (s *Store) Unsettled(ctx context.Context) ([]visit.Unsettled, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT "+ticketColumns+`, paper, prints.state = 'begun'
		FROM prints JOIN cases ON cases.id = case_id JOIN deliveries USING (case_id)
		WHERE NOT released AND prints.state <> 'done'
		ORDER BY seq, paper = ? DESC`, string(visit.PaperTicket))
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
