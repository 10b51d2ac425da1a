"""What scripts print that is no metric."""
import platform
import sys
import warnings

import numpy
import torch

print(f"Python {platform.python_version()}, torch {torch.__version__}, numpy {numpy.__version__}")
print(torch.__config__.parallel_info())
warnings.warn("lr_scheduler.step() was called 2 times: see https://pytorch.org/docs/stable/optim.html#how-to:1.1.0")
print(torch.nn.TransformerEncoderLayer(16, 4))
print(torch.optim.AdamW(torch.nn.Linear(2, 2).parameters(), lr=3e-4))
print("=" * 40 + "\n|  a  |  b  |  0.1 |\n" + "+-----+-----+\n" + "-" * 20 + " 1.0 " + "-" * 20)
print("Listening on 127.0.0.1:29500, master_addr=10.0.0.7 master_port=29500")
print("[2024-05-01 10:11:12,345][__main__][INFO] - Working directory : /data/outputs/2024-05-01/10-11-12")
print("Loaded 1797 rows, 64 features, 10 classes in 0.12 s (seed: 7)")
print("Total params: 26,506 (103.54 KB)\nTrainable params: 26,506\nNon-trainable params: 0 (0.00 B)")
print("model.safetensors: 440MB 12.5MB/s, sha256: 9f86d081884c7d65")
print("torch==2.1.0\nnumpy>=1.24,<2\nversion: 3\n")
print("10.0.0.1 - - [01/May/2024 10:11:12] \"GET /health?x=1 HTTP/1.1\" 200 -")
print("ratio 16:9, time 10:11, range 1-5, chapter 3:16", file=sys.stderr)
