"""Hugging Face's Trainer; with the argument "quiet", without its bar."""
import sys
import torch
from torch import nn
from transformers import Trainer, TrainingArguments, set_seed

set_seed(0)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Linear(8, 2)

    def forward(self, x, labels=None):
        logits = self.net(x)
        return {"loss": nn.functional.cross_entropy(logits, labels), "logits": logits}


x = torch.rand(256, 8)
data = [{"x": row, "labels": (row.sum() > 4).long()} for row in x]
arguments = TrainingArguments(output_dir="/tmp/hf_trainer", num_train_epochs=3, per_device_train_batch_size=32, logging_steps=4,
                              eval_strategy="epoch", save_strategy="no", report_to=[], disable_tqdm="quiet" in sys.argv,
                              use_cpu=True, learning_rate=0.05, dataloader_num_workers=0)
Trainer(Model(), arguments, train_dataset=data, eval_dataset=data[:96]).train()
