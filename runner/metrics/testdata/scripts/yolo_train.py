"""Ultralytics on eight invented pictures."""
import os
import tempfile

import numpy
from PIL import Image

folder = tempfile.mkdtemp()
os.environ["YOLO_CONFIG_DIR"] = folder
random = numpy.random.RandomState(0)
for split in ("train", "val"):
    os.makedirs(f"{folder}/images/{split}")
    os.makedirs(f"{folder}/labels/{split}")
    for i in range(8):
        picture = random.randint(0, 60, (64, 64, 3), dtype="uint8")
        picture[16:48, 16:48] = 255
        Image.fromarray(picture).save(f"{folder}/images/{split}/{i}.png")
        with open(f"{folder}/labels/{split}/{i}.txt", "w") as f:
            f.write("0 0.5 0.5 0.5 0.5\n")
with open(f"{folder}/data.yaml", "w") as f:
    f.write(f"path: {folder}\ntrain: images/train\nval: images/val\nnames: [square]\n")

from ultralytics import YOLO  # noqa: E402

YOLO("yolov8n.yaml").train(data=f"{folder}/data.yaml", epochs=3, imgsz=64, batch=2, workers=0, project=folder, plots=False,
                           amp=False, pretrained=False, device="cpu", exist_ok=True)
