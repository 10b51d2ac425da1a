"""A detection training that evaluates with pycocotools after each epoch."""

import random

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

random.seed(0)


def box():
    return [random.uniform(0, 200), random.uniform(0, 200), random.uniform(10, 150), random.uniform(10, 150)]


truth = COCO()
boxes = [(image, box()) for image in range(1, 21) for _ in range(3)]
truth.dataset = {
    "info": {},
    "images": [{"id": i, "width": 400, "height": 400} for i in range(1, 21)],
    "categories": [{"id": 1, "name": "thing"}],
    "annotations": [
        {"id": n, "image_id": image, "category_id": 1, "bbox": b, "area": b[2] * b[3], "iscrowd": 0}
        for n, (image, b) in enumerate(boxes, 1)
    ],
}
truth.createIndex()
for epoch in range(3):
    for step in range(0, 40, 20):
        print(f"Epoch: [{epoch}]  [{step:2d}/40]  eta: 0:00:{40 - step:02d}  lr: 0.005000  loss: {2 / (1 + epoch + step / 40):.4f} ({2 / (1 + epoch):.4f})  time: 0.0213  data: 0.0031  max mem: 512")
    spread = 40 / (1 + 2 * epoch)
    found = truth.loadRes([
        {"image_id": image, "category_id": 1, "bbox": [x + random.gauss(0, spread) for x in b], "score": random.random()}
        for image, b in boxes
    ])
    scores = COCOeval(truth, found, "bbox")
    scores.evaluate()
    scores.accumulate()
    print("IoU metric: bbox")
    scores.summarize()
