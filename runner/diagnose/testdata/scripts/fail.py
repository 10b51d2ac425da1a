"""Fails in one of many ways: python3 fail.py NAME. Every function is one way."""
import os
import sys


def missing_module():
    import torchaudio_augmentations  # noqa


def missing_submodule():
    import torch.nn.does_not_exist  # noqa


def import_name():
    from sklearn.metrics import mean_squared_logarithm  # noqa


def missing_library():
    import ctypes
    ctypes.CDLL("libcudart.so.13")


def missing_system_library():
    import ctypes
    ctypes.CDLL("libhdf5_parallel.so.903")


def missing_file():
    with open("data/train.csv") as f:
        f.read()


def missing_array_file():
    import numpy
    numpy.load("features/train.npy")


def numpy_memory():
    import numpy
    numpy.ones((1 << 20, 1 << 20))


def python_memory():
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (1 << 28, 1 << 28))
    rows = []
    while True:
        rows.append([0] * 1000000)


def torch_cpu_memory():
    import torch
    torch.ones(1 << 44)


def tensorflow_cpu_memory():
    import tensorflow as tf
    tf.ones([1 << 20, 1 << 20]) + 1


def jax_cpu_memory():
    import jax.numpy as jnp
    jnp.ones((1 << 20, 1 << 22)).block_until_ready()


def torch_cuda_memory():
    """There was no GPU: this raises the class with the text of a real one."""
    import torch
    raise torch.OutOfMemoryError(
        "CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has a total capacity of 23.69 GiB of which 3.11 GiB is free. "
        "Including non-PyTorch memory, this process has 20.57 GiB memory in use. Of the allocated memory 20.02 GiB is allocated by "
        "PyTorch, and 84.71 MiB is reserved by PyTorch but unallocated. If reserved but unallocated memory is large try setting "
        "PYTORCH_CUDA_ALLOC_CONF=expandable_segments:True to avoid fragmentation.  See documentation for Memory Management  "
        "(https://example.org/docs/stable/notes/cuda.html#environment-variables)")


def torch_cuda_memory_old():
    """As torch_cuda_memory, in the words of torch 1."""
    raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 10.76 GiB total capacity; 8.21 GiB already allocated; "
                       "1.03 GiB free; 8.60 GiB reserved in total by PyTorch)")


def tensorflow_gpu_memory():
    """As torch_cuda_memory, with TensorFlow's class and text."""
    import tensorflow as tf
    raise tf.errors.ResourceExhaustedError(
        None, None, "OOM when allocating tensor with shape[4096,16384] and type float on /job:localhost/replica:0/task:0/device:GPU:0 "
                    "by allocator GPU_0_bfc [Op:MatMul]")


def jax_gpu_memory():
    """As torch_cuda_memory, with JAX's class and text."""
    import jax
    raise jax.errors.JaxRuntimeError("RESOURCE_EXHAUSTED: Out of memory while trying to allocate 34359738368 bytes.")


def xgboost_gpu_memory():
    """As torch_cuda_memory, with XGBoost's class and text."""
    import xgboost
    raise xgboost.core.XGBoostError(
        "[12:30:01] /workspace/src/common/device_vector.cu:23: Memory allocation error on worker 0: std::bad_alloc: "
        "cudaErrorMemoryAllocation: out of memory\n- Free memory: 1234567\n- Requested memory: 9999999999")


def cuda_driver_old():
    """There was no GPU: the text of a real one."""
    raise RuntimeError("The NVIDIA driver on your system is too old (found version 11040). Please update your GPU driver by downloading and "
                       "installing a new version from the URL: http://www.nvidia.com/Download/index.aspx")


def cuda_no_kernel():
    """There was no GPU: the text of a real one."""
    raise RuntimeError("CUDA error: no kernel image is available for execution on the device\nCUDA kernel errors might be asynchronously "
                       "reported at some other API call, so the stacktrace below might be incorrect.\nFor debugging consider passing "
                       "CUDA_LAUNCH_BLOCKING=1\nCompile with `TORCH_USE_CUDA_DSA` to enable device-side assertions.\n")


def cuda_assert():
    """There was no GPU: the text of a real one."""
    print("/pytorch/aten/src/ATen/native/cuda/Loss.cu:250: nll_loss_forward_reduce_cuda_kernel_2d: block: [0,0,0], thread: [5,0,0] "
          "Assertion `t >= 0 && t < n_classes` failed.", file=sys.stderr)
    raise RuntimeError("CUDA error: device-side assert triggered\nCUDA kernel errors might be asynchronously reported at some other API call, "
                       "so the stacktrace below might be incorrect.\nFor debugging consider passing CUDA_LAUNCH_BLOCKING=1\n")


def no_gpu_torch():
    import torch
    torch.zeros(1).cuda()


def no_gpu_checkpoint():
    """The text of a real one, raised."""
    raise RuntimeError("Attempting to deserialize object on a CUDA device but torch.cuda.is_available() is False. If you are running on a "
                       "CPU-only machine, please use torch.load with map_location=torch.device('cpu') to map your storages to the CPU.")


def no_gpu_lightning():
    import lightning
    lightning.Trainer(accelerator="gpu", devices=1, logger=False)


def no_gpu_lightgbm():
    import lightgbm
    import numpy
    lightgbm.train({"device": "cuda"}, lightgbm.Dataset(numpy.random.rand(50, 2), numpy.random.rand(50)), 1)


def no_gpu_jax():
    os.environ["JAX_PLATFORMS"] = "cuda"
    import jax
    jax.devices()


def shape_torch():
    import torch
    torch.nn.Linear(64, 10)(torch.rand(32, 128))


def shape_numpy():
    import numpy
    return numpy.ones((3, 4)) + numpy.ones((2, 4))


def shape_sklearn():
    import numpy
    from sklearn.linear_model import LogisticRegression
    model = LogisticRegression().fit(numpy.random.rand(20, 4), numpy.arange(20) % 2)
    model.predict(numpy.random.rand(5, 3))


def shape_keras():
    import keras
    import numpy
    model = keras.Sequential([keras.layers.Input((8,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(numpy.zeros((4, 5)), numpy.zeros(4), verbose=0)


def shape_tensorflow():
    import tensorflow as tf
    tf.ones([2, 3]) + tf.ones([4, 3])


def shape_jax():
    import jax.numpy as jnp
    jnp.ones((2, 3)) @ jnp.ones((4, 5))


def shape_xgboost():
    import numpy
    import xgboost
    model = xgboost.XGBRegressor(n_estimators=1).fit(numpy.random.rand(20, 4), numpy.random.rand(20))
    model.predict(numpy.random.rand(5, 3))


def samples_sklearn():
    import numpy
    from sklearn.tree import DecisionTreeClassifier
    DecisionTreeClassifier().fit(numpy.zeros((5, 2)), numpy.zeros(4))


def label_out_of_range():
    import torch
    torch.nn.functional.cross_entropy(torch.rand(4, 10), torch.tensor([1, 2, 3, 10]))


def embedding_index():
    import torch
    torch.nn.Embedding(100, 8)(torch.tensor([5, 100]))


def dtype_torch():
    import torch
    torch.nn.Linear(4, 2)(torch.rand(3, 4).double())


def nan_sklearn():
    import numpy
    from sklearn.linear_model import LinearRegression
    LinearRegression().fit(numpy.array([[1.0], [numpy.nan]]), numpy.array([1.0, 2.0]))


def nan_anomaly():
    import torch
    with torch.autograd.detect_anomaly(check_nan=True):
        x = torch.zeros(3, requires_grad=True)
        (torch.sqrt(x) * 0).sum().backward()


def nan_raised():
    import math
    for step in range(3):
        loss = [0.5, 7e12, math.nan][step]
        print(f"step {step} loss {loss}")
        if not math.isfinite(loss):
            raise ValueError(f"loss is {loss}, stopping training")


def nan_exit():
    print("epoch 4/10 loss=2.3e+18\nLoss is nan, stopping training")
    sys.exit(1)


def nan_jax():
    import jax
    import jax.numpy as jnp
    jax.config.update("jax_debug_nans", True)
    jnp.log(-1.0 * jnp.ones(3)).block_until_ready()


def disk_full():
    import json
    with open("/dev/full", "w") as f:
        json.dump(list(range(100000)), f)


def disk_full_torch():
    import torch
    with open("/dev/full", "wb", buffering=0) as f:
        torch.save({"w": torch.rand(1000)}, f)


def port_in_use():
    import socket
    first = socket.create_server(("127.0.0.1", 0))
    socket.create_server(first.getsockname())


def permission():
    os.setuid(65534)
    with open("/etc/shadow") as f:
        f.read()


def connection_refused():
    import urllib.request
    urllib.request.urlopen("http://127.0.0.1:1/data.zip")


def hub_offline():
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HOME"] = "/tmp/empty-hub"
    from transformers import AutoModel
    AutoModel.from_pretrained("bert-base-uncased")


def assertion():
    batches = []
    assert len(batches) > 0, "the data loader is empty"


def key():
    row = {"pixels": [0, 1], "target": 3}
    return row["label"]


def attribute():
    import torch
    torch.nn.Linear(2, 2).foward(torch.rand(1, 2))


def name():
    print(learning_rate)  # noqa


def wrong_type():
    int("1") + "2"


def index():
    [1, 2, 3][5]


def division():
    batches = 0
    return 100 / batches


def recursion():
    return recursion()


def in_library():
    from sklearn.neural_network import MLPClassifier
    MLPClassifier(hidden_layer_sizes=(4,), solver="adamw").fit([[0.0], [1.0]], [0, 1])


def chained():
    try:
        with open("config/model.yaml") as f:
            f.read()
    except OSError as error:
        raise RuntimeError("the model could not be configured") from error


def while_handling():
    try:
        {}["lr"]
    except KeyError:
        open("defaults.json")


def subprocess_failed():
    import subprocess
    subprocess.run([sys.executable, "-c", "import does_not_exist_either"], check=True)


def loader_worker():
    import torch

    class Data(torch.utils.data.Dataset):
        def __len__(self):
            return 4

        def __getitem__(self, i):
            return {"x": 1}["y"]

    for _ in torch.utils.data.DataLoader(Data(), num_workers=1):
        pass


def loader_killed():
    import signal
    import torch

    class Data(torch.utils.data.Dataset):
        def __len__(self):
            return 4

        def __getitem__(self, i):
            os.kill(os.getpid(), signal.SIGKILL)

    for _ in torch.utils.data.DataLoader(Data(), num_workers=1):
        pass


def open_files():
    import resource
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    files = []
    while True:
        files.append(open("/dev/null"))


def checkpoint_shape():
    import torch
    torch.nn.Linear(4, 2).load_state_dict(torch.nn.Linear(4, 3).state_dict())


def checkpoint_damaged():
    import torch
    with open("/tmp/damaged.pt", "wb") as f:
        f.write(b"PK\x03\x04 this is no archive")
    torch.load("/tmp/damaged.pt")


def checkpoint_unsafe():
    import pathlib
    import torch
    torch.save({"path": pathlib.PurePosixPath("x"), "w": torch.rand(1)}, "/tmp/unsafe.pt")
    torch.load("/tmp/unsafe.pt")


def json_damaged():
    import json
    json.loads('{"lr": 0.1,}')


def text_encoding():
    b"caf\xe9".decode("utf-8")


def segfault():
    import ctypes
    import faulthandler
    faulthandler.enable()
    ctypes.string_at(0)


def segfault_silent():
    import ctypes
    ctypes.string_at(0)


def abort():
    import faulthandler
    faulthandler.enable()
    os.abort()


def interrupted():
    import signal
    os.kill(os.getpid(), signal.SIGINT)


def killed():
    import signal
    print("epoch 3/20 loss=0.41")
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)


def terminated():
    import signal
    print("epoch 3/20 loss=0.41")
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGTERM)


def illegal():
    import signal
    os.kill(os.getpid(), signal.SIGILL)


def exit_message():
    sys.exit("nothing to train on: 0 rows after filtering")


def exit_silent():
    sys.exit(3)


def handled_long_ago():
    import traceback
    try:
        {}["cache"]
    except KeyError:
        traceback.print_exc()
    for step in range(100):
        print(f"step {step} loss {1 / (step + 1):.4f}")
    sys.exit(4)


if __name__ == "__main__":
    globals()[sys.argv[1]]()
