"""A loop of one's own around Accelerate, as in its examples: a bar over all steps, evaluations by the logger."""

import logging

import torch
from accelerate import Accelerator
from accelerate.logging import get_logger
from torch.utils.data import DataLoader, TensorDataset
from tqdm.auto import tqdm

logging.basicConfig(format="%(asctime)s - %(levelname)s - %(name)s - %(message)s", datefmt="%m/%d/%Y %H:%M:%S", level=logging.INFO)
accelerator = Accelerator()
logger = get_logger(__name__)
logger.info(accelerator.state)

torch.manual_seed(0)
x = torch.randn(640, 8)
y = (x.sum(1) > 0).long()
model = torch.nn.Linear(8, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
train, val = DataLoader(TensorDataset(x[:512], y[:512]), batch_size=64), DataLoader(TensorDataset(x[512:], y[512:]), batch_size=64)
model, optimizer, train, val = accelerator.prepare(model, optimizer, train, val)

epochs = 3
logger.info("***** Running training *****")
logger.info(f"  Num examples = {len(train.dataset)}")
logger.info(f"  Num Epochs = {epochs}")
logger.info(f"  Total optimization steps = {epochs * len(train)}")
bar = tqdm(range(epochs * len(train)), disable=not accelerator.is_local_main_process)
for epoch in range(epochs):
    model.train()
    for inputs, labels in train:
        loss = torch.nn.functional.cross_entropy(model(inputs), labels)
        accelerator.backward(loss)
        optimizer.step()
        optimizer.zero_grad()
        bar.update(1)
    model.eval()
    losses, right = [], 0
    for inputs, labels in val:
        with torch.no_grad():
            scores = model(inputs)
        scores, labels = accelerator.gather_for_metrics((scores, labels))
        losses.append(torch.nn.functional.cross_entropy(scores, labels).item())
        right += (scores.argmax(1) == labels).sum().item()
    logger.info(f"epoch {epoch}: {{'accuracy': {right / len(val.dataset)}}}")
    logger.info(f"epoch {epoch}: perplexity: {2.718281828 ** (sum(losses) / len(losses))} eval_loss: {sum(losses) / len(losses)}")
