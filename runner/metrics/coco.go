package metrics

import (
	"bytes"
	"math"
)

// readCOCO reads what COCO's evaluation prints for each epoch of a detector:
//
//	Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 0.278
//
// under the names that detectors' papers use: AP, AP50, AP75, APs, APm, APl,
// AR1, AR10, AR100, ARs, ARm, ARl. Those of masks and keypoints, of which the
// line before the table tells, have that in front: segm_AP.
func (p *Parser) readCOCO(line []byte) bool {
	line = bytes.TrimLeft(line, " ")
	if len(line) == 0 || line[0] != 'A' && line[0] != 'I' && line[0] != 'E' {
		return false
	}
	for _, head := range [...]string{"IoU metric: ", "Evaluate annotation type *"} {
		if kind, ok := bytes.CutPrefix(line, []byte(head)); ok {
			p.track.Detected = cocoPrefix(bytes.TrimRight(kind, "* "))
			return true
		}
	}
	name, value, ok := cocoRow(line)
	if !ok {
		return false
	}
	if value < 0 { // there is no object of that size
		return true
	}
	p.emitHere(append([]byte(p.track.Detected), name...), value)
	return true
}

// emitHere makes a point of a value that is a metric for certain, at the step
// that the training has come to.
func (p *Parser) emitHere(name []byte, value float64) {
	t := &p.track
	if t.othersRank(p.rank) {
		return
	}
	step := int64(0)
	if t.Current != nil {
		step = *t.Current
	}
	p.emit([]pair{{name: p.names.explicit(name), value: value}}, step, t.Current != nil)
}

func cocoPrefix(kind []byte) string {
	switch string(kind) {
	case "segm", "keypoints", "boundary":
		return string(kind) + "_"
	}
	return "" // boxes
}

// cocoRow takes a row of the table apart.
func cocoRow(line []byte) (name []byte, value float64, ok bool) {
	rest, precision := bytes.CutPrefix(line, []byte("Average Precision  (AP) @[ IoU="))
	if !precision {
		if rest, ok = bytes.CutPrefix(line, []byte("Average Recall     (AR) @[ IoU=")); !ok {
			return nil, 0, false
		}
	}
	in, result, ok := bytes.Cut(rest, []byte("] ="))
	value, isNumber := bareNumber(bytes.TrimSpace(result))
	fields := bytes.Split(in, []byte("|"))
	if !ok || !isNumber || math.IsNaN(value) || len(fields) != 3 {
		return nil, 0, false
	}
	overlap := bytes.TrimSpace(fields[0])
	area, hasArea := bytes.CutPrefix(bytes.TrimSpace(fields[1]), []byte("area="))
	most, hasMost := bytes.CutPrefix(bytes.TrimSpace(fields[2]), []byte("maxDets="))
	area, most = bytes.TrimSpace(area), bytes.TrimSpace(most)
	if !hasArea || !hasMost || len(area) == 0 || len(most) == 0 || len(in) > 80 {
		return nil, 0, false
	}
	all := string(area) == "all"
	name = []byte("AR")
	if precision {
		name = []byte("AP")
	}
	switch one, isOne := bytes.CutPrefix(overlap, []byte("0.")); {
	case bytes.IndexByte(overlap, ':') >= 0: // the mean over overlaps
		if all && !precision {
			name = append(name, most...)
		}
	case isOne && precision:
		name = append(name, one...)
	default:
		name = append(append(name, '@'), overlap...)
	}
	if !all {
		name = append(name, area[0])
	}
	return name, value, true
}
