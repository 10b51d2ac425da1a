"""A PyTorch loop that prints in the style of PyTorch's quickstart tutorial."""
import torch
from torch import nn

torch.manual_seed(0)
x = torch.rand(1024, 8)
y = (x.sum(1) > 4).long()
model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 2))
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
for epoch in range(2):
    print(f"Epoch {epoch + 1}\n-------------------------------")
    for batch in range(16):
        part = slice(batch * 64, batch * 64 + 64)
        loss = nn.functional.cross_entropy(model(x[part]), y[part])
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        if batch % 5 == 0:
            print(f"loss: {loss.item():>7f}  [{(batch + 1) * 64:>5d}/{len(x):>5d}]")
    with torch.no_grad():
        out = model(x)
        loss = nn.functional.cross_entropy(out, y).item()
        right = (out.argmax(1) == y).float().mean().item()
    print(f"Test Error: \n Accuracy: {100 * right:>0.1f}%, Avg loss: {loss:>8f} \n")
print("Done!")
