package runner

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

const nvidiaPatience = 20 * time.Second

// DetectGPUs returns a function for Params.GPUs that asks the nvidia-smi at
// path, "" for the one on the PATH. A machine without nvidia-smi has no GPUs.
func DetectGPUs(path string) func(context.Context) ([]GPU, error) {
	return func(ctx context.Context) ([]GPU, error) {
		rows, err := queryNvidia(ctx, path, "index,uuid,memory.total,name")
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
			gpus = append(gpus, GPU{Index: index, UUID: row[1], Bytes: mebibytes(row[2]), Name: row[3]})
		}
		return gpus, nil
	}
}

// VisibleGPUs limits what list finds to the devices that Trex itself was given.
// visible names them as CUDA_VISIBLE_DEVICES does, by number or by UUID. As in
// CUDA, the first invalid name ends the list.
func VisibleGPUs(list func(context.Context) ([]GPU, error), visible string) func(context.Context) ([]GPU, error) {
	return func(ctx context.Context) ([]GPU, error) {
		all, err := list(ctx)
		if err != nil {
			return nil, err
		}
		var given []GPU
		for text := range strings.SplitSeq(visible, ",") {
			text = strings.TrimSpace(text)
			i := slices.IndexFunc(all, func(g GPU) bool {
				return text == strconv.Itoa(g.Index) || len(text) > len("GPU-") && strings.HasPrefix(g.UUID, text)
			})
			if i < 0 {
				break
			}
			if !slices.Contains(given, all[i]) {
				given = append(given, all[i])
			}
		}
		return given, nil
	}
}

// SampleGPUs returns a function that asks the nvidia-smi at path what each GPU
// is doing now.
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
