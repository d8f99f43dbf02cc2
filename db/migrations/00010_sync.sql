-- What is fetched from live sources that can be asked.

-- +goose Up

-- One row for each source that was ever asked.
CREATE TABLE source_sync (
    source     TEXT PRIMARY KEY REFERENCES source (id) ON DELETE CASCADE,
    holder     TEXT NOT NULL DEFAULT '',    -- who is fetching, '' = nobody
    held_until BIGINT NOT NULL DEFAULT 0,   -- whoever holds it says again and again that it lives
    synced_at  BIGINT,                      -- all that had changed by then is here; NULL = not everything was fetched yet
    began_at   BIGINT NOT NULL,             -- of the run under way, else of the last one
    ended_at   BIGINT,                      -- NULL while it is under way, or when it was cut off
    listed     BIGINT NOT NULL DEFAULT 0,   -- its conversations that were listed
    fetched    BIGINT NOT NULL DEFAULT 0,   -- of those, that had changed
    expected   BIGINT NOT NULL DEFAULT 0,   -- how many there will be, as far as is known
    events     BIGINT NOT NULL DEFAULT 0,   -- that were new
    unread     BIGINT NOT NULL DEFAULT 0,   -- conversations of which a part was not understood
    failed     BIGINT NOT NULL DEFAULT 0,   -- conversations that could not be fetched
    requests   BIGINT NOT NULL DEFAULT 0,
    failure    TEXT NOT NULL DEFAULT ''     -- why it did not come to its end
);

-- What was fetched of each conversation of a source, so that the same is not fetched twice.
CREATE TABLE source_fetched (
    source TEXT NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    id     BIGINT NOT NULL, -- the conversation's number in the source
    stamp  BIGINT NOT NULL, -- hash of what the list said of it
    upto   BIGINT NOT NULL, -- all its messages up to this number are here
    failed INTEGER NOT NULL DEFAULT 0, -- 1 = it could not be fetched the last time
    PRIMARY KEY (source, id)
) WITHOUT ROWID;
CREATE INDEX source_fetched_failed ON source_fetched (source, id) WHERE failed = 1;

-- +goose Down
DROP TABLE source_fetched;
DROP TABLE source_sync;
