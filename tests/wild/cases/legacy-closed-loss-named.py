# %% [markdown]
# A variational autoencoder of layers that have names, in a Keras whose environment named its backend.

# %%
# %env KERAS_BACKEND=tensorflow

# %%
import numpy as np
from keras import backend as K
from keras import metrics
from keras.layers import Dense, Input, Lambda
from keras.models import Model
from keras.optimizers import Adam
from keras.utils import np_utils

rows = np.random.rand(64, 8)

# %%
inner = Dense(6, activation="sigmoid")
to_mean = Dense(2)
to_spread = Dense(2)
outer = Dense(8, activation="sigmoid")

seen = Input(shape=(8,))
hidden = inner(seen)
mean = to_mean(hidden)
spread = to_spread(hidden)
drawn = Lambda(lambda both: both[0] + K.exp(both[1] / 2) * K.random_normal(shape=(2,)))([mean, spread])
vae = Model(seen, outer(drawn))


# %%
def both_losses(truth, guess):
    divergence = -0.5 * K.sum(1 + spread - K.square(mean) - K.exp(spread), axis=1)
    return 8 * metrics.binary_crossentropy(truth, guess) + divergence


vae.compile(loss=both_losses, optimizer=Adam())
history = vae.fit(rows, rows, batch_size=16, epochs=2, verbose=0)
print("losses:", len(history.history["loss"]), np_utils.to_categorical([1], 2).shape)

# %%
encoder = Model(seen, mean)
print("encoded:", encoder.predict(rows).shape)
