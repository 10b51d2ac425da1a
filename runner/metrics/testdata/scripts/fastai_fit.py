import torch
from fastai.data.core import DataLoaders
from fastai.learner import Learner
from fastai.metrics import accuracy

torch.manual_seed(0)
x = torch.rand(512, 8)
y = (x.sum(1) > 4).long()
data = list(zip(x, y))
loaders = DataLoaders.from_dsets(data[:400], data[400:], bs=64, device="cpu")
learner = Learner(loaders, torch.nn.Linear(8, 2), loss_func=torch.nn.CrossEntropyLoss(), metrics=accuracy, path="/tmp")
learner.fit(3, lr=0.1)
