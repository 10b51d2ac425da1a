package process

import (
	"bytes"
	"strings"
)

// BootID identifies this boot of the machine, or this start of the container:
// pids mean nothing in another one. Process 1 is part of it because a restarted
// container keeps the boot id of its host.
func BootID() string {
	id, _ := ReadFile("/proc/sys/kernel/random/boot_id")
	text := string(bytes.TrimSpace(id))
	if first, err := Read(1); err == nil {
		text += "+" + first.StartText
	}
	return text
}

// SameMachine reports whether two boot ids differ at most in process 1, that is
// whether the machine itself has not restarted between them.
func SameMachine(a, b string) bool {
	a, _, _ = strings.Cut(a, "+")
	b, _, _ = strings.Cut(b, "+")
	return a == b
}
