# %% [markdown]
# Keras as it is now, with one habit of earlier years.

# %%
import keras
import numpy as np
from keras import layers, ops

x = np.random.default_rng(1).normal(size=(120, 6)).astype("float32")
y = (x[:, 0] > 0).astype("int32")


class Gate(layers.Layer):
    def call(self, inputs):
        return ops.tanh(inputs) * ops.sigmoid(inputs)


# %%
now = keras.Sequential([keras.Input((6,)), layers.Dense(5), Gate(), layers.Dense(1, activation="sigmoid")])
now.compile(optimizer=keras.optimizers.Adam(lr=0.01), loss="binary_crossentropy", metrics=["accuracy"])
now.fit(x, y, epochs=2, verbose=0)
print(now.predict_classes(x, verbose=0).shape)
