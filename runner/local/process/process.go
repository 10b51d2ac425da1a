// Package process reads the machine's process table and signals processes so
// that a reused pid is never taken for another process. It needs Linux 5.10.
//
// A supervisor is set up before most of the program (see supervise/early), so
// this package imports little and reads /proc without the poller of package os.
package process

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

// Process is one line of the machine's process table. A pid alone may be reused
// at any moment; a pid with its start is unique.
type Process struct {
	PID, Parent, Group, Session int
	State                       byte
	Start                       uint64 // in clock ticks since boot
	StartText                   string
	CPU                         time.Duration // with that of children it has waited for
	Resident                    int64         // bytes
}

// ticksPerSecond is USER_HZ, 100 on every architecture Go runs Linux on.
const ticksPerSecond = 100

var pageSize = int64(os.Getpagesize())

// Read reads one process; one that is gone is an error.
func Read(pid int) (Process, error) { return read(proc, pid) }

const proc = "/proc"

func read(folder string, pid int) (Process, error) {
	data, err := ReadFile(folder + "/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return Process{}, err
	}
	return parseStat(pid, data)
}

// parseStat reads /proc/PID/stat. The command's name stands in parentheses and
// may hold any character, parentheses too, so fields count from the last one.
func parseStat(pid int, data []byte) (Process, error) {
	end := bytes.LastIndexByte(data, ')')
	if end < 0 {
		return Process{}, fmt.Errorf("read process %d: no name in %q", pid, data)
	}
	fields := strings.Fields(string(data[end+1:]))
	if len(fields) < 22 {
		return Process{}, fmt.Errorf("read process %d: %d fields", pid, len(fields))
	}
	var numberErr error
	number := func(field int) int64 { // as numbered in proc(5)
		n, err := strconv.ParseInt(fields[field-3], 10, 64)
		numberErr = errors.Join(numberErr, err)
		return n
	}
	p := Process{
		PID: pid, State: fields[0][0], Parent: int(number(4)),
		Group: int(number(5)), Session: int(number(6)),
		CPU:   time.Duration(number(14)+number(15)+number(16)+number(17)) * (time.Second / ticksPerSecond),
		Start: uint64(number(22)), StartText: fields[22-3],
		Resident: number(24) * pageSize,
	}
	return p, numberErr
}

// Gone reports whether p has ended, though nobody has reaped it yet.
func (p Process) Gone() bool { return p.State == 'Z' || p.State == 'X' }

// All lists the processes that run now, without those that end meanwhile.
func All() ([]Process, error) { return Recorded(proc) }

// Recorded is All for a folder that holds an earlier copy of /proc.
func Recorded(folder string) ([]Process, error) {
	dir, err := os.Open(folder)
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	defer dir.Close()
	names, err := dir.Readdirnames(-1)
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	all := make([]Process, 0, len(names))
	for _, name := range names {
		pid, err := strconv.Atoi(name)
		if err != nil {
			continue
		}
		if p, err := read(folder, pid); err == nil {
			all = append(all, p)
		}
	}
	return all, nil
}

// Below returns the processes of all that descend from root, without root
// itself.
func Below(root int, all []Process) []Process {
	children := make(map[int][]Process, len(all))
	for _, p := range all {
		children[p.Parent] = append(children[p.Parent], p)
	}
	var found []Process
	for next := []int{root}; len(next) > 0; next = next[1:] {
		for _, child := range children[next[0]] {
			found = append(found, child)
			next = append(next, child.PID)
		}
	}
	return found
}

// Signal sends sig to p, never to another process that has its pid by now.
func (p Process) Signal(sig unix.Signal) error {
	fd, err := unix.PidfdOpen(p.PID, 0)
	if errors.Is(err, unix.ESRCH) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open process %d: %w", p.PID, err)
	}
	defer unix.Close(fd)
	now, err := Read(p.PID)
	if err != nil || now.Start != p.Start {
		return nil // it has ended, and its pid may be another's
	}
	err = unix.PidfdSendSignal(fd, sig, nil, 0)
	if err != nil && !errors.Is(err, unix.ESRCH) {
		return fmt.Errorf("signal process %d: %w", p.PID, err)
	}
	return nil
}
