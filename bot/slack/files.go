package slack

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	api "github.com/slack-go/slack"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/internal/wait"
)

// Uploading a file takes three calls: ask where to send it, send it, and say
// that it is complete, which also says where to share it. Slack processes the
// file afterwards; until then no message can show it.

// upload is a file for Slack.
type upload struct {
	name, alt string
	content   []byte
	to        trex.Thread // where it is shared; zero: nowhere
}

// put uploads a file and shares it.
func put(ctx context.Context, c client, u upload) (id string, err error) {
	if len(u.content) == 0 {
		u.content = []byte("\n") // Slack refuses empty files
	}
	where, err := c.GetUploadURLExternalContext(ctx, api.GetUploadURLExternalParameters{
		FileName: u.name, FileSize: len(u.content), AltTxt: clip(clean(u.alt), mostAltText),
	})
	if err != nil {
		return "", fmt.Errorf("get upload address: %w", err)
	}
	err = c.UploadToURL(ctx, api.UploadToURLParameters{
		UploadURL: where.UploadURL, Reader: bytes.NewReader(u.content), Filename: u.name,
	})
	if err != nil {
		return "", fmt.Errorf("upload %s: %w", u.name, err)
	}
	_, err = c.CompleteUploadExternalContext(ctx, api.CompleteUploadExternalParameters{
		Files:   []api.FileSummary{{ID: where.FileID, Title: u.name}},
		Channel: u.to.Channel, ThreadTimestamp: u.to.ID,
	})
	if err != nil {
		return "", fmt.Errorf("complete upload of %s: %w", u.name, err)
	}
	return where.FileID, nil
}

// Slack must process an uploaded picture before a message can show it.
const (
	processTries = 8
	firstProcess = 100 * time.Millisecond
	mostProcess  = 2 * time.Second
)

// processed waits until Slack has processed a picture, but not too long: then
// the message is sent anyway.
func processed(ctx context.Context, c client, id string) error {
	pause := firstProcess
	for range processTries {
		file, _, _, err := c.GetFileInfoContext(ctx, id, 0, 0)
		if err != nil {
			return fmt.Errorf("look at uploaded picture: %w", err)
		}
		if file.Mimetype != "" {
			return nil
		}
		if err := wait.For(ctx, pause); err != nil {
			return err
		}
		pause = min(2*pause, mostProcess)
	}
	return nil
}

// share uploads a message's files into its thread. If it has none, they go into
// the thread below it, so that files do not fill the channel. The message is
// posted already, so a file that fails is only logged: an error would post the
// message twice.
func (p *Platform) share(ctx context.Context, thread trex.Thread, ref string, files []chat.File) {
	if len(files) == 0 {
		return
	}
	if thread.ID == "" {
		thread.ID = ref
	}
	for _, file := range files {
		if err := p.shareOne(ctx, thread, file); err != nil {
			p.log.ErrorContext(ctx, "share file", "name", file.Name, "error", err)
		}
	}
}

const shareTries = 3

func (p *Platform) shareOne(ctx context.Context, thread trex.Thread, file chat.File) error {
	var err error
	for range shareTries {
		if _, err = put(ctx, p.client, upload{name: file.Name, alt: file.Name, content: file.Content, to: thread}); err == nil {
			return nil
		}
		err = p.told("share file", err)
		if trex.KindOf(err) != trex.KindUnavailable {
			return err
		}
		pause := time.Second
		if retry, ok := errors.AsType[*chat.RetryError](err); ok {
			pause = retry.After
		}
		if wait.For(ctx, pause) != nil {
			return err
		}
	}
	return err
}

// sharedWith returns the digest of the files shared with a posted message.
// After a restart it asks Slack, so that an edit shares no file twice.
func (p *Platform) sharedWith(ctx context.Context, thread trex.Thread, ref string, files []chat.File) string {
	if len(files) == 0 {
		return ""
	}
	if digest, ok := p.spoken.files(ref); ok {
		return digest
	}
	m, err := p.message(ctx, thread.Channel, ref)
	if err != nil || m.Metadata.EventType != metadataType {
		return ""
	}
	digest, _ := m.Metadata.EventPayload[metadataFiles].(string)
	return digest
}

// filesDigest names the content of files, "" for none.
func filesDigest(files []chat.File) string {
	if len(files) == 0 {
		return ""
	}
	hash := sha256.New()
	for _, file := range files {
		fmt.Fprintf(hash, "%q %d\n", file.Name, len(file.Content))
		hash.Write(file.Content)
	}
	return hex.EncodeToString(hash.Sum(nil)[:8])
}

func (p *Platform) deleteFiles(ctx context.Context, ids []string) {
	for _, id := range ids {
		if err := p.client.DeleteFileContext(ctx, id); err != nil {
			p.log.DebugContext(ctx, "delete replaced picture", "error", err)
		}
	}
}
