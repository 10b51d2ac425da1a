package local

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// process is one line of the machine's process table. A pid alone may come to
// mean another process at any moment; a pid with its start does not.
type process struct {
	pid, parent, group, session int
	state                       byte
	start                       uint64 // in clock ticks since boot
	startText                   string
	cpu                         time.Duration // with that of children it has waited for
	resident                    int64         // bytes
}

// ticksPerSecond is USER_HZ, 100 on every architecture Go runs Linux on.
const ticksPerSecond = 100

var pageSize = int64(os.Getpagesize())

// readProcess reads one process; one that is gone is an error.
func readProcess(pid int) (process, error) {
	data, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return process{}, err
	}
	return parseStat(pid, data)
}

// parseStat reads /proc/PID/stat. The command's name stands in parentheses and
// may hold any character, parentheses too, so fields count from the last one.
func parseStat(pid int, data []byte) (process, error) {
	end := bytes.LastIndexByte(data, ')')
	if end < 0 {
		return process{}, fmt.Errorf("read process %d: no name in %q", pid, data)
	}
	fields := strings.Fields(string(data[end+1:]))
	if len(fields) < 22 {
		return process{}, fmt.Errorf("read process %d: %d fields", pid, len(fields))
	}
	var numberErr error
	number := func(field int) int64 { // as numbered in proc(5)
		n, err := strconv.ParseInt(fields[field-3], 10, 64)
		numberErr = errors.Join(numberErr, err)
		return n
	}
	p := process{
		pid: pid, state: fields[0][0], parent: int(number(4)),
		group: int(number(5)), session: int(number(6)),
		cpu:   time.Duration(number(14)+number(15)+number(16)+number(17)) * (time.Second / ticksPerSecond),
		start: uint64(number(22)), startText: fields[22-3],
		resident: number(24) * pageSize,
	}
	return p, numberErr
}

func (p process) gone() bool { return p.state == 'Z' || p.state == 'X' }

// processes lists what runs now. Those that end while it reads are left out.
func processes() ([]process, error) {
	proc, err := os.Open("/proc")
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	defer proc.Close()
	names, err := proc.Readdirnames(-1)
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	all := make([]process, 0, len(names))
	for _, name := range names {
		pid, err := strconv.Atoi(name)
		if err != nil {
			continue
		}
		if p, err := readProcess(pid); err == nil {
			all = append(all, p)
		}
	}
	return all, nil
}

// below returns the processes of all that descend from root, without root.
func below(root int, all []process) []process {
	children := make(map[int][]process, len(all))
	for _, p := range all {
		children[p.parent] = append(children[p.parent], p)
	}
	var found []process
	for next := []int{root}; len(next) > 0; next = next[1:] {
		for _, child := range children[next[0]] {
			found = append(found, child)
			next = append(next, child.pid)
		}
	}
	return found
}

// signal sends sig to p, and to nobody else who has its pid by now.
func (p process) signal(sig unix.Signal) error {
	fd, err := unix.PidfdOpen(p.pid, 0)
	if errors.Is(err, unix.ESRCH) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open process %d: %w", p.pid, err)
	}
	defer unix.Close(fd)
	now, err := readProcess(p.pid)
	if err != nil || now.start != p.start {
		return nil // it has ended, and its pid may be another's
	}
	err = unix.PidfdSendSignal(fd, sig, nil, 0)
	if err != nil && !errors.Is(err, unix.ESRCH) {
		return fmt.Errorf("signal process %d: %w", p.pid, err)
	}
	return nil
}
