"""Fails on a GPU in one of the ways that training does."""

import argparse
import multiprocessing
import time

import torch
from torch import nn


def memory(batch_size):
    model = nn.Sequential(nn.Linear(1 << 16, 1 << 10), nn.ReLU(), nn.Linear(1 << 10, 10)).cuda()
    kept = []
    for step in range(1, 1000):
        kept.append(torch.randn(batch_size, 1 << 16, device="cuda"))
        print(f"step {step} loss={model(kept[-1]).square().mean().item():.4f}", flush=True)


def label(_):
    scores = torch.randn(64, 10, device="cuda", requires_grad=True)
    loss = nn.functional.cross_entropy(scores, torch.full((64,), 12, device="cuda"))
    loss.backward()
    print(loss.item())


def token(_):
    embedding = nn.Embedding(100, 16).cuda()
    print(embedding(torch.tensor([5, 250], device="cuda")).sum().item())


def number(_):
    torch.zeros(1, device=f"cuda:{torch.cuda.device_count() + 3}")


def hidden(_):
    nn.Linear(4, 2).cuda()


def devices(_):
    nn.Linear(4, 2).cuda()(torch.randn(3, 4))


def in_child():
    torch.zeros(1).cuda()


def fork(_):
    torch.zeros(1).cuda()
    context = multiprocessing.get_context("fork")
    child = context.Process(target=in_child)
    child.start()
    child.join()
    if child.exitcode != 0:
        raise SystemExit(child.exitcode)


def idle(_):
    kept = torch.zeros(1 << 28, device="cuda")
    print("reading the data", flush=True)
    time.sleep(150)
    print(kept.sum().item())


def main():
    ways = {f.__name__: f for f in (memory, label, token, number, hidden, devices, fork, idle)}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("way", choices=ways)
    parser.add_argument("--batch-size", type=int, default=1 << 15)
    args = parser.parse_args()
    ways[args.way](args.batch_size)


if __name__ == "__main__":
    main()
