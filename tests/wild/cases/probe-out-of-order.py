# %% [markdown]
# Saved after its cells had been run in another order.

# %%
network.fit(x, y, epochs=1, verbose=0)

# %%
import numpy as np
from tensorflow import keras

x = np.random.default_rng(7).normal(size=(32, 5)).astype("float32")
y = (x[:, 0] > 0).astype("float32")

# %%
network = keras.Sequential([keras.layers.Dense(3, activation="tanh"), keras.layers.Dense(1, activation="sigmoid")])
network.compile("adam", "binary_crossentropy")

# %%
network.evaluate(x, y, verbose=0)
print("counted:", network.count_params())
