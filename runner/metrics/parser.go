package metrics

import (
	"bytes"
	"time"

	"github.com/trex-ml/trex"
)

// maxLine is how much of one line is read; the rest of it is skipped.
const maxLine = 64 << 10

// Options are what a project says about the metrics of its runs.
type Options struct {
	Patterns  []string // RE2 with named groups, see trex.Project
	Objective string   // a metric printed in other spelling gets this name; "" is none
}

// Batch is what was found in the bytes of one call. It is the caller's.
type Batch struct {
	Points   []trex.Point
	Progress *trex.Progress // the latest, nil: nothing new
}

// Parser reads a run's log, or with NewJSONL its metrics.jsonl, piece by piece.
type Parser struct {
	read     func(line []byte)
	patterns []*pattern
	names    names
	scan     scanner
	dict     dictReader
	long     longForm // of a line of metrics.jsonl
	track    track
	rank     int    // that printed the line being read, -1: it does not say
	clean    []byte // scratch
	held     []byte // an incomplete line, at most maxLine bytes
	skipping bool   // inside the unread rest of a long line
	thorough bool   // for tests: read every line, whatever glance says

	at  time.Time
	out Batch
}

// New returns a parser of log lines, or an invalid error that names the
// pattern that is wrong.
func New(options Options) (*Parser, error) {
	patterns, err := compile(options.Patterns)
	if err != nil {
		return nil, err
	}
	p := newParser(options)
	p.patterns = patterns
	p.read = p.readLine
	p.dict = dictReader{number: p.addKey, text: p.addText}
	return p, nil
}

// NewJSONL returns a parser of lines that are JSON objects, of the form
// {"step":3,"loss":0.1} or {"metric":"loss","value":0.1,"step":3}. Patterns are
// not used, and every number is a metric. Lines of other forms are ignored.
func NewJSONL(options Options) *Parser {
	p := newParser(options)
	p.read = p.readJSONLine
	p.dict = dictReader{number: p.addExplicit, text: p.addExplicitText}
	return p
}

func newParser(options Options) *Parser {
	p := &Parser{names: newNames(options.Objective)}
	p.track.reset()
	return p
}

// Feed reads the next bytes of the file. at becomes the time of its points.
func (p *Parser) Feed(chunk []byte, at time.Time) Batch {
	p.at, p.out = at, Batch{}
	newline := nextNewline(chunk)
	for len(chunk) > 0 {
		end := newline
		if cr := bytes.IndexByte(chunk[:end], '\r'); cr >= 0 {
			end = cr
		}
		if end == len(chunk) {
			p.hold(chunk)
			break
		}
		p.endLine(chunk[:end])
		chunk = chunk[end+1:]
		if newline -= end + 1; newline < 0 {
			newline = nextNewline(chunk)
		}
	}
	return p.out
}

// nextNewline returns where the next line break is, or would be if it came right
// after s.
func nextNewline(s []byte) int {
	if i := bytes.IndexByte(s, '\n'); i >= 0 {
		return i
	}
	return len(s)
}

// Flush reads what is held back as a line: the file has ended.
func (p *Parser) Flush(at time.Time) Batch {
	p.at, p.out = at, Batch{}
	p.endLine(nil)
	if p.track.Box != nil {
		p.endBox()
	}
	p.settleDeferred()
	p.settleMeans()
	return p.out
}

// Pending returns how many of the bytes fed belong to a line that has not
// ended. A parser restored from State continues with the first of them.
func (p *Parser) Pending() int { return len(p.held) }

func (p *Parser) hold(part []byte) {
	if p.skipping {
		return
	}
	if room := maxLine - len(p.held); len(part) > room {
		p.held = append(p.held, part[:room]...)
		p.skipping = true
		p.readHeld()
		return
	}
	p.held = append(p.held, part...)
}

func (p *Parser) endLine(rest []byte) {
	switch {
	case p.skipping:
		p.skipping = false
	case len(p.held) > 0:
		if p.hold(rest); p.skipping {
			p.skipping = false
			return
		}
		p.readHeld()
	case len(rest) > maxLine:
		p.read(rest[:maxLine])
	case len(rest) > 0:
		p.read(rest)
	}
}

func (p *Parser) readHeld() {
	line := p.held
	p.held = nil
	p.read(line)
	if cap(line) <= 4096 {
		p.held = line[:0]
	}
}
