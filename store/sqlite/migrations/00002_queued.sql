-- Why: runs that a cluster queues are pending and have a reference. They are looked
-- for as often as those that run, and stand among any number that have neither.

-- +goose Up
CREATE INDEX runs_queued ON runs (id) WHERE status = 1 AND ref <> '';

-- +goose Down
DROP INDEX runs_queued;
