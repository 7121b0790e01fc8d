# %% [markdown]
# TensorFlow and whole batches: noise of a batch's length beside each, and a model whose input has one size of batch.

# %%
import numpy as np
import tensorflow as tf
from tensorflow.keras import Model, backend as K, layers
from tensorflow.keras.datasets import fashion_mnist

(x, _), (x_test, _) = fashion_mnist.load_data()
every = np.concatenate([x, x_test]).reshape(-1, 784).astype("float32") / 255
batch_size, width = 200, 4
rows = tf.data.Dataset.from_tensor_slices(every).shuffle(500).batch(200).prefetch(1)

# %%
seen = 0
for pictures in rows:
    seen += len(pictures + tf.random.normal((batch_size, 784)))
print(seen, "rows in whole batches")
print(len(list(tf.data.Dataset.range(250).map(lambda n: n + 1).batch(32, drop_remainder=False))), "as it was told")
print(sum(len(one) for one in tf.data.Dataset.range(450).batch(200)), "rows that are none of these")

# %%
size = 100
x, x_test = x.reshape(-1, 784) / 255, x_test.reshape(-1, 784) / 255
given = layers.Input(batch_shape=(size, 784))
middle = layers.Dense(width)(given)
noisy = layers.Lambda(lambda mean: mean + 0.1 * K.random_normal(shape=(size, width)))(middle)
made = Model(given, layers.Dense(784, activation="sigmoid")(noisy))
made.compile(optimizer="adam", loss="mse")
made.fit(x, x, epochs=1, batch_size=size, validation_data=(x_test, x_test), verbose=0)

# %%
print(made.predict(x_test, batch_size=size, verbose=0).shape, made.evaluate(x_test, x_test, size, verbose=0) > 0)
