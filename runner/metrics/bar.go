package metrics

import "bytes"

// barLine is one redraw of a progress bar, in pieces of the line.
type barLine struct {
	head, tail []byte // before and after the drawing and the count
	n, total   float64
}

// tqdmLine takes apart `head:  25%|██▌  | 10/40 [00:00<00:00, tail]`, and
// Ignite's `head [10/40]  25%|██▌  tail`. A count like 1.2M/3.4M is of bytes, and
// no count.
func tqdmLine(line []byte) (drawn barLine, ok bool) {
	percent := bytes.Index(line, []byte("%|"))
	if percent < 1 {
		return ruledLine(line)
	}
	head := percent
	for head > 0 && (classes[line[head-1]] == digitChar || line[head-1] == '.') {
		head--
	}
	rest := line[percent+2:]
	end := bytes.IndexByte(rest, '|')
	if head == percent {
		return barLine{}, false
	}
	if end < 0 {
		return igniteLine(bytes.TrimRight(line[:head], " "), rest)
	}
	drawn.head = line[:head]
	drawn.count(bytes.TrimLeft(rest[end+1:], " "))
	return drawn, true
}

// ruledLine takes apart Ultralytics' `head: 25% ━━━─── 1/4 tail`.
func ruledLine(line []byte) (drawn barLine, ok bool) {
	percent := bytes.Index(line, []byte("% ━"))
	if percent < 1 {
		percent = bytes.Index(line, []byte("% ─"))
	}
	if percent < 1 {
		return barLine{}, false
	}
	head := percent
	for head > 0 && classes[line[head-1]] == digitChar {
		head--
	}
	rest := line[percent+2:]
	for len(rest) > 0 && (rest[0] >= 0x80 || rest[0] == ' ') {
		rest = rest[1:]
	}
	drawn.head = line[:head]
	drawn.count(rest)
	return drawn, drawn.total > 0
}

func igniteLine(head, tail []byte) (drawn barLine, ok bool) {
	open := bytes.LastIndexByte(head, '[')
	if open < 0 || head[len(head)-1] != ']' {
		return barLine{}, false
	}
	drawn.count(append(head[open+1:len(head)-1:len(head)-1], ' '))
	drawn.head, drawn.tail = head[:open], tail
	return drawn, drawn.total > 0
}

// count reads `10/40 tail`.
func (d *barLine) count(rest []byte) {
	end := bytes.IndexByte(rest, ' ')
	if end < 0 {
		end = len(rest)
	}
	if end == 0 {
		return
	}
	d.tail = rest[end:]
	if t := classify(rest[:end]); t.kind == fraction && t.whole {
		d.n, d.total = min(t.value, maxStep), min(t.total, maxStep)
	}
}

// cut removes from the tail, and returns, what another stream printed right
// behind the bar's closing bracket.
func (d *barLine) cut() (rest []byte) {
	depth := 0
	for i, c := range d.tail {
		switch c {
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				rest = bytes.TrimSpace(d.tail[i+1:])
				d.tail = d.tail[:i+1]
				return rest
			}
		}
	}
	return nil
}

// kerasLine takes apart `10/40 ━━━━ 1s 3ms/step - tail`, the older
// `10/40 [==>...] - tail`, and `40/40 - 1s - tail`.
func kerasLine(line []byte) (drawn barLine, ok bool) {
	line = bytes.TrimLeft(line, " ")
	if len(line) == 0 || classes[line[0]] != digitChar {
		return barLine{}, false
	}
	drawn.count(line)
	rest := bytes.TrimLeft(drawn.tail, " ")
	if drawn.total == 0 || len(rest) < 3 {
		return barLine{}, false
	}
	switch {
	case rest[0] == '[' && (rest[1] == '=' || rest[1] == '.' || rest[1] == '>'):
	case bytes.HasPrefix(rest, []byte("━")), bytes.HasPrefix(rest, []byte("─")):
	case rest[0] == '-' && rest[1] == ' ':
	default:
		return barLine{}, false
	}
	drawn.tail = rest
	return drawn, true
}

type barKind string

const (
	stepsBar   barKind = "steps"   // of the training
	epochsBar  barKind = "epochs"  // of the training
	evalBar    barKind = "eval"    // beside the training
	prepareBar barKind = "prepare" // downloads and the like
)

// kindOf tells what a bar counts from its description.
func kindOf(head []byte) barKind {
	kind := stepsBar
	for _, w := range split(string(head)) {
		switch {
		case evalWords[w]:
			return evalBar
		case prepareWords[w]:
			return prepareBar
		case w == "epochs" || w == "epoch" && !bytes.ContainsAny(head, "0123456789"):
			kind = epochsBar
		}
	}
	return kind
}

var (
	evalWords = set(`val valid validation validating validate test testing eval evaluating evaluation
		evaluate predict predicting prediction predictions inference sanity scoring`)
	prepareWords = set(`download downloading downloads load loading fetch fetching map mapping filter
		filtering generate generating tokenize tokenizing tokenization preprocess preprocessing extract
		extracting build building resolve resolving upload uploading save saving process processing
		convert converting verify verifying caching cache prepare preparing reading read parsing
		scanning collecting indexing creating writing copying warmup`)
)
