-- +goose Up

-- Each copy of a form becomes a paper of its own, and what a person said is told
-- apart from what the printer said. SQLite changes a CHECK by a new table only.
--
-- A case that was submitted before has one line, 'forms', for all of them: they
-- went out as one document, and which copies that were only the sealed
-- application says. The line stays as it is, times and all. Where it was not
-- seen to end, a person is asked about the forms as a whole; nothing is printed.
CREATE TABLE prints_by_copy (
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    paper   TEXT NOT NULL,                 -- ticket, annex1-1 … annex4, forms; their order is the alphabet's, but the ticket comes first
    state   TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'begun', 'done', 'settled')),
    times   INTEGER NOT NULL DEFAULT 0,    -- how often it was begun
    PRIMARY KEY (case_id, paper)
) STRICT, WITHOUT ROWID;

-- A paper that was closed without ever having been begun was closed by a person.
INSERT INTO prints_by_copy (case_id, paper, state, times)
    SELECT case_id, paper, CASE WHEN state = 'done' AND times = 0 THEN 'settled' ELSE state END, times FROM prints;

DROP TABLE prints;

ALTER TABLE prints_by_copy RENAME TO prints;
