import numpy
import torch
from skorch import NeuralNetClassifier

torch.manual_seed(0)
numpy.random.seed(0)
x = numpy.random.rand(400, 8).astype("float32")
net = NeuralNetClassifier(torch.nn.Sequential(torch.nn.Linear(8, 2), torch.nn.Softmax(dim=-1)), max_epochs=4, lr=0.5)
net.fit(x, (x.sum(1) > 4).astype("int64"))
