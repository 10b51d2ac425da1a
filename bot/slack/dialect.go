package slack

import (
	"context"
	"errors"
	"sync/atomic"

	api "github.com/slack-go/slack"
)

// lacking is what this workspace's Slack has refused. Trex does not send it
// again.
type lacking struct{ rich, tables atomic.Bool }

func (p *Platform) dialect() dialect {
	return dialect{rich: !p.lacks.rich.Load(), tables: !p.lacks.tables.Load(), blocks: mostBlocks}
}

// speak renders and sends a message. When Slack refuses a block or a picture,
// it sends the message without it.
func (p *Platform) speak(ctx context.Context, r *ready, send func(rendered) error) error {
	return p.speakIn(ctx, p.dialect(), r, send)
}

func (p *Platform) speakIn(ctx context.Context, d dialect, r *ready, send func(rendered) error) error {
	offered := d
	pictures, unknown := len(r.pictures), false
	for range 5 {
		out := render(r.message, d, fileIDs(r.pictures))
		err := send(out)
		refused, ok := refusalOf(err)
		if !ok {
			if err == nil {
				r.cut = out.cut
				if len(r.pictures) < pictures {
					p.pictures.forget(r.message.Pictures)
				}
				if unknown {
					p.learn(offered, d)
				}
			}
			return err
		}
		p.log.InfoContext(ctx, "Slack refused blocks; sending the message without them", "error", err, "blocks", refused.blocks)
		unknown = unknown || refused.unknown
		if !r.plainer(&d, out.blocks, refused.blocks) {
			return err
		}
	}
	return errors.New("Slack refused every form of the message")
}

// plainer removes what Slack refused. If Slack does not say what that was,
// plainer guesses: the rarest kind of block first. It returns false when
// nothing is left to remove.
func (r *ready) plainer(d *dialect, blocks []api.Block, refused []int) bool {
	before, pictures := *d, len(r.pictures)
	for _, i := range refused {
		if i >= len(blocks) {
			continue
		}
		switch blocks[i].BlockType() {
		case api.MBTDataTable:
			d.tables = false
		case api.MBTRichText:
			d.rich = false
		case api.MBTImage:
			r.pictures = nil
		}
	}
	if *d != before || len(r.pictures) != pictures {
		return true
	}
	switch {
	case d.tables && hasBlock(blocks, api.MBTDataTable):
		d.tables = false
	case len(r.pictures) > 0:
		r.pictures = nil
	case d.rich:
		d.rich = false
	default:
		return false
	}
	return true
}

func hasBlock(blocks []api.Block, kind api.MessageBlockType) bool {
	for _, block := range blocks {
		if block.BlockType() == kind {
			return true
		}
	}
	return false
}

// learn remembers which kinds of blocks Slack refused.
func (p *Platform) learn(offered, taken dialect) {
	if offered.rich && !taken.rich {
		p.lacks.rich.Store(true)
	}
	if offered.tables && !taken.tables {
		p.lacks.tables.Store(true)
	}
}
