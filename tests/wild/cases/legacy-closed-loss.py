# %% [markdown]
# A variational autoencoder whose loss takes the two outputs of its encoder from outside.

# %%
import numpy as np
from keras import backend as K
from keras.layers import Dense, Input, Lambda
from keras.models import Model

rows = np.random.rand(64, 8)

# %%
seen = Input(shape=(8,))
hidden = Dense(6, activation="relu")(seen)
z_mean = Dense(2)(hidden)
z_log_var = Dense(2)(hidden)


def sampling(args):
    mean, log_var = args
    return mean + K.exp(log_var / 2) * K.random_normal(shape=(K.shape(mean)[0], 2))


z = Lambda(sampling)([z_mean, z_log_var])
decoded = Dense(8, activation="sigmoid")(z)


# %%
def vae_loss(truth, guess):
    reconstruction = K.mean(K.square(truth - guess), axis=-1)
    divergence = -0.5 * K.mean(1 + z_log_var - K.square(z_mean) - K.exp(z_log_var), axis=-1)
    return reconstruction + divergence


vae = Model(seen, decoded)
vae.compile(optimizer="adam", loss=vae_loss)
history = vae.fit(rows, rows, epochs=2, batch_size=16, verbose=0)
print("losses:", len(history.history["loss"]), vae.predict(rows).shape)
