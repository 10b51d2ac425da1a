"""Event files of three writers, each with the same three scalars and things that are no scalars."""
import glob
import math
import os
import shutil
import sys
import tempfile

import numpy
import tensorflow as tf
import tensorboardX
from torch.utils.tensorboard import SummaryWriter

out = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "events")


def keep(folder, name):
    files = sorted(glob.glob(os.path.join(folder, "events*")))
    shutil.copy(files[0], os.path.join(out, name))
    shutil.rmtree(folder)


def write(writer):
    for step in range(5):
        writer.add_scalar("train/loss", 1 / (step + 1), step * 10)
        writer.add_scalar("val loss", math.nan if step == 3 else math.inf if step == 4 else 0.5 - step / 10, step * 10)
    writer.add_histogram("weights", numpy.arange(50), 0)
    writer.add_image("picture", numpy.zeros((3, 16, 16), dtype="uint8"), 0)
    writer.add_text("note", "loss=0.1", 0)
    writer.close()


for module, name in ((SummaryWriter, "torch.tfevents"), (tensorboardX.SummaryWriter, "tensorboardx.tfevents")):
    folder = tempfile.mkdtemp()
    write(module(folder))
    keep(folder, name)

folder = tempfile.mkdtemp()
with tf.summary.create_file_writer(folder).as_default():
    for step in range(5):
        tf.summary.scalar("train/loss", 1 / (step + 1), step=step * 10)
        tf.summary.scalar("val loss", math.nan if step == 3 else math.inf if step == 4 else 0.5 - step / 10, step=step * 10)
    for name, dtype in (("double", tf.float64), ("half", tf.float16), ("bfloat", tf.bfloat16), ("int", tf.int32), ("long", tf.int64)):
        tf.summary.write(name, tf.constant(3, dtype=dtype), step=1)
    tf.summary.write("vector", tf.constant([1.0, 2.0]), step=1)
    tf.summary.write("one", tf.constant([1.5]), step=1)
    tf.summary.histogram("weights", numpy.arange(50), step=0)
    tf.summary.text("note", "loss=0.1", step=0)
keep(folder, "tensorflow2.tfevents")
