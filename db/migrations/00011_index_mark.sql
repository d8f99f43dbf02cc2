-- What ties a snapshot of the reports' index, in a file beside the database, to this database.

-- +goose Up

-- A mark means: what the snapshot of that name says is what this database said at that revision. It goes where a copy of
-- the database goes, and a copy that was made before it does not have it.
CREATE TABLE index_mark (
    mark     TEXT PRIMARY KEY, -- random
    revision BIGINT NOT NULL,
    made_at  BIGINT NOT NULL
);

-- +goose Down
DROP TABLE index_mark;
