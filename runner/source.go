package runner

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/trex-ml/trex/runner/metrics"
)

// The sources of a run, the most exact first.
const (
	metricsRank = iota
	eventsRank
	logRank
	usageRank // measured by Trex; a script's own value of the same metric is better
)

// parser is *metrics.Parser or *metrics.EventReader.
type parser interface {
	Feed(chunk []byte, at time.Time) metrics.Batch
	Flush(at time.Time) metrics.Batch
	Pending() int
	State() []byte
	Restore(state []byte) error
}

// source is one growing file of a run. A file that was cut short or replaced is
// read from its new beginning. A deleted file is read to its end while it is
// open.
type source struct {
	name  string // within the run's folder
	path  string
	rank  int
	fresh func() parser

	parser parser
	file   *os.File
	inode  uint64 // 0 while no file was seen
	read   int64  // bytes of the file that the parser got

	renewed time.Time // when the file was last looked at anew
	trouble error     // the last error that kept the file from being read
	told    bool      // its damage was reported
}

// sourceState is what is saved of a source besides its offset.
type sourceState struct {
	Inode  uint64          `json:"inode,omitempty"`
	Parser json.RawMessage `json:"parser,omitempty"`
}

func newSource(dir, name string, rank int, fresh func() parser) *source {
	return &source{name: name, path: filepath.Join(dir, name), rank: rank, fresh: fresh, parser: fresh()}
}

func (s *source) restore(offset int64, state sourceState) error {
	if offset == 0 && state.Inode == 0 {
		return nil
	}
	s.read, s.inode = offset, state.Inode
	if err := s.parser.Restore(state.Parser); err != nil {
		return fmt.Errorf("restore parser of %s: %w", s.path, err)
	}
	return nil
}

func (s *source) offset() int64 { return s.read - int64(s.parser.Pending()) }

func (s *source) state() sourceState {
	return sourceState{Inode: s.inode, Parser: s.parser.State()}
}

// next reads and parses at most one chunk of new data. n is how much it read,
// left how much more there is already. A file that cannot be read counts as
// empty, so no run waits for ever for a file it spoiled. The error is kept in
// trouble.
func (s *source) next(buffer *buffer, now time.Time) (batch metrics.Batch, n int, left int64) {
	if s.file == nil {
		if s.note(s.open()); s.file == nil {
			return metrics.Batch{}, 0, 0
		}
	}
	info, err := s.file.Stat()
	if err == nil {
		if info.Size() < s.read {
			s.begin(s.inode) // it was truncated in place
		}
		left = info.Size() - s.read
		n, err = s.file.ReadAt(buffer.room(min(left, chunkSize)), s.read)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		s.note(err)
		s.close()
	}
	if n == 0 {
		return s.replaced(now)
	}
	s.read += int64(n)
	return s.parser.Feed((*buffer)[:n], now), n, left - int64(n)
}

func (s *source) note(err error) {
	if err != nil {
		s.trouble = fmt.Errorf("read %s: %w", s.path, err)
	}
}

// open opens the file if there is one. It does not wait for a writer when the
// file is a pipe.
func (s *source) open() error {
	file, err := os.OpenFile(s.path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is not a regular file")
	}
	if err != nil {
		file.Close()
		return err
	}
	if inode := inodeOf(info); inode != s.inode || info.Size() < s.read {
		s.begin(inode)
	}
	s.file = file
	return nil
}

// renewPause is how long the size of a quiet file is trusted. Network file
// systems remember size and times of an unchanged file for a minute.
const renewPause = 5 * time.Second

// renew makes a network file system refresh the file. When another machine has
// closed a file, a later open sees what it wrote, and then older handles see it
// too.
func (s *source) renew(now time.Time) {
	s.renewed = now
	if s.file == nil {
		return
	}
	if file, err := os.OpenFile(s.path, os.O_RDONLY|syscall.O_NONBLOCK, 0); err == nil {
		file.Close()
	}
}

// replaced switches to the file that has replaced the one read to its end, if
// there is one.
func (s *source) replaced(now time.Time) (last metrics.Batch, n int, left int64) {
	if now.Sub(s.renewed).Abs() >= renewPause {
		s.renew(now)
	}
	info, err := os.Stat(s.path)
	if err != nil || inodeOf(info) == s.inode || !info.Mode().IsRegular() {
		return metrics.Batch{}, 0, 0
	}
	last = s.parser.Flush(now)
	s.close()
	s.begin(0)
	return last, 0, info.Size()
}

func (s *source) begin(inode uint64) {
	s.inode, s.read = inode, 0
	s.parser = s.fresh()
}

func (s *source) close() {
	if s.file != nil {
		s.file.Close()
		s.file = nil
	}
}

func inodeOf(info fs.FileInfo) uint64 {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return stat.Ino
	}
	return 0
}
