"""fastText's classifier on sentences of two kinds, and its test."""

import random
import sys
import tempfile

import fasttext

random.seed(0)
words = {"sport": "goal match team player league win".split(), "food": "soup bread cheese apple cook salt".split()}
with tempfile.NamedTemporaryFile("w", suffix=".txt") as text:
    for _ in range(20000):
        kind = random.choice(list(words))
        noise = random.choices("the a of to and it".split(), k=4)
        print(f"__label__{kind}", *random.sample(random.choices(words[kind], k=2) + noise, 6), file=text)
    text.flush()
    model = fasttext.train_supervised(text.name, lr=0.1, epoch=60, thread=2, dim=100)
    n, precision, recall = model.test(text.name)
sys.stderr.flush()
print(f"N\t{n}\nP@1\t{precision:.3f}\nR@1\t{recall:.3f}")
