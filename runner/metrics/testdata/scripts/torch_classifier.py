"""A plain PyTorch loop that prints in the style of the PyTorch MNIST example."""
import torch
from torch import nn
from sklearn.datasets import load_digits

torch.manual_seed(0)
x, y = load_digits(return_X_y=True)
x, y = torch.tensor(x / 16, dtype=torch.float32), torch.tensor(y)
train_x, train_y, test_x, test_y = x[:1500], y[:1500], x[1500:], y[1500:]
model = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
print(model)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
print(optimizer)
for epoch in range(1, 4):
    for batch, start in enumerate(range(0, 1500, 100)):
        loss = nn.functional.cross_entropy(model(train_x[start:start + 100]), train_y[start:start + 100])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if batch % 5 == 0:
            print("Train Epoch: {} [{}/{} ({:.0f}%)]\tLoss: {:.6f}".format(epoch, start, 1500, 100.0 * start / 1500, loss.item()))
    with torch.no_grad():
        out = model(test_x)
        loss = nn.functional.cross_entropy(out, test_y).item()
        right = (out.argmax(1) == test_y).sum().item()
    print("\nTest set: Average loss: {:.4f}, Accuracy: {}/{} ({:.0f}%)\n".format(loss, right, len(test_y), 100.0 * right / len(test_y)))
