package bot

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// mostAttached is how many files of a message are read, and mostFile how large each
// may be, in bytes.
const (
	mostAttached = 5
	mostFile     = 64_000
)

// attached returns a message's text with the text of its files below, each between
// fences, and a sentence for each file that is not read.
func (b *Bot) attached(ctx context.Context, said chat.Said) (text string, notes []string) {
	text = said.Text
	for i, file := range said.Files {
		if i == mostAttached {
			return text, append(notes, fmt.Sprintf("I read only the first %d files.", mostAttached))
		}
		content, problem := b.fileText(ctx, file)
		if problem != "" {
			notes = append(notes, fmt.Sprintf("I did not read %s: %s.", say.Clip(file.Name, 60), problem))
			continue
		}
		if strings.Contains(content, "```") {
			text += "\n" + content
		} else {
			text += "\n```\n" + strings.TrimRight(content, "\n") + "\n```\n"
		}
	}
	return strings.TrimLeft(text, "\n"), notes
}

// fileText returns the text of a file, or why there is none.
func (b *Bot) fileText(ctx context.Context, file chat.Attachment) (content, problem string) {
	if file.Size > mostFile {
		return "", "it has more than " + say.Bytes(mostFile)
	}
	data, err := file.Fetch(ctx, mostFile)
	switch {
	case err != nil:
		b.log.WarnContext(ctx, "fetch an attached file", "error", err)
		return "", "it cannot be fetched"
	case len(data) > mostFile:
		return "", "it has more than " + say.Bytes(mostFile)
	case !utf8.Valid(data) || bytes.ContainsRune(data, 0):
		return "", "it is not text"
	}
	return string(bytes.TrimPrefix(data, []byte("\uFEFF"))), ""
}
