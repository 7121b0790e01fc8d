# %% [markdown]
# A GAN of 2019: instance normalisation from keras_contrib, and one optimiser compiled into three networks.

# %%
import numpy as np
from keras.layers import Conv2D, Dense, Flatten, Input, Reshape
from keras.models import Model, Sequential
from keras.optimizers import Adam
from keras_contrib.layers.normalization.instancenormalization import InstanceNormalization

optimizer = Adam(0.0002, 0.5)
random = np.random.default_rng(4)
real = random.normal(size=(64, 8, 8, 1)).astype("float32")

# %%
critic = Sequential()
critic.add(Conv2D(4, (3, 3), strides=2, padding="same", input_shape=(8, 8, 1)))
critic.add(InstanceNormalization(axis=-1))
critic.add(Flatten())
critic.add(Dense(1, activation="sigmoid"))
critic.compile(loss="binary_crossentropy", optimizer=optimizer, metrics=["accuracy"])
maker = Sequential([Dense(64, input_dim=5), Reshape((8, 8, 1)), InstanceNormalization()])
single = Sequential([Flatten(input_shape=(8, 8, 1)), Dense(1, activation="sigmoid")])
single.compile(loss="binary_crossentropy", optimizer=optimizer)

# %%
noise = Input(shape=(5,))
critic.trainable = False
gan = Model(noise, critic(maker(noise)))
gan.compile(loss="binary_crossentropy", optimizer=optimizer)
for step in range(6):
    made = maker.predict(random.normal(size=(8, 5)), verbose=0)
    critic.train_on_batch(real[:8], np.ones((8, 1)))
    critic.train_on_batch(made, np.zeros((8, 1)))
    gan.train_on_batch(random.normal(size=(8, 5)), np.ones((8, 1)))
    single.train_on_batch(real[:8], np.ones((8, 1)))
print("trained all three", critic.optimizer is gan.optimizer)
