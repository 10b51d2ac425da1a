-- Why: runs are listed with their objective's last value beside the best, and people
-- sort by what they see. NULL while there is none, or none that can be compared.

-- +goose Up
ALTER TABLE runs ADD COLUMN last DOUBLE PRECISION;

UPDATE runs SET last = (SELECT s.last FROM series s WHERE s.run_id = runs.id AND s.metric = runs.objective_metric
    AND s.last BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308);

CREATE INDEX runs_by_last ON runs (last, id);
CREATE INDEX runs_by_last_up ON runs (last, id DESC);

-- +goose Down
DROP INDEX runs_by_last_up;
DROP INDEX runs_by_last;
ALTER TABLE runs DROP COLUMN last;
