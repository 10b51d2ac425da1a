package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/trex-ml/trex"
)

const postColumns = `key, platform, channel, ref, digest, at, done`

func scanPost(row scanner) (p trex.Post, err error) {
	err = row.Scan(&p.Key, &p.Platform, &p.Channel, &p.Ref, &p.Digest, milliseconds{&p.At}, &p.Done)
	return p, err
}

func postArgs(p trex.Post) []any {
	return []any{label(p.Key), label(p.Platform), p.Channel, p.Ref, p.Digest, p.At, p.Done}
}

// ClaimPost stores a post whose key is new and returns it and true; otherwise it
// returns the stored post and false. Of all callers with a key only one gets true.
func (s *Store) ClaimPost(ctx context.Context, p trex.Post) (stored trex.Post, claimed bool, err error) {
	err = s.update(ctx, func(t *tx) error {
		n, err := t.exec(ctx, `INSERT INTO posts (`+postColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (key) DO NOTHING`, postArgs(p)...)
		if err != nil {
			return err
		}
		claimed = n == 1
		stored, err = findPost(ctx, t.session, p.Key)
		return err
	})
	if err != nil {
		return trex.Post{}, false, fmt.Errorf("claim post %s: %w", p.Key, err)
	}
	return stored, claimed, nil
}

// SavePost creates or replaces the post of a key.
func (s *Store) SavePost(ctx context.Context, p trex.Post) error {
	err := s.update(ctx, func(t *tx) error {
		_, err := t.exec(ctx, `INSERT INTO posts (`+postColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (key) DO UPDATE SET platform = excluded.platform, channel = excluded.channel,
			ref = excluded.ref, digest = excluded.digest, at = excluded.at, done = excluded.done`, postArgs(p)...)
		return err
	})
	if err != nil {
		return fmt.Errorf("save post %s: %w", p.Key, err)
	}
	return nil
}

func (s *Store) FindPost(ctx context.Context, key string) (trex.Post, error) {
	return findPost(ctx, s.read, key)
}

func findPost(ctx context.Context, s session, key string) (trex.Post, error) {
	p, err := one(ctx, s, scanPost, `SELECT `+postColumns+` FROM posts WHERE key = $1`, label(key))
	if errors.Is(err, sql.ErrNoRows) {
		return p, trex.NotFound("there is no post %s", key)
	}
	if err != nil {
		return p, fmt.Errorf("find post %s: %w", key, err)
	}
	return p, nil
}

// FindPostByRef returns the post that became a message of a channel.
func (s *Store) FindPostByRef(ctx context.Context, platform, channel, ref string) (trex.Post, error) {
	p, err := one(ctx, s.read, scanPost, `SELECT `+postColumns+` FROM posts
		WHERE ref = $1 AND platform = $2 AND channel = $3 ORDER BY key LIMIT 1`, ref, label(platform), channel)
	if errors.Is(err, sql.ErrNoRows) || ref == "" {
		return trex.Post{}, trex.NotFound("the message %q of %s shows nothing that is kept", ref, channel)
	}
	if err != nil {
		return p, fmt.Errorf("find post of message %s: %w", ref, err)
	}
	return p, nil
}

// ListOpenPosts returns the posts of a platform that may still need an edit, by
// key.
func (s *Store) ListOpenPosts(ctx context.Context, platform string) ([]trex.Post, error) {
	posts, err := list(ctx, s.read, scanPost, `SELECT `+postColumns+` FROM posts
		WHERE platform = $1 AND NOT done ORDER BY key`, label(platform))
	if err != nil {
		return nil, fmt.Errorf("list open posts of %s: %w", platform, err)
	}
	return posts, nil
}
