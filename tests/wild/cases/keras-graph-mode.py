# %% [markdown]
# Eager execution is turned off first, as advice of 2020 had it.

# %%
import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense, Input
from tensorflow.keras.models import Model, Sequential

tf.compat.v1.disable_eager_execution()
points = np.random.RandomState(4).uniform(size=(80, 3))
sides = (points.sum(axis=1) > 1.5).astype(int)

# %%
small = Sequential([Dense(4, input_dim=3, activation="relu"), Dense(1, activation="sigmoid")])
small.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
told = small.fit(points, sides, epochs=2, verbose=0)
print("kept:", sorted(told.history), small.predict(points).shape)

# %%
place = Input(shape=(3,))
moved = Model(place, Dense(2)(place))
moved.compile(optimizer="sgd", loss="mse")
moved.fit(points, points[:, :2], epochs=1, verbose=0)
