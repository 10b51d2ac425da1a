package supervise

import (
	"bytes"
	"strconv"
	"time"

	"github.com/trex-ml/trex/runner/local/process"
)

// oomCount remembers how many processes the kernel had killed for memory some
// seconds ago: a large process takes that long to die.
type oomCount struct {
	before, since int64
	at            time.Time // of since
}

const oomWindow = 5 * time.Second

func (o *oomCount) look(now time.Time) {
	if o.at.IsZero() {
		o.since = oomKills()
		o.before, o.at = o.since, now
	}
	if now.Sub(o.at) >= oomWindow {
		o.before, o.since, o.at = o.since, oomKills(), now
	}
}

// grew reports whether the kernel killed for memory in the last seconds.
func (o *oomCount) grew() bool { return oomKills() > o.before }

// oomKills counts the processes the kernel has killed for memory since boot, on
// this machine. Unlike a cgroup's count it can be read everywhere.
func oomKills() int64 {
	data, err := process.ReadFile("/proc/vmstat")
	if err != nil {
		return 0
	}
	const field = "oom_kill "
	for line := range bytes.Lines(data) {
		if count, ok := bytes.CutPrefix(line, []byte(field)); ok {
			n, _ := strconv.ParseInt(string(bytes.TrimSpace(count)), 10, 64)
			return n
		}
	}
	return 0
}
