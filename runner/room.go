package runner

import (
	"fmt"
	"maps"
	"slices"

	"github.com/trex-ml/trex"
)

const waitsForSlot = "waits for a free slot"

// room is what is free now. It belongs to one pass over the pending runs.
type room struct {
	slots    map[string]int // free slots of executors that are Sized and limited
	shared   int            // free slots of this machine
	sized    map[string]bool
	gpus     []int // free
	have     int
	known    bool
	reserved bool // an earlier run waits for GPUs: no later one takes them
}

func (r *Runner) room() *room {
	free := &room{
		slots: map[string]int{}, sized: map[string]bool{}, shared: r.slots,
		gpus: r.gpus.free(), have: r.gpus.count(), known: r.gpus.detected(),
	}
	for name, executor := range r.executors {
		if sized, ok := executor.(Sized); ok {
			free.sized[name] = true
			if n := sized.Slots(); n > 0 {
				free.slots[name] = n
			}
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, f := range r.followers {
		free.use(f.executor)
	}
	return free
}

func (o *room) use(executor string) {
	if !o.sized[executor] {
		o.shared--
	} else if _, limited := o.slots[executor]; limited {
		o.slots[executor]--
	}
}

// any reports whether there is room for at least some run.
func (o *room) any() bool {
	if o.shared > 0 {
		return true
	}
	for name := range o.sized {
		if free, limited := o.slots[name]; !limited || free > 0 {
			return true
		}
	}
	return false
}

// fits returns what a run has to wait for, "" if it can start now.
func (o *room) fits(executor string, gpus int) string {
	if o.sized[executor] {
		if free, limited := o.slots[executor]; limited && free <= 0 {
			return waitsForSlot
		}
		return ""
	}
	if gpus == 0 {
		if o.shared <= 0 {
			return waitsForSlot
		}
		return ""
	}
	switch {
	case !o.known:
		return "waits until this machine's GPUs are known"
	case o.reserved:
		return waitsForSlot
	case gpus > len(o.gpus):
		// Otherwise later runs that need fewer would keep this one waiting for ever.
		o.reserved = true
		return fmt.Sprintf("waits for %s: %d of %d free", countGPUs(gpus), len(o.gpus), o.have)
	case o.shared <= 0:
		return waitsForSlot
	}
	return ""
}

func (o *room) pick(executor string, gpus int) []int {
	if o.sized[executor] || gpus == 0 {
		return nil
	}
	return o.gpus[:gpus:gpus]
}

func (o *room) occupy(run trex.Run) {
	o.use(run.Executor)
	if !o.sized[run.Executor] {
		o.gpus = o.gpus[len(run.GPUs):]
	}
}

// Capacity returns what this machine has and what is in use.
func (r *Runner) Capacity() trex.Capacity {
	free := r.room()
	capacity := trex.Capacity{Slots: r.slots, GPUs: free.have, GPUsBusy: free.have - len(free.gpus)}
	capacity.Busy = r.slots - free.shared
	capacity.ExecutorsAvailable = slices.Sorted(maps.Keys(r.executors))
	capacity.PendingRuns = int(r.pending.Load())
	return capacity
}
