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

// A file is in Slack after three calls: ask where to send it, send it, say
// that it is complete, which is also where it is shared. Slack looks at it
// afterwards; until it has, no message can show it.

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

// Slack needs a moment before an uploaded picture can be shown.
const (
	processTries = 8
	firstProcess = 100 * time.Millisecond
	mostProcess  = 2 * time.Second
)

// processed waits until Slack has looked at a picture, or for as long as is
// bearable: the message is then tried all the same.
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

// share puts a message's files into its thread, or into the thread below it
// when it has none, so that a channel is not filled with files. The message is
// there already: a file that does not follow is worth a log line, not the
// message a second time.
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

// sharedWith returns the digest of the files that were shared with a posted
// message. After a restart Slack is asked, so that an edit shares none twice.
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
