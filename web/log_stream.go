package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/trex-ml/trex/runner/runlog"
)

// logChunk is the most bytes of a log that are read, cleaned and sent at once.
const logChunk = 64 << 10

// logReader reads a log that may still grow, without secrets. Pieces end at the
// end of a line where possible. It is not safe for concurrent use.
type logReader struct {
	path   string
	offset int64 // of the next byte, in the file
	inKey  bool  // between the lines of a private key
}

// piece is a part of a log: the text that may be shown of bytes [From, To).
type piece struct {
	From int64  `json:"from"`
	To   int64  `json:"to"`
	Text string `json:"text"`
}

// next returns the next piece, an empty one when there is no more yet. An
// unfinished last line waits for its end, unless final is set or it is long.
func (l *logReader) next(final bool) (piece, error) {
	file, err := os.Open(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return piece{From: l.offset, To: l.offset}, nil
	}
	if err != nil {
		return piece{}, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return piece{}, err
	}
	if info.Size() < l.offset {
		l.offset = info.Size() // the file was truncated
	}
	buffer := make([]byte, min(logChunk, info.Size()-l.offset))
	n, err := file.ReadAt(buffer, l.offset)
	if err != nil && !errors.Is(err, io.EOF) {
		return piece{}, err
	}
	buffer = buffer[:n]
	atEnd := l.offset+int64(n) >= info.Size()
	buffer = buffer[:wholePart(buffer, final && atEnd)]
	out := piece{From: l.offset, To: l.offset + int64(len(buffer))}
	out.Text = l.redact(strings.ToValidUTF8(string(buffer), "\uFFFD"))
	l.offset = out.To
	return out, nil
}

// wholePart returns how many bytes can be taken without cutting a word, and so a
// secret: up to the end of the last line, or in a long line up to the last space.
func wholePart(buffer []byte, final bool) int {
	if end := bytes.LastIndexAny(buffer, "\n\r"); end >= 0 {
		return end + 1
	}
	switch {
	case final || len(buffer) == 0:
		return len(buffer)
	case len(buffer) < logChunk:
		return 0 // an unfinished line
	}
	if end := bytes.LastIndexByte(buffer, ' '); end > 0 {
		return end + 1
	}
	return len(buffer)
}

const (
	keyBegin = "-----BEGIN "
	keyEnd   = "-----END "
)

// redact also hides a private key that began in an earlier piece.
func (l *logReader) redact(text string) string {
	if l.inKey {
		end := strings.Index(text, keyEnd)
		if end < 0 {
			return ""
		}
		l.inKey = false
		rest := text[end:]
		line := strings.IndexByte(rest, '\n')
		if line < 0 {
			return ""
		}
		text = rest[line:]
	}
	begin := strings.LastIndex(text, keyBegin)
	if begin >= 0 && strings.Contains(text[begin:], "PRIVATE KEY") && !strings.Contains(text[begin:], keyEnd) {
		l.inKey = true
	}
	return runlog.Redact(text)
}

// follow sends the log from l's offset on, then what is appended. It ends when
// final reports that nothing more will be appended and all was sent. It reads a
// file that did not grow again after pause.
func (l *logReader) follow(ctx context.Context, pause time.Duration, final func() (bool, error), send func(piece) error) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		ended, err := final() // ask before reading, so that what was written before the end is read
		if err != nil {
			return err
		}
		p, err := l.next(ended)
		if err != nil {
			return err
		}
		if p.To > p.From {
			if err := send(p); err != nil {
				return err
			}
			continue
		}
		if ended {
			return nil
		}
		timer.Reset(pause)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
		}
	}
}
