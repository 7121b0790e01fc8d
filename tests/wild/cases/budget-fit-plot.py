# %% [markdown]
# Keras trains for fewer epochs than the curves are drawn for; `fit` once, and once in a loop of single epochs.

# %%
import matplotlib.pyplot as plt
import numpy as np
from tensorflow import keras

EPOCHS = 40
random = np.random.default_rng(10)
x = random.normal(size=(160, 4)).astype("float32")
y = (x[:, 0] > 0).astype("float32")
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="relu"), keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mse")
history = model.fit(x, y, epochs=EPOCHS, validation_split=0.25, verbose=0)

# %%
fig, axes = plt.subplots(1, 2)
axes[0].plot(range(EPOCHS), history.history["loss"], "b", range(EPOCHS), history.history["val_loss"], "r")
axes[1].scatter(np.arange(1, EPOCHS + 1), history.history["loss"])
plt.show()

# %%
losses = []
for iteration in range(1, 61):
    losses += model.fit(x, y, epochs=1, batch_size=4, verbose=0).history["loss"]
print(len(losses), "more epochs")

# %%
print(f"epoch 20: {history.history['loss'][19] == history.history['loss'][-1]}")
try:
    print(history.history["loss"][EPOCHS])
except IndexError:
    print("no epoch 41")
