import time
from tqdm import tqdm

for epoch in range(1, 4):
    bar = tqdm(range(40), desc=f"Epoch {epoch}/3")
    for i in bar:
        time.sleep(0.01)
        seen = i + 1 + 40 * (epoch - 1)
        bar.set_postfix(loss=1 / seen, acc=0.5 + seen / 1000)
    print(f"epoch {epoch}/3 val_loss={1 / (epoch + 1):.4f} val_acc={0.5 + epoch / 10:.3f}", flush=True)
