package slurm

import (
	"regexp"
	"strconv"
)

// jobID is a job, or a member of a job array.
type jobID struct {
	number int64
	member int // noArray: the job is none
}

const noArray = -1

// String writes an id as Slurm's commands take it: 12, or 12_3.
func (id jobID) String() string {
	if id.member == noArray {
		return strconv.FormatInt(id.number, 10)
	}
	return strconv.FormatInt(id.number, 10) + "_" + strconv.Itoa(id.member)
}

var idForm = regexp.MustCompile(`^([1-9][0-9]{0,17})(?:_([0-9]{1,9}))?$`)

// parseID reads what String wrote.
func parseID(text string) (jobID, bool) {
	match := idForm.FindStringSubmatch(text)
	if match == nil {
		return jobID{}, false
	}
	number, err := strconv.ParseInt(match[1], 10, 64)
	if err != nil {
		return jobID{}, false
	}
	if match[2] == "" {
		return jobID{number, noArray}, true
	}
	member, err := strconv.Atoi(match[2])
	return jobID{number, member}, err == nil
}
