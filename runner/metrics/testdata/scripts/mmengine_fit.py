"""A classifier trained by MMEngine's Runner: two epochs, a validation after each."""

import torch
from mmengine.evaluator import BaseMetric
from mmengine.model import BaseModel
from mmengine.runner import Runner
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
x = torch.randn(640, 8)
y = (x.sum(1) > 0).long()


class Net(BaseModel):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(8, 2)

    def forward(self, x, y, mode):
        scores = self.layer(x)
        if mode == "loss":
            return {"loss": torch.nn.functional.cross_entropy(scores, y)}
        return scores, y


class Accuracy(BaseMetric):
    def process(self, batch, outputs):
        scores, y = outputs
        self.results.append({"size": len(y), "right": (scores.argmax(1) == y).sum().item()})

    def compute_metrics(self, results):
        return {"accuracy": 100 * sum(r["right"] for r in results) / sum(r["size"] for r in results)}


Runner(
    model=Net(), work_dir="/tmp/mmengine_fit",
    train_dataloader=DataLoader(TensorDataset(x[:512], y[:512]), batch_size=16, shuffle=True),
    val_dataloader=DataLoader(TensorDataset(x[512:], y[512:]), batch_size=16),
    optim_wrapper={"optimizer": {"type": "SGD", "lr": 0.1}},
    train_cfg={"by_epoch": True, "max_epochs": 2, "val_interval": 1}, val_cfg={}, val_evaluator={"type": Accuracy},
    default_hooks={"checkpoint": None, "logger": {"type": "LoggerHook", "interval": 10}},
).train()
