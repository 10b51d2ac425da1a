package store

import (
	"context"
	"fmt"

	"github.com/trex-ml/trex"
)

const channelColumns = `platform, channel, project, person_platform, person_id, person_name, at`

func scanChannelProject(row scanner) (c trex.ChannelProject, err error) {
	err = row.Scan(&c.Platform, &c.Channel, &c.Project,
		&c.SetBy.Platform, &c.SetBy.ID, &c.SetBy.Name, milliseconds{&c.SetAt})
	return c, err
}

// SaveChannelProject replaces the project of a channel.
func (s *Store) SaveChannelProject(ctx context.Context, c trex.ChannelProject) error {
	err := s.update(ctx, func(t *tx) error {
		_, err := t.exec(ctx, `INSERT INTO channel_projects (`+channelColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (platform, channel) DO UPDATE SET project = excluded.project, person_platform = excluded.person_platform,
			person_id = excluded.person_id, person_name = excluded.person_name, at = excluded.at`,
			label(c.Platform), label(c.Channel), label(c.Project), label(c.SetBy.Platform), label(c.SetBy.ID), c.SetBy.Name, c.SetAt)
		return err
	})
	if err != nil {
		return fmt.Errorf("save project of channel %s: %w", c.Channel, err)
	}
	return nil
}

// FindChannelProject returns the project of a channel. Not-found says that it has none.
func (s *Store) FindChannelProject(ctx context.Context, platform, channel string) (trex.ChannelProject, error) {
	found, err := list(ctx, s.read, scanChannelProject, `SELECT `+channelColumns+` FROM channel_projects
		WHERE platform = $1 AND channel = $2`, label(platform), label(channel))
	if err != nil {
		return trex.ChannelProject{}, fmt.Errorf("find project of channel %s: %w", channel, err)
	}
	if len(found) == 0 {
		return trex.ChannelProject{}, trex.NotFound("no project was chosen for this channel")
	}
	return found[0], nil
}

// DeleteChannelProject forgets the project of a channel, if any.
func (s *Store) DeleteChannelProject(ctx context.Context, platform, channel string) error {
	err := s.update(ctx, func(t *tx) error {
		_, err := t.exec(ctx, `DELETE FROM channel_projects WHERE platform = $1 AND channel = $2`, label(platform), label(channel))
		return err
	})
	if err != nil {
		return fmt.Errorf("delete project of channel %s: %w", channel, err)
	}
	return nil
}
