package diagnose

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

// TestByTrex has failures that Trex itself knows and no log shows.
func TestByTrex(t *testing.T) {
	hours := project
	hours.Timeout = 2 * time.Hour
	bound := Bound{Cause: "it asked for 60M and used more", Hint: "ask for more"}
	for _, test := range []struct {
		name        string
		c           Case
		kind, cause string
		fix         trex.RunConfig
	}{
		{"NotFound", Case{Exit: trex.Exit{Code: -1, StartErr: `the command "trian" was not found in PATH (/usr/bin)`}},
			"command_not_found", `the command "trian" was not found in PATH (/usr/bin)`, nil},
		{"NotExecutable", Case{Exit: trex.Exit{Code: -1, StartErr: `"train.py" is not executable (chmod +x /p/train.py makes it so)`}},
			"not_executable", `"train.py" is not executable (chmod +x /p/train.py makes it so)`, nil},
		{"FolderGone", Case{Exit: trex.Exit{Code: -1, StartErr: "the working directory /p does not exist"}},
			"missing_dir", "the working directory /p does not exist", nil},
		{"NotStarted", Case{Exit: trex.Exit{Code: -1, StartErr: "the run's folder could not be prepared"}},
			"not_started", "the run's folder could not be prepared", nil},
		{"Timeout", Case{Exit: trex.Exit{Code: -1, Signal: "SIGTERM", TimedOut: true}, Project: hours},
			"timeout", "it took longer than its time limit of 2h", nil},
		{"OutOfMemory", Case{Exit: trex.Exit{Code: -1, Signal: "SIGKILL", OutOfMem: true, PeakBytes: 8e9}, Project: project, Config: config},
			"host_memory", "out of memory on the machine (not on a GPU)", trex.RunConfig{"batch_size": trex.Number(32)}},
		{"OutOfMemoryOnTheCluster", Case{Exit: trex.Exit{Code: -1, Signal: "SIGKILL", OutOfMem: true}, Memory: bound},
			"host_memory", "it asked for 60M and used more", nil},
		{"Stopped", Case{Exit: trex.Exit{Code: -1, Signal: "SIGTERM", Stopped: true}}, "stopped", "it was asked to stop", nil},
		{"NoSuchParameter", Case{Exit: trex.Exit{Code: -1, Signal: "SIGKILL", OutOfMem: true}},
			"host_memory", "out of memory on the machine (not on a GPU)", nil},
		{"Nothing", Case{}, "ended", "the command ended without saying that it failed and printed nothing", nil},
		{"UnknownSignal", Case{Exit: trex.Exit{Code: -1, Signal: "SIGUSR1"}}, "killed", "it was ended by SIGUSR1", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := Explain(test.c)
			if got.Kind != test.kind || got.Cause != test.cause || !got.Fix.Equal(test.fix) {
				t.Errorf("got %s: %s %v", got.Kind, got.Cause, got.Fix)
			}
		})
	}
}

// TestMessages has failures that could not be produced here: real messages of
// GPUs, clusters and services.
func TestMessages(t *testing.T) {
	for _, test := range []struct{ name, log, kind string }{
		{"SharedMemory", "RuntimeError: DataLoader worker (pid 7) is killed by signal: Bus error. It is possible that dataloader's workers are out of shared memory. Please try to raise your shared memory limit.", "shared_memory"},
		{"Slurm", "slurmstepd: error: Detected 1 oom_kill event in StepId=12.batch. Some of the step tasks have been OOM Killed.", "host_memory"},
		{"KernelOOM", "[12.3] Out of memory: Killed process 123 (python3) total-vm:1kB", "host_memory"},
		{"CUBLAS", "RuntimeError: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`", "gpu_memory"},
		{"HIP", "torch.OutOfMemoryError: HIP out of memory. Tried to allocate 2.00 GiB.", "gpu_memory"},
		{"DriverInsufficient", "RuntimeError: CUDA error: CUDA driver version is insufficient for CUDA runtime version", "cuda_mismatch"},
		{"NVML", "Failed to initialize NVML: Driver/library version mismatch", "cuda_mismatch"},
		{"IllegalAddress", "RuntimeError: CUDA error: an illegal memory access was encountered", "cuda_error"},
		{"NCCL", "torch.distributed.DistBackendError: NCCL error in: ProcessGroupNCCL.cpp:1275, unhandled system error, ncclSystemError: System call failed", "distributed"},
		{"Watchdog", "[Rank 1] Watchdog caught collective operation timeout: WorkNCCL(SeqNum=12) ran for 600000 milliseconds", "distributed"},
		{"Gated", "huggingface_hub.errors.GatedRepoError: 401 Client Error. Access to model x is restricted.", "login"},
		{"WandB", "wandb.errors.UsageError: api_key not configured (no-tty). call wandb.login(key=[your_api_key])", "login"},
		{"Resolve", "curl: (6) Could not resolve host: example.org", "network"},
		{"Quota", "OSError: [Errno 122] Disk quota exceeded: 'ckpt/12.pt'", "disk_full"},
		{"ReadOnly", "OSError: [Errno 30] Read-only file system: '/data/out'", "permission"},
		{"Port", "RuntimeError: The server socket has failed to listen on any local network address. port: 29500, useIpv6: true, code: -98, name: EADDRINUSE, message: address already in use", "port_in_use"},
		{"Threads", "RuntimeError: can't start new thread", "limits"},
		{"R", "Error in library(xgboost) : there is no package called 'xgboost'\nExecution halted", "missing_module"},
		{"GradientsNaN", "RuntimeError: gradients are nan at step 12", "nan_loss"},
		{"TrainingLoss", "Exception: Training loss became NaN. Stopping.", "nan_loss"},
		{"Perl", "Can't locate Foo.pm in @INC", "exit_code"},
		{"MetricIsNaN", "epoch 1 loss=nan val_loss=nan\nsomething else went wrong\nepoch 2 acc=0.5", "nan_loss"},
		{"LearningRateIsNoNaN", "loss 0.5, information: nanometres", "exit_code"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := Explain(Case{Exit: trex.Exit{Code: 1}, Tail: []byte(test.log + "\n")})
			if got.Kind != test.kind {
				t.Errorf("got %s: %s; want %s", got.Kind, got.Cause, test.kind)
			}
		})
	}
}

func TestWarningsAreNoCause(t *testing.T) {
	log := "W0000 00:00:1 cuda_dnn.cc:1] Unable to register cuDNN factory: CUDA_ERROR_NO_DEVICE\n" +
		"2026-01-01 WARNING could not load libcudart.so.12: cannot open shared object file\n" +
		"UserWarning: No CUDA GPUs are available\nstep 1\n"
	if got := Explain(Case{Exit: trex.Exit{Code: 1}, Tail: []byte(log)}); got.Kind != "exit_code" {
		t.Errorf("got %s: %s", got.Kind, got.Cause)
	}
}

func TestKilledIgnoresPassingTrouble(t *testing.T) {
	log := "Connection refused, trying again\nPermission denied, skipped\nstep 3 loss 0.1\n"
	got := Explain(Case{Exit: trex.Exit{Code: -1, Signal: "SIGKILL"}, Tail: []byte(log)})
	if got.Kind != "killed" {
		t.Errorf("got %s: %s", got.Kind, got.Cause)
	}
	got = Explain(Case{Exit: trex.Exit{Code: -1, Signal: "SIGKILL"}, Tail: []byte("RuntimeError: CUDA out of memory. Tried to allocate 2 GiB\n")})
	if got.Kind != "gpu_memory" {
		t.Errorf("got %s: %s", got.Kind, got.Cause)
	}
}

func TestAlikeWhateverTheSizes(t *testing.T) {
	explain := func(size string) trex.Diagnosis {
		return Explain(Case{Exit: trex.Exit{Code: 1}, GPUBytes: 24 << 30,
			Tail: []byte("torch.OutOfMemoryError: CUDA out of memory. Tried to allocate " + size + " GiB. GPU 0 has\n")})
	}
	a, b := explain("20.00"), explain("31.50")
	if a.Kind != b.Kind || a.Cause != b.Cause || a.Hint == b.Hint {
		t.Errorf("%+v and %+v", a, b)
	}
	if want := "the GPU has 24 GiB; it asked for 20.00 GiB more; use a smaller batch or model, or a GPU that is free"; a.Hint != want {
		t.Errorf("hint %q, want %q", a.Hint, want)
	}
}

func TestHostileLog(t *testing.T) {
	for _, log := range []string{
		"ModuleNotFoundError: No module named '<!channel>'",
		"FileNotFoundError: [Errno 2] No such file or directory: '\x1b[31m<script>alert(1)</script>'",
		"error: unrecognized arguments: --<b>",
		"Traceback (most recent call last):\n  File \"<!here>.py\", line 12, in x\n    y\nKeyError: '@everyone'",
		"Traceback (most recent call last):\n  File \"a.py\", line 99999999999999999999, in x\n    y\n<!channel>Error: boo",
	} {
		got := Explain(Case{Exit: trex.Exit{Code: 1}, Tail: []byte(log)})
		if strings.ContainsAny(got.Cause, "<>!\x1b") || strings.Contains(got.Cause, "@everyone") {
			t.Errorf("the cause of %q quotes %q", log, got.Cause)
		}
	}
}

func TestLongLines(t *testing.T) {
	log := "start\nOSError: " + strings.Repeat("é", 5000) + " No space left on device"
	got := Explain(Case{Exit: trex.Exit{Code: 1}, Tail: []byte(log)})
	want := []string{"OSError: " + strings.Repeat("é", maxLine-1-len("OSError: ")) + "…"}
	if diff := cmp.Diff(want, got.Evidence); diff != "" || got.Kind != "disk_full" {
		t.Errorf("kind %s, evidence %s", got.Kind, diff)
	}
}

func FuzzExplain(f *testing.F) {
	for _, seed := range []string{
		"Traceback (most recent call last):\n  File \"train.py\", line 3, in main\n    x\nKeyError: 'a'\n",
		"[rank0]: Traceback (most recent call last):\n[rank0]:   File \"train.py\", line 3, in main\n[rank0]: torch.OutOfMemoryError: CUDA out of memory.",
		"usage: a.py [-h]\na.py: error: unrecognized arguments: --x",
		"panic: x\n\ngoroutine 1 [running]:\nmain.main()\n\t/a/b.go:7 +0x1\n",
		"Fatal Python error: Segmentation fault\n\nCurrent thread 0x0 (most recent call first):\n  File \"a.py\", line 1 in f\n",
		"Exception in thread \"main\" a.b.C: x\n\tat d.e(F.java:1)\n", "Killed", "\x1b[31mloss is nan\x1b[0m\r\n",
	} {
		f.Add([]byte(seed), 1, "")
		f.Add([]byte(seed), -1, "SIGABRT")
	}
	f.Fuzz(func(t *testing.T, tail []byte, code int, signal string) {
		got := Explain(Case{Exit: trex.Exit{Code: code, Signal: signal}, Tail: tail, Project: project, Config: config})
		if got.Kind == "" || strings.TrimSpace(got.Cause) == "" || len(got.Cause) > 400 || len(got.Evidence) > maxEvidence {
			t.Fatalf("%+v", got)
		}
		text := readLog(tail).text
		for _, line := range got.Evidence {
			if !strings.Contains(text, strings.TrimSuffix(line, "…")) || strings.ContainsAny(line, "\x1b\n\r\x00") {
				t.Errorf("evidence %q is not a line of the log", line)
			}
		}
	})
}

func BenchmarkExplain(b *testing.B) {
	log := []byte(strings.Repeat("2026-01-01 12:00:00,123 INFO step 12: loss=0.5 lr=0.1, all is well so far\n", 900))
	b.SetBytes(int64(len(log)))
	for b.Loop() {
		Explain(Case{Exit: trex.Exit{Code: 1}, Tail: log})
	}
}
