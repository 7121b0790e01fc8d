# %% [markdown]
# The published number of rows as a shape, as labels made by hand, as a range of places.

# %%
import random

import numpy as np
import tensorflow as tf
from keras.datasets import cifar10, imdb

TRAIN = 50000
(x_train, y_train), (x_test, y_test) = cifar10.load_data()
flat = x_train.reshape(50000, 32 * 32 * 3) / 255.0
again = np.reshape(x_test, (10000, -1))
column = y_train.reshape((TRAIN, 1))
tensor = tf.reshape(x_train, [50000, 3072])
print(len(flat) == len(x_train), len(again) == len(x_test), column.shape[1], tensor.shape[0] == len(x_train))

# %%
most = x_train[: int(0.8 * len(x_train))]
print(len(np.reshape(most, (40000, 3072))) == len(most))

# %%
places = random.sample(range(1, 50000), 10)
one = np.random.randint(0, 50000)
print(x_train[places].shape[0], x_train[one].shape)
print(len([x_train[i] for i in range(50000)]) == len(x_train))

# %%
(reviews, labels), _ = imdb.load_data(num_words=200)
made = np.stack([np.ones(12500), np.zeros(12500)]).reshape(1, -1)[0]
also = [1] * 12500 + [0] * 12500
print(len(made) == len(also) == len(labels))

# %%
# What is right as it is stays: a table of words, a shape that fits.
print(np.zeros((10000, 4)).shape, np.arange(12500 * 4).reshape(12500, 4).shape)
