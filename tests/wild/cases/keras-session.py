# %% [markdown]
# The preamble that gave a graphics card's memory back to others, before any model.

# %%
import keras
import numpy as np
import tensorflow as tf
from keras import backend as K

config = tf.ConfigProto()
config.gpu_options.allow_growth = True
K.set_session(tf.Session(config=config))
tf.set_random_seed(3)

# %%
rows = np.linspace(0, 1, 60).reshape(-1, 2)
line = keras.models.Sequential([keras.layers.Dense(output_dim=2, input_dim=2, init="normal"), keras.layers.Dense(1)])


def off_by(truth, answer):
    return K.mean(K.abs(truth - answer))


line.compile("adam", loss=off_by)
line.fit(rows, rows.sum(axis=1), epochs=2, verbose=0)
print("counted", K.int_shape(line.output))
