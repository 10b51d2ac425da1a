package runner

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/trex-ml/trex"
)

// GPU is one GPU of this machine.
type GPU struct {
	Index int // as in CUDA_VISIBLE_DEVICES under CUDA_DEVICE_ORDER=PCI_BUS_ID
	Name  string
	Bytes int64 // of memory
}

// GPUUse is what a GPU does at a moment.
type GPUUse struct {
	Index   int
	Percent float64
	Bytes   int64
}

const nvidiaPatience = 20 * time.Second

// DetectGPUs returns a function for Params.GPUs that asks the nvidia-smi at
// path, "" for the one on the PATH. A machine without nvidia-smi has no GPUs.
func DetectGPUs(path string) func(context.Context) ([]GPU, error) {
	return func(ctx context.Context) ([]GPU, error) {
		rows, err := queryNvidia(ctx, path, "index,memory.total,name")
		if errors.Is(err, exec.ErrNotFound) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		gpus := make([]GPU, 0, len(rows))
		for _, row := range rows {
			index, err := strconv.Atoi(row[0])
			if err != nil {
				return nil, fmt.Errorf("read nvidia-smi: index %q", row[0])
			}
			gpus = append(gpus, GPU{Index: index, Bytes: mebibytes(row[1]), Name: row[2]})
		}
		return gpus, nil
	}
}

// SampleGPUs returns a function that asks the nvidia-smi at path what each GPU
// does now.
func SampleGPUs(path string) func(context.Context) ([]GPUUse, error) {
	return func(ctx context.Context) ([]GPUUse, error) {
		rows, err := queryNvidia(ctx, path, "index,utilization.gpu,memory.used")
		if err != nil {
			return nil, err
		}
		uses := make([]GPUUse, 0, len(rows))
		for _, row := range rows {
			index, err := strconv.Atoi(row[0])
			if err != nil {
				return nil, fmt.Errorf("read nvidia-smi: index %q", row[0])
			}
			percent, _ := strconv.ParseFloat(row[1], 64) // "[N/A]" on some cards
			uses = append(uses, GPUUse{Index: index, Percent: percent, Bytes: mebibytes(row[2])})
		}
		return uses, nil
	}
}

func queryNvidia(ctx context.Context, path, fields string) ([][]string, error) {
	if path == "" {
		path = "nvidia-smi"
	}
	ctx, cancel := context.WithTimeout(ctx, nvidiaPatience)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "--query-gpu="+fields, "--format=csv,noheader,nounits")
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("ask nvidia-smi for %s: %w", fields, err)
	}
	return parseNvidia(string(out), strings.Count(fields, ",")+1)
}

// parseNvidia reads comma-separated rows; the last field may hold commas.
func parseNvidia(out string, fields int) ([][]string, error) {
	var rows [][]string
	for line := range strings.Lines(out) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		row := strings.SplitN(line, ",", fields)
		if len(row) != fields {
			return nil, fmt.Errorf("read nvidia-smi: %q", strings.TrimSpace(line))
		}
		for i := range row {
			row[i] = strings.TrimSpace(row[i])
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func mebibytes(text string) int64 {
	n, _ := strconv.ParseInt(text, 10, 64)
	return n << 20
}

// gpuPool knows this machine's GPUs and which run holds which. What is held
// follows from the recorded runs, so it survives a restart.
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
