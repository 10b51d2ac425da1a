package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/wait"
)

// OpenImport connects package transfer, which fills the database, to the database
// that url names. On return the schema is up to date, there is no other import,
// and queries have no time limit. The caller closes the connection. While the
// table imports has a row that is not finished, Open returns a conflict. OpenImport
// waits up to patience for the session of an interrupted import to end.
func OpenImport(ctx context.Context, url string, patience time.Duration) (*pgx.Conn, error) {
	config, err := parse(url)
	if err != nil {
		return nil, err
	}
	conn, err := openImport(ctx, config.ConnConfig, patience)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", classify(err))
	}
	return conn, nil
}

// Classify gives an error of a connection of OpenImport the same sentence as the
// store's own errors.
func Classify(err error) error { return classify(err) }

func openImport(ctx context.Context, config *pgx.ConnConfig, patience time.Duration) (*pgx.Conn, error) {
	patient := config.Copy()
	patient.RuntimeParams["application_name"] = "trex import"
	patient.RuntimeParams["statement_timeout"] = "0"
	patient.RuntimeParams["idle_in_transaction_session_timeout"] = "0"
	conn, err := pgx.ConnectConfig(ctx, patient)
	if err != nil {
		return nil, err
	}
	err = lockImport(ctx, conn, patience)
	if err == nil {
		_, err = migrate(ctx, patient, func(context.Context, *sql.Conn) error { return nil })
	}
	if err != nil {
		closeConn(conn)
		return nil, err
	}
	return conn, nil
}

// lockImport waits for the session of another import to end, for as long as
// patience lasts.
func lockImport(ctx context.Context, conn *pgx.Conn, patience time.Duration) error {
	for giveUp := time.Now().Add(patience); ; {
		var alone bool
		err := conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1, $2)", lockSpace, importLock).Scan(&alone)
		if err != nil || alone {
			return err
		}
		if time.Now().After(giveUp) {
			return trex.Conflict("another import into the database is running; wait until it ends")
		}
		_ = wait.For(ctx, askEvery)
	}
}

// refuseHalfImported returns a conflict for a database whose import is running,
// or was interrupted.
func refuseHalfImported(ctx context.Context, conn *sql.Conn) error {
	var there bool
	if err := conn.QueryRowContext(ctx, "SELECT to_regclass('imports') IS NOT NULL").Scan(&there); err != nil || !there {
		return err
	}
	var source string
	err := conn.QueryRowContext(ctx, "SELECT source FROM imports WHERE finished_at IS NULL").Scan(&source)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return trex.Conflict("the import of %s into the database is not finished; finish it with: "+
		"trex import --from sqlite --data %s", source, source)
}
