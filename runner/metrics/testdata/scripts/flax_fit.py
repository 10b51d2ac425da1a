"""A Flax model trained as in its MNIST example: one line an epoch by absl's logging."""

import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
import optax
from absl import logging
from flax.training import train_state

logging.set_verbosity(logging.INFO)
rng = np.random.default_rng(0)
x = rng.normal(size=(640, 8)).astype("float32")
y = (x.sum(1) > 0).astype("int32")


class Net(nn.Module):
    @nn.compact
    def __call__(self, x):
        return nn.Dense(2)(nn.relu(nn.Dense(16)(x)))


@jax.jit
def step(state, x, y):
    def loss_of(params):
        scores = state.apply_fn({"params": params}, x)
        return optax.softmax_cross_entropy_with_integer_labels(scores, y).mean(), scores

    (loss, scores), grads = jax.value_and_grad(loss_of, has_aux=True)(state.params)
    return state.apply_gradients(grads=grads), loss, (scores.argmax(-1) == y).mean()


net = Net()
state = train_state.TrainState.create(
    apply_fn=net.apply, params=net.init(jax.random.PRNGKey(0), jnp.ones((1, 8)))["params"], tx=optax.sgd(0.1, 0.9))
for epoch in range(1, 4):
    losses, accuracies = [], []
    for i in range(0, 512, 64):
        state, loss, accuracy = step(state, x[i:i + 64], y[i:i + 64])
        losses.append(float(loss))
        accuracies.append(float(accuracy))
    _, test_loss, test_accuracy = step(state, x[512:], y[512:])
    logging.info(
        "epoch:% 3d, train_loss: %.4f, train_accuracy: %.2f, test_loss: %.4f, test_accuracy: %.2f"
        % (epoch, np.mean(losses), np.mean(accuracies) * 100, test_loss, test_accuracy * 100))
