-- Times are integer milliseconds since 1970-01-01 UTC. Lists are JSON arrays of texts.

-- +goose Up

-- One row: the number of the last change to anything that reports depend on.
CREATE TABLE revision (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    n  BIGINT NOT NULL
);
INSERT INTO revision (id, n) VALUES (1, 0);

CREATE TABLE setting (
    key      TEXT PRIMARY KEY,
    value    TEXT NOT NULL,
    revision BIGINT NOT NULL
);

CREATE TABLE agent (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL DEFAULT '',
    email    TEXT NOT NULL DEFAULT '',
    active   INTEGER NOT NULL DEFAULT 1,
    revision BIGINT NOT NULL
);

CREATE TABLE channel (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL DEFAULT '',
    phone    TEXT NOT NULL DEFAULT '',
    revision BIGINT NOT NULL
);

-- Each field keeps the newest line that had it: *_at is that line's time.
CREATE TABLE contact (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL DEFAULT '',
    phone    TEXT NOT NULL DEFAULT '',
    tags     TEXT NOT NULL DEFAULT '[]',
    name_at  BIGINT,
    phone_at BIGINT,
    tags_at  BIGINT,
    revision BIGINT NOT NULL
);
CREATE INDEX contact_revision ON contact (revision);

CREATE TABLE thread (
    n         INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    channel   TEXT NOT NULL DEFAULT '',
    contact   TEXT NOT NULL DEFAULT '',
    origin    INTEGER NOT NULL DEFAULT 0,
    lifecycle INTEGER NOT NULL DEFAULT 0,
    url       TEXT NOT NULL DEFAULT '',
    silent_at BIGINT -- when silence will close the open conversation; NULL = never
);
CREATE INDEX thread_silent_at ON thread (silent_at) WHERE silent_at IS NOT NULL;

-- The truth. kind, sender, status, reason and own are the numbers of package conversation; subject is the tag, or the
-- key of a status's message. The primary key is the order of events.
CREATE TABLE event (
    thread  BIGINT NOT NULL REFERENCES thread (n),
    at      BIGINT NOT NULL,
    seq     BIGINT NOT NULL DEFAULT 0,
    kind    INTEGER NOT NULL,
    key     TEXT NOT NULL,
    sender  INTEGER NOT NULL,
    agent   TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '',
    code    INTEGER NOT NULL DEFAULT 0, -- status of a status, reason of a close, score of a rating
    own     INTEGER NOT NULL DEFAULT 0, -- the furthest own status that any version of a message ever said
    extra   TEXT,             -- JSON of the fields that kinds have no column for; NULL = none
    PRIMARY KEY (thread, at, seq, kind, key)
) WITHOUT ROWID;
CREATE UNIQUE INDEX event_key ON event (thread, key);
CREATE INDEX event_survey ON event (thread, at) WHERE kind = 6;
CREATE INDEX event_failure ON event (thread, subject) WHERE kind = 9 AND code = 4;

-- One row per conversation: what the events of its thread fold to. Facts only: nothing here depends on the time zone or
-- the working hours. Anybody may read it.
CREATE TABLE conversation (
    thread               BIGINT NOT NULL REFERENCES thread (n),
    number               INTEGER NOT NULL,
    id                   TEXT NOT NULL,
    status               TEXT NOT NULL,
    origin               TEXT NOT NULL,
    channel              TEXT NOT NULL,
    contact              TEXT NOT NULL,
    owner                TEXT NOT NULL,
    agents               TEXT NOT NULL,
    tags                 TEXT NOT NULL,
    started_at           BIGINT NOT NULL,
    closed_at            BIGINT,
    close_reason         TEXT NOT NULL,
    closed_by            TEXT NOT NULL,
    first_contact_at     BIGINT,
    first_response_at    BIGINT,
    first_response_s     BIGINT,
    first_responder      TEXT NOT NULL,
    replies              INTEGER NOT NULL,
    reply_total_s        BIGINT NOT NULL,
    messages_in          INTEGER NOT NULL,
    messages_agent       INTEGER NOT NULL,
    messages_flow        INTEGER NOT NULL,
    last_message_at      BIGINT,
    duration_s           BIGINT,
    unanswered           INTEGER NOT NULL,
    waiting              INTEGER NOT NULL,
    survey_at            BIGINT,
    rating               INTEGER,
    comment              TEXT NOT NULL,
    survey_agent         TEXT NOT NULL,
    url                  TEXT NOT NULL,
    marks                BLOB NOT NULL, -- messages and handoffs in order, packed; see db/marks.go
    revision             BIGINT NOT NULL,
    PRIMARY KEY (thread, number)
) WITHOUT ROWID;
CREATE INDEX conversation_revision ON conversation (revision);

-- Conversations that late events renumbered away.
CREATE TABLE removed (
    thread   BIGINT NOT NULL,
    number   INTEGER NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (thread, number)
);
CREATE INDEX removed_revision ON removed (revision);

-- Tags and participants beside the conversation, a row each.
CREATE VIEW conversation_tag AS
    SELECT c.id AS conversation, t.value AS tag FROM conversation c, json_each(c.tags) t;
CREATE VIEW conversation_agent AS
    SELECT c.id AS conversation, a.value AS agent FROM conversation c, json_each(c.agents) a;

-- +goose Down
DROP VIEW conversation_agent;
DROP VIEW conversation_tag;
DROP TABLE removed;
DROP TABLE conversation;
DROP TABLE event;
DROP TABLE thread;
DROP TABLE contact;
DROP TABLE channel;
DROP TABLE agent;
DROP TABLE setting;
DROP TABLE revision;
