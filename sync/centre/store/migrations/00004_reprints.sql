-- +goose Up

-- A copy of a form that staff printed again: which, by whom, when and why.
CREATE TABLE reprints (
    case_id TEXT NOT NULL REFERENCES cases (id),
    serial  INTEGER NOT NULL, -- of the case, from 1
    paper   TEXT NOT NULL,
    reason  TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES accounts (username),
    at      BIGINT NOT NULL,
    PRIMARY KEY (case_id, serial)
);

-- +goose Down
DROP TABLE reprints;
