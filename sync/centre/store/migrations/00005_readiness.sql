-- +goose Up

-- How each kiosk found itself in the morning: the last report of each day.
CREATE TABLE readiness (
    kiosk    TEXT NOT NULL REFERENCES kiosks (name),
    day      TEXT NOT NULL,
    received BIGINT NOT NULL,
    report   BLOB NOT NULL, -- a protocol.Readiness in JSON
    PRIMARY KEY (kiosk, day)
);

-- +goose Down
DROP TABLE readiness;
