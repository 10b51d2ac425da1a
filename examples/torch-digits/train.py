"""A small PyTorch trainer. It knows nothing of Trex: it reads flags and prints."""

import argparse

import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import nn


def flags():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lr", type=float, default=1e-3, help="learning rate")
    parser.add_argument("--epochs", type=int, default=20, help="passes over the training set")
    parser.add_argument("--batch-size", type=int, default=64, help="samples a step")
    parser.add_argument("--hidden", type=int, default=64, help="units of the hidden layer")
    parser.add_argument("--dropout", type=float, default=0.0, help="share of hidden units left out while training")
    parser.add_argument("--optimizer", choices=["adam", "adamw", "sgd"], default="adam")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def mean_loss_and_accuracy(model, images, labels):
    model.eval()
    with torch.no_grad():
        scores = model(images)
    loss = nn.functional.cross_entropy(scores, labels).item()
    return loss, (scores.argmax(1) == labels).float().mean().item()


def main():
    args = flags()
    torch.manual_seed(args.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"

    images, labels = load_digits(return_X_y=True)
    images = (images - images.mean()) / images.std()
    split = train_test_split(images, labels, test_size=0.2, stratify=labels, random_state=0)
    train_x, val_x = (torch.tensor(part, dtype=torch.float32, device=device) for part in split[:2])
    train_y, val_y = (torch.tensor(part, dtype=torch.long, device=device) for part in split[2:])

    model = nn.Sequential(
        nn.Linear(64, args.hidden), nn.ReLU(), nn.Dropout(args.dropout), nn.Linear(args.hidden, 10)
    ).to(device)
    optimizers = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW, "sgd": torch.optim.SGD}
    optimizer = optimizers[args.optimizer](model.parameters(), lr=args.lr)

    for epoch in range(1, args.epochs + 1):
        model.train()
        for batch in torch.randperm(len(train_x), device=device).split(args.batch_size):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(train_x[batch]), train_y[batch]).backward()
            optimizer.step()
        loss, acc = mean_loss_and_accuracy(model, train_x, train_y)
        val_loss, val_acc = mean_loss_and_accuracy(model, val_x, val_y)
        print(
            f"epoch {epoch}/{args.epochs} loss={loss:.5f} acc={acc:.4f} val_loss={val_loss:.5f} val_acc={val_acc:.4f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
