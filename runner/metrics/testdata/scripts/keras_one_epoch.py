"""One epoch of many steps, as language models are trained."""
import time
import keras
import numpy

keras.utils.set_random_seed(0)
x = numpy.random.rand(2048, 8).astype("float32")
y = (x.sum(1) > 4).astype("float32")
model = keras.Sequential([keras.layers.Input((8,)), keras.layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy")
slow = keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: time.sleep(0.03))
model.fit(x, y, epochs=1, batch_size=64, callbacks=[slow])
