import lightning
import torch
from torch import nn

lightning.seed_everything(0)


class Model(lightning.LightningModule):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1))

    def training_step(self, batch, i):
        x, y = batch
        loss = nn.functional.mse_loss(self.net(x).squeeze(1), y)
        self.log("train_loss", loss, prog_bar=True)
        return loss

    def validation_step(self, batch, i):
        x, y = batch
        self.log("val_loss", nn.functional.mse_loss(self.net(x).squeeze(1), y), prog_bar=True)

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=0.02)


x = torch.rand(640, 8)
data = torch.utils.data.TensorDataset(x, x.sum(1))
loader = lambda: torch.utils.data.DataLoader(data, batch_size=64)
trainer = lightning.Trainer(max_epochs=3, logger=False, enable_checkpointing=False, accelerator="cpu",
                            callbacks=[lightning.pytorch.callbacks.TQDMProgressBar(refresh_rate=2)])
trainer.fit(Model(), loader(), loader())
