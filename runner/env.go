package runner

import (
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/trex-ml/trex"
)

// inherited names the variables that a run's command gets from Trex's own
// environment: paths and the language. All others are left out, above all
// tokens. A project's env adds what its command needs.
var inherited = [...]string{
	"PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR",
	"LD_LIBRARY_PATH", "VIRTUAL_ENV", "CONDA_PREFIX",
}

const visibleGPUs = "CUDA_VISIBLE_DEVICES"

const defaultPath = "/usr/local/bin:/usr/bin:/bin"

// environment returns the whole environment of a run's command. The project's
// own variables override inherited ones and CUDA_VISIBLE_DEVICES, so a project
// can share a GPU on purpose. The TREX_ variables cannot be overridden.
func environment(own []string, job Job, machineGPUs int) []string {
	env := map[string]string{"PATH": defaultPath, "PYTHONUNBUFFERED": "1"}
	for _, pair := range own {
		name, value, ok := strings.Cut(pair, "=")
		if ok && slices.Contains(inherited[:], name) && value != "" {
			env[name] = value
		}
		if ok && name == visibleGPUs {
			env[name] = value // GPUs hidden from Trex are hidden from its runs
		}
	}
	if machineGPUs > 0 {
		// An empty list hides the GPUs from a run that asked for none. Otherwise it
		// could use a GPU that is assigned to another run.
		env[visibleGPUs] = joinGPUs(job.GPUs)
		env["CUDA_DEVICE_ORDER"] = "PCI_BUS_ID" // the order of nvidia-smi
	}
	maps.Copy(env, job.Project.Env)
	env["TREX_RUN_ID"] = string(job.Run)
	env["TREX_RUN_DIR"] = job.Dir
	env["TREX_METRICS"] = filepath.Join(job.Dir, MetricsFile)
	pairs := make([]string, 0, len(env))
	for _, name := range slices.Sorted(maps.Keys(env)) {
		pairs = append(pairs, name+"="+env[name])
	}
	return pairs
}

func joinGPUs(gpus []int) string {
	texts := make([]string, len(gpus))
	for i, gpu := range gpus {
		texts[i] = strconv.Itoa(gpu)
	}
	return strings.Join(texts, ",")
}

// newJob is the job of a claimed run.
func (r *Runner) newJob(run trex.Run, project trex.Project, key string) Job {
	project.Objective = run.Objective // the project's objective may have changed since the launch
	job := Job{
		Run: run.ID, Experiment: run.Experiment, Key: key, Dir: r.folder(run.ID),
		Argv: project.Argv(run.Config), WorkDir: project.Dir,
		Timeout: project.Timeout, Grace: r.grace, GPUs: run.GPUs, Measure: max(r.sampleEvery, 0), Project: project,
	}
	job.Env = environment(r.environ, job, r.gpus.count())
	return job
}
