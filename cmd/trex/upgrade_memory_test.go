package main

import "testing"

// counted checks how many rows a query counts.
func (u upgraded) counted(t *testing.T, what, query string, want int) {
	t.Helper()
	db, _, _ := u.openRaw(t)
	var n int
	if err := db.QueryRowContext(t.Context(), query).Scan(&n); err != nil || n != want {
		t.Errorf("%d %s, want %d (%v)", n, what, want, err)
	}
}

// openCardsHaveAVersion: the next edit of an open card of an earlier version can be
// taken back.
func openCardsHaveAVersion(t *testing.T, u upgraded) {
	u.counted(t, "open cards with their version", `SELECT count(*) FROM proposals p
		JOIN proposal_versions v ON v.proposal_id = p.id AND v.version = p.version AND v.configs = p.configs
			AND v.reading = p.reading AND v.editor_id = p.editor_id AND v.restores = 0
		WHERE p.id IN (4, 6) AND p.state = 'open' AND v.at = p.created_at`, 2)
	u.counted(t, "versions of decided cards", `SELECT count(*) FROM proposal_versions v JOIN proposals p ON p.id = v.proposal_id
		WHERE p.state <> 'open'`, 0)
}

func olderMessagesAreToEverybody(t *testing.T, u upgraded) {
	u.counted(t, "messages to one person", `SELECT count(*) FROM messages WHERE to_platform <> '' OR to_id <> '' OR to_name <> ''`, 0)
}

// channelsHaveNoProject: what a request in a channel is for stays as it was.
func channelsHaveNoProject(t *testing.T, u upgraded) {
	u.counted(t, "channels with a project", `SELECT count(*) FROM channel_projects`, 0)
}
