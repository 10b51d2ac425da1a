package slack

import (
	"context"

	api "github.com/slack-go/slack"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// ShowHome implements chat.HomeShower. The Home tab does not support
// data_table.
func (p *Platform) ShowHome(ctx context.Context, person trex.Person, m chat.Message) error {
	ref := "home " + person.ID
	ready, err := p.prepare(ctx, ref, m)
	if err != nil {
		return err
	}
	d := p.dialect()
	d.tables, d.blocks = false, mostHomeBlocks
	err = p.speakIn(ctx, d, ready, func(r rendered) error {
		_, err := p.client.PublishViewContext(ctx, api.PublishViewContextRequest{
			UserID: person.ID,
			View:   api.HomeTabViewRequest{Type: api.VTHomeTab, Blocks: api.Blocks{BlockSet: r.blocks}},
		})
		return err
	})
	if err != nil {
		return p.told("views.publish", err)
	}
	p.deleteFiles(ctx, p.pictures.shown(ref, ready.pictures))
	return nil
}
