package supervise

import (
	"encoding/json"
	"os"
	"time"
)

// StopFile asks a supervisor to stop its run. It is written before the
// supervisor is signalled, so that a request outlives whoever made it.
const StopFile = "stop"

// StopRequest is the content of StopFile.
type StopRequest struct {
	Grace time.Duration `json:"grace"`
}

// ReadStop returns the request in the file at path; ok is false when there is
// none, or none that can be understood.
func ReadStop(path string) (request StopRequest, ok bool) {
	data, err := os.ReadFile(path)
	if err != nil {
		return StopRequest{}, false
	}
	return request, json.Unmarshal(data, &request) == nil
}

// stopAsked returns the grace of a stop request; one that cannot be read counts
// with the job's own.
func (s *supervisor) stopAsked() (grace time.Duration, asked bool) {
	data, err := s.dir.read(StopFile)
	if err != nil {
		return 0, false
	}
	request := StopRequest{Grace: s.job.Grace}
	_ = json.Unmarshal(data, &request)
	return request.Grace, true
}
