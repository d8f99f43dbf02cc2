-- Why a live source was refused the last time.

-- +goose Up
ALTER TABLE source ADD COLUMN refusal TEXT NOT NULL DEFAULT ''; -- '' = not known

-- +goose Down
ALTER TABLE source DROP COLUMN refusal;
