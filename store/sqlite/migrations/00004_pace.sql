-- Why: the time a run has left is told from the pace it has had lately, in seconds for an
-- epoch or a step. 0 where none was measured, below 0 while it is too early.

-- +goose Up
ALTER TABLE runs ADD COLUMN progress_pace REAL NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE runs DROP COLUMN progress_pace;
