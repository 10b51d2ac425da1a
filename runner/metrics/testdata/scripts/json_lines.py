"""Lines of JSON and of Python dicts, as structured loggers print them."""
import json
import time

print(json.dumps({"config": {"lr": 0.1, "batch_size": 32, "epochs": 2}, "seed": 1}))
for step in range(0, 40, 10):
    print(json.dumps({"ts": time.time(), "level": "info", "msg": "train", "step": step, "loss": 1 / (step + 1),
                      "lr": 0.1, "throughput": {"tokens": 1000 + step}, "gpu_mem": 3.2}))
print(json.dumps({"step": 40, "eval": {"loss": float("nan"), "accuracy": 0.91, "per_class": [0.9, 0.92]}}))
print("metrics:", {"step": 50, "train/loss": 0.01, "val/loss": float("inf")})
