"""Gradient boosting with scikit-learn. It prints one JSON object for each stage."""

import argparse
import json

import numpy as np
from sklearn.datasets import load_digits
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import accuracy_score, log_loss
from sklearn.model_selection import train_test_split


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learning_rate", type=float, default=0.1)
    parser.add_argument("--stages", type=int, default=30, help="boosting stages, a tree for each digit")
    parser.add_argument("--max_depth", type=int, default=3, help="levels of a tree")
    parser.add_argument("--subsample", type=float, default=1.0, help="share of the samples each tree sees")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()

    images, labels = load_digits(return_X_y=True)
    train_x, val_x, train_y, val_y = train_test_split(images, labels, test_size=0.2, stratify=labels, random_state=0)
    model = GradientBoostingClassifier(
        learning_rate=args.learning_rate, max_depth=args.max_depth, subsample=args.subsample,
        random_state=args.seed, warm_start=True, max_features="sqrt",
    )
    for stage in range(1, args.stages + 1):
        model.set_params(n_estimators=stage)
        model.fit(train_x, train_y)
        chances = model.predict_proba(val_x)
        print(json.dumps({
            "step": stage,
            "loss": round(float(model.train_score_[stage - 1]), 6),
            "val_loss": round(float(log_loss(val_y, chances)), 6),
            "val_acc": round(float(accuracy_score(val_y, np.argmax(chances, axis=1))), 4),
        }), flush=True)


if __name__ == "__main__":
    main()
