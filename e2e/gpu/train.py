"""Trains a network on a GPU to imitate another one. It knows nothing of Trex."""

import argparse
import os
import pathlib

import torch
from torch import nn


def network(width):
    return nn.Sequential(nn.Linear(width, 2 * width), nn.ReLU(), nn.Linear(2 * width, width))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--batch-size", type=int, default=4096)
    parser.add_argument("--until", help="go on until this file is in the run's folder")
    args = parser.parse_args()

    torch.manual_seed(0)
    print(f"training on {torch.cuda.get_device_name(0)}, device {os.environ.get('CUDA_VISIBLE_DEVICES')!r} of this machine", flush=True)
    width = 2048
    teacher, student = network(width).cuda(), network(width).cuda()
    optimizer = torch.optim.Adam(student.parameters(), lr=args.lr)
    sign = pathlib.Path(os.environ["TREX_RUN_DIR"], args.until) if args.until else None

    epoch = 0
    while not sign.exists() if sign else epoch < args.epochs:
        epoch += 1
        total, steps = 0.0, 40
        for _ in range(steps):
            x = torch.randn(args.batch_size, width, device="cuda")
            with torch.no_grad():
                y = teacher(x)
            loss = nn.functional.mse_loss(student(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        of = "" if sign else f"/{args.epochs}"
        print(f"epoch {epoch}{of} loss={total / steps:.6f} lr={args.lr:g}", flush=True)
    print("done", flush=True)


if __name__ == "__main__":
    main()
