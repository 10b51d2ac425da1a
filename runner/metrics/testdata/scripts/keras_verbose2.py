import keras
import numpy

keras.utils.set_random_seed(0)
x = numpy.random.rand(640, 8).astype("float32")
y = (x.sum(1) > 4).astype("float32")
model = keras.Sequential([keras.layers.Input((8,)), keras.layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
checkpoint = keras.callbacks.ModelCheckpoint("/tmp/keras_verbose2.keras", monitor="val_loss", save_best_only=True, verbose=1)
model.fit(x, y, epochs=3, batch_size=64, validation_split=0.2, verbose=2, callbacks=[checkpoint])
model.fit(x, y, epochs=2, batch_size=64, validation_split=0.2, verbose=2)
