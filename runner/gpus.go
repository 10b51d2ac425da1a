package runner

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/trex-ml/trex"
)

// GPU is one GPU of this machine.
type GPU struct {
	Index int // as in CUDA_VISIBLE_DEVICES under CUDA_DEVICE_ORDER=PCI_BUS_ID
	UUID  string
	Name  string
	Bytes int64 // of memory
}

// GPUUse is what a GPU does at a moment.
type GPUUse struct {
	Index   int
	Percent float64
	Bytes   int64
}

// gpuPool knows this machine's GPUs and which run holds which. This follows
// from the recorded runs, so it survives a restart.
type gpuPool struct {
	list func(context.Context) ([]GPU, error)

	mu      sync.Mutex
	known   bool
	nextTry time.Time
	gpus    []GPU
	held    map[trex.RunID][]int
}

func newGPUPool(list func(context.Context) ([]GPU, error)) *gpuPool {
	return &gpuPool{list: list, known: list == nil, held: map[trex.RunID][]int{}}
}

const detectPause = 30 * time.Second

// detect fills the pool once; after an error it tries again some time later.
func (p *gpuPool) detect(ctx context.Context, log *slog.Logger) {
	p.mu.Lock()
	due := !p.known && time.Now().After(p.nextTry)
	p.mu.Unlock()
	if !due {
		return
	}
	gpus, err := p.list(ctx)
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil {
		p.nextTry = time.Now().Add(detectPause)
		log.Error("detect GPUs", "error", err)
		return
	}
	p.gpus, p.known = gpus, true
}

func (p *gpuPool) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.gpus)
}

func (p *gpuPool) detected() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.known
}

func (p *gpuPool) hold(run trex.Run) {
	if len(run.GPUs) == 0 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.held[run.ID] = run.GPUs
}

func (p *gpuPool) release(id trex.RunID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.held, id)
}

// releaseAll forgets what an earlier Run held: runs may have ended since, under
// another server.
func (p *gpuPool) releaseAll() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.held)
}

func (p *gpuPool) free() []int {
	p.mu.Lock()
	defer p.mu.Unlock()
	taken := map[int]bool{}
	for _, gpus := range p.held {
		for _, gpu := range gpus {
			taken[gpu] = true
		}
	}
	var free []int
	for _, gpu := range p.gpus {
		if !taken[gpu.Index] {
			free = append(free, gpu.Index)
		}
	}
	return free
}

// bytesOf returns the memory of the smallest of gpus, 0 when there is none.
func (p *gpuPool) bytesOf(gpus []int) int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	var smallest int64
	for _, gpu := range p.gpus {
		for _, index := range gpus {
			if gpu.Index == index && (smallest == 0 || gpu.Bytes < smallest) {
				smallest = gpu.Bytes
			}
		}
	}
	return smallest
}
