"""A loop that prints as timm's train.py does, with timm's model, meters and scheduler."""

import time

import timm
import torch
from timm.scheduler import CosineLRScheduler
from timm.utils import AverageMeter, accuracy

torch.manual_seed(0)
x = torch.randn(96, 3, 32, 32)
y = (x.mean((1, 2, 3)) > 0).long()
model = timm.create_model("resnet10t", num_classes=10)
print(f"Model resnet10t created, param count:{sum(m.numel() for m in model.parameters())}")
optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
scheduler = CosineLRScheduler(optimizer, t_initial=2, warmup_t=0)
print("Scheduled epochs: 2. LR stepped per epoch.")
batch = 8
for epoch in range(2):
    model.train()
    batch_time, data_time, losses = AverageMeter(), AverageMeter(), AverageMeter()
    end, last = time.time(), 7
    for i in range(8):
        data_time.update(time.time() - end)
        loss = torch.nn.functional.cross_entropy(model(x[i * batch:(i + 1) * batch]), y[i * batch:(i + 1) * batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.update(loss.item(), batch)
        batch_time.update(time.time() - end)
        end = time.time()
        if i % 4 == 0 or i == last:
            lr = optimizer.param_groups[0]["lr"]
            print(
                f"Train: {epoch} [{i:>4d}/{8} ({100. * i / last:>3.0f}%)]  "
                f"Loss: {losses.val:#.4g} ({losses.avg:#.3g})  "
                f"Time: {batch_time.val:.3f}s, {batch / batch_time.val:>7.2f}/s  ({batch_time.avg:.3f}s, {batch / batch_time.avg:>7.2f}/s)  "
                f"LR: {lr:.3e}  Data: {data_time.val:.3f} ({data_time.avg:.3f})")
    model.eval()
    batch_time, losses, top1, top5 = AverageMeter(), AverageMeter(), AverageMeter(), AverageMeter()
    end, last = time.time(), 3
    for i in range(4):
        inputs, target = x[64 + i * batch:72 + i * batch], y[64 + i * batch:72 + i * batch]
        with torch.no_grad():
            output = model(inputs)
        acc1, acc5 = accuracy(output, target, topk=(1, 5))
        losses.update(torch.nn.functional.cross_entropy(output, target).item(), batch)
        top1.update(acc1.item(), batch)
        top5.update(acc5.item(), batch)
        batch_time.update(time.time() - end)
        end = time.time()
        print(
            f"Test: [{i:>4d}/{last}]  Time: {batch_time.val:.3f} ({batch_time.avg:.3f})  Loss: {losses.val:>7.4f} ({losses.avg:>6.4f})  "
            f"Acc@1: {top1.val:>7.4f} ({top1.avg:>7.4f})  Acc@5: {top5.val:>7.4f} ({top5.avg:>7.4f})")
    scheduler.step(epoch + 1)
