"""The standard library's logging with the usual prefix, and its config echoed."""
import argparse
import logging
import math
import sys

logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(asctime)s %(levelname)s %(name)s:%(lineno)d - %(message)s")
log = logging.getLogger("trainer")
parser = argparse.ArgumentParser()
for name, default in (("lr", 0.1), ("batch-size", 32), ("epochs", 3), ("seed", 42), ("loss-scale", 1.0), ("dropout", 0.1)):
    parser.add_argument("--" + name, type=type(default), default=default)
arguments = parser.parse_args([])
log.info("%s", arguments)
log.info("config: %s", vars(arguments))
for name, value in vars(arguments).items():
    log.info("%s: %s", name, value)
log.info("python %s on port 6006, see http://127.0.0.1:6006/?run=3 and /data/run-12/step=5/model.pt", "3.11.2")
log.info("Number of parameters: 1,234,567")
log.info("GPU memory: 3.2 GB allocated, 4.0 GB reserved, max_mem: 5123")
for epoch in range(1, 4):
    for step in (50, 100):
        log.info("epoch %d/3 step %d/100 | loss %.4f | lr %.2e | grad_norm %.3f | 1234.5 samples/s | eta 0:01:%02d", epoch, step,
                 math.exp(-epoch - step / 100), 0.1 / epoch, 1 / epoch, 60 - 10 * epoch)
    log.info("Validation - loss: %.4f, accuracy: %.2f%%, time: 0.2s", math.exp(-epoch), 80 + epoch)
    log.info("saved checkpoint to /data/run-12/epoch=%d-val_loss=0.12.ckpt (%d MB)", epoch, 12)
log.info("Finished in 12.3 s; best val_loss 0.0498 at epoch 3")
