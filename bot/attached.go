package bot

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// Limits of what is read of a message's files: how many, all of them together in bytes,
// and how long it may take to fetch them.
const (
	mostAttached = 5
	mostFiles    = 64_000
	fetchTime    = 20 * time.Second
)

// attached returns a message's text with the text of its files below, each between
// fences, and a sentence for each file that is not read.
func (b *Bot) attached(ctx context.Context, said chat.Said) (text string, notes []string) {
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	text = said.Text
	room := int64(mostFiles)
	for i, file := range said.Files {
		if i == mostAttached {
			return text, append(notes, fmt.Sprintf("I read only the first %d files.", mostAttached))
		}
		content, problem := b.fileText(ctx, file, room)
		if problem != "" {
			notes = append(notes, fmt.Sprintf("I did not read %s: %s.", say.Clip(file.Name, 60), problem))
			continue
		}
		room -= int64(len(content))
		if strings.Contains(content, "```") {
			text += "\n" + content
		} else {
			text += "\n```\n" + strings.TrimRight(content, "\n") + "\n```\n"
		}
	}
	return strings.TrimLeft(text, "\n"), notes
}

// fileText returns the text of a file of at most most bytes, or why there is none.
func (b *Bot) fileText(ctx context.Context, file chat.Attachment, most int64) (content, problem string) {
	tooLong := "I read up to " + say.Bytes(mostFiles) + " of files with a message"
	if file.Size > most {
		return "", tooLong
	}
	data, err := file.Fetch(ctx, most)
	switch {
	case err != nil:
		b.log.WarnContext(ctx, "fetch an attached file", "error", err)
		return "", "it cannot be fetched"
	case int64(len(data)) > most:
		return "", tooLong
	case !utf8.Valid(data) || bytes.ContainsRune(data, 0):
		return "", "it is not text"
	}
	return string(bytes.TrimPrefix(data, []byte("\uFEFF"))), ""
}
