"""A PyTorch loop that prints meters in the style of the ImageNet example."""
import time
import torch
from torch import nn

torch.manual_seed(0)
x = torch.rand(512, 8)
y = (x.sum(1) > 4).long()
model = nn.Linear(8, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
for epoch in range(2):
    total, began = 0.0, time.time()
    for i in range(8):
        part = slice(i * 64, i * 64 + 64)
        out = model(x[part])
        loss = nn.functional.cross_entropy(out, y[part])
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        total += loss.item()
        acc = 100 * (out.argmax(1) == y[part]).float().mean().item()
        if i % 4 == 0:
            print(f"Epoch: [{epoch}][{i:3d}/{8:3d}]\tTime {time.time() - began:6.3f} ({0.001:6.3f})\tData  0.000 ( 0.000)\t"
                  f"Loss {loss.item():.4e} ({total / (i + 1):.4e})\tAcc@1 {acc:6.2f} ({acc:6.2f})")
    print(f" *   Acc@1 {acc:.3f} Acc@5 {100.0:.3f}")
