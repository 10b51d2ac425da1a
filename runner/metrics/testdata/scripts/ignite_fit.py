import logging
import torch
from ignite.contrib.handlers import ProgressBar
from ignite.engine import Events, create_supervised_evaluator, create_supervised_trainer
from ignite.metrics import Accuracy, Loss, RunningAverage

torch.manual_seed(0)
x = torch.rand(512, 8)
data = torch.utils.data.TensorDataset(x, (x.sum(1) > 4).long())
loader = torch.utils.data.DataLoader(data, batch_size=32)
model = torch.nn.Linear(8, 2)
trainer = create_supervised_trainer(model, torch.optim.SGD(model.parameters(), lr=0.5), torch.nn.functional.cross_entropy)
RunningAverage(output_transform=lambda loss: loss).attach(trainer, "loss")
ProgressBar().attach(trainer, ["loss"])
evaluator = create_supervised_evaluator(model, {"accuracy": Accuracy(), "nll": Loss(torch.nn.functional.cross_entropy)})


@trainer.on(Events.EPOCH_COMPLETED)
def evaluate(engine):
    evaluator.run(loader)
    m = evaluator.state.metrics
    print(f"Validation Results - Epoch: {engine.state.epoch}  Avg accuracy: {m['accuracy']:.2f} Avg loss: {m['nll']:.2f}", flush=True)


trainer.run(loader, max_epochs=3)
