package bottest

import "testing"

func TestMemory(t *testing.T) {
	t.Parallel()
	Run(t, func(t *testing.T, _ *Stage) Harness { return NewMemory(t, NewService("memory")) })
}

func TestMemoryWithThreads(t *testing.T) {
	t.Parallel()
	Run(t, func(t *testing.T, _ *Stage) Harness {
		s := NewService("memory")
		s.Threads = true
		return NewMemory(t, s)
	})
}
