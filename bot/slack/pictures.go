package slack

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"

	"github.com/trex-ml/trex/bot/chat"
)

// pictures remembers which uploaded file shows which picture. A picture is
// uploaded only when its content changed, and deleted when a newer one replaced
// it. After a restart pictures are uploaded once more.
type pictures struct {
	client client
	log    *slog.Logger

	mu       sync.Mutex
	uploaded map[string]shownPicture   // key and digest → file
	on       map[string][]shownPicture // message → the pictures it shows
	order    []string                  // messages, oldest first
}

type shownPicture struct{ key, digest, file string }

// mostRemembered is the number of messages whose pictures are remembered.
const mostRemembered = 1000

func newPictures(c client, log *slog.Logger) *pictures {
	return &pictures{
		client: c, log: log,
		uploaded: make(map[string]shownPicture),
		on:       make(map[string][]shownPicture),
	}
}

func (s shownPicture) name() string { return s.key + " " + s.digest }

func fileIDs(shown []shownPicture) map[string]string {
	ids := make(map[string]string, len(shown))
	for _, s := range shown {
		ids[s.key] = s.file
	}
	return ids
}

// upload uploads the pictures of a message that Slack does not have yet.
func (p *pictures) upload(ctx context.Context, ref string, wanted []chat.Picture) ([]shownPicture, error) {
	var shown []shownPicture
	for _, picture := range wanted {
		s := shownPicture{key: picture.Key, digest: picture.Digest}
		p.mu.Lock()
		known, ok := p.uploaded[s.name()]
		p.mu.Unlock()
		if ok {
			shown = append(shown, known)
			continue
		}
		if len(picture.PNG) == 0 {
			continue
		}
		var err error
		if s.file, err = put(ctx, p.client, upload{name: fileName(picture.Key), alt: picture.Alt, content: picture.PNG}); err != nil {
			return shown, err
		}
		if err := processed(ctx, p.client, s.file); err != nil {
			return shown, err
		}
		p.mu.Lock()
		p.uploaded[s.name()] = s
		p.mu.Unlock()
		shown = append(shown, s)
	}
	return shown, nil
}

// shown notes which pictures a message shows now, and returns the files that no
// message shows any more.
func (p *pictures) shown(ref string, now []shownPicture) (obsolete []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	before, known := p.on[ref]
	if !known {
		if len(now) == 0 {
			return nil
		}
		p.order = append(p.order, ref)
	}
	p.on[ref] = now
	for _, old := range before {
		if !p.inUseLocked(old) {
			delete(p.uploaded, old.name())
			obsolete = append(obsolete, old.file)
		}
	}
	for len(p.order) > mostRemembered {
		p.dropLocked(p.order[0])
		p.order = p.order[1:]
	}
	return obsolete
}

func (p *pictures) inUseLocked(picture shownPicture) bool {
	for _, shown := range p.on {
		if slices.Contains(shown, picture) {
			return true
		}
	}
	return false
}

// dropLocked forgets a message but keeps its files: the message still shows
// them.
func (p *pictures) dropLocked(ref string) {
	for _, old := range p.on[ref] {
		delete(p.uploaded, old.name())
	}
	delete(p.on, ref)
}

// forget makes upload upload these pictures again: Slack refused them.
func (p *pictures) forget(refused []chat.Picture) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, picture := range refused {
		delete(p.uploaded, shownPicture{key: picture.Key, digest: picture.Digest}.name())
	}
}

// fileName is a picture's name in Slack: "curve-e42.png".
func fileName(key string) string {
	name := []rune(clean(key))
	for i, r := range name {
		if !wordy(r) {
			name[i] = '-'
		}
	}
	return fmt.Sprintf("%s.png", clip(string(name), 60))
}
