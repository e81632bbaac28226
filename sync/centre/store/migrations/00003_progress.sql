-- +goose Up

-- Urgent cases are called before all others.
ALTER TABLE cases ADD COLUMN urgent BOOLEAN NOT NULL DEFAULT FALSE;

-- What this database alone knows, made at the first start.
CREATE TABLE secrets (
    name   TEXT PRIMARY KEY,
    secret BLOB NOT NULL
);

-- Whose case it is: agent and legal representative, each as the HMAC-SHA256 of
-- their ID number under the secret "people".
CREATE TABLE case_people (
    person  BLOB NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    PRIMARY KEY (person, case_id)
);

CREATE INDEX case_people_by_case ON case_people (case_id);

-- 附件4: the information centre's decision. Sending a case back withdraws it.
CREATE TABLE approvals (
    case_id   TEXT NOT NULL REFERENCES cases (id),
    at        BIGINT NOT NULL,
    account   TEXT NOT NULL REFERENCES accounts (username),
    withdrawn BIGINT
);

CREATE INDEX approvals_by_case ON approvals (case_id, at);

-- +goose Down
DROP TABLE approvals;
DROP TABLE case_people;
DROP TABLE secrets;
ALTER TABLE cases DROP COLUMN urgent;
