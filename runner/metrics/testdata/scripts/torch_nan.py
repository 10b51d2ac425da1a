"""A PyTorch loop whose loss becomes infinite and then NaN."""
import torch

w = torch.tensor([1.0], requires_grad=True)
for step in range(8):
    loss = (w ** 4).sum()
    print(f"step {step}: train loss {loss.item():.4f}, lr {2.0:.1e}, w {w.item():.3g}")
    loss.backward()
    with torch.no_grad():
        w -= 2.0 * w.grad
        w.grad.zero_()
