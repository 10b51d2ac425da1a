"""One bar over epochs, and one inside for each."""
import time
from tqdm import tqdm, trange

epochs = trange(3, desc="Training")
for epoch in epochs:
    for i in tqdm(range(20), desc="batches", leave=False):
        time.sleep(0.005)
    for i in tqdm(range(5), desc="Validating", leave=False):
        time.sleep(0.005)
    tqdm.write(f"Epoch {epoch + 1}: train_loss=0.{9 - epoch}1 val_loss=0.{9 - epoch}2 lr={0.1 / (epoch + 1):.4f}")
    epochs.set_postfix({"val_loss": f"0.{9 - epoch}2"})
for part in tqdm(range(4), desc="Saving shards"):
    time.sleep(0.01)
