package local

import (
	"bytes"
	"os"
	"strings"
)

// bootID names this life of the machine, or of the container: pids mean nothing
// in another one. Process 1 is part of it because a restarted container keeps
// the boot id of its host.
func bootID() string {
	id, _ := os.ReadFile("/proc/sys/kernel/random/boot_id")
	text := string(bytes.TrimSpace(id))
	if first, err := readProcess(1); err == nil {
		text += "+" + first.startText
	}
	return text
}

// sameMachine reports whether two boot ids differ at most in process 1, that is
// whether the machine itself has not restarted between them.
func sameMachine(a, b string) bool {
	a, _, _ = strings.Cut(a, "+")
	b, _, _ = strings.Cut(b, "+")
	return a == b
}
