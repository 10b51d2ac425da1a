import keras
import numpy

keras.utils.set_random_seed(0)
x = numpy.random.rand(640, 8).astype("float32")
y = (x.sum(1) > 4).astype("float32")
model = keras.Sequential([keras.layers.Input((8,)), keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.summary()
model.fit(x, y, epochs=3, batch_size=64, validation_split=0.2)
model.evaluate(x, y, batch_size=64)
