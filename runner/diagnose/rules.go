package diagnose

import (
	"strings"

	"github.com/trex-ml/trex/runner/runlog"
)

// rule explains a message by what it says. needle is looked for first, then the
// expression, if any. % in the cause stands for its first group. When that is
// not a plain name, otherwise is used instead of cause.
type rule struct {
	kind      string
	needles   []string
	re        *runlog.Pattern
	cause     string
	otherwise string
	hint      string
	fix       remedy
	code      int  // the only exit code it is meant for, 0: any
	strong    bool // tells why even where a signal ended the command
	anywhere  bool // also in the later lines of a message
}

// apply matches the rule against one message.
func (r *rule) apply(text string) (finding, bool) {
	if !r.mentioned(text) {
		return finding{}, false
	}
	f := finding{kind: r.kind, cause: r.cause, hint: r.hint, fix: r.fix}
	if r.re == nil {
		return f, true
	}
	m := r.re.FindStringSubmatch(text)
	if m == nil {
		return finding{}, false
	}
	if !strings.Contains(r.cause, "%") {
		return f, true
	}
	name := ""
	for _, group := range m[1:] {
		if name = quote(group); name != "" {
			break
		}
	}
	if name == "" {
		f.cause = r.otherwise
	} else {
		f.cause = strings.Replace(r.cause, "%", name, 1)
	}
	return f, true
}

func (r *rule) mentioned(text string) bool {
	for _, needle := range r.needles {
		if strings.Contains(text, needle) {
			return true
		}
	}
	return false
}

var gpuMemory = finding{
	kind: "gpu_memory", cause: "out of GPU memory", fix: smallerBatch,
	hint: "use a smaller batch or model, or a GPU that is free",
}

func re(expr string) *runlog.Pattern { return runlog.NewPattern(expr) }

// rules are tried in this order: the most exact come first.
var rules = []*rule{
	{kind: hostMemory.kind, cause: hostMemory.cause, hint: hostMemory.hint, fix: hostMemory.fix, strong: true, anywhere: true,
		needles: []string{"DefaultCPUAllocator", "std::bad_alloc", "allocator cpu", "allocator mklcpu", "on /job:localhost/replica:0/task:0/device:CPU",
			"Cannot allocate memory", "JavaScript heap out of memory", "java.lang.OutOfMemoryError", "fatal error: runtime: out of memory",
			"RESOURCE_EXHAUSTED: Out of memory allocat", "oom_kill event", "Out of memory: Killed process", "out-of-memory handler", "Unable to allocate", "OOM Killed", "host memory"},
		re: re(`DefaultCPUAllocator|bad_alloc(?:$|[^:])|allocator (?:mkl)?cpu|OOM when allocating|RESOURCE_EXHAUSTED|Cannot allocate memory|heap out of memory|OutOfMemoryError|runtime: out of memory|oom_kill|Killed process|out-of-memory handler|Unable to allocate [\d.]+ [KMGTP]iB for an array|OOM Killed|[Oo]ut of host memory`)},
	{kind: gpuMemory.kind, cause: gpuMemory.cause, hint: gpuMemory.hint, fix: gpuMemory.fix, strong: true, anywhere: true,
		needles: []string{"CUDA out of memory", "HIP out of memory", "MPS backend out of memory", "CUDA error: out of memory", "out of memory on device",
			"CUBLAS_STATUS_ALLOC_FAILED", "CUDNN_STATUS_ALLOC_FAILED", "cudaErrorMemoryAllocation", "CUDA_ERROR_OUT_OF_MEMORY", "RESOURCE_EXHAUSTED", "ResourceExhaustedError",
			"OOM when allocating tensor", "cudaMalloc failed: out of memory", "torch.cuda.OutOfMemoryError", "torch.OutOfMemoryError"}},
	{kind: "shared_memory", cause: "out of shared memory between data loader workers", strong: true, anywhere: true,
		hint:    "use fewer workers, or give /dev/shm more room (in Docker: --shm-size)",
		needles: []string{"out of shared memory", "unable to allocate shared memory", "bus error. It is possible that dataloader"}},
	{kind: hostMemory.kind, cause: "a data loader worker was killed, most likely for memory", hint: "use fewer workers, or a smaller batch", fix: smallerBatch,
		needles: []string{"is killed by signal: Killed"}},
	{kind: "disk_full", cause: "the disk is full", hint: "free some space, or write to another disk", strong: true, anywhere: true,
		needles: []string{"No space left on device", "Disk quota exceeded", "database or disk is full", "not enough free disk space"}},
	{kind: "cuda_mismatch", cause: "the GPU's driver and the CUDA of the libraries do not fit together", anywhere: true,
		hint: "install a build of the library for this driver, or a newer driver",
		needles: []string{"driver version is insufficient", "driver on your system is too old", "no kernel image is available", "Driver/library version mismatch",
			"unsupported toolchain", "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH", "device kernel image is invalid", "forward compatibility was attempted"}},
	{kind: "cuda_mismatch", cause: "a CUDA library that was asked for (%) is not installed", otherwise: "a CUDA library is not installed", anywhere: true,
		hint:    "install the CUDA version that the library was built for, or a build of it without CUDA",
		needles: []string{"cannot open shared object file", "not found in the system path", "Could not load library libcudnn"},
		re:      re(`\b(lib(?:cu|nccl|nvrtc|nvToolsExt)[\w.-]*?\.so[.\d]*)`)},
	{kind: "missing_library", cause: "the library % is not installed", otherwise: "a library is not installed", hint: "install the system's package that has it",
		needles: []string{"cannot open shared object file"}, re: re(`(lib[\w.+-]+): cannot open`)},
	{kind: "gpu_number", cause: "it asks for a GPU that it was not given", anywhere: true,
		hint:    "a run sees its own GPUs as 0, 1, …: use cuda:0, or give the project more of them (resources: {gpus: 2})",
		needles: []string{"CUDA error: invalid device ordinal", "CUDA_ERROR_INVALID_DEVICE", "your machine only has: [", "Attempting to deserialize object on CUDA device", "Could not satisfy device specification"},
		re:      re(`invalid device ordinal|CUDA_ERROR_INVALID_DEVICE|only has: \[\d|on CUDA device \d+ but|device:GPU:`)},
	{kind: "cuda_fork", cause: "CUDA was in use already when a process forked, and cannot be used in the child", anywhere: true,
		hint:    "start workers with the spawn method (multiprocessing.set_start_method('spawn')), or touch the GPU only in them",
		needles: []string{"Cannot re-initialize CUDA in forked subprocess"}},
	{kind: "no_gpu", cause: "it wants a GPU, and none can be used here", anywhere: true,
		hint: "give the project resources: {gpus: 1} on a machine that has one, or train on the CPU",
		needles: []string{"No CUDA GPUs are available", "not compiled with CUDA enabled", "Found no NVIDIA driver", "torch.cuda.is_available() is False",
			"no CUDA-capable device", "No supported gpu backend found", "your machine only has: []",
			"not compiled with GPU support", "compiled without GPU", "Unable to initialize backend 'cuda'", "Unknown backend cuda", "Cannot find any GPU", "no supported devices found for platform CUDA",
			"requires a GPU", "NVML Shared Library Not Found", "No visible GPU", "No visible device", "GPU Tree Learner was not enabled", "CUDA Tree Learner was not enabled", "Unknown backend: 'gpu'", "assert _default_backend is not None", "Unknown backend: 'cuda'"}},
	{kind: "index", cause: "a label or index is larger than the model expects", anywhere: true,
		hint:    "compare the number of classes or the vocabulary with the data",
		needles: []string{"is out of bounds.", "index out of range in self", "device-side assert triggered", "Received a label value of", "Label values must be", "Assertion `t >= 0 && t < n_classes` failed", "SoftmaxCrossEntropy: label"},
		re:      re(`Target -?\d+ is out of bounds|index out of range in self|device-side assert|label value of|Label values must be|n_classes`)},
	{kind: "nan_input", cause: "the data holds NaN or infinite numbers", hint: "clean or impute the data before training",
		needles: []string{"contains NaN", "contains infinity", "contain NaN", "Input data contains `inf`", "NaN or Inf in data", "Label contains NaN"}, re: re(`(?i)(?:input|data|label|array)\b.*(?:nan|inf)`)},
	{kind: "nan_loss", cause: "the loss became NaN or infinite", hint: nanHint, fix: smallerRate, anywhere: true, strong: true,
		needles: []string{"nan", "NaN", "Nan", "inf", "Invalid loss"},
		re:      re(`(?i)\b(?:loss|cost|objective|gradients?|grad_norm|logits?|weights?|parameters?)\b[^.\n]{0,40}?\b(?:is|was|became|are|contains?|turned|=|:|to|non-finite)\s*\(?(?:nan|-?inf(?:inity)?)\b|\b(?:nan|inf) (?:loss|detected in (?:loss|grad))|(?:returned|found|encountered|produced) nan|Invalid loss, terminating|loss is (?:nan|inf)|\(nan\) encountered`)},
	{kind: "checkpoint", cause: "a checkpoint holds more than weights, and this torch refuses to load that", anywhere: true,
		hint:    "save a state_dict; or load it with weights_only=False if you trust whoever made it",
		needles: []string{"Weights only load failed"}},
	{kind: "checkpoint", cause: "a checkpoint does not fit the model", anywhere: true,
		hint:    "it was saved from another architecture or version: train from the beginning, or load the right one",
		needles: []string{"Error(s) in loading state_dict", "checkpoint is incompatible", "doesn't match the shape of the target variable"}},
	{kind: "bad_data", cause: "a saved file is damaged or not of the kind the script expects", hint: "download or write it again",
		needles: []string{"failed reading zip archive", "invalid load key", "file might be corrupted", "invalid header or archive is corrupted", "unexpected EOF, expected", "Cannot load file containing pickled data", "not a gzip file", "HDF5 signature not found", "file signature not found"}},
	{kind: "device_mismatch", cause: "tensors on different devices were used together", hint: "move the model and every batch to the same device",
		needles: []string{"Expected all tensors to be on the same device", "weight type (torch.FloatTensor) should be the same", "Input type (torch.cuda"}},
	{kind: "dtype_mismatch", cause: "numbers of different types were used together", hint: "convert one of them (.float(), .long(), .to(dtype))", anywhere: true,
		needles: []string{"expected scalar type", "must have the same dtype", "must be the same dtype", "should be the same dtype", "not implemented for 'Long'", "not implemented for 'Half'", "Found dtype", "Input type"},
		re:      re(`expected (?:m1 and m2 to have the same dtype|scalar type)|(?:have|be) the same dtype|not implemented for '|Found dtype \w+ but expected|should be the same`)},
	{kind: "shape_mismatch", cause: "the shapes of two arrays do not fit together", hint: "compare the model's input and output sizes with the data", anywhere: true,
		needles: []string{"shapes cannot be multiplied", "must match the size of tensor", "could not be broadcast", "to match target batch_size", "core dimension",
			"Incompatible shapes", "Shapes must be equal", "stack expects each tensor to be equal size", "Given groups=", "not aligned:", "dot_general requires", "incompatible shapes",
			"inconsistent numbers of samples", "is incompatible with the layer", "is invalid for input of size", "size mismatch", "shape mismatch", "features, but", "Dimensions must be equal",
			"Target size (torch.Size", "Using a target size", "inhomogeneous shape", "Sizes of tensors must match", "Arguments `target` and `output` must have the same shape", "must have the same shape", "cannot reshape array", "incompatible dimension", "Matrix size-incompatible", "Incompatible dimension", "expected input", "same number of", "feature_names mismatch", "Feature shape mismatch", "The number of features in data", "does not match number of samples"},
		re: re(`cannot be multiplied|must match the size|could not be broadcast|target batch_size|core dimension|[Ii]ncompatible shapes|must be equal|equal size|Given groups=|not aligned:|dot_general requires|inconsistent numbers|incompatible with the layer|invalid for input of size|(?:size|shape) mismatch|X has \d+ features, but|Target size|target size|inhomogeneous shape|Sizes of tensors|same shape|cannot reshape|[Ii]ncompatible dimension|size-incompatible|expected input.*(?:to have|got)|feature_names mismatch|number of features in data|does not match number of`)},
	{kind: "missing_module", cause: "the Python module % is not installed", otherwise: "a Python module is not installed", hint: moduleHint,
		needles: []string{"No module named"}, re: re(`No module named '?([\w.]+)'?`)},
	{kind: "import_error", cause: "% could not be imported", otherwise: "an import failed",
		hint:    "the installed version may be another than the script was written for",
		needles: []string{"cannot import name"}, re: re(`cannot import name '(\w+)'`)},
	{kind: "port_in_use", cause: "a network port is in use already", hint: "another run or an old process holds it: use a free port (port 0), or stop the other",
		needles: []string{"Address already in use", "address already in use", "EADDRINUSE", "Only one usage of each socket address"}, anywhere: true},
	{kind: "limits", cause: "too many open files", hint: "raise the limit (ulimit -n), or use fewer data loader workers", anywhere: true, needles: []string{"Too many open files", "too many open files"}},
	{kind: "limits", cause: "no further thread or process could be started", hint: "use fewer workers or threads, or raise the limit (ulimit -u)", anywhere: true,
		needles: []string{"can't start new thread", "Resource temporarily unavailable", "pthread_create failed"}},
	{kind: "login", cause: "a service wants a login", hint: loginHint, anywhere: true,
		needles: []string{"401 Client Error", "403 Client Error", "api_key not configured", "No API key configured", "GatedRepoError", "gated repo", "HTTP Error 401", "HTTP Error 403", "Invalid user token"}},
	{kind: "network", cause: "a model or data set is not here, and could not be downloaded", hint: offlineHint, anywhere: true,
		needles: []string{"We couldn't connect to", "couldn't find them in the cached files", "outgoing traffic has been disabled", "offline mode is enabled", "Offline mode is enabled", "local_files_only"}},
	{kind: "network", cause: "a server could not be reached", hint: networkHint, anywhere: true,
		needles: []string{"Connection refused", "connection refused", "Max retries exceeded", "Name or service not known", "Temporary failure in name resolution", "Network is unreachable",
			"CERTIFICATE_VERIFY_FAILED", "Connection reset by peer", "No route to host", "nodename nor servname", "Could not resolve host", "HTTP Error 5"}},
	{kind: "distributed", cause: "the processes of a distributed run lost each other", hint: "look at the first of them that failed; then at the network between them", anywhere: true,
		needles: []string{"NCCL error", "ncclSystemError", "ncclInternalError", "ncclUnhandledCudaError", "collective operation timeout", "connectFullMesh failed", "Gloo", "The client socket has timed out", "TCPStore"},
		re:      re(`NCCL error|nccl\w+Error|collective operation timeout|connectFullMesh failed|Connection closed by peer|socket has timed out|client socket has failed`)},
	{kind: "cuda_error", cause: "the GPU reported an error", hint: "run once with CUDA_LAUNCH_BLOCKING=1 to see where; if it comes back, check the GPU (nvidia-smi, dmesg)", anywhere: true, strong: true,
		needles: []string{"CUDA error:", "CUDA_ERROR_", "CUBLAS_STATUS_", "CUDNN_STATUS_", "cudaError", "cuda runtime error"}},
	{kind: "permission", cause: "it may not use %", otherwise: "it may not use a file", hint: permissionHint,
		needles: []string{"Permission denied", "Operation not permitted", "Read-only file system"}, re: re(`(?:Permission denied|Operation not permitted|Read-only file system)(?:: '([^']+)')?`)},
}
