-- Live sources, and what they sent that was not understood. Secrets and raw bodies are sealed with a key that is not in
-- the database.

-- +goose Up

CREATE TABLE source (
    id           TEXT PRIMARY KEY, -- random, part of the address that its deliveries go to
    kind         TEXT NOT NULL,
    name         TEXT NOT NULL UNIQUE,
    options      TEXT NOT NULL, -- JSON object of those that are no secret
    sealed       BLOB NOT NULL, -- the secret, and the options that are secret
    paused       INTEGER NOT NULL DEFAULT 0,
    created_at   BIGINT NOT NULL,
    delivered_at BIGINT, -- of the last delivery that was taken
    refused_at   BIGINT, -- of the last one whose signature was missing or wrong
    deliveries   BIGINT NOT NULL DEFAULT 0,
    events       BIGINT NOT NULL DEFAULT 0, -- that were new
    ignored      BIGINT NOT NULL DEFAULT 0,
    quarantined  BIGINT NOT NULL DEFAULT 0, -- deliveries, ever
    refused      BIGINT NOT NULL DEFAULT 0
);

-- Deliveries of which a part was not understood, whole: a part says too little without what is around it.
CREATE TABLE quarantine (
    id          TEXT PRIMARY KEY, -- hash of the delivery: the same one again is the same row
    source      TEXT NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    received_at BIGINT NOT NULL,
    path        TEXT NOT NULL, -- what followed the source's address
    reason      TEXT NOT NULL, -- a line for each part
    size        BIGINT NOT NULL, -- of the body, in bytes
    sealed      BLOB NOT NULL -- the body
);
CREATE INDEX quarantine_received_at ON quarantine (received_at, id, size);
CREATE INDEX quarantine_source ON quarantine (source);

-- +goose Down
DROP TABLE quarantine;
DROP TABLE source;
