# %%
from tensorflow import keras
from tensorflow.keras import layers


def net(depth, width=8):
    inputs = keras.Input((width,))
    hidden = inputs
    for _ in range(depth):
        hidden = layers.Dense(width, activation="relu")(hidden)
    return keras.Model(inputs, layers.Dense(1)(hidden))


# %%
for depth in range(1, 4):
    model = net(depth)
    model.summary()

# %%
net(5, width=4).summary()
print("done")
