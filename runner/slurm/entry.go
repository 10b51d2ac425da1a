package slurm

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// entry is one job in the answer of squeue --json. Slurm 23.11 changed states
// to lists and numbers to objects; both forms are read.
type entry struct {
	JobID       number  `json:"job_id"`
	ArrayJobID  number  `json:"array_job_id"`
	ArrayTaskID *number `json:"array_task_id"`
	ArrayTasks  string  `json:"array_task_string"` // "2-5,7%2" while members wait together
	Name        string  `json:"name"`
	Comment     string  `json:"comment"`
	State       word    `json:"job_state"`
	Reason      string  `json:"state_reason"`
	Start       number  `json:"start_time"` // seconds since 1970; for a waiting job Slurm's estimate, 0 when it has none
	Restarts    number  `json:"restart_cnt"`
	Nodes       string  `json:"nodes"`
	Exit        status  `json:"exit_code"` // of the script
}

func (e *entry) arrayOrJob() int64 {
	if e.ArrayJobID.value != 0 {
		return e.ArrayJobID.value
	}
	return e.JobID.value
}

// covers reports whether the entry is about id: the job, the member, or the
// members that still wait together.
func (e *entry) covers(id jobID) bool {
	if e.arrayOrJob() != id.number {
		return false
	}
	if id.member == noArray {
		return true
	}
	if e.ArrayTaskID != nil && e.ArrayTaskID.set {
		return e.ArrayTaskID.value == int64(id.member)
	}
	return inRanges(e.ArrayTasks, id.member)
}

func (e *entry) startsAt() time.Time {
	if e.Start.value <= 0 {
		return time.Time{}
	}
	return time.Unix(e.Start.value, 0)
}

// inRanges reports whether n is in a list such as "0,2-5,7-11:2%3".
func inRanges(text string, n int) bool {
	text, _, _ = strings.Cut(strings.Trim(text, "[]"), "%")
	for part := range strings.SplitSeq(text, ",") {
		bounds, step, stepped := strings.Cut(part, ":")
		low, high, isRange := strings.Cut(bounds, "-")
		from, err := strconv.Atoi(low)
		if err != nil {
			continue
		}
		to, by := from, 1
		if isRange {
			if to, err = strconv.Atoi(high); err != nil {
				continue
			}
		}
		if stepped {
			if by, err = strconv.Atoi(step); err != nil || by < 1 {
				continue
			}
		}
		if n >= from && n <= to && (n-from)%by == 0 {
			return true
		}
	}
	return false
}

// number is 12, null, or {"set": true, "number": 12}.
type number struct {
	set   bool
	value int64
}

func (n *number) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*n = number{}
		return nil
	}
	var object struct {
		Set      bool  `json:"set"`
		Infinite bool  `json:"infinite"`
		Number   int64 `json:"number"`
	}
	if len(data) > 0 && data[0] == '{' {
		if err := json.Unmarshal(data, &object); err != nil {
			return fmt.Errorf("read a number of Slurm: %w", err)
		}
		*n = number{object.Set && !object.Infinite, object.Number}
		return nil
	}
	n.set = true
	if err := json.Unmarshal(data, &n.value); err != nil {
		return fmt.Errorf("read a number of Slurm: %w", err)
	}
	return nil
}

// word is "RUNNING" or ["RUNNING", "COMPLETING"], of which the first counts.
type word string

func (w *word) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '[' {
		var words []string
		if err := json.Unmarshal(data, &words); err != nil {
			return fmt.Errorf("read a state of Slurm: %w", err)
		}
		*w = ""
		if len(words) > 0 {
			*w = word(words[0])
		}
		return nil
	}
	return json.Unmarshal(data, (*string)(w))
}

// status is what wait(2) returns, or {"return_code": {…}, "signal": {…}}.
type status struct{ exit, signal int }

func (s *status) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '{' {
		var object struct {
			Code   number `json:"return_code"`
			Signal struct {
				ID     number `json:"id"`
				Number number `json:"signal_id"` // its name in 23.02
			} `json:"signal"`
		}
		err := json.Unmarshal(data, &object)
		*s = status{int(object.Code.value), int(max(object.Signal.ID.value, object.Signal.Number.value))}
		return err
	}
	var waited number
	err := json.Unmarshal(data, &waited)
	*s = status{int(waited.value >> 8 & 0xff), int(waited.value & 0x7f)}
	return err
}
