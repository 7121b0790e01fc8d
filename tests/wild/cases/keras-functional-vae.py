# %% [markdown]
# A variational autoencoder whose loss is put together from symbolic tensors.

# %%
import numpy as np
import tensorflow as tf
from tensorflow.keras import backend as K
from tensorflow.keras.layers import Dense, Flatten, Input, Lambda, Reshape
from tensorflow.keras.losses import mse
from tensorflow.keras.models import Model

(x_train, _), _ = tf.keras.datasets.fashion_mnist.load_data()
x_train = x_train[:300].astype("float32") / 255

# %%
def draw(parts):
    centre, spread = parts
    noise = K.random_normal(shape=(K.shape(centre)[0], 2))
    return centre + K.exp(0.5 * spread) * noise


picture = Input(shape=(28, 28))
flat = Flatten()(picture)
hidden = Dense(16, activation="relu")(flat)
centre, spread = Dense(2)(hidden), Dense(2)(hidden)
point = Lambda(draw, output_shape=(2,))([centre, spread])
encoder = Model(picture, [centre, spread, point])

code = Input(shape=(2,))
drawn = Dense(784, activation="sigmoid")(Dense(16, activation="relu")(code))
decoder = Model(code, drawn)
encoder.summary()

# %%
answer = decoder(encoder(picture)[2])
vae = Model(picture, answer)
rebuilt = 784 * mse(K.reshape(picture, (-1, 784)), answer)
apart = -0.5 * K.sum(1 + spread - K.square(centre) - K.exp(spread), axis=-1)
vae.add_loss(K.mean(rebuilt + apart))
vae.compile(optimizer="adam")
vae.fit(x_train, epochs=1, batch_size=100, verbose=0)
