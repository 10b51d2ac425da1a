package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/store/postgres/pgtest"
)

// TestAnswerIsLost cuts the connection at COMMIT, once before the server receives
// it and once before the answer arrives. The caller is told the truth: the change
// happened, once.
func TestAnswerIsLost(t *testing.T) {
	t.Parallel()
	p := newProxy(t, pgtest.Emptied(t))
	db := openTest(t, p.url)
	thread := trex.Thread{Platform: "web", Channel: "main"}
	for i, tc := range []struct {
		name    string
		replies bool
		text    string
	}{{"BeforeCommit", false, "COMMIT"}, {"BeforeItsAnswer", true, "COMMIT\x00"}, {"InTheMiddle", false, "INSERT INTO messages"}} {
		t.Run(tc.name, func(t *testing.T) {
			cut := p.cutNext(tc.replies, tc.text)
			m, err := db.AppendMessage(t.Context(), trex.ChatMessage{Thread: thread, Role: trex.RoleUser, Content: tc.name})
			if err != nil {
				t.Fatal(err)
			}
			await.Value(t, "the cut of a connection", cut)
			messages, err := db.ListMessages(t.Context(), thread, "", 0)
			if err != nil {
				t.Fatal(err)
			}
			if len(messages) != i+1 || messages[i].ID != m.ID || messages[i].Content != tc.name || m.ID != trex.MakeMessageID(int64(i+1)) {
				t.Errorf("%s was told of, there are %+v", m.ID, messages)
			}
		})
	}
}

// TestOutcome asks for the outcome of transactions whose connection is gone.
func TestOutcome(t *testing.T) {
	t.Parallel()
	address := pgtest.Emptied(t)
	db := openTest(t, address)
	lost := fmt.Errorf("lost: %w", io.ErrUnexpectedEOF)
	number := func(end string) string {
		conn := connect(t, address)
		var xid string
		mustExec(t, conn, "BEGIN")
		if err := conn.QueryRow(t.Context(), "SELECT pg_current_xact_id()::text").Scan(&xid); err != nil {
			t.Fatal(err)
		}
		if end != "" {
			mustExec(t, conn, end)
		}
		return xid
	}
	ctx := await.Context(t)
	if err := outcome(ctx, db.pool, number("COMMIT"), lost); err != nil {
		t.Errorf("a commit that happened ended with %v", err)
	}
	for name, end := range map[string]string{"RolledBack": "ROLLBACK", "StillOpen": ""} {
		err := outcome(ctx, db.pool, number(end), lost)
		if !errors.Is(err, lost) || !(dialect{}).Retryable(err) {
			t.Errorf("%s ended with %v, which may be tried again: %v", name, err, (dialect{}).Retryable(err))
		}
	}

	asking, cancel := context.WithCancel(t.Context())
	config, err := pgxpool.ParseConfig("postgres://trex@127.0.0.1:1/trex")
	if err != nil {
		t.Fatal(err)
	}
	config.BeforeConnect = func(context.Context, *pgx.ConnConfig) error { cancel(); return nil } // nobody is there, and then the time is over
	nobody, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer nobody.Close()
	err = outcome(asking, nobody, "1000", context.DeadlineExceeded)
	if asking.Err() == nil {
		t.Error("nobody was asked")
	}
	if sentence, ok := trex.Sentence(err); !ok || sentence == "" || trex.KindOf(err) != trex.KindUnavailable {
		t.Errorf("with nobody to ask it ended with %v", err)
	}
	if (dialect{}).Retryable(err) || errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("what may have happened is tried again, or passes for the caller's wish: %v", err)
	}
}
