# %%
import numpy as np
import tensorflow as tf
from tensorflow.keras import Model
from tensorflow.keras.layers import Conv2D, Dense, Flatten

pictures = np.random.default_rng(4).random((30, 8, 8, 1)).astype("float32")
kinds = np.arange(30) % 3


# %%
class Block(tf.keras.layers.Layer):
    def __init__(self, filters):
        super().__init__()
        self.first = Conv2D(filters, 3, padding="same", activation="relu")
        self.second = Conv2D(filters, 3, strides=2, padding="same", activation="relu")

    def call(self, inputs):
        return self.second(self.first(inputs))


class Small(Model):
    def __init__(self):
        super().__init__()
        self.blocks = [Block(2), Block(4)]
        self.flatten = Flatten()
        self.head = Dense(3, activation="softmax")

    def call(self, inputs):
        for block in self.blocks:
            inputs = block(inputs)
        return self.head(self.flatten(inputs))


# %%
small = Small()
small.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
small.fit(pictures, kinds, epochs=1, batch_size=10, verbose=0)
small.summary()

# %% [markdown]
# The same class again, trained with a tape and never compiled.

# %%
taped = Small()
optimizer = tf.keras.optimizers.SGD(0.1)
loss_of = tf.keras.losses.SparseCategoricalCrossentropy()
for start in range(0, 30, 10):
    with tf.GradientTape() as tape:
        loss = loss_of(kinds[start : start + 10], taped(pictures[start : start + 10], training=True))
    steps = tape.gradient(loss, taped.trainable_variables)
    optimizer.apply_gradients(zip(steps, taped.trainable_variables))
print("variables:", len(taped.trainable_variables))
