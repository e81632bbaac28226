package outbox_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hallkiosk/kiosk/visit"
	"hallkiosk/sync/outbox"
)

// prints checks the print ledger of a case, line for line.
func prints(t testing.TB, s *outbox.Store, id string, want ...visit.Print) {
	t.Helper()
	got, err := s.Prints(t.Context(), id)
	must(t, err)
	if !slices.Equal(got, want) {
		t.Errorf("the ledger says %+v, want %+v", got, want)
	}
}

func TestPrintLedger(t *testing.T) {
	s, _, _ := fresh(t)
	ctx := t.Context()
	id := submit(t, s, application(1)).Case
	wantIs(t, s.EndPrint(ctx, id, visit.PaperTicket), outbox.ErrNotBegun)
	must(t, s.BeginPrint(ctx, id, visit.PaperTicket))
	wantIs(t, s.BeginPrint(ctx, id, visit.PaperTicket), visit.ErrPrinted)
	must(t, s.BeginPrint(ctx, id, visit.PaperAnnex11)) // each paper on its own
	must(t, s.EndPrint(ctx, id, visit.PaperTicket))
	must(t, s.EndPrint(ctx, id, visit.PaperTicket))
	wantIs(t, s.BeginPrint(ctx, id, visit.PaperTicket), visit.ErrPrinted)
	must(t, s.ReopenPrint(ctx, id, visit.PaperTicket))
	must(t, s.BeginPrint(ctx, id, visit.PaperTicket))
	must(t, s.SettlePrint(ctx, id, visit.PaperTicket))
	wantIs(t, s.BeginPrint(ctx, id, visit.PaperTicket), visit.ErrPrinted)
	must(t, s.EndPrint(ctx, id, visit.PaperAnnex11))
	must(t, s.SettlePrint(ctx, id, visit.PaperAnnex11)) // what the printer saw needs no person's word
	must(t, s.SettlePrint(ctx, id, visit.PaperAnnex2))
	prints(t, s, id, visit.Print{Paper: visit.PaperTicket, State: visit.PrintSettled, Times: 2},
		visit.Print{Paper: visit.PaperAnnex11, State: visit.PrintDone, Times: 1},
		visit.Print{Paper: visit.PaperAnnex12, State: visit.PrintWaiting},
		visit.Print{Paper: visit.PaperAnnex2, State: visit.PrintSettled})
	for _, p := range []visit.Paper{"receipt", visit.PaperForms, visit.PaperAnnex3} {
		if err := s.BeginPrint(ctx, id, p); err == nil || errors.Is(err, visit.ErrUnknownCase) {
			t.Errorf("%s, which the case does not have: %v", p, err)
		}
	}
	_, err := s.Prints(ctx, caseID(9))
	wantIs(t, err, visit.ErrUnknownCase)
}

func TestSubmitRefusesPapers(t *testing.T) {
	s, _, _ := fresh(t)
	for name, forms := range map[string][]visit.Paper{
		"unknown": {"receipt"}, "ticket": {visit.PaperTicket}, "twice": {visit.PaperAnnex2, visit.PaperAnnex2},
		"as one document": {visit.PaperForms}, "no name": {""},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := s.Submit(t.Context(), application(1), 'A', forms); err == nil {
				t.Error("taken")
			}
		})
	}
	ticket, err := s.Submit(t.Context(), application(1), 'A', nil)
	must(t, err)
	if ticket.Number != "A1001" {
		t.Errorf("a refused list took a number: %s", ticket.Number)
	}
	_, err = s.Submit(t.Context(), application(1), 'A', copies)
	must(t, err)
	prints(t, s, ticket.Case, visit.Print{Paper: visit.PaperTicket, State: visit.PrintWaiting}) // as at first
}

// TestKilledBetweenMarks ends the store after each mark in turn: what was
// marked is still so, and nothing that was begun can be begun again.
func TestKilledBetweenMarks(t *testing.T) {
	papers := append([]visit.Paper{visit.PaperTicket}, copies...)
	for marks := range 2*len(papers) + 1 {
		s, c, path := fresh(t)
		id := submit(t, s, application(1)).Case
		for i := range marks {
			mark := s.BeginPrint
			if i%2 == 1 {
				mark = s.EndPrint
			}
			must(t, mark(t.Context(), id, papers[i/2]))
		}
		dead := filepath.Join(t.TempDir(), "outbox.db") // the files as they are while the store is open
		for _, suffix := range []string{"", "-wal"} {
			b, err := os.ReadFile(path + suffix)
			must(t, err)
			must(t, os.WriteFile(dead+suffix, b, 0o600))
		}
		s = open(t, options(dead, c))
		var want []visit.Print
		for i, p := range papers {
			line := visit.Print{Paper: p, State: visit.PrintWaiting}
			if marks > 2*i {
				line.State, line.Times = visit.PrintBegun, 1
				wantIs(t, s.BeginPrint(t.Context(), id, p), visit.ErrPrinted)
			}
			if marks > 2*i+1 {
				line.State = visit.PrintDone
			}
			want = append(want, line)
		}
		prints(t, s, id, want...)
		list, err := s.Unsettled(t.Context())
		must(t, err)
		if len(list) != len(papers)-marks/2 || len(list) > 0 && list[0].Begun != (marks%2 == 1) {
			t.Errorf("after %d marks asks about %+v", marks, list)
		}
	}
}

// TestLedgerProperty: whatever is called in whatever order, a paper is begun at
// most once more often than somebody asked for it again.
func TestLedgerProperty(t *testing.T) {
	s, c, path := fresh(t)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		id := submit(t, s, application(n)).Case
		begun, reopened := map[visit.Paper]int{}, map[visit.Paper]int{}
		for range rapid.IntRange(1, 30).Draw(rt, "calls") {
			p := rapid.SampledFrom(append([]visit.Paper{visit.PaperTicket}, copies...)).Draw(rt, "paper")
			switch rapid.IntRange(0, 12).Draw(rt, "call") {
			case 0, 1, 2, 3:
				if s.BeginPrint(t.Context(), id, p) == nil {
					begun[p]++
				}
			case 4, 5, 6:
				_ = s.EndPrint(t.Context(), id, p)
			case 7, 8:
				must(t, s.ReopenPrint(t.Context(), id, p))
				reopened[p]++
			case 9, 10:
				must(t, s.SettlePrint(t.Context(), id, p))
			case 11:
				_, err := s.Submit(t.Context(), application(n), 'A', copies)
				must(t, err)
			case 12:
				must(t, s.Close())
				s = open(t, options(path, c))
			}
		}
		ledger, err := s.Prints(t.Context(), id)
		must(t, err)
		for _, line := range ledger {
			if line.Times != begun[line.Paper] || line.Times > 1+reopened[line.Paper] {
				rt.Errorf("%s: begun %d times, the ledger says %d, asked for again %d times", line.Paper, begun[line.Paper], line.Times, reopened[line.Paper])
			}
		}
	})
}

// firstSchema is what a kiosk's store looked like before the ledger was kept by copy.
func firstSchema(t *testing.T, path string) {
	t.Helper()
	first, err := os.ReadFile("migrations/00001_cases.sql")
	must(t, err)
	_, table, ok := strings.Cut(string(first), "CREATE TABLE prints ")
	if !ok {
		t.Fatal("the first migration makes no table prints")
	}
	query(t, path, func(db *sql.DB) error {
		_, err := db.Exec("DROP TABLE proofs; DROP TABLE prints; CREATE TABLE prints " + table + "; DELETE FROM goose_db_version WHERE version_id > 1")
		return err
	})
}

func TestUpdateCarriesPrintsOver(t *testing.T) {
	s, c, path := fresh(t)
	var cases []visit.Ticket
	for n := range 4 {
		cases = append(cases, submit(t, s, application(n+1)))
	}
	must(t, s.Close())
	firstSchema(t, path)
	for i, old := range []struct {
		ticket, forms string
		times         int
	}{{"done", "begun", 2}, {"done", "waiting", 0}, {"done", "done", 1}, {"begun", "done", 0}} {
		execute(t, path, `INSERT INTO prints (case_id, paper, state, times) VALUES (?1, 'ticket', ?2, 1), (?1, 'forms', ?3, ?4)`,
			cases[i].Case, old.ticket, old.forms, old.times)
	}
	s = open(t, options(path, c))
	ticket := visit.Print{Paper: visit.PaperTicket, State: visit.PrintDone, Times: 1}
	prints(t, s, cases[0].Case, ticket, visit.Print{Paper: visit.PaperForms, State: visit.PrintBegun, Times: 2})
	prints(t, s, cases[1].Case, ticket, visit.Print{Paper: visit.PaperForms, State: visit.PrintWaiting})
	prints(t, s, cases[2].Case, ticket, visit.Print{Paper: visit.PaperForms, State: visit.PrintDone, Times: 1})
	ticket.State = visit.PrintBegun
	prints(t, s, cases[3].Case, ticket, visit.Print{Paper: visit.PaperForms, State: visit.PrintSettled})
	list, err := s.Unsettled(t.Context())
	must(t, err)
	want := []visit.Unsettled{
		{Ticket: cases[0], Paper: visit.PaperForms, Begun: true}, {Ticket: cases[1], Paper: visit.PaperForms},
		{Ticket: cases[3], Paper: visit.PaperTicket, Begun: true},
	}
	if !slices.Equal(list, want) {
		t.Errorf("asks about %+v", list)
	}
	must(t, s.SettlePrint(t.Context(), cases[0].Case, visit.PaperForms))
	must(t, s.Close())
	s = open(t, options(path, c)) // only once
	prints(t, s, cases[0].Case, visit.Print{Paper: visit.PaperTicket, State: visit.PrintDone, Times: 1},
		visit.Print{Paper: visit.PaperForms, State: visit.PrintSettled, Times: 2})
}

// TestLedgerPrints: a technician reads who printed what how often, by number.
func TestLedgerPrints(t *testing.T) {
	s, _, path := fresh(t)
	first, second := submit(t, s, application(1)), submit(t, s, application(2))
	must(t, s.BeginPrint(t.Context(), first.Case, visit.PaperAnnex12))
	must(t, s.SettlePrint(t.Context(), second.Case, visit.PaperAnnex2))
	l, err := outbox.OpenLedger(t.Context(), path, "K1")
	must(t, err)
	defer func() { must(t, l.Close()) }()
	lines, err := l.Prints(t.Context())
	must(t, err)
	if len(lines) != 8 || lines[0].Number != "A1001" || lines[0].Paper != visit.PaperTicket || lines[4].Number != "A1002" {
		t.Fatalf("lines %+v", lines)
	}
	want := outbox.PrintLine{Number: "A1001", Day: "2026-11-22", Print: visit.Print{Paper: visit.PaperAnnex12, State: visit.PrintBegun, Times: 1}}
	if lines[2] != want {
		t.Errorf("got %+v, want %+v", lines[2], want)
	}
	if lines[7].State != visit.PrintSettled || lines[7].Times != 0 {
		t.Errorf("got %+v", lines[7])
	}
}
